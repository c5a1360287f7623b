package discover

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestAllowed(t *testing.T) {
	for _, tt := range []struct {
		name, robots, url string
		want              bool
	}{
		{"empty", "", "/a", true},
		{"html in its place", "<!doctype html><html><body>Not here</body></html>", "/a", true},
		{"disallow all", "User-agent: *\nDisallow: /", "/a", false},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", true},
		{"empty disallow", "User-agent: *\nDisallow:", "/a", true},
		{"prefix", "User-agent: *\nDisallow: /private", "/private/a", false},
		{"prefix is no path", "User-agent: *\nDisallow: /private/", "/private", true},
		{"case of paths counts", "User-agent: *\nDisallow: /Private", "/private", true},
		{"longest wins", "User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true},
		{"longest wins, other order", "User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", false},
		{"allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
		{"wildcard", "User-agent: *\nDisallow: /*/print", "/news/1/print?x", false},
		{"end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf", false},
		{"end is the end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x=1", true},
		{"dollar inside is a letter", "User-agent: *\nDisallow: /a$b", "/a$b/c", false},
		{"encoded dollar is a letter", "User-agent: *\nDisallow: /a%24", "/a$", false},
		{"encoded star is a letter", "User-agent: *\nDisallow: /a-%2A.html", "/a-*.html", false},
		{"encoded star is no wildcard", "User-agent: *\nDisallow: /a-%2A.html", "/a-b.html", true},
		{"query", "User-agent: *\nDisallow: /*?page=", "/news?page=2", false},
		{"own group", "User-agent: *\nDisallow: /\n\nUser-agent: newskeep\nDisallow: /x", "/a", true},
		{"own group with version", "User-agent: NewsKeep/0.1\nDisallow: /x\nUser-agent: *\nDisallow:", "/x", false},
		{"own group, empty", "User-agent: *\nDisallow: /\nUser-agent: newskeep\nDisallow:", "/a", true},
		{"a longer name is another", "User-agent: newskeeper\nDisallow: /", "/a", true},
		{"a shorter name is another", "User-agent: news\nDisallow: /", "/a", true},
		{"two agents, one group", "User-agent: other\nUser-agent: newskeep\nDisallow: /x", "/x", false},
		{"two groups for one agent", "User-agent: newskeep\nDisallow: /x\nUser-agent: b\nDisallow: /\nUser-agent: newskeep\nDisallow: /y", "/y", false},
		{"rules before any agent", "Disallow: /\nUser-agent: *\nDisallow: /x", "/a", true},
		{"sitemap ends no group", "User-agent: *\nSitemap: https://a.example/s.xml\nDisallow: /x", "/x", false},
		{"crawl-delay ends the agents", "User-agent: *\nCrawl-delay: 9\n\nUser-agent: badbot\nDisallow: /", "/a", true},
		{"raw letters, encoded address", "User-agent: *\nDisallow: /أخبار", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1", false},
		{"raw letters, lower-case escapes", "User-agent: *\nDisallow: /أخبار", "/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1", false},
		{"lower-case escapes, raw address", "User-agent: *\nDisallow: /%d8%a3%d8%ae", "/أخ", false},
		{"escapes and letters in one rule", "User-agent: *\nDisallow: /%d8%a3/أ", "/%D8%A3/%D8%A3", false},
		{"escaped letter is the letter", "User-agent: *\nDisallow: /%61b", "/ab", false},
		{"escaped slash is no slash", "User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
		{"space", "User-agent: *\nDisallow: /a b", "/a%20b", false},
		{"byte order mark", "\ufeffUser-agent: *\nDisallow: /x", "/x", false},
		{"old line ends", "User-agent: *\rDisallow: /x\r", "/x", false},
		{"comments", "User-agent: * # all\nDisallow: /x # not this", "/x", false},
		{"missing colon", "User-agent *\nDisallow /x", "/x", false},
		{"absolute address", "User-agent: *\nDisallow: /x", "https://a.example/x?y#z", false},
		{"no path", "User-agent: *\nDisallow: /$", "https://a.example", false},
		{"broken address", "", "http://a.example/%zz", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ParseRobots(200, []byte(tt.robots)).Allowed("newskeep/0.1 (+mailto:a@b.example)", tt.url)
			if got != tt.want {
				t.Errorf("Allowed(%q) = %v, want %v under\n%s", tt.url, got, tt.want, tt.robots)
			}
		})
	}
}

func TestRobotsByStatus(t *testing.T) {
	for _, tt := range []struct {
		status  int
		allowed bool
	}{
		{200, false}, {204, false}, {301, true}, {400, true}, {401, true}, {403, true}, {404, true},
		{410, true}, {429, false}, {500, false}, {503, false}, {599, false}, {0, false},
	} {
		r := ParseRobots(tt.status, []byte("User-agent: *\nDisallow: /"))
		if got := r.Allowed("newskeep", "/a"); got != tt.allowed {
			t.Errorf("Allowed after status %d = %v, want %v", tt.status, got, tt.allowed)
		}
		closed := !tt.allowed && tt.status/100 != 2
		if got := r.Closed(); got != closed {
			t.Errorf("Closed after status %d = %v, want %v", tt.status, got, closed)
		}
	}
}

func TestDelay(t *testing.T) {
	for _, tt := range []struct {
		robots string
		want   time.Duration
	}{
		{"", 0},
		{"User-agent: *\nCrawl-delay: 10", 10 * time.Second},
		{"User-agent: *\ncrawl-DELAY:0.5", 500 * time.Millisecond},
		{"User-agent: *\nCrawl-delay: 10\nUser-agent: newskeep\nCrawl-delay: 2", 2 * time.Second},
		{"User-agent: *\nCrawl-delay: 10\nUser-agent: newskeep\nDisallow: /x", 0},
		{"User-agent: *\nCrawl-delay: 1\nUser-agent: *\nCrawl-delay: 3", 3 * time.Second},
		{"User-agent: *\nCrawl-delay: 86400", DelayMost},
		{"User-agent: *\nCrawl-delay: 1e300", DelayMost},
		{"User-agent: *\nCrawl-delay: inf", DelayMost},
		{"User-agent: *\nCrawl-delay: NaN", 0},
		{"User-agent: *\nCrawl-delay: -5", 0},
		{"User-agent: *\nCrawl-delay: soon", 0},
		{"Crawl-delay: 10", 0},
	} {
		if got := ParseRobots(200, []byte(tt.robots)).Delay("newskeep"); got != tt.want {
			t.Errorf("Delay = %v, want %v under\n%s", got, tt.want, tt.robots)
		}
	}
}

func TestRobotsSitemaps(t *testing.T) {
	const robots = "Sitemap: https://a.example/one.xml\nUser-agent: *\nDisallow: /\n" +
		"sitemap: https://a.example/%D8%A3.xml\nSitemap: /relative.xml\nSitemap: https://a.example/one.xml\n" +
		"Sitemap: ftp://a.example/x.xml"
	got := ParseRobots(200, []byte(robots)).Sitemaps()
	want := []string{"https://a.example/one.xml", "https://a.example/%D8%A3.xml"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Sitemaps = %q, want %q", got, want)
	}
}

func TestRobotsLimit(t *testing.T) {
	filler := strings.Repeat("# nothing\n", robotsMost/10)
	for _, tt := range []struct {
		name, robots string
		want         bool
	}{
		{"a rule within the limit", "User-agent: *\nDisallow: /x\n" + filler, false},
		{"a rule beyond it", filler + filler + "User-agent: *\nDisallow: /x\n", true},
	} {
		if got := ParseRobots(200, []byte(tt.robots)).Allowed("newskeep", "/x"); got != tt.want {
			t.Errorf("%s: Allowed = %v, want %v", tt.name, got, tt.want)
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /%d8%a3*$\nAllow: /أ\nCrawl-delay: 1.5\nSitemap: https://a.example/s.xml", "/أ%2f?x=*")
	f.Add("Useragent *\n\rDisallow\tx", "//a;b")
	f.Fuzz(func(t *testing.T, robots, u string) {
		r := ParseRobots(200, []byte(robots))
		if r.Allowed("newskeep", u) != r.Allowed("NEWSKEEP/2 (x)", u) {
			t.Errorf("the same agent is treated in two ways")
		}
		if d := r.Delay("newskeep"); d < 0 || d > DelayMost {
			t.Errorf("Delay = %v, want 0 to %v", d, DelayMost)
		}
		for _, s := range r.Sitemaps() {
			if _, ok := absolute(s); !ok {
				t.Errorf("Sitemaps gives %q, want absolute addresses", s)
			}
		}
	})
}

func BenchmarkAllowed(b *testing.B) {
	var s strings.Builder
	s.WriteString("User-agent: *\n")
	for i := range 200 {
		fmt.Fprintf(&s, "Disallow: /section-%d/*/print$\n", i)
	}
	r := ParseRobots(200, []byte(s.String()))
	b.ReportAllocs()
	for b.Loop() {
		if !r.Allowed("newskeep", "https://a.example/news/politics/a-headline-of-some-length") {
			b.Fatal("not allowed")
		}
	}
}
