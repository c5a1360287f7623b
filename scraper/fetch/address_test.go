package fetch

import (
	"errors"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"http://A.Example", "http://a.example/"},
		{"http://a.example:80/x#y", "http://a.example/x"},
		{"https://a.example:443/x", "https://a.example/x"},
		{"https://a.example:80/x", "https://a.example:80/x"},
		{"http://a.example:/x", "http://a.example/x"},
		{"http://u:p@a.example/x", "http://a.example/x"},
		{"http://a.example/b/../c/./d", "http://a.example/c/d"},
		{"http://a.example/b/%2e%2E/private", "http://a.example/private"},
		{"http://a.example/%2Fb//c?d=%2F", "http://a.example/%2Fb//c?d=%2F"},
		{"http://a.example/a%2eb%2Fc", "http://a.example/a.b%2Fc"},
		{"http://a.example/أ", "http://a.example/%D8%A3"},
		{"http://a.example/?", "http://a.example/?"},
		{"http://مثال.example/", "http://xn--mgbh0fb.example/"},
		{"http://１２７.0.0.1/", "http://127.0.0.1/"},
		{"http://[::1]:80/", "http://[::1]/"},
		{"ftp://a.example/", ""}, {"javascript:x", ""}, {"//a.example/", ""}, {"/x", ""}, {"http:///x", ""},
		{"http://a b/", ""}, {"", ""}, {"http://a.example/%zz", ""},
	} {
		u, err := parse(tt.in)
		switch {
		case tt.want == "" && !errors.Is(err, ErrAddress):
			t.Errorf("parse(%q) = %v, %v; want %v", tt.in, u, err, ErrAddress)
		case tt.want != "" && err != nil:
			t.Errorf("parse(%q): %v", tt.in, err)
		case tt.want != "" && u.String() != tt.want:
			t.Errorf("parse(%q) = %s, want %s", tt.in, u, tt.want)
		}
	}
	_, err := local(t, Options{}).Get(t.Context(), Request{URL: "ftp://a.example/"})
	wantFailure(t, err, news.FailOther, ErrAddress)
}

// FuzzParse: what is sent must be what was checked, however often it is parsed.
func FuzzParse(f *testing.F) {
	f.Add("http://a.example/b/%2e%2e/c%2fd?e#f")
	f.Add("https://[::1]:443//")
	f.Add("http://مثال.example:80/أ/../")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := parse(s)
		if err != nil {
			return
		}
		again, err := parse(u.String())
		if err != nil || again.String() != u.String() {
			t.Errorf("parse(%q) = %s, parsed again %v (%v)", s, u, again, err)
		}
		if path := u.EscapedPath(); strings.Contains(path+"/", "/../") || u.Fragment != "" || u.User != nil {
			t.Errorf("parse(%q) = %s, want no dot segments, fragment or password", s, u)
		}
	})
}
