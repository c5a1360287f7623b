package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// siteReport is what a profile does on a number of pages.
type siteReport struct {
	Site     string        `json:"site"`
	File     string        `json:"file"`
	Articles int           `json:"articles"`
	Sections int           `json:"sections"`
	Others   int           `json:"others"` // pages that are neither
	Fields   []fieldReport `json:"fields"`
	Dead     []deadRule    `json:"dead"` // rules that matched on no page they are for
	Pages    []checkedPage `json:"pages"`
}

// fieldReport is one field on all the pages it concerns.
type fieldReport struct {
	Field   string       `json:"field"`
	Pages   int          `json:"pages"`
	Filled  int          `json:"filled"`
	By      []sourceUse  `json:"by"`      // what filled it, most pages first
	Same    int          `json:"same"`    // as reading without rules, of those with a value either way
	Gained  int          `json:"gained"`  // found with the rules alone
	Lost    int          `json:"lost"`    // found without the rules alone
	Differs []difference `json:"differs"` // another value than without rules
	Example string       `json:"example"`
}

// sourceUse counts the pages on which a source filled a field.
type sourceUse struct {
	Source string `json:"source"` // a rule of the profile as it is written, or the kind of source
	Pages  int    `json:"pages"`
}

// difference is a field that reading without the rules gives otherwise.
type difference struct {
	Page    string `json:"page"`
	With    string `json:"with"`
	Without string `json:"without"`
}

// deadRule is a rule that matched nothing.
type deadRule struct {
	Field string `json:"field"`
	Index int    `json:"index"`
	Rule  string `json:"rule"`
}

// reportedFields are the fields of an article in the order of the report.
var reportedFields = []profile.Field{
	profile.Headline, profile.Kicker, profile.Standfirst, profile.Bylines, profile.Source, profile.Dateline,
	profile.Published, profile.Modified, profile.SectionPath, profile.Tags, profile.Body, profile.Images,
	profile.Caption, profile.Credit, profile.RelatedBox, profile.KindField, profile.Language, profile.ReadMinutes, profile.Shares,
}

func reportOn(p *profile.Profile, pages []checkedPage) siteReport {
	r := siteReport{Site: p.Name, File: p.File, Pages: pages, Dead: deadRules(pages)}
	for _, c := range pages {
		switch c.Kind {
		case news.PageArticle:
			r.Articles++
		case news.PageSection:
			r.Sections++
		default:
			r.Others++
		}
	}
	r.Fields = []fieldReport{}
	if r.Articles > 0 {
		for _, f := range reportedFields {
			r.Fields = append(r.Fields, reportField(f, pages))
		}
	}
	if r.Sections > 0 {
		r.Fields = append(r.Fields, reportItems(pages))
	}
	return r
}

// reportField is one field of the articles.
func reportField(f profile.Field, pages []checkedPage) fieldReport {
	r := fieldReport{Field: string(f), By: []sourceUse{}, Differs: []difference{}}
	for _, c := range pages {
		art := c.with.Article
		if art == nil {
			continue
		}
		r.Pages++
		value, plain := extract.Value(art, f), ""
		if c.without.Article != nil {
			plain = extract.Value(c.without.Article, f)
		}
		if value != "" {
			r.Filled++
			r.use(sourceOf(art, f))
			if r.Example == "" {
				r.Example = value
			}
		}
		switch {
		case value == "" && plain == "":
		case plain == "":
			r.Gained++
		case value == "":
			r.Lost++
			r.Differs = append(r.Differs, difference{c.Page, "", plain})
		case extract.Agree(art, c.without.Article, f):
			r.Same++
		default:
			r.Differs = append(r.Differs, difference{c.Page, value, plain})
		}
	}
	r.sort()
	return r
}

// sourceOf names what filled a field: the rule, or the kind of source.
func sourceOf(art *news.Article, f profile.Field) string {
	p, ok := art.Provenance[string(f)]
	switch {
	case ok && p.Source == news.FromProfile:
		return p.Rule
	case ok:
		return string(p.Source)
	}
	return string(news.FromStructure)
}

// reportItems is the lists of the section pages: their items count as the field's
// pages.
func reportItems(pages []checkedPage) fieldReport {
	r := fieldReport{Field: "listing.items", By: []sourceUse{}, Differs: []difference{}}
	for _, c := range pages {
		l := c.with.Listing
		if l == nil {
			continue
		}
		r.Pages++
		if len(l.Items) > 0 {
			r.Filled++
			if r.Example == "" {
				r.Example = fmt.Sprintf("%d items: %s", len(l.Items), l.Items[0].Title)
			}
		}
		by := string(news.FromStructure)
		if i := slices.IndexFunc(c.Rules, func(u extract.RuleReport) bool { return u.Field == "listing.items" && u.Won }); i >= 0 {
			by = c.Rules[i].Rule
		}
		r.use(by)
		plain := []string{}
		if c.without.Listing != nil {
			plain = addresses(c.without.Listing.Items)
		}
		if slices.Equal(addresses(l.Items), plain) {
			r.Same++
		} else {
			r.Differs = append(r.Differs, difference{c.Page, fmt.Sprintf("%d items", len(l.Items)), fmt.Sprintf("%d items", len(plain))})
		}
	}
	r.sort()
	return r
}

func addresses(items []news.Link) []string {
	out := []string{}
	for _, l := range items {
		out = append(out, l.URL)
	}
	return out
}

func (r *fieldReport) use(source string) {
	if i := slices.IndexFunc(r.By, func(u sourceUse) bool { return u.Source == source }); i >= 0 {
		r.By[i].Pages++
		return
	}
	r.By = append(r.By, sourceUse{source, 1})
}

func (r *fieldReport) sort() {
	slices.SortStableFunc(r.By, func(a, b sourceUse) int { return b.Pages - a.Pages })
}

// deadRules are those that matched on none of the pages they are for.
func deadRules(pages []checkedPage) []deadRule {
	matched := map[deadRule]int{}
	order := []deadRule{}
	for _, c := range pages {
		for _, r := range c.Rules {
			if !concerns(r, c.Kind) {
				continue
			}
			k := deadRule{r.Field, r.Index, r.Rule}
			if _, ok := matched[k]; !ok {
				order = append(order, k)
			}
			matched[k] += r.Matched
		}
	}
	return slices.DeleteFunc(order, func(k deadRule) bool { return matched[k] > 0 })
}

// concerns says whether a rule has anything to find on a page of a kind: those
// of lists have not on articles, nor those of articles on lists.
func concerns(r extract.RuleReport, kind news.PageKind) bool {
	field, _, _ := strings.Cut(r.Field, ".")
	switch field {
	case "listing":
		return kind != news.PageArticle
	case "modules", "ticker":
		return true
	}
	return kind != news.PageSection
}

// printChecks shows the report to a person.
func (a *app) printChecks(r siteReport, pages []checkedPage) {
	w := a.stdout
	if a.verbose > 0 {
		for _, c := range pages {
			a.printRules(c)
		}
	}
	fmt.Fprintf(w, "%s: %d pages, %d articles, %d lists, %d neither\n\n", r.Site, len(pages), r.Articles, r.Sections, r.Others)
	for _, c := range pages {
		if c.Detail != "" {
			fmt.Fprintf(w, "no article and no list: %s: %s\n", c.Page, harmless(c.Detail))
		}
	}
	if len(r.Fields) > 0 {
		t := a.table("field", "filled", "by", "as without rules", "example")
		for _, f := range r.Fields {
			if f.Filled == 0 && f.Lost == 0 {
				t.AppendRow([]any{f.Field, fmt.Sprintf("0/%d", f.Pages), "-", "", ""})
				continue
			}
			same := fmt.Sprintf("%d of %d", f.Same, f.Same+len(f.Differs))
			if f.Gained > 0 {
				same += fmt.Sprintf(", %d new", f.Gained)
			}
			by, example := describeUse(f.By), cut(harmless(f.Example), max(24, width(w)-86))
			t.AppendRow([]any{f.Field, fmt.Sprintf("%d/%d", f.Filled, f.Pages), by, same, example})
		}
		t.Render()
	}
	for _, f := range r.Fields {
		for _, d := range f.Differs {
			fmt.Fprintf(w, "\n%s differs on %s\n  with rules     %s\n  without rules  %s\n", f.Field, d.Page, cut(harmless(d.With), width(w)-18), cut(harmless(d.Without), width(w)-18))
		}
	}
	for _, c := range pages {
		for _, f := range c.Failed {
			fmt.Fprintln(w, a.paint(w, "\nFAILED  "+c.Page+"\n  "+harmless(f), text.FgRed))
		}
	}
	if len(pages) == 0 {
		return
	}
	if len(r.Dead) == 0 {
		fmt.Fprintf(w, "\nevery rule matched on at least one of %d pages\n", len(pages))
		return
	}
	fmt.Fprintf(w, "\nmatched nothing on %d pages:\n", len(pages))
	for _, d := range r.Dead {
		fmt.Fprintf(w, "  %s %d  %s\n", d.Field, d.Index, d.Rule)
	}
}

// describeUse is what filled a field, in a cell.
func describeUse(by []sourceUse) string {
	var out []string
	for _, u := range by {
		s := cut(harmless(u.Source), 34)
		if len(by) > 1 {
			s += fmt.Sprintf(" %d", u.Pages)
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

// printRules shows every rule on one page.
func (a *app) printRules(c checkedPage) {
	fmt.Fprintf(a.stdout, "%s  %s\n", a.paint(a.stdout, c.Page, text.Bold), c.Kind)
	t := a.table("field", "rule", "", "matched", "value")
	for _, r := range c.Rules {
		if !concerns(r, c.Kind) {
			continue
		}
		won := ""
		if r.Won {
			won = "won"
		}
		t.AppendRow([]any{r.Field, fmt.Sprintf("%d  %s", r.Index, cut(r.Rule, 44)), won, r.Matched, cut(harmless(r.Value), max(20, width(a.stdout)-90))})
	}
	t.Render()
	fmt.Fprintln(a.stdout)
}
