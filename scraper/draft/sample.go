package draft

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
)

// sample is one page that the draft is made from.
type sample struct {
	page    Page
	url     *url.URL
	trial   *extract.Trial
	reading *news.Reading
	listed  []spot // see [sample.spots]
}

func (s *sample) article() *news.Article { return s.reading.Article }

// name is the page as messages call it.
func (s *sample) name() string { return pageName(s.page) }

func pageName(p Page) string { return cmp.Or(p.File, p.URL, "a page without address") }

// sort reads the pages without rules, tells articles from lists, and settles on
// one site.
func (w *work) sort() error {
	var all []*sample
	for _, page := range w.src.Pages {
		if s := w.read(page); s != nil {
			all = append(all, s)
		}
	}
	if err := w.settle(all); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, s := range all {
		switch {
		case !w.isOurs(s.url):
			w.skip(s.page, "is of another site, "+s.url.Host)
		case seen[s.url.String()]:
			w.skip(s.page, "is given twice")
		case s.reading.Kind == news.PageArticle:
			w.articles = append(w.articles, s)
		default:
			w.lists = append(w.lists, s)
		}
		seen[s.url.String()] = true
	}
	if len(w.articles) == 0 {
		return &NoArticlesError{w.skipped}
	}
	if n := len(w.articles); n < 3 {
		w.doubt("only %d article(s) given: what holds on them may hold on no other; three or more of different kinds make a better draft", n)
	}
	if len(w.lists) == 0 {
		w.doubt("no front or section page given: sections and lists could not be looked at")
	}
	return nil
}

func (w *work) skip(p Page, why string) {
	w.skipped = append(w.skipped, Skipped{pageName(p), why})
}

// read makes a sample of a page, nil when it is neither article nor list.
func (w *work) read(page Page) *sample {
	trial := extract.Try(looking, page.Input)
	if trial == nil {
		w.skip(page, reason(extract.Read(nil, page.Input)))
		return nil
	}
	if page.URL == "" {
		if page.URL = trial.Address(); page.URL == "" {
			w.skip(page, "names no address of its own; give it with --url")
			return nil
		}
		trial = extract.Try(looking, page.Input)
	}
	u, err := url.Parse(page.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		w.skip(page, fmt.Sprintf("has no http(s) address, but %q", page.URL))
		return nil
	}
	u.Fragment = ""
	if page.Expect == "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		page.Expect = news.RoleHome
	}
	s := &sample{page: page, url: u, trial: trial, reading: extract.Read(nil, page.Input)}
	if s.reading.Kind != news.PageArticle && s.reading.Kind != news.PageSection {
		w.skip(page, reason(s.reading))
		return nil
	}
	return s
}

func reason(r *news.Reading) string {
	return cmp.Or(r.Detail, strings.ReplaceAll(string(r.Reason), "_", " "), string(r.Kind))
}

// settle finds the site that the pages are of: home's when it is given, else the
// host most articles are on.
func (w *work) settle(all []*sample) error {
	if w.src.Home != "" {
		u, err := url.Parse(w.src.Home)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("home %q: want an address that begins with http:// or https://", w.src.Home)
		}
		w.home = &url.URL{Scheme: u.Scheme, Host: u.Host, Path: cmp.Or(u.Path, "/")}
	} else {
		count := map[string]int{}
		var best *url.URL
		for _, s := range all {
			weight := 1
			if s.reading.Kind == news.PageArticle {
				weight = 3
			}
			count[s.url.Host] += weight
			if best == nil || count[s.url.Host] > count[best.Host] {
				best = s.url
			}
		}
		if best == nil {
			if len(w.skipped) > 0 {
				return &NoArticlesError{w.skipped}
			}
			return errNoHost
		}
		w.home = &url.URL{Scheme: best.Scheme, Host: best.Host, Path: "/"}
	}
	for _, s := range all {
		if s.url.Host != w.home.Host && kin(s.url.Hostname(), w.home.Hostname()) && !slices.Contains(w.hosts, s.url.Host) {
			w.hosts = append(w.hosts, s.url.Host)
		}
	}
	return nil
}

// kin reports hosts of one site: one with and one without www. or m., or both
// below one name of three labels or more.
func kin(a, b string) bool {
	trim := func(h string) string {
		for _, p := range []string{"www.", "m.", "amp."} {
			h = strings.TrimPrefix(h, p)
		}
		return h
	}
	a, b = trim(a), trim(b)
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

func (w *work) isOurs(u *url.URL) bool {
	return u.Host == w.home.Host || slices.Contains(w.hosts, u.Host)
}

// siteTitle is what the site calls itself, "" when no page says.
func (w *work) siteTitle() string {
	count := map[string]int{}
	best := ""
	for _, s := range append(slices.Clone(w.lists), w.articles...) {
		for n := range s.trial.Root().Descendants() {
			if n.DataAtom == atom.Body {
				break
			}
			if n.DataAtom == atom.Meta && attribute(n, "property") == "og:site_name" {
				name := strings.Join(strings.Fields(attribute(n, "content")), " ")
				if count[name]++; name != "" && len(name) < 80 && count[name] > count[best] {
					best = name
				}
			}
		}
	}
	return best
}
