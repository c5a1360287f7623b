package web

import (
	"cmp"
	"embed"
	"html/template"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

//go:embed templates
var templateFiles embed.FS

var templates = parseTemplates()

func parseTemplates() map[string]*template.Template {
	all := map[string]*template.Template{}
	entries, err := templateFiles.ReadDir("templates")
	if err != nil {
		panic(err) // embedded: cannot be missing
	}
	for _, e := range entries {
		if e.Name() != "layout.html" && e.Name() != "asking.html" {
			all[e.Name()] = template.Must(template.New("layout.html").Funcs(sayings).
				ParseFS(templateFiles, "templates/layout.html", "templates/asking.html", "templates/"+e.Name()))
		}
	}
	return all
}

// sayings are what templates may say. None of them makes trusted HTML of text from
// the archive but marked and isolated, which escape it first.
var sayings = template.FuncMap{
	"stamp":    stamp,
	"iso":      func(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) },
	"local":    func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04") },
	"marked":   markedSnippet,
	"isolated": isolated,
	"web":      web,
	"lang":     lang,
	"join":     strings.Join,
	"path":     url.PathEscape,
	"query":    url.QueryEscape,
	"module":   module,
	"spaced":   func(s any) string { return strings.ReplaceAll(toString(s), "_", " ") },
	"event":    func(k store.EventKind) string { return eventWords[k] },
	"atLeast":  atLeast,
	"between":  between,
	"plural":   plural,
	"more":     func(all, shown int) int { return all - shown },
	"named": func(by store.CountBy, value string) string {
		return "/search?q=" + url.QueryEscape(string(namings[by])+":"+quoted(value))
	},
	"lines": func(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") },
	"day":   day,
	"feed":  feedAddress,
	"date":  minutes,
	"nav":   func() []part { return parts },
	"citable": func() map[string]string {
		return map[string]string{"ris": "RIS", "bibtex": "BibTeX", "csl": "CSL-JSON"}
	},
	"examples": func() []example { return examples },
	"position": func(p *int) int { return *p + 1 },
}

func toString(s any) string {
	switch v := s.(type) {
	case string:
		return v
	case news.Relation:
		return string(v)
	case store.CountBy:
		return string(v)
	}
	return ""
}

// markedSnippet sets found words apart.
func markedSnippet(s string) template.HTML {
	return template.HTML(setApart.Replace(template.HTMLEscapeString(s)))
}

var setApart = strings.NewReplacer(marks[0], "<mark>", marks[1], "</mark>")

// between two times of the archive: what both have in common is said once.
func between(from, to time.Time) string {
	switch a, b := stamp(from), stamp(to); {
	case a == b:
		return a
	case day(from) == day(to):
		return a + " to " + to.UTC().Format("15:04")
	default:
		return a + " to " + b
	}
}

// isolated is a stamp with the text as printed in the direction of its own script:
// day and year of an Arabic date would otherwise change their places.
func isolated(s news.Stamp) template.HTML {
	at, printed, other := strings.Cut(s.Shown(), "  (printed: ")
	shown := "<bdi>" + template.HTMLEscapeString(at) + "</bdi>"
	if other {
		shown += " (printed: <bdi>" + template.HTMLEscapeString(strings.TrimSuffix(printed, ")")) + "</bdi>)"
	}
	return template.HTML(shown)
}

// lasting is a time in the two largest units that count.
func lasting(seconds int64) string {
	d := time.Duration(seconds) * time.Second
	switch {
	case d >= 48*time.Hour:
		return plural(int(d.Hours()/24), "day")
	case d >= 2*time.Hour:
		return plural(int(d.Hours()), "hour")
	}
	return plural(int(d.Minutes()), "minute")
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// feedAddress puts the ending of a format before the query.
func feedAddress(address, ending string) string {
	path, query, has := strings.Cut(address, "?")
	if has {
		query = "?" + query
	}
	return path + ending + query
}

// minutes shortens an RFC 3339 time for reading.
func minutes(s string) string {
	if len(s) < len("2024-12-01T18:00") {
		return s
	}
	return strings.Replace(s[:16], "T", " ", 1)
}

// modules are the lists of pages by the names people know them under.
var modules = map[string]string{"home": "Front page", "section": "Section", "most_read": "Most Read", "read_next": "Read Next", "coverage": "Coverage", "ticker": "Ticker"}

// module is the name of one; one that has none is called as it is in the archive.
func module(name string) string { return cmp.Or(modules[name], name) }

// part of the room, as its navigation names it.
type part struct{ Path, Name string }

var parts = []part{{"/search", "Search"}, {"/searches", "Saved"}, {"/front", "Front pages"}, {"/ticker", "Ticker"}, {"/captions", "Captions"}, {"/events", "Events"}, {"/sites", "Sites"}, {"/runs", "Runs"}, {"/help", "Help"}}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// lang is a tag that is well-formed by BCP 47, or empty: sites write anything.
func lang(tag string) string {
	if languageTag.MatchString(tag) {
		return tag
	}
	return ""
}

// day of a time, as the search has it.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
