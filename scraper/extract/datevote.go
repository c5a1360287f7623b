package extract

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
)

// outvoted puts a date of metadata behind another one when the other's day is
// printed beside the headline and its own is not, and no fewer metadata give it:
// the first one is that of a video in the page, or of the first of many editions.
func (d *document) outvoted(cands []candidate, printed []candidate) []candidate {
	c := d.dateChoice(cands)
	if !c.found || c.source == news.FromProfile || c.source == news.FromLabel || c.stamp.Time.IsZero() {
		return cands
	}
	says := func(list []candidate, k candidate) (n int) {
		for _, p := range list {
			if sameDay(p.stamp.Time, k.stamp.Time) || sameDay(p.stamp.Time, k.stamp.Time.UTC()) {
				n++
			}
		}
		return n
	}
	var metadata []candidate
	for _, k := range cands {
		if k.source != news.FromLabel && k.source != news.FromStructure && k.source != news.FromURL {
			metadata = append(metadata, k)
		}
	}
	if len(printed) == 0 || says(printed, c.candidate) > 0 {
		return cands
	}
	if day, ok := oneDay(printed); ok && isOlder(day.stamp, c.stamp) && !d.isOfAnother(day) && !isTitlePart(c.candidate) && len(metadata) == says(metadata, c.candidate) {
		// Nothing is printed before it is published: the metadata are those of a new
		// edition, or of the day the page was moved.
		out := slices.Clone(cands)
		for j := range out {
			out[j].weak = out[j].weak || !sameDay(out[j].stamp.Time, day.stamp.Time)
		}
		return out
	}
	for i, k := range cands {
		if k.source == news.FromLabel || k.source == news.FromStructure || k.source == news.FromURL || says(printed, k) == 0 || says(metadata, k) < says(metadata, c.candidate) {
			continue
		}
		out := slices.Clone(cands)
		for j := range out {
			out[j].weak = out[j].weak || says(printed, out[j]) == 0
		}
		out[i].weak = false
		return out
	}
	return cands
}

// isOlder reports a printed day, its year printed too, well before the one that
// metadata give, and not the same with day and month exchanged.
func isOlder(printed, given news.Stamp) bool {
	y, m, day := printed.Time.Date()
	return !printed.Time.IsZero() && given.Time.Sub(printed.Time) > 48*time.Hour &&
		strings.Contains(printed.Text, strconv.Itoa(y)) &&
		!(given.Time.Year() == y && int(given.Time.Month()) == day && given.Time.Day() == int(m))
}

// isOfAnother reports a date behind a label that is none of publication: that of the
// book a review is about.
func (d *document) isOfAnother(c candidate) bool {
	if c.node == nil {
		return false
	}
	before, _, ok := strings.Cut(d.text(c.node), c.stamp.Text)
	return ok && strings.HasSuffix(strings.TrimSpace(before), ":") && !publishedLabel.MatchString(before)
}

// titlePart ends the rule of a day that stands in a title.
const titlePart = ", last part"

func isTitlePart(c candidate) bool { return strings.HasSuffix(c.rule, titlePart) }

// titleDate is the day that a template puts behind the headline in the title:
// "Ten minutes to the quay | The Tram | 28.04.2023".
func (m *metadata) titleDate(d *document, titles []candidate) (candidate, bool) {
	for _, c := range titles {
		at := strings.LastIndex(c.value, " | ")
		if c.source != news.FromMeta || at < 0 {
			continue
		}
		tail := strings.TrimSpace(c.value[at+3:])
		if s, ok := readStamp(tail, d.stampHints()); ok && s.Text == tail && plausible(s.Time, d.seen) {
			return candidate{stamp: s, source: news.FromMeta, rule: c.rule + titlePart}, true
		}
	}
	return candidate{}, false
}
