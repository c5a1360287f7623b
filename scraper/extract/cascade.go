package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// candidate is one value a source gives for a field.
type candidate struct {
	value  string     // text fields; squeezed
	list   []named    // bylines, tags, section
	stamp  news.Stamp // dates
	source news.SourceName
	rule   string     // the selector, key or label that matched
	node   *html.Node // where it stands; nil when it is in no element a reader sees
	count  bool       // the value is printed around a number, which is all that is meant
	weak   bool       // tried after all that are not weak, such as the outlet named as author
}

// named is a name with the address it is linked to, which may be empty.
type named struct{ name, url string }

// show is the value as text, for provenance.
func (c candidate) show() string {
	switch {
	case !c.stamp.IsZero():
		if v := c.stamp.Value(); v != "" {
			return v
		}
		return c.stamp.Text
	case len(c.list) > 0:
		return strings.Join(names(c.list), "; ")
	}
	return c.value
}

// names drops the addresses.
func names(list []named) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.name
	}
	return out
}

// choice is a field decided: the winner and what else the page said.
type choice struct {
	candidate
	found      bool
	alternates []candidate
}

// choose takes the first candidate in order that is valid; a weak one only when
// there is no other. Those that lose are kept as alternates, invalid ones too
// when they came from a profile rule, since that rule is then broken.
func choose(cands []candidate, valid func(candidate) bool) choice {
	var c choice
	win := -1
	for _, weak := range []bool{false, true} {
		for i := range cands {
			if win < 0 && cands[i].weak == weak && valid(cands[i]) {
				win = i
			}
		}
	}
	for i, k := range cands {
		switch {
		case i == win:
			c.candidate, c.found = k, true
		case k.source == news.FromProfile || valid(k):
			c.alternates = append(c.alternates, k)
		}
	}
	return c
}

// decided reports that rules of the profile gave a valid value, which ends the
// cascade: what would still have to be looked for on the page is not looked for.
// What metadata and labels say is known by then and stays among the alternates,
// since a disagreement is the first sign of a redesign.
func (d *document) decided(ruled []candidate, valid func(candidate) bool) bool {
	return !d.whole && slices.ContainsFunc(ruled, valid)
}

// provenance says where a field came from.
func (c choice) provenance() news.Provenance {
	p := news.Provenance{Source: c.source, Rule: c.rule, Alternates: []news.Alternate{}}
	seen := map[news.Alternate]bool{}
	for _, k := range c.alternates {
		a := news.Alternate{Source: k.source, Rule: k.rule, Value: clip(k.show(), 300), Agrees: agree(c.candidate, k)}
		if !seen[a] {
			seen[a] = true
			p.Alternates = append(p.Alternates, a)
		}
	}
	return p
}

// agree reports two candidates that say the same: white space, case and
// typographic quotes aside; for dates, the same instant, or the same day when one
// gives no more; for counts, the same number.
func agree(a, b candidate) bool {
	if !a.stamp.Time.IsZero() && !b.stamp.Time.IsZero() {
		if a.stamp.Day || b.stamp.Day {
			return a.stamp.Time.Format("2006-01-02") == b.stamp.Time.In(a.stamp.Time.Location()).Format("2006-01-02") ||
				a.stamp.Time.Format("2006-01-02") == b.stamp.Time.Format("2006-01-02")
		}
		d := a.stamp.Time.Sub(b.stamp.Time).Abs()
		return d < minuteOfPrint
	}
	if a.count || b.count {
		n, ok := firstNumber(a.value)
		m, also := firstNumber(b.value)
		return ok && also && n == m
	}
	return foldEqual(a.show(), b.show())
}

// clip shortens s to at most n bytes at a rune boundary.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}

// fields gathers the candidates of every field in the order of the cascade.
type fields map[profile.Field][]candidate

// add appends a candidate unless it says nothing.
func (f fields) add(name profile.Field, c candidate) {
	if c.value == "" && len(c.list) == 0 && c.stamp.IsZero() {
		return
	}
	f[name] = append(f[name], c)
}
