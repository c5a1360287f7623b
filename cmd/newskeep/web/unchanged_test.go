package web

import (
	"strings"
	"testing"

	"newskeep/cmd/newskeep/compare"
	"newskeep/store"
)

// Of a long text only what is the same is folded, at its spaces, and every letter stays.
func TestPieces(t *testing.T) {
	words, letters := strings.Repeat("قال word ", 200), strings.Repeat("字", 2000)
	for _, text := range []string{words, letters, "short"} {
		spans := []compare.Span{{Op: compare.Equal, Text: text}, {Op: compare.Delete, Text: words}, {Op: compare.Equal, Text: text}, {Op: compare.Insert, Text: "b"}, {Op: compare.Equal, Text: text}}
		for i, p := range (changesPage{}).Pieces(spans) {
			if p.Text+p.Same+p.End != spans[i].Text || p.Op != spans[i].Op {
				t.Errorf("piece %d of %.20s lost letters", i, text)
			}
			folds := text != "short" && p.Op == compare.Equal
			if (p.Same != "") != folds {
				t.Errorf("piece %d of %.20s is folded: %v", i, text, !folds)
			}
			if folds && ((p.Text == "") != (i == 0) || (p.End == "") != (i == 4)) {
				t.Errorf("piece %d of %.20s shows %q and %q", i, text, p.Text, p.End)
			}
			for _, end := range []string{p.Text, strings.TrimSuffix(p.Same, " ")} {
				if folds && text == words && end != "" && !strings.HasSuffix(end, "word") && !strings.HasSuffix(end, "قال") {
					t.Errorf("piece %d is cut within a word: …%q", i, end[len(end)-8:])
				}
			}
		}
	}
}

func TestNothingDiffers(t *testing.T) {
	two := make([]store.Revision, 2)
	for _, tt := range []struct {
		p    changesPage
		said string
	}{
		{changesPage{From: 1, To: 1, Revisions: two[:1]}, "no other state"},
		{changesPage{From: 2, To: 2, Revisions: two}, "from itself"},
		{changesPage{From: 1, To: 2, Revisions: two, Class: "removed"}, "took the article down"},
		{changesPage{From: 1, To: 2, Revisions: two, Class: "restored"}, "came back"},
	} {
		if got := tt.p.Nothing(); !strings.Contains(got, tt.said) {
			t.Errorf("%+v says %q", tt.p, got)
		}
	}
}
