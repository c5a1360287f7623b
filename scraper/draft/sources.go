package draft

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// feed is a feed that pages name.
type feed struct {
	url   string
	ours  bool // on a host of the site
	pages int  // that name it
}

// findFeeds lists the feeds that link elements name (RSS Board, "RSS
// Autodiscovery"), without those of comments.
func (w *work) findFeeds() []feed {
	var out []feed
	for _, s := range append(slices.Clone(w.lists), w.articles...) {
		for n := range s.trial.Root().Descendants() {
			if n.DataAtom != atom.Link || !slices.Contains(strings.Fields(strings.ToLower(attribute(n, "rel"))), "alternate") {
				continue
			}
			kind, _, _ := strings.Cut(strings.ToLower(attribute(n, "type")), ";")
			if kind != "application/rss+xml" && kind != "application/atom+xml" && kind != "application/feed+json" {
				continue
			}
			at := s.trial.Resolve(attribute(n, "href"))
			u, err := url.Parse(at)
			if about := strings.ToLower(at + " " + attribute(n, "title")); err != nil || at == "" || strings.Contains(about, "comment") || strings.Contains(about, "kommentar") {
				continue
			}
			if i := slices.IndexFunc(out, func(f feed) bool { return f.url == at }); i >= 0 {
				out[i].pages++
			} else {
				out = append(out, feed{url: at, ours: w.isOurs(u), pages: 1})
			}
		}
	}
	return out[:min(len(out), 20)]
}

// findSitemaps lists those of robots.txt that are on hosts of the site.
func (w *work) findSitemaps() []string {
	var out []string
	if w.src.Robots == nil {
		return nil
	}
	for _, raw := range w.src.Robots.Sitemaps() {
		if u, err := url.Parse(raw); err == nil && w.isOurs(u) && len(out) < 20 {
			out = append(out, raw)
		}
	}
	return out
}

// language is that of a site's articles.
type language struct {
	tag  string // "" when pages are in several, or none says
	note string
}

// findLanguage names the language of a site when all its pages agree: a profile
// with a language refuses articles in others.
func (w *work) findLanguage() language {
	articles, marked := map[string]int{}, map[string]bool{}
	for _, s := range w.articles {
		articles[s.article().Language]++
	}
	for _, s := range append(slices.Clone(w.lists), w.articles...) {
		for n := range s.trial.Root().Descendants() {
			for _, a := range n.Attr {
				if tag := strings.ToLower(a.Val); a.Key == "lang" && tag != "" && len(tag) < 12 {
					main, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
					marked[main] = true
				}
			}
		}
	}
	best := ""
	for tag, n := range articles {
		if tag != "" && (best == "" || n > articles[best] || n == articles[best] && tag < best) {
			best = tag
		}
	}
	main, _, _ := strings.Cut(strings.ToLower(best), "-")
	delete(marked, main)
	var others []string
	for tag := range articles {
		if m, _, _ := strings.Cut(strings.ToLower(tag), "-"); m != main && m != "" {
			others = append(others, tag)
		}
	}
	switch slices.Sort(others); {
	case best == "":
		return language{note: "no page states its language"}
	case len(others) > 0:
		return language{note: fmt.Sprintf("articles in %s and %s: left out, so that all are read", best, strings.Join(others, ", "))}
	case len(marked) > 0:
		return language{note: fmt.Sprintf("%s; but pages mark parts in %s, so none is refused: guess", best, strings.Join(slices.Sorted(maps.Keys(marked)), ", "))}
	}
	return language{tag: best, note: fmt.Sprintf("as %d of %d articles state; others are refused", articles[best], len(w.articles))}
}

// serviceParams are parameters that lead to other pages, never to the same.
var serviceParams = []string{"p", "id", "page", "article", "story", "s", "q", "search", "lang", "cat", "date"}

// findDropParams finds parameters that are no part of an address: links with one
// lead to a page whose own address has none.
func (w *work) findDropParams() []string {
	plain := map[string]bool{}
	for _, s := range w.articles {
		for _, raw := range []string{s.url.String(), s.article().CanonicalURL} {
			if u, err := url.Parse(raw); err == nil && u.RawQuery == "" {
				plain[u.Host+strings.TrimRight(u.Path, "/")] = true
			}
		}
	}
	count := map[string]int{}
	for _, s := range append(slices.Clone(w.lists), w.articles...) {
		addresses := slices.Clone(s.reading.Hrefs)
		if s.reading.Listing != nil {
			for _, l := range s.reading.Listing.Items {
				addresses = append(addresses, l.URL)
			}
		}
		for _, raw := range addresses {
			u, err := url.Parse(normal(raw))
			if err != nil || u.RawQuery == "" || !plain[u.Host+strings.TrimRight(u.Path, "/")] {
				continue
			}
			for name := range u.Query() {
				if name != "" && len(name) < 30 && !slices.Contains(serviceParams, strings.ToLower(name)) {
					count[name]++
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(count))
}
