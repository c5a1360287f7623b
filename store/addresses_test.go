package store

import (
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// Addresses are found however they were copied.
func TestAddressesAsTheyAreCopied(t *testing.T) {
	const encoded = "http://www.gazette.test/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/1"
	a := newArchive(t)
	a.begin()
	a.keep(a.article(encoded, "1", func(n *news.Article) {
		n.Links = []news.Link{{Relation: news.Related, URL: "http://gazette.test/quay/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1/", Title: "The quay"}}
	}))
	a.keep(a.article("http://www.gazette.test/2?page=2", "2", nil))
	a.Reader().AddressesBy(func(address string) string {
		return strings.TrimSuffix(strings.ReplaceAll(address, "utm_source=x&", ""), "?utm_source=x")
	})
	for _, tt := range []struct{ query, want string }{
		{encoded, "1"}, {strings.ToLower(encoded), "1"}, {encoded + "/", "1"}, {encoded + "#comments", "1"}, {encoded + "?utm_source=x", "1"},
		{"https://gazette.test/أخبار/1", "1"}, {"url:gazette.test/أخبار*", "1"}, {"url:gazette.test/%d8%a3*", "1"}, {"www.gazette.test/أخبار/1/", "1"}, {"url://gazette.test/أخبار/1", "1"},
		{"link:gazette.test/quay/أخبار", "1"}, {"link:http://www.gazette.test/quay/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/", "1"}, {"link:gazette.test/quay/أخ*", "1"},
		{"http://gazette.test/2?utm_source=x&page=2", "2"}, {"http://gazette.test/2", ""}, {"http://gazette.test/2?page=2/", ""},
		{"url:gazette.test/أخبار", ""}, {"-url:gazette.test/أخبار*", "2"},
	} {
		if got := a.found(tt.query); got != tt.want {
			t.Errorf("%s finds %q, want %q", tt.query, got, tt.want)
		}
	}
}
