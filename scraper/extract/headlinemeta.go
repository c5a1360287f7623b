package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// ofRule is the first candidate that a property or name gave.
func ofRule(cands []candidate, rule string) candidate {
	for _, c := range cands {
		if c.rule == rule && c.value != "" {
			return c
		}
	}
	return candidate{}
}

// passedOn is the headline under which the newsroom hands its page on, og:title
// (ogp.me: "the title of your object as it should appear within the graph"), where
// it goes before the one shown. Most pages say the same everywhere. Where they do
// not, the sources side with each other:
//
//   - the title element, written for search engines, repeats the shown headline,
//     so that one was written for them as well;
//   - all metadata are of one mind, and what is shown lacks a part, has one more,
//     or is the name of a series;
//   - JSON-LD repeats what is shown, and the title element is a third version;
//   - no element shows a headline.
//
// A longer form of what is shown, and one that the card of another network replaces by
// what is shown, are passed over.
//
// Else what readers see stays, above all when only the title element says the same
// as og:title, or when the title element and JSON-LD both say what is shown: then
// og:title alone differs, a line for networks. Only a title element without the name of
// the site, which a template puts behind anything, says so; and not where the page
// prints og:title as well, as kicker and headline.
//
// A live blog's shown headline is that of its last entry; where JSON-LD and the title
// element, or JSON-LD alone by a word such as "live ticker", name the whole, it is
// called so.
func (d *document) passedOn(meta []candidate, shown string) (candidate, bool) {
	og := ofRule(meta, "og:title")
	f, s := fold(og.value), fold(shown)
	if f != "" && s == "" {
		return og, true
	}
	title := fold(ofRule(meta, "title").value)
	var ld candidate
	for _, c := range meta {
		if c.source == news.FromJSONLD && c.rule == "headline" {
			ld = c
			break
		}
	}
	linked := fold(ld.value)
	if linked != "" && s != "" && linked != s && isRolling(ld.value, shown, linked == title) {
		return ld, true
	}
	if f == "" || f == s || isCutOff(og.value, shown) {
		return candidate{}, false
	}
	switch {
	case title == s && linked == s && fold(d.metadata().title) == s:
		_, _, printed := d.parted(og.value)
		return og, printed
	case title == s && (linked == "" || linked == s):
		// A version that says more than the page shows is for those who do not see it,
		// and one that not even the tag for another network repeats is a slip.
		alone := fold(ofRule(meta, "twitter:title").value) == s && !strings.Contains(s, f)
		return og, !alone && !strings.Contains(f, s)
	case title == s:
		return candidate{}, false
	case linked == s:
		return og, title != f
	case linked == f:
		return og, title == f
	}
	return candidate{}, false
}

// isRolling reports that linked is the headline of a live blog of which shown is only
// the news of the hour: shown strings items together as tickers do and the title
// element sides with linked, or both have a word for live coverage.
func isRolling(linked, shown string, titled bool) bool {
	return titled && strings.Contains(shown, "+++") || rollingWord.MatchString(linked) && rollingWord.MatchString(shown)
}

// rollingWord is found in headlines of live blogs.
var rollingWord = newPattern(`(?i)\b(?:(?:live|news)[- ]?)?(?:ticker|blog)\b|\blive ?updates?\b|\ben (?:direct|vivo|directo)\b|\bao vivo\b|\bminuto a minuto\b|\bin diretta\b`)

// commonSpelling gives all metadata that say the same as text the spelling that most
// of them have, and returns it; "" when none says the same.
func commonSpelling(meta []candidate, text string) string {
	count := map[string]int{}
	best := ""
	for _, c := range meta {
		if fold(c.value) == fold(text) {
			if count[c.value]++; best == "" || count[c.value] > count[best] {
				best = c.value
			}
		}
	}
	for i := range meta {
		if best != "" && fold(meta[i].value) == fold(text) {
			meta[i].value = best
		}
	}
	return best
}

// isCutOff reports a title that a template shortened: one that ends in an ellipsis,
// or before a quotation mark that ended its attribute.
func isCutOff(title, shown string) bool {
	if rest := strings.TrimRight(title, ".… "); rest != strings.TrimRight(title, " ") && strings.HasPrefix(fold(shown), fold(rest)) {
		return true
	}
	rest, ok := strings.CutPrefix(shown, strings.TrimSpace(title))
	rest = strings.TrimSpace(rest)
	return ok && strings.TrimLeft(rest, "\"“”„") != rest
}

// kickerBetween is what one of two printings of a headline has before the other:
// "Trams" of "Trams: Ten minutes to the quay" and "Ten minutes to the quay".
func kickerBetween(a, b string) string {
	if len(a) < len(b) {
		a, b = b, a
	}
	head, ok := strings.CutSuffix(a, b)
	if head = strings.TrimSpace(head); !ok || !strings.HasSuffix(head, ":") || letters(head) > 60 {
		return ""
	}
	return strings.Trim(head, " :")
}

// leadsHome reports a heading that is a link to the home page: the site's name.
func (d *document) leadsHome(h *html.Node) bool {
	link := h
	for link != nil && link.DataAtom != atom.A {
		link = link.Parent
	}
	for n := range h.Descendants() {
		if link == nil && n.DataAtom == atom.A {
			link = n
		}
	}
	if link == nil || strings.Trim(d.url.Path, "/") == "" {
		return false
	}
	u, err := url.Parse(d.resolve(attr(link, "href")))
	return err == nil && u.Host == d.url.Host && u.RawQuery == "" && strings.Trim(u.Path, "/") == ""
}
