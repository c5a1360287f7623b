package draft

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// patterns say which addresses are articles.
type patterns struct {
	include []pattern
	exclude []pattern
	matched int // of the article addresses known
	known   int
	wrong   int // addresses of sections, keywords and people that match all the same
}

type pattern struct {
	text string
	note string
}

// address is one address as patterns see it.
type address struct {
	path  string   // decoded, without the slash at its end
	parts []string // of path
	sure  bool     // an article that was read; otherwise an item of a list
}

// addressOfPage takes an address apart; false for those a pattern by path cannot
// tell: of another site, the front page, with a query.
func (w *work) addressOfPage(raw string, sure bool) (address, bool) {
	u, err := url.Parse(raw)
	if err != nil || !w.isOurs(u) {
		return address{}, false
	}
	if u, err = url.Parse((&profile.Profile{Drop: w.drop}).Normalize(u)); err != nil {
		return address{}, false
	}
	path := strings.TrimRight(u.Path, "/")
	if path == "" || u.RawQuery != "" && !sure {
		return address{}, false
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return address{path: path, parts: strings.Split(path[1:], "/"), sure: sure}, true
}

// known are the addresses of stories, each once: those of the articles read, and
// of the items of lists.
func (w *work) known() []address {
	var out []address
	seen := map[string]bool{}
	add := func(raw string, sure bool) {
		if a, ok := w.addressOfPage(raw, sure); ok && !seen[a.path] {
			seen[a.path] = true
			out = append(out, a)
		}
	}
	for _, s := range w.articles {
		add(s.url.String(), true)
	}
	for _, s := range w.lists {
		for _, l := range s.reading.Listing.Items {
			add(l.URL, false)
		}
	}
	return out
}

// others are the addresses that are no stories: the menu, the lists themselves,
// keywords and people. Those of keywords and people are also given alone.
func (w *work) others() (all, filed []address) {
	seen := map[string]bool{}
	add := func(raw string, file bool) {
		a, ok := w.addressOfPage(raw, false)
		if !ok || seen[a.path] {
			return
		}
		seen[a.path] = true
		all = append(all, a)
		if file {
			filed = append(filed, a)
		}
	}
	for _, s := range w.articles {
		seen[strings.TrimRight(s.url.Path, "/")] = true
	}
	for _, s := range append(slices.Clone(w.lists), w.articles...) {
		if a := s.article(); a != nil {
			for _, b := range a.Bylines {
				add(b.URL, true)
			}
			for _, t := range a.Tags {
				add(t.URL, true)
			}
			for _, l := range a.Links {
				if l.Relation == news.TagLink || l.Relation == news.Author || l.Relation == news.Coverage && !w.isListed(l.URL) {
					add(l.URL, true)
				}
			}
		} else {
			add(s.url.String(), false)
			add(s.reading.Listing.Next, false)
		}
		if l := s.reading.Listing; l != nil {
			for _, m := range l.Modules {
				for _, i := range m.Items {
					if m.Relation == news.Coverage && !w.isListed(i.URL) {
						add(i.URL, true)
					}
				}
			}
		}
		for _, l := range s.reading.Navigation {
			add(l.URL, false)
		}
	}
	return all, filed
}

// isListed reports an address that a list offers as a story.
func (w *work) isListed(raw string) bool {
	return slices.ContainsFunc(w.lists, func(s *sample) bool {
		return slices.ContainsFunc(s.reading.Listing.Items, func(l news.Link) bool { return l.URL == raw })
	})
}

// Kinds of a part of a path.
const (
	partYear   = "y"
	partNumber = "n"
	partWord   = "w"
	partID     = "i" // the last part: a number alone
	partSlugID = "s" // the last part: words and a number of the article
	partSlug   = "t" // the last part: words
)

var (
	year     = regexp.MustCompile(`^(19|20)\d\d$`)
	number   = regexp.MustCompile(`^\d+$`)
	tailID   = regexp.MustCompile(`[^0-9]\d{4,}$`)
	headID   = regexp.MustCompile(`^\d{4,}[^0-9]`)
	filename = regexp.MustCompile(`^(.+)(\.[a-zA-Z]{2,5})$`)
)

// shape is what addresses of one kind have in common.
func (a address) shape() string {
	var b strings.Builder
	last := len(a.parts) - 1
	for _, p := range a.parts[:last] {
		switch {
		case year.MatchString(p):
			b.WriteString(partYear)
		case number.MatchString(p):
			b.WriteString(partNumber)
		default:
			b.WriteString(partWord)
		}
	}
	name, ext := a.last()
	switch {
	case number.MatchString(name):
		b.WriteString(partID)
	case tailID.MatchString(name):
		b.WriteString(partSlugID + "$")
	case headID.MatchString(name):
		b.WriteString(partSlugID + "^")
	default:
		b.WriteString(partSlug)
	}
	return b.String() + ext
}

// last is the last part of the path without its ending, and the ending.
func (a address) last() (name, ext string) {
	name = a.parts[len(a.parts)-1]
	if m := filename.FindStringSubmatch(name); m != nil {
		return m[1], m[2]
	}
	return name, ""
}

const (
	leastWeak    = 3 // items of lists that make a shape of addresses worth a pattern, when no article has it
	mostPatterns = 8
)

// findPatterns makes patterns of what the addresses of stories have in common and
// other addresses have not.
func (w *work) findPatterns() patterns {
	stories := w.known()
	all, filed := w.others()
	// Keywords and people are told by their first part, where it is theirs alone.
	firsts := map[string]bool{}
	for _, a := range stories {
		firsts[a.parts[0]] = true
	}
	others := slices.DeleteFunc(slices.Clone(all), func(o address) bool {
		return len(o.parts) > 1 && !firsts[o.parts[0]] && slices.ContainsFunc(filed, func(f address) bool { return f.path == o.path })
	})
	shapes := map[string][]address{}
	for _, a := range stories {
		if !a.sure && slices.ContainsFunc(others, func(o address) bool { return o.path == a.path }) {
			continue // the menu names it too
		}
		shapes[a.shape()] = append(shapes[a.shape()], a)
	}
	var groups [][]address
	for _, g := range shapes {
		sure := slices.ContainsFunc(g, func(a address) bool { return a.sure })
		if sure || len(g) >= max(leastWeak, len(stories)/20) {
			groups = append(groups, g)
		}
	}
	slices.SortFunc(groups, func(a, b []address) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a[0].path, b[0].path))
	})
	var out patterns
	for _, g := range groups[:min(len(groups), mostPatterns)] {
		text := patternOf(g, others)
		if slices.ContainsFunc(out.include, func(p pattern) bool { return p.text == text }) {
			continue
		}
		read := 0
		for _, a := range g {
			if a.sure {
				read++
			}
		}
		note := fmt.Sprintf("%d of the articles read, %d items of lists, such as %s", read, len(g)-read, comment(g[0].path, 50))
		if read == 0 {
			note = "guess: " + note
		}
		out.include = append(out.include, pattern{text, note})
	}
	out.exclude = excluded(out.include, filed, firsts)
	out.known = len(stories)
	for _, a := range stories {
		if out.match(a.path) {
			out.matched++
		}
	}
	for _, o := range all {
		if out.match(o.path) {
			out.wrong++
		}
	}
	if out.wrong > 0 {
		w.doubt("articles.include also matches %d addresses of the menu or of lists of keywords and people; make it narrower or add to exclude", out.wrong)
	}
	return out
}

// match reports a path that the patterns take for an article.
func (p patterns) match(path string) bool {
	fits := func(list []pattern) bool {
		return slices.ContainsFunc(list, func(t pattern) bool {
			re, err := regexp.Compile(t.text)
			return err == nil && re.MatchString(path)
		})
	}
	return fits(p.include) && !fits(p.exclude)
}

// excluded are patterns for the addresses of keywords and people that fit the
// pattern of articles: their first part, where no story has it (firsts).
func excluded(include []pattern, filed []address, firsts map[string]bool) []pattern {
	count := map[string]int{}
	for _, a := range filed {
		if len(a.parts) > 1 && !firsts[a.parts[0]] && (patterns{include: include}).match(a.path) {
			count[a.parts[0]]++
		}
	}
	var out []pattern
	for first, n := range count {
		text := "^/" + regexp.QuoteMeta(first) + "/"
		out = append(out, pattern{text, fmt.Sprintf("%d addresses of keywords or people", n)})
	}
	slices.SortFunc(out, func(a, b pattern) int { return strings.Compare(a.text, b.text) })
	return out
}
