package extract

import (
	"net/url"
	"testing"
)

// Plain addresses are joined without parsing them: the result is that of the
// parser, nothing for what is no address of a page.
func FuzzAbsolute(f *testing.F) {
	for _, s := range []string{"/a/b", "//host/x", "https://x.example/a?b=1&c=%20", "https://x.example", "http://a/../b", "/a/./b", "/a/.", "/..", "/%41", "a/b", "?q=1", "https:///x", "https://x/a//b", "/a?b?c", "//host", "//", "https://", "https:/a", "HTTP://x/a", "mailto:a@b", "JavaScript:;", "x:", ":x", "http:a", "https://x.example/a,b:c@d;e=f+g$h&i?j=k,l:m/n@o!p", "/a#b", "/a#%zz", "https://x#", "a+b://c", "https://x?a", "whatsapp://send?text=a%20b c", "https://X.Example/A", "https://x:80/", "/a?", "/"} {
		f.Add(s)
	}
	base, err := url.Parse("https://news.example.com/politics/a-story?x=1")
	if err != nil {
		f.Fatal(err)
	}
	d := &document{base: base}
	f.Fuzz(func(t *testing.T, href string) {
		if href == "" {
			return
		}
		got, plain := d.join(href)
		if !plain {
			return
		}
		u, err := d.base.Parse(href)
		if got == "" {
			if err == nil && (u.Scheme == "https" || u.Scheme == "http") {
				t.Fatalf("%q: joined to nothing, want %q", href, u)
			}
			return
		}
		if err != nil {
			t.Fatalf("%q: joined to %q, but %v", href, got, err)
		}
		u.Fragment, u.RawFragment = "", ""
		if want := u.String(); got != want || u.Host == "" {
			t.Errorf("%q: got %q, want %q", href, got, want)
		}
	})
}
