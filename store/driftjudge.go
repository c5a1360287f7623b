package store

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"newskeep/scraper/news"
)

const (
	baselineDays  = 14   // days before, and nights at least, whose nights without drift a night is compared with
	baselineLeast = 2    // nights there must be to say more than that something is gone
	driftPages    = 5    // pages a night, and all before it, must have to be judged
	driftShare    = 0.15 // smallest change of a share that is worth a word
	driftSigma    = 4.0  // standard deviations that chance does not explain
	goneShare     = 0.9  // of the pages before, of which none is left: gone
	goneSigma     = 3.0  // the same for what is gone
	driftLength   = 1.0  // doublings or halvings of a length
	acceptedAfter = 14   // nights and days of drift after which it is the usual
)

// drifted is a finding with what its advice needs.
type drifted struct {
	news.Finding
	lost  origin  // that gave the field before; zero when none lost
	pages []int64 // examples
}

// judgement compares one field of one night with the nights before.
//
// A share has changed when, over all kinds of article with a past, the number of
// pages is further from what the past of each kind makes expected than chance
// explains (Mantel-Haenszel: sums of hypergeometric expectations and variances,
// four standard deviations), and by at least 15 points. Kinds are compared each
// with itself, so that a night with more videos than usual is no drift; one kind
// alone is enough. What nearly all pages had and none has any more is told from
// fewer pages (three deviations) and after a single night. A length has changed
// when its geometric mean has doubled or halved, beyond four standard errors.
type judgement struct {
	field  string
	now    map[string]*tallied // by kind
	base   map[string]*tallied // by kind, pooled over the nights
	same   map[string]*tallied // the part of base that was read with today's rules
	nights int                 // compared
}

// shift is how a share moved.
type shift struct {
	kinds       []string
	is, of      int // pages now
	was, before int // pages then
}

func (s shift) String() string {
	return fmt.Sprintf("%d of %d pages, %d of %d before", s.is, s.of, s.was, s.before)
}

// moved tests the share of pages that count says, down for sign -1, up for +1.
func (j *judgement) moved(base map[string]*tallied, count, of func(*tallied) int, sign float64) (shift, bool) {
	var all shift
	var gap, variance, expected float64
	for _, kind := range slices.Sorted(maps.Keys(j.now)) {
		b := base[kind]
		if b == nil || of(b) == 0 || of(j.now[kind]) == 0 {
			continue
		}
		s := shift{[]string{kind}, count(j.now[kind]), of(j.now[kind]), count(b), of(b)}
		n, N, m := float64(s.of), float64(s.of+s.before), float64(s.is+s.was)
		e := n * m / N
		v := n * float64(s.before) * m * (N - m) / (N * N * max(N-1, 1))
		change := sign * (float64(s.is)/n - float64(s.was)/float64(s.before))
		if s.of >= driftPages && s.before >= driftPages && change >= driftShare && v > 0 && j.beyond(s, sign, sign*(float64(s.is)-e)/math.Sqrt(v)) {
			all.kinds = append(all.kinds, kind)
		}
		gap += sign * (float64(s.is) - e)
		variance += v
		expected += n * float64(s.was) / float64(s.before)
		all.is, all.of, all.was, all.before = all.is+s.is, all.of+s.of, all.was+s.was, all.before+s.before
	}
	if len(all.kinds) > 0 { // the numbers of these kinds
		one := shift{kinds: all.kinds}
		for _, kind := range all.kinds {
			one.is, one.of = one.is+count(j.now[kind]), one.of+of(j.now[kind])
			one.was, one.before = one.was+count(base[kind]), one.before+of(base[kind])
		}
		return one, true
	}
	if all.of < driftPages || all.before < driftPages || variance == 0 {
		return all, false
	}
	change := sign * (float64(all.is) - expected) / float64(all.of)
	return all, change >= driftShare && j.beyond(all, sign, gap/math.Sqrt(variance))
}

// beyond says whether a change of so many deviations is more than chance.
func (j *judgement) beyond(s shift, sign, sigma float64) bool {
	if sign < 0 && s.is == 0 && float64(s.was) >= goneShare*float64(s.before) {
		return sigma >= goneSigma-1e-9
	}
	return j.nights >= baselineLeast && sigma >= driftSigma
}

func pagesOf(t *tallied) int     { return t.pages }
func filledOf(t *tallied) int    { return t.filled }
func conflictsOf(t *tallied) int { return t.conflicts }

func byOrigin(o origin) func(*tallied) int {
	return func(t *tallied) int {
		if w := t.by[o]; w != nil {
			return w.pages
		}
		return 0
	}
}

// judge returns what has drifted; none, or one finding: the gravest.
func (j *judgement) judge() (drifted, bool) {
	// An origin that lost pages explains the rest, when the rules are the same.
	var lost origin
	var loss shift
	for o := range j.origins(j.same) {
		if s, ok := j.moved(j.same, byOrigin(o), pagesOf, -1); ok && (lost == origin{} || share(s) > share(loss)) {
			lost, loss = o, s
		}
	}
	evidence := ""
	if lost != (origin{}) {
		evidence = fmt.Sprintf("%s gave it on %s", lost, loss)
		if gain, s := j.gainer(loss.kinds); s.of > 0 && gain != (origin{}) {
			evidence += fmt.Sprintf("; now %s gives it on %s", gain, s)
		}
	}
	switch s, ok := j.moved(j.base, filledOf, pagesOf, -1); {
	case ok:
		d := j.drift(news.FindFieldLost, s, "found on "+s.String(), evidence)
		d.lost = lost
		d.example(j.now, origin{})
		return d, true
	case lost != origin{}:
		d := j.drift(news.FindRuleMoved, loss, evidence, "")
		d.lost = lost
		gain, _ := j.gainer(loss.kinds)
		d.example(j.now, gain)
		return d, true
	}
	if s, ok := j.moved(j.base, conflictsOf, filledOf, +1); ok {
		d := j.drift(news.FindFieldConflict, s, "sources disagree on "+s.String(), "")
		d.example(j.now, origin{}) // any page of it
		return d, true
	}
	return j.shape()
}

// share is the part of pages that an origin lost.
func share(s shift) float64 {
	return float64(s.was)/float64(s.before) - float64(s.is)/float64(s.of)
}

func (j *judgement) origins(list map[string]*tallied) map[origin]bool {
	all := map[origin]bool{}
	for _, t := range list {
		for o := range t.by {
			if o != (origin{}) {
				all[o] = true
			}
		}
	}
	return all
}

// gainer is the origin that gained the largest share of the pages of some kinds;
// of all when none is named.
func (j *judgement) gainer(kinds []string) (best origin, by shift) {
	all := j.origins(j.now)
	all[origin{}] = true
	most := 0.0
	for o := range all {
		var s shift
		for kind, t := range j.now {
			if b := j.same[kind]; b != nil && (len(kinds) == 0 || slices.Contains(kinds, kind)) {
				s.is, s.of = s.is+byOrigin(o)(t), s.of+t.pages
				s.was, s.before = s.was+byOrigin(o)(b), s.before+b.pages
			}
		}
		if s.of == 0 || s.before == 0 {
			continue
		}
		if gain := -share(s); gain > most || gain == most && gain > 0 && o.String() < best.String() {
			best, by, most = o, s, gain
		}
	}
	return best, by
}

// shape tests the length of what is found.
func (j *judgement) shape() (drifted, bool) {
	for _, kind := range slices.Sorted(maps.Keys(j.now)) {
		n, b := j.now[kind], j.base[kind]
		if b == nil || j.nights < baselineLeast || n.filled < driftPages || b.filled < 2*driftPages {
			continue
		}
		mean, variance := n.mean()
		was, varied := b.mean()
		change := mean - was
		if math.Abs(change) < driftLength || math.Abs(change) < driftSigma*math.Sqrt((variance+varied)/float64(n.filled)) {
			continue
		}
		s := shift{kinds: []string{kind}, of: n.filled, before: b.filled}
		d := j.drift(news.FindFieldShape, s, fmt.Sprintf("its usual length is %.0f on %d pages, %.0f on %d before",
			math.Exp2(mean)-1, n.filled, math.Exp2(was)-1, b.filled), "")
		d.example(map[string]*tallied{kind: n}, origin{})
		return d, true
	}
	return drifted{}, false
}

// mean and variance of the logarithm of the length.
func (t *tallied) mean() (mean, variance float64) {
	n := float64(t.filled)
	mean = t.size / n
	return mean, max(0, t.squared/n-mean*mean)
}

func (j *judgement) drift(kind news.FindingKind, s shift, evidence, more string) drifted {
	if more != "" {
		evidence += "; " + more
	}
	if len(s.kinds) > 0 {
		evidence = strings.Join(s.kinds, ", ") + ": " + evidence
	}
	evidence += fmt.Sprintf(" (%s compared)", several(j.nights, "night", "nights"))
	return drifted{Finding: news.Finding{Kind: kind, Evidence: evidence}}
}

// example takes the first and the latest page of an origin; of any when it has
// none.
func (d *drifted) example(list map[string]*tallied, o origin) {
	var first, last *where
	for _, kind := range slices.Sorted(maps.Keys(list)) {
		for have, w := range list[kind].by {
			if have != o && byOriginIn(list, o) {
				continue
			}
			if first == nil || w.at.Before(first.at) {
				first = w
			}
			if last == nil || w.last > last.last {
				last = w
			}
		}
	}
	if first == nil {
		return
	}
	d.Since, d.pages = first.at, []int64{first.first}
	if last.last != first.first {
		d.pages = append(d.pages, last.last)
	}
}

func byOriginIn(list map[string]*tallied, o origin) bool {
	for _, t := range list {
		if t.by[o] != nil {
			return true
		}
	}
	return false
}

// driftOf goes through the nights of a field: each is compared with the nights
// before it that did not drift, so that a drift stays one for as long as it
// lasts. What lasts for two weeks is the usual from then on.
func driftOf(nights []*night, field string) []drifted {
	var base []*night   // without drift, the latest baselineDays
	var streak []*night // of drift, up to now
	var begun drifted   // as the first night of the streak showed it
	var latest drifted
	for _, n := range nights {
		j := judging(n, base, field)
		pages := 0
		for _, t := range j.now {
			pages += t.pages
		}
		if pages == 0 {
			continue
		}
		if j.nights > 0 && pages >= driftPages {
			if d, ok := j.judge(); ok {
				if len(streak) == 0 {
					begun = d
				}
				latest, streak = d, append(streak, n)
				if len(streak) >= acceptedAfter && n.at.Sub(streak[0].at) >= (acceptedAfter-1)*24*time.Hour {
					base, streak = streak, nil
				}
				continue
			}
			streak = nil
		}
		if len(streak) == 0 {
			base = append(base, n)
			for len(base) > baselineDays && n.at.Sub(base[0].at) > baselineDays*24*time.Hour {
				base = base[1:]
			}
		}
	}
	if len(streak) == 0 {
		return nil
	}
	latest.Since, latest.pages = begun.Since, begun.pages
	if begun.lost != (origin{}) {
		latest.lost = begun.lost
	}
	return []drifted{latest}
}

// judging prepares the comparison of a night with others.
func judging(n *night, base []*night, field string) *judgement {
	j := &judgement{field: field, now: map[string]*tallied{}, base: map[string]*tallied{}, same: map[string]*tallied{}}
	for k, t := range n.fields {
		if k.field == field {
			j.now[k.kind] = t
		}
	}
	pool := func(to map[string]*tallied, kind string, t *tallied) {
		if to[kind] == nil {
			to[kind] = &tallied{by: map[origin]*where{}}
		}
		to[kind].pool(t)
	}
	for _, b := range base {
		seen := false
		for k, t := range b.fields {
			if k.field != field {
				continue
			}
			seen = true
			pool(j.base, k.kind, t)
			if b.rules == n.rules {
				pool(j.same, k.kind, t)
			}
		}
		if seen {
			j.nights++
		}
	}
	return j
}

// advice says what to edit.
func (d *drifted) advice(site, field string, rule func(site, field, rule string) string) string {
	text := ""
	if d.lost.source == news.FromProfile {
		text = d.lost.rule
	}
	place := "rules." + field + " of the profile"
	if rule != nil {
		place = rule(site, field, text)
	}
	what := "give " + place + " a selector that fits"
	if text != "" {
		what = "mend " + place
	}
	return fmt.Sprintf("open the page and look where the field stands now; then %s, try it with 'newskeep extract URL --site %s --explain', and read what is stored again with 'newskeep reextract'", what, site)
}
