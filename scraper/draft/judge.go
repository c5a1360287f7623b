package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// mostRules of one field: more than three kinds of page are better told apart by
// a person.
const mostRules = 3

// leastPages are the articles a rule must hold on: what holds on one alone is
// written as a comment. Rules that say less of their own need one more.
const leastPages = 2

// least is how many articles r must hold on. Reading without rules knows metadata
// as well and mends them, and a tag without a name may be that of anything.
func (r *rule) least() int {
	if r.json != "" || strings.HasPrefix(r.sel, "meta[") || !strings.ContainsAny(r.sel, ".#[") {
		return leastPages + 1
	}
	return leastPages
}

// draftRules tries what was proposed on every page and keeps the best.
func (w *work) draftRules() error {
	proposed := map[profile.Field][]rule{}
	for _, f := range valueFields {
		proposed[f] = w.propose(f)
	}
	p, err := w.trialProfile(proposed)
	if err != nil {
		return err
	}
	for k, s := range w.articles {
		t := extract.Try(p, s.page.Input)
		for f, rules := range proposed {
			for i := range rules {
				rules[i].count(k, t.Give(f, &p.Rules.Article[f][i], s.article()), s.article(), f)
			}
		}
	}
	for _, f := range valueFields {
		have := 0
		for _, s := range w.articles {
			if extract.Value(s.article(), f) != "" {
				have++
			}
		}
		w.fields = append(w.fields, w.choose(string(f), proposed[f], have))
	}
	w.draftContainers()
	w.draftLists()
	return nil
}

// trialProfile is a profile that holds every rule proposed, each at its place.
func (w *work) trialProfile(proposed map[profile.Field][]rule) (*profile.Profile, error) {
	var b strings.Builder
	b.WriteString(w.head() + "rules:\n")
	for _, f := range valueFields {
		if len(proposed[f]) > 0 {
			fmt.Fprintf(&b, "  %s:\n", f)
		}
		for _, r := range proposed[f] {
			fmt.Fprintf(&b, "    - %s\n", r.yaml())
		}
	}
	p, err := profile.Parse("trial.yaml", []byte(b.String()))
	if err != nil {
		return nil, fmt.Errorf("rules to be tried: %w", err)
	}
	return p, nil
}

// head is the part of a profile that reading depends on beside rules.
func (w *work) head() string {
	var b strings.Builder
	fmt.Fprintf(&b, "name: %s\nhome: %s\n", w.name, quoted(w.home.String()))
	if w.zone.name != "" {
		fmt.Fprintf(&b, "time_zone: %s\n", w.zone.name)
	}
	if w.local {
		b.WriteString("allow_private: true\n")
	}
	return b.String()
}

// count notes what a rule did on page k.
func (r *rule) count(k int, g extract.Given, a *news.Article, f profile.Field) {
	have := extract.Value(a, f) != ""
	switch {
	case g.Matched == 0 || g.Value == "" && !have:
	case !have && (f == profile.ReadMinutes || f == profile.Shares):
		r.wrong++ // any number would do
	case !have:
		r.extra++
	case !g.Agrees, isDate(f) && !sureClock(g.Stamp, a, f), coarser(g.Stamp, dateOf(a, f)):
		r.wrong++
	default:
		r.right++
		r.on = append(r.on, k)
		if r.values == nil {
			r.values = map[string]bool{}
		}
		r.values[g.Value] = true
		if slices.ContainsFunc(a.Provenance[string(f)].Alternates, func(o news.Alternate) bool { return o.Agrees }) {
			r.confirmed++
		}
		if g.Matched > 1 && !severalValues[f] {
			r.cost += 0.3 // it names more than it needs
		}
	}
}

// sureClock reports a date whose hour a rule may be trusted with. Reading without
// rules mends dates by what else the page prints (templates write "Z" behind local
// times); a rule is taken at its word. So it must state an offset, be in the
// profile's zone, or agree with a printed time.
func sureClock(s news.Stamp, a *news.Article, f profile.Field) bool {
	printed := dateOf(a, f).Text
	if _, offset := s.Time.Zone(); s.Zone == news.ZoneStated && offset != 0 {
		return true
	}
	return s.Zone == news.ZoneProfile || printed != "" && s.Zone == news.ZoneStated
}

func isDate(f profile.Field) bool { return f == profile.Published || f == profile.Modified }

// dateOf is a date field of an article; the zero stamp for other fields.
func dateOf(a *news.Article, f profile.Field) news.Stamp {
	switch f {
	case profile.Published:
		return a.Published
	case profile.Modified:
		return a.Modified
	}
	return news.Stamp{}
}

// coarser reports that one date gives the day alone where the other has a time of
// day: they agree, and a rule for the one would lose the hour.
func coarser(one, other news.Stamp) bool {
	return one.Day && !other.Day && !other.Time.IsZero()
}

// varies are the fields that differ from article to article: a rule that gave the
// same on all proves nothing.
var varies = map[string]bool{
	string(profile.Bylines): true, string(profile.Kicker): true, string(profile.SectionPath): true,
	string(profile.ReadMinutes): true, string(profile.Shares): true, string(profile.Tags): true,
}

// severalValues are the fields that have a value for each element.
var severalValues = map[profile.Field]bool{profile.Bylines: true, profile.Tags: true, profile.SectionPath: true}

// holds reports a rule that was never wrong and seldom gave what no other reading
// gives.
func (r *rule) holds() bool { return r.wrong == 0 && r.right > 0 && 2*r.extra <= r.right }

// choose takes the rule that holds on most pages, the more trustworthy one among
// equals, then another for what is left over.
func (w *work) choose(name string, proposed []rule, have int) fieldRules {
	out := fieldRules{name: name, have: have}
	var good []int
	for i := range proposed {
		if r := &proposed[i]; r.holds() && r.right >= r.least() && (!varies[name] || len(r.values) > 1) {
			good = append(good, i)
		}
	}
	if len(good) == 0 {
		out.near, out.why = nearMiss(proposed, varies[name])
		return out
	}
	worth := func(r rule) float64 { return float64(r.right)/float64(max(have, 1)) - 0.05*r.cost }
	slices.SortStableFunc(good, func(a, b int) int { return cmp.Compare(worth(proposed[b]), worth(proposed[a])) })
	covered := map[int]bool{}
	for _, i := range good {
		fresh := 0
		for _, k := range proposed[i].on {
			if !covered[k] {
				fresh++
			}
		}
		if fresh == 0 || len(out.rules) > 0 && fresh < leastPages {
			continue
		}
		for _, k := range proposed[i].on {
			covered[k] = true
		}
		out.rules = append(out.rules, proposed[i])
		if out.right = len(covered); out.right >= have || len(out.rules) == mostRules {
			break
		}
	}
	return out
}

// nearMiss is the best of the rules that were not good enough, to be told with the
// reason.
func nearMiss(proposed []rule, varied bool) (*rule, string) {
	best := -1
	better := func(a, b rule) bool {
		if a.right-a.wrong != b.right-b.wrong {
			return a.right-a.wrong > b.right-b.wrong
		}
		return a.cost < b.cost
	}
	for i, r := range proposed {
		if r.right > 0 && r.right >= 3*r.wrong && (best < 0 || better(r, proposed[best])) {
			best = i
		}
	}
	if best < 0 {
		return nil, ""
	}
	r := proposed[best]
	switch {
	case r.wrong+r.extra == 0 && r.right < r.least():
		return &r, fmt.Sprintf("seen on %d article(s) alone", r.right)
	case varied && len(r.values) == 1:
		return &r, fmt.Sprintf("the same on all %d articles, which proves nothing", r.right)
	}
	return &r, fmt.Sprintf("as without rules on %d articles, otherwise on %d", r.right, r.wrong+r.extra)
}
