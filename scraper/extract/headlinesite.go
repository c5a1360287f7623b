package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"newskeep/scraper/profile"
)

// headlines are all versions of the headline that metadata give, gathered once.
func (m *metadata) headlines() foldSet {
	if m.versions == nil {
		m.versions = foldSet{}
		for _, c := range m.fields[profile.Headline] {
			m.versions.add(c.value)
		}
	}
	return m.versions
}

// people are the authors that metadata name.
func (m *metadata) people() foldSet {
	names := foldSet{}
	for _, c := range m.fields[profile.Bylines] {
		for _, n := range c.list {
			names.add(n.name)
		}
	}
	return names
}

// saysHeadline reports a line that is the headline in other words: a version of
// it that metadata give, with more or less around, or nearly all of its words.
func (m *metadata) saysHeadline(line string) bool {
	f := fold(line)
	for i, c := range m.fields[profile.Headline] {
		if i == len(m.said) {
			m.said = append(m.said, saidHeadline{c.value, fold(c.value)})
		} else if m.said[i].value != c.value { // the site's name was cut off since
			m.said[i] = saidHeadline{c.value, fold(c.value)}
		}
		g := m.said[i].folded
		short, long := f, g
		if len(short) > len(long) {
			short, long = long, short
		}
		if len(short) >= 25 && 2*len(short) > len(long) && (strings.Contains(long, short) || foldedKinship(f, g) > 0.7) {
			return true
		}
	}
	return false
}

// saidHeadline is a headline of the metadata, also folded.
type saidHeadline struct{ value, folded string }

// isWhole reports a text that is all of a headline in metadata, or more of it than
// what stands before or after a mark of a title.
func (m *metadata) isWhole(text string, meta []candidate) bool {
	f := fold(text)
	for _, c := range meta {
		if g := fold(c.value); g == f || strings.Contains(g, f) && 2*len(f) > len(g) {
			return true
		}
	}
	return false
}

// namesItself reports a sentence that a template gives as the name of the site and
// that the page shows as its headline.
func (m *metadata) namesItself(s string) bool {
	if len(strings.Fields(s)) < 6 || !foldEqual(s, m.title) {
		return false
	}
	return slices.ContainsFunc(m.marks.headings, func(h *html.Node) bool { return foldEqual(m.d.text(h), s) && !m.d.leadsHome(h) })
}

// parted takes a headline apart that the page prints as two lines, the kicker and
// the headline itself.
func (d *document) parted(s string) (kicker, headline string, ok bool) {
	kicker, headline, ok = strings.Cut(s, ": ")
	if !ok {
		return "", "", false
	}
	lines := d.allLines()
	for i := 1; i < len(lines); i++ {
		if foldEqual(lines[i].text, headline) && foldEqual(lines[i-1].text, kicker) && !d.within(lines[i].node, nameMenu) {
			return kicker, headline, true
		}
	}
	return "", "", false
}

// besideSiteName finds the headline of a page whose h1 is the site's name: the title
// has that name on one side of a mark, and another heading of the page says what
// stands on the other.
func (d *document) besideSiteName(h1 string, meta []candidate) (line, bool) {
	name := fold(h1)
	for _, c := range meta {
		if c.rule != "title" || name == "" {
			continue
		}
		for _, mark := range titleMarks {
			head, tail, ok := strings.Cut(c.value, mark)
			if !ok {
				continue
			}
			other := head
			switch name {
			case fold(tail):
			case fold(head):
				other = tail
			default:
				continue
			}
			if d.metadata().isSiteName(other) || hostNames(d, other) {
				continue
			}
			for _, l := range d.allLines() {
				if l.level > 0 && l.level < 5 && letters(l.text) > letters(h1) && foldEqual(l.text, other) && !d.within(l.node, nameMenu) {
					return l, true
				}
			}
		}
	}
	return line{}, false
}

// titleMarks stand between a headline and the name of a site or section.
var titleMarks = []string{" | ", " – ", " — ", " - ", " :: ", " » ", " « ", " • ", " · ", "｜", " : ", " / ", " ‹ ", "|", " ― "}

// titleParts are what stands between the marks of a title; none when it has no mark.
func titleParts(title string) []string {
	parts := []string{title}
	for _, mark := range titleMarks {
		var next []string
		for _, p := range parts {
			next = append(next, strings.Split(p, mark)...)
		}
		parts = next
	}
	if len(parts) < 2 {
		return nil
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}

// beforeLabel is the headline of a shown text that has a label of the page behind it
// in the same element: og:title is all that stands before a mark and the site's name,
// or before a date.
func beforeLabel(shown string, meta []candidate, m *metadata, d *document) string {
	og := ofRule(meta, "og:title").value
	rest, ok := strings.CutPrefix(shown, og)
	if rest = strings.TrimSpace(rest); !ok || rest == "" || letters(og) < 12 {
		return ""
	}
	for _, mark := range titleMarks {
		if tail, ok := strings.CutPrefix(rest, strings.TrimSpace(mark)); ok && tail != "" {
			tail = strings.TrimSpace(tail)
			if m.isSiteName(tail) || hostNames(d, tail) {
				return og
			}
		}
	}
	if s := readStamps(rest, d.stampHints()); len(s) > 0 && s[0].stamp.Text != "" && strings.HasPrefix(rest, s[0].stamp.Text) {
		return og
	}
	return ""
}

// stripSite takes the site's name off a title: what stands behind (or before) a
// mark and is the site's name, its domain, or what the known headlines leave out.
func stripSite(title string, known []string, m *metadata, d *document) string {
	for _, k := range known {
		rest, ok := strings.CutPrefix(title, k)
		if mark, n := utf8.DecodeRuneInString(rest); ok && k != "" && rest != "" && strings.ContainsRune("-|｜ㅣ–—", mark) && len([]rune(rest[n:])) <= 40 {
			return k
		}
	}
	for range 3 {
		before := title
		for _, mark := range titleMarks {
			if i := strings.LastIndex(title, mark); i > 0 {
				head, tail := strings.TrimSpace(title[:i]), strings.TrimSpace(title[i+len(mark):])
				if isTail(head, tail, known, m, d) {
					title = head
					break
				}
			}
			if i := strings.Index(title, mark); i > 0 {
				head, tail := strings.TrimSpace(title[:i]), strings.TrimSpace(title[i+len(mark):])
				if m.isSiteName(head) || hostNames(d, head) || isOneOf(tail, known) {
					title = tail
					break
				}
			}
		}
		if title == before {
			break
		}
	}
	return title
}

// isTail reports whether what follows a mark is no part of the headline.
func isTail(head, tail string, known []string, m *metadata, d *document) bool {
	switch {
	case head == "" || tail == "" || len(strings.Fields(tail)) > 7:
		return false
	case isOneOf(head, known):
		return true
	case known[0] != "" && strings.HasSuffix(fold(known[0]), fold(tail)):
		return false
	}
	return m.isSiteName(tail) || hostNames(d, tail)
}

// isOneOf reports a title that says the same as one of the known ones.
func isOneOf(title string, known []string) bool {
	f := fold(title)
	return f != "" && slices.ContainsFunc(known, func(k string) bool { return fold(k) == f })
}

// hostNames reports a text that is the page's host, or its name without the
// ending: "The Daily" on daily.example.
func hostNames(d *document, s string) bool {
	host := strings.TrimPrefix(d.url.Hostname(), "www.")
	s = strings.ReplaceAll(fold(s), " ", "")
	if len(s) < 3 || host == "" {
		return false
	}
	plain := strings.ReplaceAll(strings.ReplaceAll(host, ".", ""), "-", "")
	labels := strings.Split(host, ".")
	if s == plain {
		return true
	}
	for _, l := range labels[:max(len(labels)-1, 0)] {
		if l = strings.ReplaceAll(l, "-", ""); len(l) > 2 && s == l || len(l) > 3 && (s == l || strings.TrimPrefix(s, "the") == l || l == "the"+s) {
			return true
		}
	}
	return false
}
