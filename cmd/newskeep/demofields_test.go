package main

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// knownGaps are the fields that reading does not get as they were written, such
// as "1 bare /news/politics/budget-day-live kicker": day, profile, path, field.
var knownGaps = map[string]bool{}

// TestDemoFields reads every article of the miniature newspaper and holds each
// field against the file it was printed from: with the paper's own profile, and
// with one that knows its address and time zone only.
func TestDemoFields(t *testing.T) {
	bare, err := profile.Parse("bare.yaml", []byte("name: bare\nhome: "+demo.Home+"\ntime_zone: Europe/Athens\nallow_private: true\n"))
	if err != nil {
		t.Fatal(err)
	}
	set, err := profile.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	full, err := set.Get("demo")
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, day := range []int{1, 3} {
		site := demo.New(demo.Options{Day: day, Slow: time.Millisecond})
		for _, address := range site.ExpectedArticles() {
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			want := site.Expected(u.Path)
			if want == nil {
				t.Fatalf("day %d: no content for %s", day, address)
			}
			in := askPaper(site, u)
			for _, p := range []*profile.Profile{full, bare} {
				r := extract.Read(p, in)
				if r.Article == nil {
					t.Errorf("day %d, %s: %s is %s %s, want an article", day, p.Name, u.Path, r.Kind, r.Reason)
					continue
				}
				for _, f := range compared {
					gap := fmt.Sprintf("%d %s %s %s", day, p.Name, u.Path, f.name)
					got, want := f.of(r.Article), f.of(want)
					switch {
					case got == want:
					case knownGaps[gap]:
						met[gap] = true
					default:
						t.Errorf("%s:\n%s", gap, differences(got, want))
					}
				}
			}
		}
	}
	for gap := range knownGaps {
		if !met[gap] {
			t.Errorf("%s is read as written now: it is no known gap", gap)
		}
	}
}

// askPaper gets a page of the paper in process, as a crawl would; what fails once is
// asked again.
func askPaper(site *demo.Site, u *url.URL) extract.Input {
	for {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest("GET", u.String(), nil))
		if w.Code >= 500 {
			continue
		}
		return extract.Input{
			URL: u.String(), Status: w.Code, ContentType: w.Header().Get("Content-Type"),
			Body: w.Body.Bytes(), Seen: time.Date(2024, 12, 3, 12, 0, 0, 0, time.UTC), Expect: news.RoleOfArticle,
		}
	}
}

// compared are the fields with the text that two readings of them share.
var compared = []struct {
	name string
	of   func(a *news.Article) string
}{
	{"canonical_url", func(a *news.Article) string { return a.CanonicalURL }},
	{"language", func(a *news.Article) string { return a.Language }},
	{"headline", func(a *news.Article) string { return a.Headline }},
	{"kicker", func(a *news.Article) string { return a.Kicker }},
	{"standfirst", func(a *news.Article) string { return a.Standfirst }},
	{"bylines", func(a *news.Article) string { return eachLine(a.Bylines) }},
	{"source", func(a *news.Article) string { return a.Source }},
	{"dateline", func(a *news.Article) string { return a.Dateline }},
	{"published", func(a *news.Article) string { return instantOf(a.Published) }},
	{"modified", func(a *news.Article) string { return instantOf(a.Modified) }},
	{"shares", func(a *news.Article) string {
		if a.Shares == nil {
			return "none printed"
		}
		return fmt.Sprint(*a.Shares)
	}},
	{"read_minutes", func(a *news.Article) string { return fmt.Sprint(a.ReadMinutes) }},
	{"tags", func(a *news.Article) string {
		tags := slices.Clone(a.Tags)
		for i := range tags { // hex digits are the same in both cases, RFC 3986 section 6.2.2.1
			if u, err := url.PathUnescape(tags[i].URL); err == nil {
				tags[i].URL = u
			}
		}
		return eachLine(tags)
	}},
	// Whether a picture of a row is inline or of a gallery is not written in the
	// content files, and which goes first only by the role of the lead.
	{"images", func(a *news.Article) string {
		images := slices.Clone(a.Images)
		for i := range images {
			if images[i].Role != news.RoleLead {
				images[i].Role = ""
			}
		}
		return eachLine(images)
	}},
	{"body", func(a *news.Article) string {
		// The player of a video and the lead picture stand above the text.
		text := slices.DeleteFunc(slices.Clone(a.Body), func(b news.Block) bool {
			return b.Type == news.Embed || b.Type == news.ImageBlock && len(a.Images) > 0 && b.URL == a.Images[0].URL
		})
		return eachLine(text)
	}},
}

func instantOf(s news.Stamp) string {
	if s.Time.IsZero() {
		return "never"
	}
	return s.Time.UTC().Format(time.RFC3339)
}

// eachLine is a list with one item a line.
func eachLine[T any](items []T) string {
	var b strings.Builder
	for _, item := range items {
		fmt.Fprintf(&b, "  %+v\n", item)
	}
	return b.String()
}

// differences are the lines that only one of two lists has, all of both when
// they differ in order alone.
func differences(got, want string) string {
	var b strings.Builder
	for _, side := range []struct{ name, of, other string }{{"got", got, want}, {"want", want, got}} {
		other := strings.Split(side.other, "\n")
		for line := range strings.SplitSeq(side.of, "\n") {
			if !slices.Contains(other, line) {
				fmt.Fprintf(&b, "\t%s %s\n", side.name, strings.TrimSpace(line))
			}
		}
	}
	if b.Len() == 0 {
		return "got\n" + got + "want\n" + want
	}
	return b.String()
}
