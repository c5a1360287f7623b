package extract

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Value is a field of an article in one line, as people compare it: names and
// keywords joined by "; ", the body by blanks. It is "" when the article does not
// have the field.
func Value(a *news.Article, f profile.Field) string {
	return claim(a, f).show()
}

// Agree reports that two readings of a page say the same for a field. What does
// not count: white space, case and typographic quotes; the order of names and
// keywords; of dates, what is finer than a minute, or than a day when one gives
// no more. Two that both lack the field agree.
func Agree(a, b *news.Article, f profile.Field) bool {
	return sameClaim(claim(a, f), claim(b, f), f)
}

// claim is a field of an article as a candidate.
func claim(a *news.Article, f profile.Field) candidate {
	var c candidate
	add := func(name string) {
		if name != "" {
			c.list = append(c.list, named{name: name})
		}
	}
	switch f {
	case profile.Headline:
		c.value = a.Headline
	case profile.Kicker:
		c.value = a.Kicker
	case profile.Standfirst:
		c.value = a.Standfirst
	case profile.Source:
		c.value = a.Source
	case profile.Dateline:
		c.value = a.Dateline
	case profile.KindField:
		c.value = string(a.Kind)
	case profile.Language:
		c.value = a.Language
	case profile.Published:
		c.stamp = a.Published
	case profile.Modified:
		c.stamp = a.Modified
	case profile.ReadMinutes:
		if c.count = true; a.ReadMinutes > 0 {
			c.value = strconv.Itoa(a.ReadMinutes)
		}
	case profile.Shares:
		if c.count = true; a.Shares != nil {
			c.value = strconv.Itoa(*a.Shares)
		}
	case profile.SectionPath:
		for _, s := range a.Section {
			add(s)
		}
	case profile.Bylines:
		for _, b := range a.Bylines {
			add(b.Name)
		}
	case profile.Tags:
		for _, t := range a.Tags {
			add(t.Name)
		}
	case profile.Images:
		for _, i := range a.Images {
			add(i.URL)
		}
	case profile.Caption:
		for _, i := range a.Images {
			add(i.Caption)
		}
	case profile.Credit:
		for _, i := range a.Images {
			add(i.Credit)
		}
	case profile.RelatedBox:
		for _, l := range a.Links {
			if l.Relation == news.Related {
				add(l.URL)
			}
		}
	case profile.Body:
		var texts []string
		for _, b := range a.Body {
			if b.Text != "" {
				texts = append(texts, b.Text)
			}
		}
		c.value = strings.Join(texts, " ")
	}
	return c
}

// sameClaim is agree with the order of names aside; of two that say nothing it is
// true.
func sameClaim(a, b candidate, f profile.Field) bool {
	switch {
	case a.show() == "" || b.show() == "":
		return a.show() == b.show()
	case listFields[f] || a.list != nil || b.list != nil:
		return maps.Equal(foldedNames(a.list, f), foldedNames(b.list, f))
	case dateFields[f]:
		if a.stamp.Time.IsZero() || b.stamp.Time.IsZero() {
			return a.stamp.Time.IsZero() == b.stamp.Time.IsZero()
		}
	}
	return agree(a, b)
}

// foldedNames is a list of names as a set. Of a section path, the order counts,
// and so it is one name.
func foldedNames(list []named, f profile.Field) map[string]bool {
	all := names(list)
	if f == profile.SectionPath {
		all = []string{strings.Join(all, "; ")}
	}
	set := map[string]bool{}
	for name := range slices.Values(all) {
		if key := fold(name); key != "" {
			set[key] = true
		}
	}
	return set
}

// Plain is a profile without its rules for fields: what is read with it is what
// structure, metadata and visible labels give on that site.
func Plain(p *profile.Profile) *profile.Profile {
	plain := *p
	plain.Rules, plain.Older = profile.Rules{}, nil
	return &plain
}
