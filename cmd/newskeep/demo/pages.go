package demo

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"slices"
	"strconv"
	"time"
)

// page is one address as it answers.
type page struct {
	status      int
	contentType string
	body        []byte
	etag        string // quoted, from the bytes alone
	modified    time.Time
	answer      answer
	location    string // of a redirect
}

// perPage is how many cards the list of a section shows on one page.
const perPage = 6

// press renders the pages of an edition.
type press struct {
	*edition
	templates *template.Template
	pages     map[string]*page
	err       error // the first
}

// render makes every page of an edition, by decoded path, and the one for
// addresses that do not exist.
func render(e *edition) (pages map[string]*page, lost *page, err error) {
	t, err := template.ParseFS(files, "templates/*.html")
	if err != nil {
		return nil, nil, err
	}
	p := &press{edition: e, templates: t, pages: map[string]*page{}}
	p.files()
	p.frontPage()
	for _, s := range e.sections {
		p.list(s.Path, s.Name, s.Blurb, s.Lang, e.list(s.Path))
	}
	p.tags()
	for _, a := range e.authors {
		p.list(a.Path, a.Name, a.Note, "", e.filter(func(b *article) bool { return slices.Contains(b.by, a.Name) }))
	}
	for at, name := range map[string]string{"/about": "about", "/privacy": "privacy", "/private/subscribe": "subscribe"} {
		p.put(at, p.html(name, e.furniture("en", "")))
	}
	for _, a := range e.articles {
		p.article(a)
	}
	for _, gone := range e.gone {
		removed := p.html("gone", e.furniture("en", "No longer here"))
		removed.status = http.StatusGone
		p.put(gone, removed)
	}
	lost = p.html("missing", e.furniture("en", "Page not found"))
	lost.status = http.StatusNotFound
	return p.pages, lost, p.err
}

// put gives an address its page. Two pages for one address are an error.
func (p *press) put(at string, pg *page) {
	if p.pages[at] != nil && p.err == nil {
		p.err = fmt.Errorf("two pages for %s", at)
	}
	p.pages[at] = pg
}

// html executes a template.
func (p *press) html(name string, v view) *page {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name+".html", v); err != nil && p.err == nil {
		p.err = err
	}
	return p.page("text/html; charset=utf-8", b.Bytes())
}

// page is a page that answers with body. Its date is that of the edition: what
// stands beside an article changes with every edition.
func (p *press) page(contentType string, body []byte) *page {
	sum := sha256.Sum256(body)
	return &page{
		status: http.StatusOK, contentType: contentType, body: body,
		etag:     strconv.Quote(hex.EncodeToString(sum[:8])),
		modified: p.front.issued,
	}
}

// files are the addresses that are no HTML.
func (p *press) files() {
	for name, contentType := range map[string]string{
		"style.css": "text/css; charset=utf-8", "masthead.svg": "image/svg+xml",
	} {
		b, err := files.ReadFile("assets/" + name)
		if err != nil && p.err == nil {
			p.err = err
		}
		p.put("/"+name, p.page(contentType, b))
	}
	p.put("/robots.txt", p.page("text/plain; charset=utf-8", robots()))
	p.put("/feed.rss", p.page("application/rss+xml; charset=utf-8", p.feed()))
	p.put("/sitemap.xml", p.page("application/xml; charset=utf-8", p.sitemap()))
}

func (p *press) frontPage() {
	v := p.furniture("en", "")
	v.Canonical = Home
	latest := p.filter(func(a *article) bool {
		kept, _ := a.answer.keeps()
		return kept && !private(a.path) && a.path != p.front.Lead
	})
	cards := append(p.paths([]string{p.front.Lead}), latest[:min(11, len(latest))]...)
	v.List = &listing{Name: paperName, Cards: p.cards(cards, "/")}
	p.put("/", p.html("front", v))
}

// list makes a list and its further pages.
func (p *press) list(at, name, blurb, lang string, articles []*article) {
	if lang == "" {
		lang = "en"
	}
	cards := p.cards(articles, at)
	pages := max(1, (len(cards)+perPage-1)/perPage)
	further := func(n int) string {
		switch {
		case n < 1 || n > pages:
			return ""
		case n == 1:
			return at
		}
		return at + "?page=" + strconv.Itoa(n)
	}
	for n := 1; n <= pages; n++ {
		v := p.furniture(lang, name)
		v.Canonical = absolute(at)
		if n > 1 {
			v.Canonical += "?page=" + strconv.Itoa(n)
		}
		v.List = &listing{
			Name: name, Blurb: blurb, Page: n, Pages: pages, Next: further(n + 1), Prev: further(n - 1),
			Cards: cards[(n-1)*perPage : min(n*perPage, len(cards))],
		}
		p.put(further(n), p.html("list", v))
	}
}

// tags makes a list for every tag that an article carries.
func (p *press) tags() {
	done := map[string]bool{}
	for _, a := range p.articles {
		for _, t := range a.tags {
			at := tagPath(t)
			if done[at] {
				continue
			}
			done[at] = true
			p.list(at, t, "", a.lang, p.filter(func(b *article) bool {
				return slices.ContainsFunc(b.tags, func(name string) bool { return tagPath(name) == at })
			}))
		}
	}
}

// article makes the page of an article, and those that go with it.
func (p *press) article(a *article) {
	v := p.furniture(a.lang, a.headline)
	v.Canonical = absolute(a.path)
	v.Story = p.story(a)
	var pg *page
	switch a.answer {
	case answerGone:
		pg = p.html("missing", p.furniture("en", "Page not found"))
		pg.status = http.StatusNotFound
	case answerSoft404:
		pg = p.html("missing", p.furniture("en", "Page not found"))
	case answerChallenge:
		pg = p.html("challenge", v)
		pg.status = http.StatusForbidden
	case answerConsent:
		pg = p.html("consent", v)
	case answerEmpty:
		pg = p.html("empty", v)
	case answerForeign:
		pg = &page{location: elsewhere + path.Base(a.path)}
	default:
		pg = p.html("story-"+p.templateOf(a), v)
	}
	pg.answer = a.answer
	p.put(a.path, pg)

	if v.Story.Print != "" {
		p.put(v.Story.Print, p.html("print", v))
	}
	if a.alias != "" {
		p.put(a.alias, pg)
	}
	if a.movedFrom != "" {
		p.put(a.movedFrom, &page{answer: answerMoved, location: a.path})
	}
	if v.Story.Embed != "" {
		p.put(v.Story.Embed, p.html("embed", v))
	}
}

// templateOf names the template of an article's page: its own, the one the day
// gives its section, or its section's.
func (p *press) templateOf(a *article) string {
	home := p.home(a)
	switch {
	case a.template != "":
		return a.template
	case p.front.Templates[home.Path] != "":
		return p.front.Templates[home.Path]
	}
	return home.Template
}
