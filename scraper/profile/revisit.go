package profile

import "time"

// Revisit says how long to wait before an article of some age is looked at again.
type Revisit struct {
	Under time.Duration // for articles younger than this
	Every time.Duration
}

// usualRevisits are those of a profile that names none: young articles are edited
// most. Older than the last row: never again by itself.
var usualRevisits = []Revisit{
	{3 * time.Hour, 15 * time.Minute},
	{24 * time.Hour, time.Hour},
	{7 * 24 * time.Hour, 3 * time.Hour},
	{30 * 24 * time.Hour, 3 * 24 * time.Hour},
	{365 * 24 * time.Hour, 30 * 24 * time.Hour},
}

const (
	revisitLeast = time.Minute
	revisitMost  = 10 * 365 * 24 * time.Hour
)

func readRevisits(list *node) []Revisit {
	if list == nil {
		return usualRevisits
	}
	var all []Revisit
	for _, n := range list.items() {
		m := n.mapping("revisit")
		if m == nil {
			continue
		}
		var r Revisit
		if under := m.need("under", "the age up to which it holds, such as 7d"); under != nil {
			r.Under = under.duration(revisitLeast, revisitMost)
			if len(all) > 0 && r.Under != 0 && r.Under <= all[len(all)-1].Under {
				under.fail("under %s: want rows from young to old", under.text())
			}
		}
		if every := m.need("every", "how long to wait, such as 3h"); every != nil {
			r.Every = every.duration(revisitLeast, revisitMost)
		}
		all = append(all, r)
	}
	return all
}
