package extract

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const (
	longestLabelLine = 220 // bytes; longer lines are text
	labelLinesAfter  = 40  // lines after the headline that are looked at
	labelLinesBefore = 8   // and before it
)

// labelReader reads the short lines around a headline: who, when, from where, how
// long. It needs no class names, only that the lines stand between the headline
// and the text, as on nearly every news page.
type labelReader struct {
	d          *document
	m          *metadata
	fields     fields
	minutes    int
	readRule   string
	shares     *int
	sharesText string
	used       map[int]bool // lines that were labels
}

// readLabels reads lines[from:to], of which lines[head] is the headline.
func (d *document) readLabels(lines []line, from, head, to int) *labelReader {
	r := &labelReader{d: d, m: d.metadata(), fields: fields{}, used: map[int]bool{}}
	for i := head + 1; i < to; i++ {
		r.line(lines, i, to)
	}
	for i := head - 1; i >= from; i-- {
		r.line(lines, i, head)
	}
	return r
}

// line reads one line and notes what it says.
func (r *labelReader) line(lines []line, i, to int) {
	l := lines[i]
	if r.used[i] || len(l.text) > longestLabelLine || l.level > 0 && !isBylineHeading(l) {
		return
	}
	var rest []string
	parts := l.parts
	if len(l.text) <= 60 && len(parts) > 1 {
		// The number may stand in an element of its own.
		if text := r.counts(l.text, i); r.used[i] {
			parts = split(text)
		}
	}
	for _, part := range parts {
		part = r.dates(r.counts(part, i), i, l)
		for bit := range strings.SplitSeq(part, "|") {
			if bit = squeeze(bit); bit != "" {
				rest = append(rest, bit)
			}
		}
	}
	if rest = r.sources(rest, lines, i, to); len(rest) == 0 {
		return
	}
	r.byline(rest, lines, i, to)
}

// isBylineHeading reports a small heading that is a byline, or the label of one:
// templates set those as headings too.
func isBylineHeading(l line) bool {
	return l.level >= 3 && len(l.text) <= longestDateLine && (startsBy(l.text) && len(people(l.parts[0][len(byLabel.FindString(l.parts[0])):])) > 0 || authorLabel.FindString(l.text) == l.text)
}

// sources takes the names of agencies out of the parts of a line, from which dates
// and counts were taken before. A label alone announces the next part, or the next
// line.
func (r *labelReader) sources(parts []string, lines []line, i, to int) []string {
	var rest []string
	for k := 0; k < len(parts); k++ {
		text, l, next := strings.TrimLeft(parts[k], "-–—,; "), lines[i], i
		alone := strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")
		switch {
		case alone && k+1 < len(parts):
			text += " " + parts[k+1]
		case alone && i+1 < to && lines[i+1].level == 0 && len(lines[i+1].text) < 100 && len(lines[i+1].parts) == 1 && !hasDigit(lines[i+1].text):
			l, next = lines[i+1], i+1
			text += " " + l.text
		case !alone:
			text = dashedLabel(text)
		}
		m := sourceLabel.FindStringSubmatch(text)
		if m == nil || len(m[1]) >= 120 {
			rest = append(rest, parts[k])
			continue
		}
		r.used[i], r.used[next] = true, true
		name := strings.Trim(m[1], "-–—,;: ")
		r.fields.add(profile.Source, candidate{value: name, source: news.FromLabel, rule: labelOf(text, m[1]), node: l.node})
		if alone && next == i {
			k++
		}
	}
	return rest
}

// dashedLabel writes "Source – Gazette" with the colon that labels have. Only one
// word and a name after a dash are read so.
func dashedLabel(text string) string {
	for _, dash := range []string{" – ", " — ", " - "} {
		word, name, ok := strings.Cut(text, dash)
		if ok && startsLikeName(name) && !strings.Contains(word, " ") {
			return word + ": " + name
		}
	}
	return text
}

// labelOf is the printed label before a value.
func labelOf(text, value string) string {
	return strings.TrimSpace(strings.TrimSuffix(text, value))
}

// counts takes the reading time and the number of shares out of a line.
func (r *labelReader) counts(text string, i int) string {
	if !hasDigit(text) {
		return text
	}
	for _, w := range []struct {
		re   *pattern
		keep func(int, string)
	}{
		{readLabel, func(n int, as string) {
			if r.minutes == 0 && n > 0 && n < 300 {
				r.minutes, r.readRule = n, as
			}
		}},
		{sharesLabel, func(n int, as string) {
			if r.shares == nil {
				r.shares, r.sharesText = &n, as
			}
		}},
		{viewsLabel, func(int, string) {}},
	} {
		at := w.re.FindStringIndex(text)
		if at == nil {
			continue
		}
		as := strings.TrimSpace(text[at[0]:at[1]])
		if n, ok := firstNumber(as); ok {
			w.keep(n, as)
			r.used[i] = true
			text = text[:at[0]] + " | " + text[at[1]:]
		}
	}
	return text
}

// dates takes the dates out of a line.
func (r *labelReader) dates(text string, i int, l line) string {
	h := r.d.stampHints()
	h.named = startsBy(text)
	stamps := readStamps(text, h)
	if len(stamps) == 0 {
		return text
	}
	// A sentence that happens to hold a date is no label.
	if letters(text) > 90 && !modifiedLabel.MatchString(text) {
		return text
	}
	for _, s := range stamps {
		if s.stamp.IsZero() || s.stamp.Text == "" || !s.stamp.Time.IsZero() && !plausible(s.stamp.Time, r.d.seen) {
			continue
		}
		field := profile.Published
		if s.modified {
			field = profile.Modified
		}
		at := strings.Index(text, s.stamp.Text)
		if at >= 0 && field == profile.Published && strings.HasPrefix(text[at+len(s.stamp.Text):], "更新") && slices.ContainsFunc(r.fields[field], func(c candidate) bool { return c.node == l.node }) {
			field = profile.Modified // behind the date of publication on its line
		}
		if at >= 0 {
			text = text[:at] + " | " + text[at+len(s.stamp.Text):]
		}
		r.used[i] = true
		r.fields.add(field, candidate{stamp: s.stamp, source: news.FromLabel, rule: "date near the headline", node: l.node})
	}
	return text
}

// byline reads the names that a label such as "By" announces in one of the parts
// of a line. A label alone announces the next part, or the next line.
func (r *labelReader) byline(parts []string, lines []line, i, to int) {
	for k, part := range parts {
		l := lines[i]
		part = strings.Trim(part, "-–—,: ")
		if list := bracketed(part); len(list) > 0 {
			c := candidate{source: news.FromLabel, rule: "【】", node: l.node}
			for _, n := range list {
				c.list = append(c.list, named{name: n})
			}
			r.used[i] = true
			r.fields.add(profile.Bylines, c)
			return
		}
		if list, word := reporterNames(part); len(list) > 0 {
			r.used[i] = true
			c := candidate{source: news.FromLabel, rule: word, node: l.node}
			for _, n := range list {
				c.list = append(c.list, named{name: n})
			}
			r.fields.add(profile.Bylines, c)
			return
		}
		m := byLabel.FindString(part)
		if m == "" {
			m = localBy(part, r.d.lang)
		}
		if m == "" || len(part) > 160 {
			continue
		}
		rest := strings.TrimSpace(part[len(m):])
		strong := strings.ContainsAny(m, ":：") || !oneWord[strings.ToLower(strings.TrimSpace(m))]
		switch {
		case rest != "":
		case k+1 < len(parts):
			rest = parts[k+1]
			for j := k + 2; j+1 < len(parts) && joins[strings.ToLower(parts[j])]; j += 2 {
				rest += " " + parts[j] + " " + parts[j+1]
			}
		case i+1 < to && len(lines[i+1].text) < 100 && len(lines[i+1].parts) > 0:
			l = lines[i+1]
			rest = l.parts[0]
		}
		if rest == "" || !strong && !startsLikeName(rest) {
			continue
		}
		if list := r.people(rest, l); len(list) > 0 {
			r.used[i] = true
			r.fields.add(profile.Bylines, candidate{list: list, source: news.FromLabel, rule: strings.TrimSpace(m), node: l.node})
			return
		}
	}
}

// joins stand between two names in elements of their own.
var joins = map[string]bool{"and": true, "&": true, ",": true, "y": true, "e": true, "und": true, "et": true, "en": true, "og": true, "och": true, "ve": true, "и": true, "و": true, "i": true}

// oneWord are labels that are common words elsewhere.
var oneWord = map[string]bool{"przez": true, "dodał": true, "dodała": true, "vložil": true, "vložila": true, "napsal": true, "napsala": true, "přidal": true, "přidala": true, "beküldte": true, "написал": true, "написала": true, "отправил": true, "отправила": true, "опубликовал": true, "опубликовала": true, "gönderen": true, "ekleyen": true,
	"by": true, "von": true, "par": true, "por": true, "di": true, "door": true, "av": true, "af": true, "text": true, "texte": true, "tekst": true, "haber": true, "author": true, "autor": true, "reporter": true, "文": true}

// startsLikeName reports a text whose first letter is a capital or of a script
// without them.
func startsLikeName(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) {
			return !unicode.IsLower(r)
		}
	}
	return false
}

// people makes names of a byline and gives each the link it stands in.
func (r *labelReader) people(text string, l line) []named {
	var out []named
	list := printedNames(text)
	if spaced := spacedNames(text, r.d.lang); len(spaced) > 0 {
		list = spaced
	}
	for _, name := range list {
		if len([]rune(name)) > 60 || len(out) > 0 && !startsLikeName(name) {
			break // a role or a sentence begins
		}
		n := named{name: name}
		for _, a := range l.links {
			if t := r.d.text(a); t != "" && (fold(t) == fold(name) || strings.Contains(fold(t), fold(name))) {
				n.url = r.d.resolve(attr(a, "href"))
				break
			}
		}
		out = append(out, n)
	}
	return out
}

// letters counts letters and digits.
func letters(s string) int { return weigh(s) }

// authorPath is found in the addresses of authors' pages.
var authorPath = newPattern(`(?i)/(?:[a-z]{2}-)?(?:authors?|autor(?:es|a|en|i)?|auteurs?|editors?|autorzy|autoři|profiles?|staff|people|contributors?|journalists?|columnists?|writers?|by|reporters?|redakteur|yazar(?:lar)?|penulis|firmas?|kirjoittaja|team|profil|tac-gia|forfattere?|skribent(?:er)?|medarbetare|autorinnen|verfasser|szerzok?|toimittajat?|avtor|avtori|syntaktis|arthrografos|redactores?|colaborador(?:es)?|giornalist[ai]|journalistes?)s?/[^/]+`)

// bylineElements gives the names that markup itself calls an author: rel=author,
// a link to an author's page, a byline class. Only elements near the headline or
// the text count, not those of cards and author boxes.
func (d *document) bylineElements(lines []line, from, to int) []candidate {
	var linked, classed []named
	var rule [2]string
	var at [2]*html.Node
	var box *html.Node // what names the authors by its class
	seen := map[string]bool{}
	over := false // a title of another story stands behind the first author's link
	for i := from; i < to; i++ {
		l := lines[i]
		if name := d.signer(l.node); name != "" && len(linked) == 0 && len(classed) == 0 {
			for _, name := range authorNames(name) {
				seen[fold(name)] = true
				classed = append(classed, named{name: name})
				rule[1], at[1] = "line at the end of the summary", l.node
			}
		}
		if len(l.text) > longestLabelLine {
			continue
		}
		over = over || len(linked) > 0 && isTitleLink(d, l)
		for _, a := range l.links {
			if over || !isAuthorLink(a) || len(linked) > 0 && followsEditorLabel(l.text, d.text(a)) {
				continue
			}
			for _, name := range authorNames(d.text(a)) {
				if !seen[fold(name)] && !buttonWords[fold(name)] {
					seen[fold(name)] = true
					linked = append(linked, named{name, d.resolve(attr(a, "href"))})
					rule[0], at[0] = "link to an author's page", a
				}
			}
		}
		if len(linked) > 0 && !over {
			for _, name := range d.besideLinked(l, at[0]) {
				if !seen[fold(name)] {
					seen[fold(name)] = true
					linked = append(linked, named{name: name})
				}
			}
		}
		if len(linked) == 0 && (len(classed) == 0 || box != nil) && l.level == 0 {
			n := namesByline(l.node)
			if box != nil && n != box && (n == nil || n.Parent != box.Parent || attr(n, "class") != attr(box, "class")) {
				box = nil
				continue
			}
			if n != nil {
				h := d.stampHints()
				if s := readStamps(l.text, h); len(s) > 0 || len(l.text) > 120 {
					continue
				}
				for _, name := range printedNames(l.text) {
					if startsLikeName(name) && !buttonWords[fold(name)] && !buttonStarts.has(firstWord(name)) && (len(classed) == 0 || isPersonName(name) && !seen[fold(name)]) {
						seen[fold(name)] = true
						classed = append(classed, named{name: name})
						rule[1], at[1] = clip(attr(n, "class"), 60), n
						box = n
					}
				}
			}
		}
	}
	var out []candidate
	for k, list := range [][]named{linked, classed} {
		if len(list) > 0 {
			out = append(out, candidate{list: list, source: news.FromStructure, rule: rule[k], node: at[k], weak: d.metadata().isSite(list)})
		}
	}
	return out
}

// besideLinked are the names on a line of an element that stands beside that of an
// author's link and is like it, as co-authors without a page of their own do.
func (d *document) besideLinked(l line, author *html.Node) []string {
	if author == nil || l.node == nil || len(l.links) > 0 || len(l.text) > longestDateLine {
		return nil
	}
	for n := l.node; n.Parent != nil && n.DataAtom != atom.Body && !standsIn(author, n); n = n.Parent {
		if !standsIn(author, n.Parent) {
			continue
		}
		a := author
		for a != nil && a.Parent != n.Parent {
			a = a.Parent
		}
		if a == nil {
			return nil // the line stands in that element
		}
		if a.DataAtom == n.DataAtom && isBlock(a.DataAtom) && attr(a, "class") == attr(n, "class") && len(d.text(n)) <= longestDateLine {
			return names(people(l.text))
		}
	}
	return nil
}

// isAuthorLink reports a link that says of itself that it leads to an author's page.
func isAuthorLink(a *html.Node) bool {
	href := attr(a, "href")
	return hasWord(attr(a, "rel"), "author") || authorPath.MatchString(href) && !strings.Contains(href, "creativecommons.org") // "/licenses/by/4.0/"
}

// linksAuthor reports an element that is such a link, or whose first link is one.
func linksAuthor(n *html.Node) bool {
	if n.DataAtom != atom.A {
		n = firstLink(n)
	}
	return n != nil && isAuthorLink(n)
}

// isTitleLink reports a line that links to a page by a title, not to an author.
func isTitleLink(d *document, l line) bool {
	for _, a := range l.links {
		if letters(l.text) >= 25 && !isAuthorLink(a) && letters(d.text(a)) >= 25 {
			return true
		}
	}
	return false
}

// firstWord is the text up to its first space.
func firstWord(s string) string {
	word, _, _ := strings.Cut(s, " ")
	return word
}

// namesByline is n or a near ancestor whose class or id says byline or author.
func namesByline(n *html.Node) *html.Node {
	for range 3 {
		if n == nil || n.Type != html.ElementNode || n.DataAtom == atom.Body || n.DataAtom == atom.Article {
			return nil
		}
		if f := nameOf(n); f&nameAuthor != 0 || strings.Contains(attr(n, "data-testid"), "byline") {
			return n
		}
		n = n.Parent
	}
	return nil
}
