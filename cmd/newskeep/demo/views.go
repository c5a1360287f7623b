package demo

import (
	"path"
	"strings"
	"time"
	"unicode"
)

// view is what a template is given: the furniture of every page, and one of
// Story, List and neither.
type view struct {
	Menu     []menu
	Regions  []section
	Coverage []section
	Ticker   []line
	Edition  string // when the day's pages went out, as printed
	MostRead []card

	Lang      string
	Dir       string // "ltr" or "rtl"
	W         *words
	Title     string
	Canonical string // absolute; empty on pages that are no article and no list
	Story     *story
	List      *listing
}

// menu is one entry of the navigation: a link, or a group of links.
type menu struct {
	Name  string
	Path  string // empty: a group
	Links []section
}

// card is one article as lists and modules show it.
type card struct {
	Title   string
	Href    string
	Section string // label
	Stamp   string // date and time, as printed
	Day     string // date, as printed
	ISO     string // RFC 3339
	Image   string // name; empty: no picture
	Alt     string
	Lead    string // standfirst
	Lang    string
}

// listing is a list of cards with its further pages.
type listing struct {
	Name  string
	Blurb string
	Cards []card
	Next  string // path with query; empty on the last page
	Prev  string
	Page  int
	Pages int
}

// story is an article as its page shows it.
type story struct {
	Path       string
	Headline   string
	Kicker     string
	Standfirst string
	Section    section
	Coverage   *section
	By         []author // Path and Note are empty for a desk
	Source     string
	Printed    string
	ISO        string // published, RFC 3339
	Updated    string // as printed; empty: never edited
	UpdatedISO string
	Shares     string // as printed; empty: not printed
	Minutes    string
	Lead       *figure
	Embed      string // path of the player; empty: no video
	Duration   string
	Body       []piece
	Tags       []tag
	ReadNext   []card
	Print      string // path of the print version, which robots.txt forbids; empty: none
	LD         linked
	OGType     string
}

// piece is a block with the cards of its related box.
type piece struct {
	block
	Cards []card
}

type tag struct{ Name, Path string }

// linked is the JSON-LD of a page: https://schema.org/NewsArticle and its kin.
type linked struct {
	Context   string        `json:"@context"`
	Type      string        `json:"@type"`
	Headline  string        `json:"headline"`
	URL       string        `json:"url"`
	Text      string        `json:"description,omitempty"`
	Published string        `json:"datePublished"`
	Modified  string        `json:"dateModified,omitempty"`
	Section   string        `json:"articleSection"`
	Lang      string        `json:"inLanguage"`
	Image     string        `json:"image,omitempty"`
	Author    []linkedName  `json:"author,omitempty"`
	Publisher linkedName    `json:"publisher"`
	Main      linkedMainRef `json:"mainEntityOfPage"`
}

type linkedName struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

type linkedMainRef struct {
	Type string `json:"@type"`
	ID   string `json:"@id"`
}

// ldTypes are the schema.org types of the kinds of page.
var ldTypes = map[string]string{
	"news": "NewsArticle", "opinion": "OpinionNewsArticle", "analysis": "AnalysisNewsArticle",
	"blog": "BlogPosting", "feature": "NewsArticle", "video": "VideoObject",
	"gallery": "ImageGallery", "infographic": "NewsArticle", "liveblog": "LiveBlogPosting",
}

// furniture is the view of a page in a language, with nothing on it yet.
func (e *edition) furniture(lang, title string) view {
	w := e.words[lang]
	v := view{
		Lang: lang, Dir: "ltr", W: &w, Title: title, Ticker: e.front.Ticker,
		Edition: w.stamp(e.front.issued), MostRead: e.cards(e.paths(e.front.MostRead), ""),
	}
	if lang == "ar" {
		v.Dir = "rtl"
	}
	for _, s := range e.sections {
		switch {
		case s.Role == "region":
			v.Regions = append(v.Regions, s)
		case s.Role == "coverage":
			v.Coverage = append(v.Coverage, s)
		case s.Group == "":
			v.Menu = append(v.Menu, menu{Name: s.Name, Path: s.Path})
		default:
			if n := len(v.Menu); n == 0 || v.Menu[n-1].Name != s.Group {
				v.Menu = append(v.Menu, menu{Name: s.Group})
			}
			last := &v.Menu[len(v.Menu)-1]
			last.Links = append(last.Links, s)
		}
	}
	return v
}

// paths finds articles by their paths; one that is off the site is left out.
func (e *edition) paths(list []string) []*article {
	var out []*article
	for _, p := range list {
		if a := e.byPath[p]; a != nil {
			out = append(out, a)
		}
	}
	return out
}

// cards shows articles as the list of a section does; section is empty for modules.
func (e *edition) cards(articles []*article, section string) []card {
	var out []card
	for _, a := range articles {
		w := e.words[a.lang]
		out = append(out, card{
			Title: a.headline, Href: a.href(section), Section: e.home(a).Name,
			Stamp: w.stamp(a.published), Day: w.day(a.published), ISO: a.published.Format(time.RFC3339),
			Image: a.image, Alt: a.alt, Lead: a.standfirst, Lang: a.lang,
		})
	}
	return out
}

// home is the section an article belongs to; a private one belongs to the
// section that lists it.
func (e *edition) home(a *article) section {
	if s := e.section(a.dir()); s != nil {
		return *s
	}
	if s := e.section(a.alsoIn); s != nil {
		return *s
	}
	return section{}
}

func (e *edition) story(a *article) *story {
	w := e.words[a.lang]
	home := e.home(a)
	kind := a.kind
	if kind == "" {
		kind = home.Kind
	}
	s := &story{
		Path: a.path, Headline: a.headline, Kicker: a.kicker, Standfirst: a.standfirst,
		Section: home, Coverage: e.section(a.coverage), Source: a.source,
		Printed: a.printed, ISO: a.published.Format(time.RFC3339), Duration: a.duration,
		OGType: "article",
	}
	if kept, _ := a.answer.keeps(); kept && !private(a.path) {
		s.Print = "/print" + a.path
	}
	if s.Printed == "" {
		s.Printed = w.stamp(a.published)
	}
	if !a.modified.IsZero() {
		s.Updated, s.UpdatedISO = w.stamp(a.modified), a.modified.Format(time.RFC3339)
	}
	if a.shares >= 0 {
		s.Shares = number(w.Shares, a.shares)
	}
	if a.minutes > 0 {
		s.Minutes = number(w.Minutes, a.minutes)
	}
	if a.image != "" {
		s.Lead = &figure{Image: a.image, Alt: a.alt, Caption: a.caption}
	}
	if kind == "video" {
		s.Embed, s.OGType = "/embed"+a.path, "video.other"
	}
	for _, name := range a.by {
		by := author{Name: name}
		if known := e.author(name); known != nil {
			by = *known
		}
		s.By = append(s.By, by)
	}
	for _, b := range a.body {
		s.Body = append(s.Body, piece{b, e.cards(e.paths(b.Related), "")})
	}
	for _, t := range a.tags {
		s.Tags = append(s.Tags, tag{t, tagPath(t)})
	}
	s.ReadNext = e.cards(e.readNext(a), "")
	s.LD = e.linked(a, s, kind)
	return s
}

// readNext are the four newest readable articles of the paper beside a, those
// in its language and section first.
func (e *edition) readNext(a *article) []*article {
	fits := func(near bool) []*article {
		return e.filter(func(b *article) bool {
			kept, _ := b.answer.keeps()
			return kept && b != a && !private(b.path) && b.lang == a.lang && near == (b.dir() == a.dir())
		})
	}
	next := append(fits(true), fits(false)...)
	return next[:min(4, len(next))]
}

func (e *edition) linked(a *article, s *story, kind string) linked {
	l := linked{
		Context: "https://schema.org", Type: ldTypes[kind], Headline: a.headline, URL: absolute(a.path),
		Text: a.standfirst, Published: s.ISO, Modified: s.UpdatedISO, Section: s.Section.Name, Lang: a.lang,
		Publisher: linkedName{Type: "NewsMediaOrganization", Name: paperName},
		Main:      linkedMainRef{Type: "WebPage", ID: absolute(a.path)},
	}
	if a.image != "" {
		l.Image = absolute("/images/" + a.image + ".png")
	}
	for _, by := range s.By {
		n := linkedName{Type: "Organization", Name: by.Name}
		if by.Path != "" {
			n.Type, n.URL = "Person", absolute(by.Path)
		}
		l.Author = append(l.Author, n)
	}
	return l
}

// paperName is the title of the newspaper.
const paperName = "The Harbour Gazette"

// tagPath is the path of a tag's page: letters and digits in lower case, with
// dashes for what is between them.
func tagPath(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	return path.Join("/tag", strings.Join(words, "-"))
}
