package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// clean tells text from boilerplate among the pieces and fills the story.
func (w *writer) clean(st *story) {
	w.dropFacts()
	w.dropByline()
	w.dropAppeal()
	first, last := w.bounds()
	inP := w.mostlyP()
	seen := make(map[string]bool)
	var kept []piece
	for i := range w.pieces {
		p := &w.pieces[i]
		switch p.Type {
		case news.ImageBlock, news.Embed:
			kept = append(kept, *p)
			continue
		}
		if related := relatedLine(p); len(related) > 0 {
			st.inline = append(st.inline, related...)
			continue
		}
		if w.isNoise(p, i < first, i > last, inP) || seen[p.Text] && p.letters > 40 {
			continue
		}
		seen[p.Text] = true
		w.sort(p)
		kept = append(kept, *p)
	}
	kept = dropHeadings(dropPullQuotes(kept))
	w.kept = kept
	st.bold = boldOpening(kept)
	for i := range kept {
		p := &kept[i]
		st.blocks = append(st.blocks, p.Block)
		switch p.Type {
		case news.ImageBlock, news.Embed:
		default:
			st.score += float64(p.letters)
			w.hasText = w.hasText || p.letters >= 10 && p.Type != news.Heading
		}
		st.inline = append(st.inline, p.links...)
	}
	st.inline = append(st.inline, w.related...)
	number(st.inline)
}

// number gives each link its place among those of its relation.
func number(links []news.Link) {
	place := make(map[news.Relation]int, 4)
	for i := range links {
		place[links[i].Relation]++
		links[i].Position = place[links[i].Relation]
	}
}

// dropByline takes a paragraph out that stands before the text and only says who wrote
// it and when: "By Rhea Calder | May 3, 2025 at 6:42 p.m.".
func (w *writer) dropByline() {
	texts := 0
	for i := range w.pieces {
		p := &w.pieces[i]
		if p.Type != news.Paragraph && p.Type != news.Heading {
			continue
		}
		if texts++; texts > 3 {
			return
		}
		if p.letters >= 160 || !hasDigit(p.Text) || endsSentence(p.Text) {
			continue
		}
		label := byLabel.FindString(p.Text)
		if label != "" && startsLikeName(p.Text[len(label):]) && len(readStamps(nearDigits(p.Text), w.d.stampHints())) > 0 {
			w.pieces = slices.Delete(w.pieces, i, i+1)
			return
		}
	}
}

// appeal is how the heading of a box begins that asks readers for money, below the text.
var appeal = newPattern(`(?i)^(?:support\s.{0,60}\bjournalism|help\s.{0,40}\b(?:keep|continue)\b.{0,60}\bjournalism|before you go\b|unterstützen sie\s.{0,60}journalismus|soutenez\s.{0,60}journalisme|apoya\s.{0,60}periodismo|apoie\s.{0,60}jornalismo|sostieni\s.{0,60}giornalismo|wesprzyj\s.{0,60}(?:dziennikarstwo|redakcj)|поддержите\s.{0,60}журналистик)`)

// dropAppeal takes such a heading out, with all that follows it; text there is little of
// then.
func (w *writer) dropAppeal() {
	letters, before := 0, 0
	for i := range w.pieces {
		letters += w.pieces[i].letters
	}
	for i := range w.pieces {
		p := &w.pieces[i]
		if (p.Type == news.Heading || p.strong) && p.letters < 100 && 2*before > letters && appeal.MatchString(p.Text) {
			w.pieces = w.pieces[:i]
			return
		}
		before += p.letters
	}
}

// nearDigits is a text from a few words before its first digit on: a date, with what
// is printed before it.
func nearDigits(s string) string {
	at := strings.IndexFunc(s, unicode.IsDigit)
	for range 3 {
		if at > 0 {
			at = strings.LastIndexByte(strings.TrimRight(s[:at], " "), ' ') + 1
		}
	}
	return s[max(at, 0):]
}

// bounds are the first and last pieces that are surely text.
func (w *writer) bounds() (first, last int) {
	first, last = len(w.pieces), -1
	for i := range w.pieces {
		p := &w.pieces[i]
		if (p.Type == news.Paragraph || p.Type == news.Quote) && p.letters >= 50 && (p.stops > 0 || p.from == atom.P) && 2*p.linked < p.letters {
			first, last = min(first, i), i
		}
	}
	if last < 0 {
		first = -1
		last = len(w.pieces)
	}
	return first, last
}

// mostlyP reports a body whose text stands in p elements, so that text outside
// of them is suspect.
func (w *writer) mostlyP() bool {
	in, out := 0, 0
	for i := range w.pieces {
		p := &w.pieces[i]
		if p.Type != news.Paragraph {
			continue
		}
		if p.from == atom.P {
			in += p.letters
		} else {
			out += p.letters
		}
	}
	return in > 2*out
}

// isNoise reports a line that is no text of the article: furniture, or what
// stands around the text without being part of it.
func (w *writer) isNoise(p *piece, before, after, inP bool) bool {
	switch {
	case p.letters == 0, sameText(p.Text, w.h.headlineText), sameText(p.Text, w.h.standfirst), p.letters >= 25 && len(w.h.versions) > 0 && w.h.versions.has(p.Text):
		return true
	case p.letters < 160 && isFurniture(p.Text), p.letters < 90 && hasDigit(p.Text) && startsWithAny(p.Text, dateStarts):
		return true
	case p.letters < lettersOfNote && w.d.isNote(p.Text), startsWithAny(p.Text, longNotes), p.Type == news.Paragraph && isEntryLine(p):
		return true
	case p.letters < 200 && (p.Type == news.Paragraph || p.Type == news.Heading) && hasAny(p.Text, inboxWords):
		return true
	case p.letters < 400 && p.Type != news.Heading && (hasAny(p.Text, consentWords) || len(p.links) > 0 && hasAny(p.Text, letterWords)):
		return true
	}
	if p.letters < 160 && len(p.links) > 0 && startsWithAny(p.Text, followStarts) && isShareHost(p.links) {
		return true
	}
	if p.Type == news.Paragraph && p.letters < lettersOfNote && offersChannel(p.links) || isAddress(p.Text) {
		return true
	}
	short := p.letters < 40 && p.stops == 0
	switch p.Type {
	case news.Heading:
		return 2*p.linked > p.letters && p.letters > 10 || w.isLabelLink(p) || isModuleHeading(p.Text) || isPointer(p.Text)
	case news.List:
		if 10*p.linked > 6*p.letters || p.letters < 160 && !slices.ContainsFunc(strings.Split(p.Text, "\n"), func(s string) bool { return !isFurniture(s) }) {
			return true
		}
		return before && p.stops == 0 && !isSummary(p) || after && p.stops == 0 && p.linked > 0
	case news.Table:
		return 2*p.linked > p.letters
	}
	switch {
	case 10*p.linked > 8*p.letters:
		return true
	case p.from != atom.P && inP && (short || 2*p.linked > p.letters || after && p.letters < proseLetters):
		return true
	case p.from != atom.P && p.letters < 12 && p.stops == 0 && (!p.strong || p.letters < 5 || p.linked > 0):
		return true
	case after && !endsSentence(p.Text) && (p.letters < 60 || p.letters < 90 && hasDigit(p.Text)):
		return true // who wrote it, when it was on air
	case p.letters < 40 && hasDigit(p.Text) && w.d.isMostlyDate(p.Text) || isLength(p.Text):
		return true
	case before && (short || p.from != atom.P && p.letters < 40 || p.letters < 60 && hasDigit(p.Text)):
		return true
	}
	return false
}

// length is how long a recording takes: "3:40", "1:02:15".
var length = newPattern(`^\d{1,3}:\d\d(?::\d\d)?$`)

// isLength reports a line of nothing else; it is short.
func isLength(text string) bool { return len(text) < 10 && length.MatchString(text) }

// offersChannel reports links one of which leads to a channel that readers are asked to
// take, or two to an app for either kind of telephone; no story links to them.
func offersChannel(links []news.Link) bool {
	apps := 0
	for _, l := range links {
		if hasAny(l.URL, channelHosts) {
			return true
		}
		if hasAny(l.URL, appHosts) {
			apps++
		}
	}
	return apps > 1
}

// isAddress reports a line that is an e-mail address and nothing else: the writer's, below
// the text.
func isAddress(s string) bool {
	return len(s) < 80 && !strings.Contains(s, " ") && strings.Contains(s, "@") && strings.Contains(s, ".")
}

// isLabelLink reports a short heading that is a link to a part of the site: the section
// above the title of a card.
func (w *writer) isLabelLink(p *piece) bool {
	return len(p.links) == 1 && p.linked == p.letters && p.letters > 3 && sameSite(p.links[0].URL, site(w.d.url.Hostname()))
}

// isSummary reports a list of points that says what the article will: whole lines,
// that lead nowhere.
func isSummary(p *piece) bool {
	items := 1 + strings.Count(p.Text, "\n")
	return len(p.links) == 0 && items > 1 && items <= mostPoints && p.letters >= lettersOfPoint*items
}

// isShareHost reports links all of which lead to accounts at networks.
func isShareHost(links []news.Link) bool {
	return !slices.ContainsFunc(links, func(l news.Link) bool { return !hasAny(l.URL, networkHosts) })
}

// sort gives a line its type when its text or looks tell more than its element.
func (w *writer) sort(p *piece) {
	switch {
	case p.Type != news.Paragraph:
	case p.letters > 20 && isCorrection(p.Text):
		p.Type = news.Correction
	case p.strong && p.letters < 90 && p.letters >= 4 && !endsSentence(p.Text) && p.linked == 0:
		p.Type = news.Heading // a bold line on its own is a subhead, of no stated level
	}
}

// boldOpening is the paragraph that opens the text when it alone of all is set in bold,
// as the summary is where a content system has no field for it; "" for all others, such
// as the first question of an interview.
func boldOpening(pieces []piece) string {
	first := ""
	plain := 0
	for i := range pieces {
		p := &pieces[i]
		if p.Type != news.Paragraph && !(first == "" && p.Type == news.Heading && p.Level == 0) {
			continue
		}
		switch {
		case first == "" && (!p.strong || p.letters < 40 || p.letters > 600 || p.linked > 0):
			return ""
		case first == "":
			first = p.Text
		case p.strong && p.letters >= 40:
			return ""
		case p.letters >= proseLetters:
			plain++
		}
	}
	if plain < 2 {
		return ""
	}
	return first
}

// dropPullQuotes leaves out quotes that repeat, large, what a paragraph says.
func dropPullQuotes(pieces []piece) []piece {
	var said []string // the paragraphs, folded; made when a quote asks
	repeats := func(p piece) bool {
		if p.Type != news.Quote || p.letters < 20 || p.letters > lettersOfNote {
			return false
		}
		if said == nil {
			for i := range pieces {
				if pieces[i].Type == news.Paragraph && pieces[i].letters > 20 {
					said = append(said, fold(pieces[i].Text))
				}
			}
		}
		q := fold(p.Text)
		return slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, q) })
	}
	if !slices.ContainsFunc(pieces, repeats) {
		return pieces
	}
	dropped := false
	return slices.DeleteFunc(slices.Clone(pieces), func(p piece) bool {
		dropped = dropped && p.cite || repeats(p) // with who is quoted
		return dropped
	})
}

// dropHeadings leaves out headings that nothing follows, and bold lines that
// begin the text.
func dropHeadings(pieces []piece) []piece {
	keep := pieces[:0:0]
	follows := false
	for i := len(pieces) - 1; i >= 0; i-- {
		switch pieces[i].Type {
		case news.Heading:
			if !follows {
				continue
			}
		case news.ImageBlock, news.Embed:
		default:
			follows = true
		}
		keep = append(keep, pieces[i])
	}
	for i, j := 0, len(keep)-1; i < j; i, j = i+1, j-1 {
		keep[i], keep[j] = keep[j], keep[i]
	}
	return keep
}

// relatedLine reads a line that only points to another story: "Read also: …", or
// a paragraph that is one link and no sentence. nil for all others.
func relatedLine(p *piece) []news.Link {
	if p.Type != news.Paragraph && p.Type != news.List && p.Type != news.Heading && p.Type != news.Quote || len(p.links) == 0 {
		return nil
	}
	lead := startsWithAny(strings.TrimLeft(p.Text, "【[（(■▼▶►»→•*–— "), readAlsoWords)
	alone := 10*p.linked >= 9*p.letters && p.letters >= 15 && !endsSentence(p.Text)
	if p.Type == news.List {
		alone = 10*p.linked >= 9*p.letters
	}
	if p.Type == news.List || len(p.links) > 1 {
		alone = alone && p.letters >= 20*len(p.links) // names and menus are no titles
	}
	if lead && len(p.links) == 1 {
		label, ok := strings.CutSuffix(p.Text, p.links[0].Title)
		lead = 2*p.linked > p.letters || ok && p.links[0].Title != "" && len(label) <= longestDateLine/2
	} else {
		lead = lead && 2*p.linked > p.letters
	}
	if !alone && !lead && !pointsOn(p) && !isDatedLink(p) {
		return nil
	}
	if isFurniture(p.Text) {
		return nil
	}
	out := make([]news.Link, len(p.links))
	for i, l := range p.links {
		l.Relation = news.Related
		out[i] = l
	}
	return out
}

// isDatedLink reports the title of a story with the day it is from behind it, as cards
// print it, outside any paragraph.
func isDatedLink(p *piece) bool {
	if len(p.links) != 1 || p.from == atom.P || p.Type != news.Paragraph || weigh(p.links[0].Title) < lettersOfTitle {
		return false
	}
	rest, ok := strings.CutPrefix(p.Text, p.links[0].Title)
	return ok && rest != "" && len(rest) <= longestDateLine/2 && hasDigit(rest) && !endsSentence(rest) && weigh(rest) < 24
}

// pointsOn reports a line that is a few words, a colon or bar, and one long link
// to the end, such as "MORE NEWS | …".
func pointsOn(p *piece) bool {
	if len(p.links) != 1 || p.Type != news.Paragraph || 2*p.linked < p.letters {
		return false
	}
	title := p.links[0].Title
	lead, ok := strings.CutSuffix(p.Text, title)
	lead = strings.TrimSpace(lead)
	if !ok || weigh(title) < 25 || weigh(lead) > 35 || lead == "" {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(lead)
	return strings.ContainsRune(":|»>：", r)
}

// endsSentence reports text that ends as a sentence does.
func endsSentence(s string) bool {
	s = strings.TrimRightFunc(s, func(r rune) bool {
		return unicode.Is(unicode.Pf, r) || unicode.Is(unicode.Pe, r) || r == '"' || r == '\'' || r == '“' || unicode.IsSpace(r)
	})
	r, _ := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', '!', '?', ':', ';', ',', '…', '؟', '。', '！', '？', '।', '۔', '،':
		return true
	}
	return false
}

func hasDigit(s string) bool {
	for _, r := range s {
		if unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// sameText compares as a reader does: case, white space and marks aside. Empty
// text is the same as nothing.
func sameText(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	if a == b {
		return true
	}
	if len(a) > 3*len(b)+8 || len(b) > 3*len(a)+8 {
		return false
	}
	return foldEqual(a, b)
}
