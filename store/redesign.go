package store

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"unicode"

	"newskeep/scraper/news"
)

// redesigned reports whether a state, with the bytes it was read from, and the
// reading of the visit come from two templates: their fields were found in other
// places, several are not found any more, or their pages look otherwise. Structured data and running text stay where
// they are under any template, so without rules only the pages can tell.
func (k *keeping) redesigned(state *news.Article, bytes sql.NullInt64, a *news.Article) (bool, error) {
	if moved := movedFields(state, a) || emptied(state, a); moved || k.s.sameTemplate == nil || !bytes.Valid || k.v.Response == nil || len(k.v.Response.Body) == 0 {
		return moved, nil
	}
	body, err := k.s.read.body(k.ctx, bytes.Int64)
	if errors.Is(err, ErrCorrupt) {
		k.s.log.Warn("a damaged snapshot is not compared with", "snapshot", bytes.Int64, "err", err)
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return !k.s.sameTemplate(body, k.v.Response.Body), nil
}

// movedFields reports whether the headline and the body of two readings, and most
// of what both give, were found in other places of the page.
func movedFields(before, after *news.Article) bool {
	shared, other := 0, 0
	for name, p := range before.Provenance {
		q, ok := after.Provenance[name]
		if !ok {
			continue
		}
		shared++
		if elsewhere(p, q) {
			other++
		}
	}
	return shared >= 3 && 2*other > shared &&
		elsewhere(before.Provenance["headline"], after.Provenance["headline"]) &&
		elsewhere(before.Provenance["body"], after.Provenance["body"])
}

// emptiedMost is how many fields a newsroom takes off an article at once and leaves
// its text as it was.
const emptiedMost = 2

// emptied reports whether more fields than a newsroom takes away are not to be found
// any more, over the same text.
func emptied(before, after *news.Article) bool {
	n := 0
	was, is := newsroom(before), newsroom(after)
	for i, f := range was {
		switch f.name {
		case "kicker", "standfirst", "bylines", "source", "published", "section", "tags", "images":
			if f.value != "" && is[i].value == "" {
				n++
			}
		}
	}
	return n > emptiedMost && holds(after, before, false)
}

// elsewhere compares where two values were found. A label's rule quotes what is
// printed, such as "31 Shares", and is no place.
func elsewhere(p, q news.Provenance) bool {
	return p.Source != q.Source || p.Rule != q.Rule && p.Source != news.FromLabel
}

// acrossTemplates lists what a newsroom changed while its site got another
// template. What one template shows and the other leaves out, or shows in other
// words, says nothing; a headline, a day of publication, a sentence of the text or
// the words under one picture that are others do, and so does whatever both say in
// the same place.
func acrossTemplates(before, after *news.Article) []string {
	var fields []string
	if !sameHeadline(before.Headline, after.Headline) {
		fields = append(fields, "headline")
	}
	was := newsroom(before)
	for i, is := range newsroom(after) {
		switch is.name {
		case "kicker", "standfirst", "bylines", "source", "section", "tags":
			if was[i].value != is.value && was[i].value != "" && is.value != "" && samePlace(before.Provenance[is.name], after.Provenance[is.name]) {
				fields = append(fields, is.name)
			}
		}
	}
	if b, a := before.Published, after.Published; !b.Time.IsZero() && !a.Time.IsZero() && !counted(before) && !counted(after) &&
		a.Time.Sub(b.Time).Abs() > slackOfDays {
		fields = append(fields, "published")
	}
	if !holds(after, before, false) || !holds(before, after, true) {
		fields = append(fields, "body")
	}
	return append(fields, underPictures(before, after)...)
}

// samePlace reports whether two values come from data or a rule that no template
// moves. A label and what the looks of a page suggest are no such place.
func samePlace(p, q news.Provenance) bool {
	switch p.Source {
	case news.FromProfile, news.FromSiteJSON, news.FromJSONLD, news.FromMicrodata, news.FromMeta:
		return !elsewhere(p, q)
	}
	return false
}

// sameHeadline compares headlines but for letter case, quotes and the name of the
// site or rubric that a template sets off before or behind one.
func sameHeadline(a, b string) bool {
	if letters(a) == letters(b) {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	short := letters(a)
	parts := strings.FieldsFunc(strings.ReplaceAll(b, " - ", " | "), func(r rune) bool { return strings.ContainsRune("|–—:·»", r) })
	return short != "" && slices.ContainsFunc(parts, func(part string) bool { return letters(part) == short })
}

// underPictures are the kinds of words under pictures that both show, and that are
// others. What one template splits and the other prints in one says nothing.
func underPictures(before, after *news.Article) (fields []string) {
	had := map[string]news.Image{}
	for _, m := range before.Images {
		had[m.Same()] = m
		if file := m.OwnName(); file != "" {
			had[file] = m
		}
	}
	was := func(m news.Image) news.Image {
		if same, ok := had[m.Same()]; ok {
			return same
		}
		return had[m.OwnName()]
	}
	for _, f := range []struct {
		name string
		of   func(news.Image) string
	}{
		{"captions", func(m news.Image) string { return m.Caption }},
		{"credits", func(m news.Image) string { return m.Credit }},
		{"alts", func(m news.Image) string { return m.Alt }},
	} {
		if slices.ContainsFunc(after.Images, func(m news.Image) bool {
			was, is := letters(f.of(was(m))), letters(f.of(m))
			return was != "" && is != "" && !strings.Contains(was, is) && !strings.Contains(is, was)
		}) {
			fields = append(fields, f.name)
		}
	}
	return fields
}

// sentenceWords is how long a block must be to be told from a label.
const sentenceWords = 6

// holds reports whether the text of a has every sentence of b. Notes and the
// headline may stand outside the body in one of two templates. With strict, only blocks that end as
// sentences do count: the rest may be labels that a template prints near the text.
func holds(a, b *news.Article, strict bool) bool {
	var all strings.Builder
	all.WriteString(letters(a.Headline))
	for _, block := range a.Body {
		all.WriteString(letters(block.Text))
	}
	text := all.String() + letters(a.Standfirst)
	for _, block := range b.Body {
		if block.Type == news.Correction {
			continue
		}
		for s := range sentences(block.Text) {
			s = strings.TrimRight(s, "\"'”’»)]」』） \n")
			if wordsIn(s) < sentenceWords || sameHeadline(s, b.Headline) || strict && !strings.ContainsAny(lastRune(s), stops) {
				continue
			}
			if !strings.Contains(text, letters(s)) {
				return false
			}
		}
	}
	return true
}

func lastRune(s string) string {
	r := []rune(s)
	return string(r[max(0, len(r)-1):])
}

// letters are the letters and digits of a text, in lower case: what is left when
// a template breaks lines, sets quotes and links in its own way.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
