package web

import (
	"strconv"

	"newskeep/store"
)

// stretch is some revisions after each other in the strip of a history.
type stretch struct {
	Revisions []inStrip
	Folded    bool // so many others are there that these are opened only when asked for
}

// inStrip is a revision there.
type inStrip struct {
	store.Revision
	Here    bool   // it is the one that is shown
	Address string // of the article in this state
	Changes string // of what changed since the one before; empty for the first
}

// Of a long history the strip shows the first revision, the latest ones, and those
// around the one that is shown.
const (
	latestInStrip = 8
	aroundInStrip = 2
)

// Strip is the history, oldest first.
func (p articlePage) Strip() (all []stretch) {
	n, article := len(p.Revisions), "/article/"+strconv.FormatInt(p.Article.ID, 10)
	near := func(i int) bool {
		away := p.Revisions[i].Number - p.Article.Revision
		return i == 0 || i >= n-latestInStrip || -aroundInStrip <= away && away <= aroundInStrip
	}
	for i, v := range p.Revisions {
		one := inStrip{Revision: v, Here: v.Number == p.Article.Revision, Address: article + "?revision=" + strconv.Itoa(v.Number)}
		if v.Number > 1 {
			one.Changes = article + "/changes?from=" + strconv.Itoa(v.Number-1) + "&to=" + strconv.Itoa(v.Number)
		}
		alone := i > 0 && i < n-1 && near(i-1) && near(i+1) // a line that says how many are folded takes as much room
		folded := !near(i) && !alone
		if len(all) == 0 || all[len(all)-1].Folded != folded {
			all = append(all, stretch{Folded: folded})
		}
		last := &all[len(all)-1]
		last.Revisions = append(last.Revisions, one)
	}
	return all
}

// Says what is folded.
func (s stretch) Says() string {
	first, last := s.Revisions[0], s.Revisions[len(s.Revisions)-1]
	return strconv.Itoa(len(s.Revisions)) + " more, " + strconv.Itoa(first.Number) + " to " + strconv.Itoa(last.Number) + ", " + between(first.FirstSeen, last.LastSeen)
}
