package store

import (
	"math"
	"strings"
	"unicode/utf8"

	"newskeep/scraper/news"
)

// tallyRule is how much of a rule's text is kept, in bytes.
const tallyRule = 200

// filling is what was found of one field on one page.
type filling struct {
	field    string
	source   news.SourceName
	rule     string
	conflict bool
	size     int
}

// putTally counts how the fields of the page were filled, for drift to be seen.
// A page that was not sent anew, or that others captured, says nothing about
// today's template.
func (k *keeping) putTally() error {
	r := k.v.Reading
	if r == nil || k.v.Outcome != news.Fetched || !k.v.Via.Live() {
		return nil
	}
	switch {
	case r.Article != nil:
		return k.tally(string(kindOf(r.Article)), "[]", articleReadings(r.Article))
	case k.v.Target.Role == news.RoleSection && k.v.Target.Depth <= 1:
		return k.tally("section", jsonList(k.v.Target.Section), listReadings(r.Listing))
	}
	return nil
}

func (k *keeping) tally(kind, section string, list []filling) error {
	args := make([]any, 0, 12*len(list))
	for _, f := range list {
		conflict := 0
		if f.conflict {
			conflict = 1
		}
		size := math.Log2(1 + float64(f.size))
		args = append(args, k.v.Run, kind, section, f.field, f.source, f.rule, conflict, size, size*size, k.subject.id, clock{k.v.At}, k.subject.id)
	}
	insert := articleTally
	if kind == "section" {
		insert = listTally
	}
	return k.exec(insert, args...)
}

// One statement for all fields: a statement a field costs twice the time.
var (
	articleTally = tallyInsert(len(articleReadings(&news.Article{})))
	listTally    = tallyInsert(len(listReadings(nil)))
)

// tallyInsert counts n fields of a page.
func tallyInsert(n int) string {
	const row = `(?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`
	return `INSERT INTO field_tally
		(run_id, kind, section, field, source, rule, pages, conflicts, size, size_squared, first_page, first_at, last_page)
		VALUES ` + strings.Repeat(row+", ", n-1) + row + `
		ON CONFLICT DO UPDATE SET pages = pages + 1, conflicts = conflicts + excluded.conflicts, size = size + excluded.size,
			size_squared = size_squared + excluded.size_squared, last_page = excluded.first_page`
}

// articleReadings lists the fields of an article that a site shows, found or not.
// What every reading has, such as kind and language, says nothing.
func articleReadings(a *news.Article) []filling {
	captions, credits, related := 0, 0, 0
	for i := range a.Images {
		if a.Images[i].Caption != "" {
			captions++
		}
		if a.Images[i].Credit != "" {
			credits++
		}
	}
	for i := range a.Links {
		if a.Links[i].Relation == news.Related {
			related++
		}
	}
	body, shares := 0, 0
	for i := range a.Body {
		body += utf8.RuneCountInString(a.Body[i].Text)
	}
	if a.Shares != nil {
		shares = 1
	}
	list := []filling{
		{field: "headline", size: utf8.RuneCountInString(a.Headline)},
		{field: "kicker", size: utf8.RuneCountInString(a.Kicker)},
		{field: "standfirst", size: utf8.RuneCountInString(a.Standfirst)},
		{field: "bylines", size: len(a.Bylines)},
		{field: "source", size: utf8.RuneCountInString(a.Source)},
		{field: "dateline", size: utf8.RuneCountInString(a.Dateline)},
		{field: "published", size: stated(a.Published)},
		{field: "modified", size: stated(a.Modified)},
		{field: "section", size: len(a.Section)},
		{field: "tags", size: len(a.Tags)},
		{field: "body", size: body},
		{field: "images", size: len(a.Images)},
		{field: "caption", size: captions},
		{field: "credit", size: credits},
		{field: "related", size: related},
		{field: "read_minutes", size: min(1, a.ReadMinutes)},
		{field: "shares", size: shares},
	}
	for i := range list {
		f := &list[i]
		if f.size == 0 {
			continue
		}
		p, ok := a.Provenance[f.field]
		if !ok {
			f.source = news.FromStructure
			continue
		}
		f.source, f.rule = p.Source, steadyRule(p)
		for _, alt := range p.Alternates {
			f.conflict = f.conflict || !alt.Agrees
		}
	}
	return list
}

// listReadings lists what a list gives: its items, and those with a title, a date
// and a picture.
func listReadings(l *news.Listing) []filling {
	var items, titles, dates, pictures int
	if l != nil {
		items = len(l.Items)
		for i := range l.Items {
			if l.Items[i].Title != "" {
				titles++
			}
			dates += stated(l.Items[i].Published)
			if l.Items[i].Image != "" {
				pictures++
			}
		}
	}
	list := []filling{
		{field: "listing.items", size: items}, {field: "listing.title", size: titles},
		{field: "listing.published", size: dates}, {field: "listing.image", size: pictures},
	}
	for i := range list {
		if list[i].size > 0 {
			list[i].source = news.FromStructure
		}
	}
	return list
}

// stated is 1 for a date that is understood, 0 otherwise.
func stated(s news.Stamp) int {
	if s.Time.IsZero() {
		return 0
	}
	return 1
}

// steadyRule is the rule of a field as it is counted. A label quotes what is printed
// with it, such as "31 Shares", and an address leads to one page: no places.
func steadyRule(p news.Provenance) string {
	if p.Source == news.FromLabel || p.Source == news.FromURL {
		return ""
	}
	if len(p.Rule) > tallyRule {
		return strings.ToValidUTF8(p.Rule[:tallyRule], "")
	}
	return p.Rule
}
