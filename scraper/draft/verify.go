package draft

import (
	"fmt"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// comparedFields are those whose reading no draft may change.
var comparedFields = []profile.Field{
	profile.Headline, profile.Kicker, profile.Standfirst, profile.Bylines, profile.Source, profile.Dateline,
	profile.Published, profile.Modified, profile.SectionPath, profile.Tags, profile.Body, profile.Images,
	profile.Caption, profile.Credit, profile.RelatedBox, profile.ReadMinutes, profile.Shares,
}

// verified reads every page with the whole draft and without its rules, takes out
// the rules of fields that come out otherwise, and reads again until none does.
func (w *work) verified() (*profile.Profile, error) {
	for range len(w.fields) + 1 {
		src := w.write()
		p, err := profile.Parse(w.name+".yaml", src)
		if err != nil {
			return nil, fmt.Errorf("the draft does not parse: %w", err)
		}
		if !w.dropRules(p) {
			return p, nil
		}
	}
	return nil, fmt.Errorf("the draft changes what is read even without rules")
}

// dropRules takes out the rules of one field that change a reading, and reports
// whether there was one.
func (w *work) dropRules(p *profile.Profile) bool {
	plain := extract.Plain(p)
	for _, s := range w.articles {
		with, without := extract.Read(p, s.page.Input).Article, extract.Read(plain, s.page.Input).Article
		if without == nil {
			continue
		}
		if with == nil {
			return w.blame(s, string(profile.Body), string(profile.Headline))
		}
		for _, f := range comparedFields {
			if extract.Value(without, f) == "" || extract.Agree(without, with, f) && !coarser(dateOf(with, f), dateOf(without, f)) {
				continue
			}
			if w.blame(s, string(f), string(profile.Body), string(profile.Images), string(profile.Headline), string(profile.Standfirst), string(profile.Bylines)) {
				return true
			}
		}
	}
	for _, s := range w.lists {
		in := w.asList(s)
		with, without := extract.Read(p, in), extract.Read(plain, in)
		if without.Kind == news.PageSection && (with.Kind != news.PageSection || !sameItems(without.Listing, with.Listing)) {
			if w.blame(s, "listing.items") {
				return true
			}
		}
	}
	return false
}

// blame takes out the rules of the first of the fields that has some.
func (w *work) blame(s *sample, fields ...string) bool {
	for _, name := range fields {
		for i := range w.fields {
			if f := &w.fields[i]; f.name == name && len(f.rules) > 0 {
				f.near, f.why = &f.rules[0], "changes what is read on "+s.name()
				f.rules = nil
				return true
			}
		}
	}
	return false
}
