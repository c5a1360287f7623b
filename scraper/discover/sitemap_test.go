package discover

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/unicode"
)

func zipped(t testing.TB, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const newsSitemap = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc> https://a.example/harbour?x=1&amp;y=2 </loc><lastmod>2024-12-01T17:37:00+02:00</lastmod>
  <news:news><news:publication><news:name>The Example</news:name><news:language>en</news:language></news:publication>
   <news:publication_date>2024-12-01</news:publication_date><news:title><![CDATA[Harbour  & quay reopen]]></news:title></news:news>
  <image:image><image:loc>https://a.example/i.jpg</image:loc><image:title>A crane</image:title></image:image>
 </url>
</urlset>`

func TestParseSitemap(t *testing.T) {
	day := time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)
	loc := func(urls ...string) (es []Entry) {
		for _, u := range urls {
			es = append(es, Entry{URL: u})
		}
		return es
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().
		Bytes([]byte(`<?xml version="1.0" encoding="UTF-16"?><urlset><url><loc>https://a.example/1</loc></url></urlset>`))
	if err != nil {
		t.Fatal(err)
	}
	news := []Entry{{
		URL: "https://a.example/harbour?x=1&y=2", LastMod: time.Date(2024, 12, 1, 15, 37, 0, 0, time.UTC),
		Title: "Harbour & quay reopen", Language: "en", Published: day,
	}}
	for _, tt := range []struct {
		name string
		in   []byte
		want Sitemap
	}{
		{"news", []byte(newsSitemap), Sitemap{URLs: news}},
		{"news, gzipped", zipped(t, []byte(newsSitemap)), Sitemap{URLs: news}},
		{"news, gzipped twice", zipped(t, zipped(t, []byte(newsSitemap))), Sitemap{URLs: news}},
		{"index", []byte(`<sitemapindex><sitemap><loc>https://a.example/1.xml</loc><lastmod>2024-12-01</lastmod></sitemap></sitemapindex>`),
			Sitemap{Index: []Entry{{URL: "https://a.example/1.xml", LastMod: day}}}},
		{"empty", []byte(`<urlset/>`), Sitemap{}},
		{"bad entries", []byte(`<urlset><url><loc>/relative</loc></url><url></url><url><loc>javascript:x</loc></url><url><loc>https://a.example/1</loc><lastmod>soon</lastmod></url></urlset>`),
			Sitemap{URLs: loc("https://a.example/1"), Skipped: 3}},
		{"bare ampersand", []byte(`<urlset><url><loc>https://a.example/?a=1&b=2</loc></url></urlset>`),
			Sitemap{URLs: loc("https://a.example/?a=1&b=2")}},
		{"broken markup in an entry", []byte(`<urlset><url><loc>https://a.example/1</loc><x <></url><url><loc>https://a.example/2</loc></url></urlset>`),
			Sitemap{URLs: loc("https://a.example/1", "https://a.example/2")}},
		{"control character", []byte("<urlset><url><loc>https://a.example/1</loc><news:news><news:title>a\bb</news:title></news:news></url></urlset>"),
			Sitemap{URLs: []Entry{{URL: "https://a.example/1", Title: "a b"}}}},
		{"entry not closed", []byte(`<urlset><url><loc>https://a.example/1</loc><url><loc>https://a.example/2</loc></url></urlset>`),
			Sitemap{URLs: loc("https://a.example/1", "https://a.example/2")}},
		{"ends in the middle", []byte(`<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.exa`),
			Sitemap{URLs: loc("https://a.example/1"), Skipped: 1, Cut: true}},
		{"fragment", []byte(`<urlset><url><loc>https://a.example/1#top</loc></url></urlset>`), Sitemap{URLs: loc("https://a.example/1")}},
		{"raw letters", []byte(`<urlset><url><loc>https://a.example/أخبار</loc></url></urlset>`),
			Sitemap{URLs: loc("https://a.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1")}},
		{"windows-1256", []byte("<?xml version='1.0' encoding='windows-1256'?><urlset><url><loc>https://a.example/1</loc><news:news><news:title>\xc3\xce\xc8\xc7\xd1</news:title></news:news></url></urlset>"),
			Sitemap{URLs: []Entry{{URL: "https://a.example/1", Title: "أخبار"}}}},
		{"utf-16", utf16, Sitemap{URLs: loc("https://a.example/1")}},
		{"plain text", []byte("\ufeffhttps://a.example/1\r\n\r\nnot an address\nhttps://a.example/2"),
			Sitemap{URLs: loc("https://a.example/1", "https://a.example/2"), Skipped: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseSitemap(tt.in)
			if err != nil {
				t.Fatalf("ParseSitemap: %v", err)
			}
			for i := range got.URLs {
				if got.URLs[i].LastMod.Location() != time.UTC {
					got.URLs[i].LastMod = got.URLs[i].LastMod.UTC()
				}
			}
			if !reflect.DeepEqual(*got, tt.want) {
				t.Errorf("ParseSitemap = %+v, want %+v", *got, tt.want)
			}
		})
	}
}

func TestParseSitemapRefuses(t *testing.T) {
	var bomb bytes.Buffer // a little over the limit, in equal members
	for member := zipped(t, make([]byte, plainMost/63)); bomb.Len() < 64*len(member); {
		bomb.Write(member)
	}
	for _, tt := range []struct {
		name string
		in   []byte
		want error
	}{
		{"nothing", nil, ErrNotSitemap},
		{"a page", []byte("<!doctype html><html><body><a href=/>Home</a></body></html>"), ErrNotSitemap},
		{"a sentence", []byte("Not found"), ErrNotSitemap},
		{"a bomb", bomb.Bytes(), ErrTooLarge},
	} {
		if _, err := ParseSitemap(tt.in); !errors.Is(err, tt.want) {
			t.Errorf("%s: ParseSitemap error = %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestParseSitemapCutGzip(t *testing.T) {
	var b strings.Builder
	b.WriteString("<urlset>")
	for i := range 5000 {
		fmt.Fprintf(&b, "<url><loc>https://a.example/%d/%x</loc></url>", i, i*i*7919)
	}
	whole := zipped(t, []byte(b.String()+"</urlset>"))
	got, err := ParseSitemap(whole[:len(whole)/2])
	if err != nil {
		t.Fatal(err)
	}
	if !got.Cut || len(got.URLs) == 0 || len(got.URLs) >= 5000 {
		t.Errorf("ParseSitemap of half a file = %d entries, Cut %v; want some, true", len(got.URLs), got.Cut)
	}
}

func TestParseSitemapEntriesMost(t *testing.T) {
	in := "<urlset>" + strings.Repeat("<url><loc>https://a.example/</loc></url>", entriesMost+5) + "</urlset>"
	got, err := ParseSitemap([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.URLs) != entriesMost || got.Skipped != 5 {
		t.Errorf("ParseSitemap = %d entries, %d skipped; want %d, 5", len(got.URLs), got.Skipped, entriesMost)
	}
}

func TestInstant(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"2024", "2024-01-01T00:00:00Z"},
		{"2024-12", "2024-12-01T00:00:00Z"},
		{"2024-12-01", "2024-12-01T00:00:00Z"},
		{"2024-12-01T17:37+02:00", "2024-12-01T17:37:00+02:00"},
		{"2024-12-01T17:37:05.25Z", "2024-12-01T17:37:05Z"},
		{"2024-12-01T17:37:05+0200", "2024-12-01T17:37:05+02:00"},
		{"2024-12-01 17:37:05", "2024-12-01T17:37:05Z"},
		{"Sun, 01 Dec 2024 17:37:05 +0200", "2024-12-01T17:37:05+02:00"},
		{"2024-13-01", "0001-01-01T00:00:00Z"},
		{"yesterday", "0001-01-01T00:00:00Z"},
	} {
		if got := instant(tt.in).Format(time.RFC3339); got != tt.want {
			t.Errorf("instant(%q) = %s, want %s", tt.in, got, tt.want)
		}
	}
}

// checkEntries holds what every entry must be, whoever wrote the file.
func checkEntries(t *testing.T, entries []Entry) {
	t.Helper()
	for _, e := range entries {
		u, err := url.Parse(e.URL)
		if err != nil || !u.IsAbs() || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Fragment != "" {
			t.Errorf("entry address %q, want absolute http(s) without fragment", e.URL)
		}
		if len(e.Title) > titleMost || strings.ContainsAny(e.Title, "\n\t") {
			t.Errorf("title %q, want one short line", e.Title)
		}
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(newsSitemap))
	f.Add([]byte("https://a.example/1\nhttps://a.example/2"))
	f.Add([]byte("<sitemapindex><sitemap><loc>https://a.example/1.xml</sitemap><x <><sitemap>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := ParseSitemap(body)
		if err != nil {
			return
		}
		checkEntries(t, s.Index)
		checkEntries(t, s.URLs)
		again, err := ParseSitemap(body)
		if err != nil || !reflect.DeepEqual(s, again) {
			t.Errorf("the same file read twice gives %+v and %+v (%v)", s, again, err)
		}
	})
}

func BenchmarkSitemap(b *testing.B) {
	var s bytes.Buffer
	s.WriteString("<urlset>")
	for i := range 1000 {
		fmt.Fprintf(&s, "<url><loc>https://a.example/news/%d</loc><lastmod>2024-12-01T17:37:00+02:00</lastmod></url>", i)
	}
	s.WriteString("</urlset>")
	b.SetBytes(int64(s.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if m, err := ParseSitemap(s.Bytes()); err != nil || len(m.URLs) != 1000 {
			b.Fatalf("ParseSitemap = %v", err)
		}
	}
}
