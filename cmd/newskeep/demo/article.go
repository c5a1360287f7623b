package demo

import (
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"
)

// article is one content file: lines of "Key: value", an empty line, the text.
// Its address is the folder it lies in and its name without ".txt".
type article struct {
	path       string // decoded, such as "/news/politics/ferry-timetable"
	headline   string
	kicker     string
	standfirst string
	by         []string // names; those in authors.json have a page
	source     string
	published  time.Time // in the paper's zone
	modified   time.Time // zero: never edited
	printed    string    // instead of the printed date, for one without a year
	shares     int       // -1: not printed
	minutes    int       // read time; 0: not printed
	kind       string    // schema.org-like word for the page; empty: as the section says
	lang       string    // "en" when not given
	image      string    // name of the lead picture; empty: none
	alt        string
	caption    string
	tags       []string
	alsoIn     string // path of another section that lists it, such as a region
	coverage   string // path of the coverage it is also listed in
	template   string // empty: as the section says
	duration   string // of a video, such as "2:14"
	alias      string // a second path that shows the same article
	movedFrom  string // an old path that redirects here
	linkedAs   string // how lists link to it; empty: by its path
	answer     answer
	gone       bool // taken off the site on this day
	body       []block
}

// zone of the dates the paper prints.
const zoneName = "Europe/Athens"

// stampLayout is how content files write a time, in the paper's zone.
const stampLayout = "2006-01-02 15:04"

// dir is the path of the section the article belongs to.
func (a *article) dir() string { return path.Dir(a.path) }

// href is how the lists of a section link to the article: the address of its
// alias in the section the alias lies in.
func (a *article) href(section string) string {
	switch {
	case a.alias != "" && path.Dir(a.alias) == section:
		return a.alias
	case a.linkedAs != "":
		return a.linkedAs
	}
	return a.path
}

// listedIn reports whether the list of a section shows the article.
func (a *article) listedIn(section string) bool {
	return a.dir() == section || a.alsoIn == section || a.coverage == section ||
		a.alias != "" && path.Dir(a.alias) == section
}

// changed is when the article was last touched.
func (a *article) changed() time.Time {
	if a.modified.IsZero() {
		return a.published
	}
	return a.modified
}

// parseArticle reads a content file whose path on the site, without a Slug line,
// is p. An unknown key is an error.
func parseArticle(p, src string, zone *time.Location) (*article, error) {
	head, text, _ := strings.Cut(src, "\n\n")
	a := &article{path: p, lang: "en", shares: -1}
	for i, line := range strings.Split(strings.TrimRight(head, "\n"), "\n") {
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("line %d: want \"Key: value\", got %q", i+1, line)
		}
		if err := a.set(key, strings.TrimSpace(value), zone); err != nil {
			return nil, fmt.Errorf("line %d: %s: %w", i+1, key, err)
		}
	}
	if a.gone {
		return a, nil
	}
	if a.headline == "" || a.published.IsZero() {
		return nil, errors.New("no Headline or no Published")
	}
	var err error
	if a.body, err = parseBody(text); err != nil {
		return nil, err
	}
	if keeps, _ := a.answer.keeps(); keeps && len(a.body) == 0 {
		return nil, errors.New("no text")
	}
	return a, nil
}

// set fills the field of one header line.
func (a *article) set(key, value string, zone *time.Location) (err error) {
	switch key {
	case "Headline":
		a.headline = value
	case "Kicker":
		a.kicker = value
	case "Standfirst":
		a.standfirst = value
	case "By":
		a.by = append(a.by, value)
	case "Source":
		a.source = value
	case "Published":
		a.published, err = time.ParseInLocation(stampLayout, value, zone)
	case "Modified":
		a.modified, err = time.ParseInLocation(stampLayout, value, zone)
	case "Printed":
		a.printed = value
	case "Shares":
		a.shares, err = strconv.Atoi(value)
	case "Read":
		a.minutes, err = strconv.Atoi(value)
	case "Kind":
		a.kind = value
	case "Lang":
		a.lang = value
	case "Image":
		a.image = value
	case "Alt":
		a.alt = value
	case "Caption":
		a.caption = value
	case "Tags":
		a.tags = strings.Split(value, ", ")
	case "Also-In":
		a.alsoIn = value
	case "Coverage":
		a.coverage = value
	case "Template":
		a.template = value
	case "Duration":
		a.duration = value
	case "Slug":
		a.path = path.Join(path.Dir(a.path), value)
	case "Alias":
		a.alias = value
	case "Moved-From":
		a.movedFrom = value
	case "Linked-As":
		a.linkedAs = value
	case "Answers":
		a.answer, err = parseAnswer(value)
	case "Gone":
		a.gone = value == "yes"
	default:
		err = errors.New("unknown key")
	}
	return err
}
