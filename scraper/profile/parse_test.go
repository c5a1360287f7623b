package profile

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
)

// base is the smallest profile; rows of tables go behind it, from line 3 on.
const base = "name: gazette\nhome: https://gazette.example/\n"

func mustParse(t *testing.T, more string) *Profile {
	t.Helper()
	p, err := Parse("gazette.yaml", []byte(base+more))
	if err != nil {
		t.Fatalf("Parse(%q):\n%v", more, err)
	}
	return p
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct {
		more         string
		line, column int
		want         string // part of the message
	}{
		{"titel: x", 3, 1, `unknown key "titel" in profile; did you mean "title"?`},
		{"delay: 2s", 3, 1, `unknown key "delay" in profile; it is a key of politeness`},
		{"name: b", 3, 1, `key "name" is given twice`},
		{"title:", 3, 8, "want text, got nothing"},
		{"title: [a]", 3, 8, "want text, got a list"},
		{"title: true", 3, 8, "want text, got true or false"},
		{"title: &a x", 3, 8, "anchor"},
		{"title: !!str x", 3, 8, "tag"},
		{"max_pages: two", 3, 12, "want a whole number, got text"},
		{"max_pages: 2.5", 3, 12, "want a whole number, got 2.5"},
		{"max_pages: 0", 3, 12, "number 0: want 1 to 1000"},
		{"max_pages: 99999999999999999999", 3, 12, "number"},
		{"allow_private: yes", 3, 16, "want true or false, got text"},
		{"language: english!", 3, 11, "BCP 47"},
		{"time_zone: Beirut", 3, 12, `time zone "Beirut"`},
		{"time_zone: Local", 3, 12, `time zone "Local"`},
		{"time_zone: ../../etc/passwd", 3, 12, "time zone"},
		{"hosts: [https://x.example]", 3, 9, "want a name without scheme"},
		{"hosts: ['*.x.example']", 3, 9, "wildcard"},
		{"feeds: ['http://x.example:bad/']", 3, 9, "invalid port"},
		{"feeds: [ftp://gazette.example/a]", 3, 9, "http://"},
		{"feeds: ['https://a:b@gazette.example/a']", 3, 9, "user name"},
		{"sitemaps: https://other.example/s.xml", 3, 11, "not among the hosts"},
		{"schedule: {zone: UTC}", 3, 11, `missing key "cron"`},
		{"schedule: {revisit: '*/20 * * * *'}", 3, 21, "add a cron for whole runs"},
		{"schedule:\n  zone: UTC\n  revisit: '@hourly'", 5, 12, "or modules for the lists"},
		{"schedule: {cron: '* * *'}", 3, 18, "want five fields (minute, hour, day, month, weekday), got 3"},
		{"schedule: {cron: 'TZ=UTC 1 * * * *'}", 3, 18, "zone has a key of its own"},
		{"schedule: {cron: '@daily', zone: Mars}", 3, 34, "time zone"},
		{"politeness: {delay: 2}", 3, 21, `duration "2": want a number with its unit`},
		{"politeness: {delay: -2s}", 3, 21, "want 0s to 1h0m0s"},
		{"politeness: {delay: 0s}", 3, 21, "only for a site of your own"},
		{"politeness: {delay: 0}", 3, 21, "only for a site of your own"},
		{"politeness: {jitter: 1.5}", 3, 22, "want 0 to 1"},
		{"politeness: {jitter: .nan}", 3, 22, "want a number"},
		{"politeness: {timeout: 0s}", 3, 23, "duration"},
		{"politeness: {max_body: 16 megs}", 3, 24, "size"},
		{"politeness: {max_body: 999999999999GiB}", 3, 24, "size"},
		{"politeness: {retries: 11}", 3, 23, "want 0 to 10"},
		{"sections: [{url: /a}]", 3, 12, `missing key "name"`},
		{"sections: [{name: A}, {name: A}]", 3, 23, "section A is given twice"},
		{"sections: [{name: A, url: 'https://other.example/'}]", 3, 27, "not among the hosts"},
		{"sections: [A]", 3, 12, "want a map, got text"},
		{"articles: {include: ['(']}", 3, 22, "missing closing )"},
		{"articles: {exclude: ['" + strings.Repeat("a", maxPattern+1) + "']}", 3, 22, "more than 1000"},
		{"rules: {headlin: h1}", 3, 9, `unknown key "headlin" in rules; did you mean "headline"?`},
		{"rules: {headline: 'h1['}", 3, 19, `selector "h1["`},
		{"rules: {headline: 'h1::before'}", 3, 19, "selector"},
		{"rules: {headline: [{attr: x}]}", 3, 20, "rule without a source"},
		{"rules: {headline: {select: h1, json: script, path: a}}", 3, 38, "two sources: select and json"},
		{"rules: {headline: {json: script}}", 3, 19, `missing key "path"`},
		{"rules: {headline: {json: script, path: [a, =b]}}", 3, 40, "step 2"},
		{"rules: {headline: {select: h1, path: a}}", 3, 38, "path makes no sense here"},
		{"rules: {headline: {label: x, attr: a}}", 3, 36, "attr makes no sense here"},
		{"rules: {headline: {select: h1, zone: UTC}}", 3, 38, "zone makes no sense here: it is for dates"},
		{"rules: {headline: {select: h1, clean: strip_bye}}", 3, 39, `unknown cleaner "strip_bye"; did you mean "strip_by"?`},
		{"rules: {headline: {select: h1, match: '['}}", 3, 39, "pattern"},
		{"rules: {published: {select: time, layouts: '%d %B %Y'}}", 3, 44, "reference time"},
		{"rules: {published: {select: time, zone: Mars}}", 3, 41, "time zone"},
		{"rules: {body: div @id}", 3, 15, "wants the element itself"},
		{"rules: {body: {json: script, path: a}}", 3, 22, "only select makes sense"},
		{"rules: {caption: {label: x}}", 3, 26, "only select makes sense"},
		{"rules: {tags: {select: a, split: ''}}", 3, 34, "text that separates"},
		{"rules: {remove: ['a >']}", 3, 18, "selector"},
		{"rules: {modules: [{relation: friends, select: a}]}", 3, 30, "unknown relation"},
		{"rules: {modules: [{select: a}]}", 3, 19, `missing key "relation"`},
		{"rules: {listing: {title: 4}}", 3, 26, "want a rule"},
		{"older: [{rules: {}}]", 3, 9, `missing key "until"`},
		{"older: [{until: soon, rules: {}}]", 3, 17, `day "soon"`},
		{"older: [{until: 2024-01-01, rules: {}}, {until: 2024-01-01, rules: {}}]", 3, 49, "same day"},
		{"tests: [{file: a}]", 3, 9, `missing key "url"`},
		{"tests: [{url: /a, expect: {headlines: x}}]", 3, 28, `did you mean "headline"?`},
		{"a: [", 3, 4, "YAML"},
		{"\tname: x", 3, 1, "YAML"},
		{"---\nname: b", 4, 1, "a second document"},
		{"a: " + strings.Repeat("[", maxDepth+1), 3, 36, "more than 32 brackets or dashes"},
		{strings.Repeat("- ", 100000), 3, 65, "more than 32 brackets or dashes"},
		{"title: \"\xff\"", 1, 1, "not UTF-8"},
		{strings.Repeat("# long\n", maxSource/7+1), 1, 1, "more than 262144"},
	} {
		_, err := Parse("gazette.yaml", []byte(base+tt.more))
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("Parse(%.60q): %v, want an *Error", tt.more, err)
			continue
		}
		if e.Line != tt.line || e.Column != tt.column || !strings.Contains(e.Msg, tt.want) {
			t.Errorf("Parse(%.60q) = %d:%d: %s, want %d:%d: … %s", tt.more, e.Line, e.Column, e.Msg, tt.line, tt.column, tt.want)
		}
		if n := len(Errors(err)); n != 1 {
			t.Errorf("Parse(%.60q): %d mistakes, want 1:\n%v", tt.more, n, err)
		}
	}
}

func TestParseErrorsWithoutBase(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", "empty profile"},
		{"# nothing\n", "empty profile"},
		{"a list", "want a map, got text"},
		{"- a", "want a map, got a list"},
		{"home: http://a.example/", `missing key "name"`},
		{"name: a", `missing key "home"`},
		{"name: A B\nhome: http://a.example/", `name "A B"`},
		{"name: a\nhome: /b", "http://"},
		{"name: a\nhome: 'http://'", "names no host"},
		{"name: a\nhome: http://127.0.0.1:8080/", "allow_private"},
		{"name: a\nhome: http://localhost/", "allow_private"},
		{"name: a\nhome: 'http://[::1]/'", "allow_private"},
	} {
		_, err := Parse("x.yaml", []byte(tt.in))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Parse(%q) = %v, want %s", tt.in, err, tt.want)
		}
	}
}

func TestErrorShowsTheLine(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{base + "rules:\n  headline: 'h1['\n", "x.yaml:4:13: selector \"h1[\": expected identifier, found EOF instead\n" +
			"    4 |   headline: 'h1['\n" +
			"      |             ^"},
		{base + "عنوان: س\n", "x.yaml:3:1: unknown key \"عنوان\" in profile\n    3 | عنوان: س\n      | ^"},
		{base + "title: عنوان\nsections: [{name: سياسة, ulr: x}]\r\n", "x.yaml:4:26: unknown key \"ulr\" in section; did you mean \"url\"?\n" +
			"    4 | sections: [{name: سياسة, ulr: x}]\n" +
			"      |                          ^"},
	} {
		_, err := Parse("x.yaml", []byte(tt.in))
		if err == nil || err.Error() != tt.want {
			t.Errorf("Parse(%q):\n%v\nwant:\n%s", tt.in, err, tt.want)
		}
	}
}

func TestErrorsComeTogether(t *testing.T) {
	_, err := Parse("x.yaml", []byte(base+"title: [x]\nmax_pages: 0\ntime_zone: Nowhere\n"))
	var lines []int
	for _, e := range Errors(err) {
		lines = append(lines, e.Line)
	}
	if want := []int{3, 4, 5}; !slices.Equal(lines, want) {
		t.Errorf("lines of the mistakes = %v, want %v", lines, want)
	}
	_, err = Parse("x.yaml", []byte(base+"feeds: ["+strings.Repeat("'ftp://a',", 99)+"]"))
	if n := len(Errors(err)); n != maxErrors {
		t.Errorf("%d mistakes reported, want at most %d", n, maxErrors)
	}
	if Errors(nil) != nil || Errors(fs.ErrNotExist) != nil {
		t.Error("Errors of another error is not nil")
	}
}

func TestParseDefaults(t *testing.T) {
	p := mustParse(t, "")
	if p.Title != "gazette" || p.Zone != time.UTC || p.ZoneGiven || p.MaxPages != 1 || p.AllowPrivate {
		t.Errorf("defaults = %q %v %v %d %v", p.Title, p.Zone, p.ZoneGiven, p.MaxPages, p.AllowPrivate)
	}
	if p.Politeness != usual {
		t.Errorf("politeness = %+v, want %+v", p.Politeness, usual)
	}
	if !slices.Equal(p.Hosts, []string{"gazette.example"}) {
		t.Errorf("hosts = %q", p.Hosts)
	}
	if p.Schedule.Spec != "" || p.Schedule.Zone != time.UTC {
		t.Errorf("schedule = %+v, want never", p.Schedule)
	}
	if len(p.Hash) != 64 || string(p.Source) != base || p.File != "gazette.yaml" {
		t.Errorf("hash %q, source %q, file %q", p.Hash, p.Source, p.File)
	}
	if other := mustParse(t, "title: x\n"); other.Hash == p.Hash {
		t.Error("two profiles with one hash")
	}
}

func TestParseValues(t *testing.T) {
	p := mustParse(t, `
politeness: {delay: 500ms, jitter: 0, timeout: 1m30s, max_body: 2 MiB, backoff: 1s, retries: 0}
hosts: [GAZETTE.example, media.gazette.example:8080]
feeds: feed.rss
sections: [{name: Arts, path: [News, Arts], url: '/news/arts?x=1'}, {name: Town, label: The town, group: More}]
`)
	want := Politeness{Delay: 500 * time.Millisecond, Timeout: 90 * time.Second, MaxBody: 2 << 20, Backoff: time.Second}
	if p.Politeness != want {
		t.Errorf("politeness = %+v, want %+v", p.Politeness, want)
	}
	if want := []string{"gazette.example", "media.gazette.example:8080"}; !slices.Equal(p.Hosts, want) {
		t.Errorf("hosts = %q, want %q", p.Hosts, want)
	}
	if got, want := p.Feeds[0].String(), "https://gazette.example/feed.rss"; got != want {
		t.Errorf("feed = %s, want %s", got, want)
	}
	if s := p.Sections[0]; s.URL.String() != "https://gazette.example/news/arts?x=1" || s.Label != "Arts" || len(s.Path) != 2 {
		t.Errorf("first section = %+v", s)
	}
	if s := p.Sections[1]; s.URL != nil || s.Label != "The town" || s.Group != "More" || s.Path[0] != "Town" {
		t.Errorf("second section = %+v", s)
	}
	if p := mustParse(t, "allow_private: true\npoliteness: {delay: 0s}\n"); p.Politeness.Delay != 0 {
		t.Errorf("delay = %v, want 0", p.Politeness.Delay)
	}
}

func TestParseRules(t *testing.T) {
	p := mustParse(t, `
rules:
  headline: [h1, 'meta[property="og:title"] @content']
  tags: {select: 'a[href*="@"]', split: " | ", clean: [squeeze, lower]}
  bylines:
    - json: script#data
      path: [author, 'key=value', name]
  published: {select: time, layouts: 2 Jan 2006, zone: Asia/Beirut}
  listing:
    link: a
    next: [a.next @data-href]
    items: ['li, article']
`)
	h := p.Rules.Article[Headline]
	if len(h) != 2 || h[0].Select.Text != "h1" || h[0].Attr != "" || h[1].Select.Text != `meta[property="og:title"]` || h[1].Attr != "content" || h[1].Index != 1 {
		t.Errorf("headline = %+v", h)
	}
	tags := p.Rules.Article[Tags][0]
	if tags.Select.Text != `a[href*="@"]` || tags.Attr != "" || tags.Split != " | " || len(tags.Clean) != 2 || tags.Clean[1].Name != "lower" {
		t.Errorf("tags = %+v", tags)
	}
	by := p.Rules.Article[Bylines][0]
	if by.JSON.Text != "script#data" || by.Select.Sel != nil || !slices.Equal(by.Path, []string{"author", "key=value", "name"}) {
		t.Errorf("bylines = %+v", by)
	}
	if pub := p.Rules.Article[Published][0]; pub.Zone.String() != "Asia/Beirut" || pub.Layouts[0] != "2 Jan 2006" {
		t.Errorf("published = %+v", pub)
	}
	l := p.Rules.Listing
	if l.Link[0].Attr != "href" || l.Next[0].Attr != "data-href" || len(l.Items) != 1 || l.Items[0].Sel == nil {
		t.Errorf("listing = %+v", l)
	}
}

func TestRulesAt(t *testing.T) {
	p := mustParse(t, `
time_zone: Asia/Beirut
rules: {headline: h1}
older:
  - {until: 2019-01-01, rules: {headline: h3}}
  - {until: 2024-01-01, rules: {headline: h2}}
`)
	if want := time.Date(2023, 12, 31, 22, 0, 0, 0, time.UTC); !p.Older[0].Until.Equal(want) {
		t.Errorf("until = %v, want %v: the day begins in the site's zone", p.Older[0].Until, want)
	}
	for _, tt := range []struct {
		at   string
		want string
	}{
		{"", "h1 h2 h3"},
		{"2025-06-01", "h1 h2 h3"},
		{"2020-06-01", "h2 h1 h3"},
		{"2018-06-01", "h3 h2 h1"},
	} {
		var at time.Time
		if tt.at != "" {
			at, _ = time.Parse(time.DateOnly, tt.at)
		}
		var got []string
		for _, r := range p.RulesAt(at) {
			got = append(got, r.Article[Headline][0].Select.Text)
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("RulesAt(%q) = %s, want %s", tt.at, got, tt.want)
		}
	}
}

// FuzzParse: no file makes Parse panic, and a profile that parses is whole.
func FuzzParse(f *testing.F) {
	f.Add(Guide)
	f.Add(base + "rules: {headline: [h1 @x, {label: By}], body: {select: 'a, b'}}\n")
	f.Add("name: a\nhome: http://a.example\n<<: *x\n")
	f.Add("? [a]\n: |\n  b\n")
	f.Add("a: &a [*a]\n")
	f.Add("name: \"\\u0000\"\r\nhome: 'http://[::1%25x]/'\n")
	f.Fuzz(func(t *testing.T, src string) {
		p, err := Parse("fuzz.yaml", []byte(src))
		if err != nil {
			if len(Errors(err)) == 0 {
				t.Fatalf("an error without a place: %v", err)
			}
			for _, e := range Errors(err) {
				if e.Line < 1 || e.Column < 1 || e.Msg == "" {
					t.Fatalf("an error without a place: %#v", e)
				}
			}
			return
		}
		whole(t, p)
		again, err := Parse("fuzz.yaml", p.Source)
		if err != nil || again.Hash != p.Hash {
			t.Fatalf("parsed twice: %v", err)
		}
	})
}

// whole fails unless everything in p is compiled.
func whole(t *testing.T, p *Profile) {
	t.Helper()
	if p.Name == "" || p.Home == nil || p.Zone == nil || p.Schedule.Zone == nil || p.MaxPages < 1 || len(p.Hosts) == 0 {
		t.Fatalf("profile %+v lacks something", p)
	}
	if !p.InScope(p.Home) {
		t.Fatalf("home %s is out of scope of %q", p.Home, p.Hosts)
	}
	for _, s := range p.Sections {
		if s.Name == "" || len(s.Path) == 0 || s.Label == "" || s.URL != nil && !p.InScope(s.URL) {
			t.Fatalf("section %+v", s)
		}
	}
	for _, rules := range p.RulesAt(time.Time{}) {
		lists := [][]Rule{rules.Ticker, rules.Listing.Title, rules.Listing.Link, rules.Listing.Label,
			rules.Listing.Published, rules.Listing.Image, rules.Listing.Next, rules.Listing.Name}
		for _, list := range rules.Article {
			lists = append(lists, list)
		}
		for _, list := range lists {
			for _, r := range list {
				n := 0
				for _, has := range []bool{r.Select.Sel != nil, r.JSON.Sel != nil, r.Label != ""} {
					if has {
						n++
					}
				}
				if n != 1 || r.JSON.Sel != nil && len(r.Path) == 0 {
					t.Fatalf("rule %+v has %d sources", r, n)
				}
			}
		}
		for _, s := range append(slices.Clone(rules.Remove), rules.Listing.Items...) {
			if s.Sel == nil || s.Text == "" {
				t.Fatalf("selector %+v", s)
			}
		}
		for _, m := range rules.Modules {
			if m.Select.Sel == nil || m.Relation == "" {
				t.Fatalf("module %+v", m)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	b.SetBytes(int64(len(Guide)))
	for b.Loop() {
		if _, err := Parse("guide.yaml", []byte(Guide)); err != nil {
			b.Fatal(err)
		}
	}
}
