package demo

import (
	"net/url"
	"slices"
	"strings"
)

// ExpectedArticles are the canonical addresses of the articles that a complete
// crawl leaves in an archive, sorted and percent-encoded. Articles that were
// taken off the site on an earlier day are not among them.
func (s *Site) ExpectedArticles() []string {
	var urls []string
	for _, a := range s.edition.articles {
		if kept, _ := a.answer.keeps(); kept && !private(a.path) {
			urls = append(urls, absolute(a.path))
		}
	}
	slices.Sort(urls)
	return urls
}

// ExpectedBroken are the decoded paths that are listed as articles and cannot
// be read, with the word in which a run reports each: gone, soft_404,
// challenge, truncated, empty, consent_wall or foreign_host.
func (s *Site) ExpectedBroken() map[string]string {
	broken := map[string]string{}
	for _, a := range s.edition.articles {
		if kept, _ := a.answer.keeps(); !kept {
			broken[a.path] = string(a.answer)
		}
	}
	return broken
}

// Disallowed are the beginnings of paths that robots.txt forbids. Pages link to
// addresses under each of them; a crawl must ask for none.
func (s *Site) Disallowed() []string { return slices.Clone(disallowed) }

var disallowed = []string{"/print/", "/private/"}

func private(p string) bool {
	return slices.ContainsFunc(disallowed, func(d string) bool { return strings.HasPrefix(p, d) })
}

// absolute is the address of a decoded path on the paper's own host.
func absolute(p string) string {
	return (&url.URL{Scheme: "http", Host: Host, Path: p}).String()
}
