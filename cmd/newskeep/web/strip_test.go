package web

import (
	"testing"
	"time"

	"newskeep/store"
)

// Every revision is in the strip once, in order; of many, most are folded, but never
// those around the one that is read.
func TestStrip(t *testing.T) {
	at := time.Date(2024, 12, 1, 6, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ revisions, shown, open int }{
		{1, 1, 1}, {12, 12, 1 + latestInStrip}, {500, 500, 1 + latestInStrip}, {500, 250, 1 + 2*aroundInStrip + 1 + latestInStrip},
		{10, 10, 10}, // one alone is not folded
	} {
		p := articlePage{Article: &store.StoredArticle{}}
		p.Article.Revision = tt.shown
		for n := range tt.revisions {
			p.Revisions = append(p.Revisions, store.Revision{Number: n + 1, FirstSeen: at, LastSeen: at})
		}
		next, open := 1, 0
		for _, s := range p.Strip() {
			for _, v := range s.Revisions {
				if v.Number != next {
					t.Fatalf("of %d, revision %d comes after %d", tt.revisions, v.Number, next-1)
				}
				if next++; !s.Folded {
					open++
				}
				if away := v.Number - tt.shown; s.Folded && away >= -aroundInStrip && away <= aroundInStrip || v.Here != (away == 0) {
					t.Errorf("of %d, revision %d is folded %v, here %v while %d is read", tt.revisions, v.Number, s.Folded, v.Here, tt.shown)
				}
			}
		}
		if next != tt.revisions+1 || open != tt.open {
			t.Errorf("of %d revisions the strip has %d, %d of them open, want %d", tt.revisions, next-1, open, tt.open)
		}
	}
}
