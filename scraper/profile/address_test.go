package profile

import (
	"net/url"
	"strings"
	"testing"
)

func TestNormalize(t *testing.T) {
	p := mustParse(t, "drop_params: [from, Ref]\n")
	for _, tt := range []struct{ in, want string }{
		{"HTTPS://Gazette.Example/News", "https://gazette.example/News"},
		{"https://gazette.example:443/a", "https://gazette.example/a"},
		{"http://gazette.example:80/a", "http://gazette.example/a"},
		{"http://gazette.example:443/a", "http://gazette.example:443/a"},
		{"http://gazette.example:/a", "http://gazette.example/a"},
		{"http://user:pass@gazette.example/a", "http://gazette.example/a"},
		{"http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"},
		{"http://gazette.example", "http://gazette.example/"},
		{"http://gazette.example?x=1", "http://gazette.example/?x=1"},
		{"http://gazette.example/a#top", "http://gazette.example/a"},
		{"http://gazette.example/a/", "http://gazette.example/a"},
		{"http://gazette.example/a//", "http://gazette.example/a"},
		{"http://gazette.example//a//b", "http://gazette.example//a//b"},
		{"http://gazette.example/index.html", "http://gazette.example/index.html"},
		{"http://gazette.example/a/./b/../c", "http://gazette.example/a/c"},
		{"http://gazette.example/a/%2E%2e/c", "http://gazette.example/c"},
		{"http://gazette.example/../../a", "http://gazette.example/a"},
		{"http://gazette.example/a/..", "http://gazette.example/"},
		{"http://gazette.example/.well-known/x", "http://gazette.example/.well-known/x"},
		{"http://gazette.example/a%2fb", "http://gazette.example/a%2Fb"},
		{"http://gazette.example/%7Ejane/%41%2D", "http://gazette.example/~jane/A-"},
		{"http://gazette.example/old:-slug", "http://gazette.example/old:-slug"},
		{"http://gazette.example/-a---b", "http://gazette.example/-a---b"},
		{"http://gazette.example/50%25", "http://gazette.example/50%25"},
		{"http://gazette.example/a b", "http://gazette.example/a%20b"},
		{"http://gazette.example/أخبار", "http://gazette.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"},
		{"http://gazette.example/%d8%a3%D8%AE%d8%a8%D8%A7%D8%B1", "http://gazette.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"},
		{"http://gazette.example/a?", "http://gazette.example/a"},
		{"http://gazette.example/a?utm_source=x&UTM_Medium=y", "http://gazette.example/a"},
		{"http://gazette.example/a?b=2&fbclid=x&a=1", "http://gazette.example/a?b=2&a=1"},
		{"http://gazette.example/a?gclid=1&mc_cid=2&igshid=3&ref_src=4&at_medium=5", "http://gazette.example/a"},
		{"http://gazette.example/a?utm%5Fsource=x&id=7", "http://gazette.example/a?id=7"},
		{"http://gazette.example/a?from=home&Ref=1&ref=2", "http://gazette.example/a?ref=2"},
		{"http://gazette.example/a;jsessionid=0A1B.node2?b=1", "http://gazette.example/a?b=1"},
		{"http://gazette.example/a;JSESSIONID=0A1B/b;v=2", "http://gazette.example/a/b;v=2"},
		{"http://gazette.example/(S(lit3py55t21z5v55vlm25s55))/a", "http://gazette.example/a"},
		{"http://gazette.example/x/(A(lit3py55t21z5v55vlm25s55)S(lit3py55t21z5v55vlm25s55))/", "http://gazette.example/x"},
		{"http://gazette.example/a-(part-2)/b(c)", "http://gazette.example/a-(part-2)/b(c)"},
		{"http://gazette.example/a?PHPSESSID=x&id=1&sessid=2&session=3", "http://gazette.example/a?id=1&session=3"},
		{"http://gazette.example/a?attic=1&&v=2&", "http://gazette.example/a?attic=1&v=2"},
		{"http://gazette.example/a?q=%d8%a3&t=أ", "http://gazette.example/a?q=%D8%A3&t=%D8%A3"},
		{"http://gazette.example/a?q=a+b&r=a%20b&u=http%3a%2F%2fx", "http://gazette.example/a?q=a+b&r=a%20b&u=http%3A%2F%2Fx"},
		{"http://مثال.example/a", "http://xn--mgbh0fb.example/a"},
		{"mailto:Jane@gazette.example", "mailto:Jane@gazette.example"},
		{"/a/", "/a/"},
	} {
		u, err := url.Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		before := *u
		if got := p.Normalize(u); got != tt.want {
			t.Errorf("Normalize(%s) = %s, want %s", tt.in, got, tt.want)
		}
		if u.String() != before.String() {
			t.Errorf("Normalize(%s) changed its argument", tt.in)
		}
	}
	var none *Profile
	if got, want := none.Normalize(&url.URL{Scheme: "http", Host: "A.example", RawQuery: "from=1&utm_id=2"}), "http://a.example/?from=1"; got != want {
		t.Errorf("Normalize without a profile = %s, want %s", got, want)
	}
}

func TestImageIdentityKnowsTheProfile(t *testing.T) {
	const address = "https://media.example/render?src=a.png&w=10&cut=square"
	if got, want := mustParse(t, "image_drop_params: [cut]\n").ImageIdentity(address), "https://media.example/render?src=a.png"; got != want {
		t.Errorf("ImageIdentity = %s, want %s", got, want)
	}
	var none *Profile
	if got, want := none.ImageIdentity(address), "https://media.example/render?src=a.png&cut=square"; got != want {
		t.Errorf("ImageIdentity without a profile = %s, want %s", got, want)
	}
}

func TestInScope(t *testing.T) {
	p := mustParse(t, "hosts: [media.gazette.example:8080, مثال.example]\n")
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"https://gazette.example/a", true},
		{"http://GAZETTE.example:8443/a", true},
		{"https://www.gazette.example/a", false},
		{"https://gazette.example.org/a", false},
		{"https://a.gazette.example/a", false},
		{"http://media.gazette.example:8080/a", true},
		{"http://media.gazette.example/a", false},
		{"http://xn--mgbh0fb.example/a", true},
		{"ftp://gazette.example/a", false},
		{"/a", false},
	} {
		u, err := url.Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.InScope(u); got != tt.want {
			t.Errorf("InScope(%s) = %v, want %v", tt.in, got, tt.want)
		}
	}
	if p.InScope(nil) {
		t.Error("InScope(nil) = true")
	}
}

func TestIsArticle(t *testing.T) {
	both := `articles: {include: ['^/news/[^/]+/[^/?]+$', '^/سياسة/.', '^/show\?id=\d+$'], exclude: ['/live$']}` + "\n"
	for _, tt := range []struct {
		patterns, in string
		want         bool
	}{
		{both, "/news/politics/a-b", true},
		{both, "/news/politics", false},
		{both, "/news/politics/live", false},
		{both, "/%D8%B3%D9%8A%D8%A7%D8%B3%D8%A9/a", true},
		{both, "/سياسة/a", true},
		{both, "/show?id=7", true},
		{both, "/show?i%64=7", true},
		{both, "/show?id=%zz", false},
		{"", "/anything", true},
		{"articles: {exclude: ['^/authors/']}\n", "/authors/jane", false},
		{"articles: {exclude: ['^/authors/']}\n", "/a", true},
	} {
		u, err := url.Parse("https://gazette.example" + tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if got := mustParse(t, tt.patterns).IsArticle(u); got != tt.want {
			t.Errorf("IsArticle(%s) with %q = %v, want %v", tt.in, tt.patterns, got, tt.want)
		}
	}
}

// FuzzNormalize: the result is an address of the same host, and normal.
func FuzzNormalize(f *testing.F) {
	for _, s := range []string{
		"http://gazette.example/a/../b?utm_source=x&c=%2f#d", "https://a:b@GAZETTE.example:443//..//%2e%2E/أ?أ=ب",
		"http://[fe80::1%25en0]:80/", "http://مثال.example:8080/%25%32%65", "http://a%20b/", "http://x/?%", "http://x/.?&&=",
	} {
		f.Add(s)
	}
	p := &Profile{Drop: []string{"from"}}
	f.Fuzz(func(t *testing.T, s string) {
		u, err := url.Parse(s)
		if err != nil || !absolute(u) {
			t.Skip()
		}
		got := p.Normalize(u)
		again, err := url.Parse(got)
		if err != nil {
			t.Fatalf("Normalize(%q) = %q, which does not parse: %v", s, got, err)
		}
		if twice := p.Normalize(again); twice != got {
			t.Errorf("Normalize(%q) = %q, and again %q", s, got, twice)
		}
		if again.Hostname() != asciiHost(u.Hostname()) && ascii(u.Hostname()) {
			t.Errorf("Normalize(%q) = %q is on host %q, want %q", s, got, again.Hostname(), u.Hostname())
		}
		if again.Fragment != "" || again.User != nil {
			t.Errorf("Normalize(%q) = %q keeps what is no part of an address", s, got)
		}
		for name := range again.Query() {
			if isTracking(name) || name == "from" {
				t.Errorf("Normalize(%q) = %q keeps parameter %q", s, got, name)
			}
		}
		if strings.Count(strings.ToUpper(u.EscapedPath()), "%2F") == 0 && strings.Contains(again.EscapedPath(), "%2F") {
			t.Errorf("Normalize(%q) = %q has a slash encoded that was plain", s, got)
		}
	})
}

func BenchmarkNormalize(b *testing.B) {
	u, err := url.Parse("https://www.gazette.example/news/politics/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1-a--b/?utm_source=x&id=7#top")
	if err != nil {
		b.Fatal(err)
	}
	p := &Profile{Drop: []string{"from"}}
	b.ReportAllocs()
	for b.Loop() {
		p.Normalize(u)
	}
}
