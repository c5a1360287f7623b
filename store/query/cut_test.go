package query

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestCut holds the words cut 64 bytes at a time to those cut character by
// character, in texts of any length, with characters across the edges and broken ones.
func TestCut(t *testing.T) {
	rnd := rand.New(rand.NewPCG(64, 8))
	pieces := strings.Split("a|z|A|Z|0|9|tram|Ferries2024|@|[|`|{|/|:| |\n|\x00|\x7f|é|e\u0301|ي|مُدُن|東京|“|…|🚋|𐐀|\ufffd|\x80|\xbf\xbf|\xc3|\xe2\x82|\xf0\x9f\x9a|\xff|\xed\xa0\x80", "|")
	for range 3000 {
		var b strings.Builder
		for range rnd.IntN(90) {
			b.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		text := b.String()
		var want, got []string
		Words(text, func(w string) bool {
			want = append(want, w)
			return true
		})
		for _, w := range cut(text, nil) {
			got = append(got, text[w.from:w.to])
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q\nis cut into %q\n      not %q", text, got, want)
		}
	}
	for c := range 256 {
		text := strings.Repeat(string([]byte{byte(c)}), 70)
		if n := len(cut(text, nil)); n != 0 && ascii[c%128] == 0 || n > 1 {
			t.Errorf("%d words of %q", n, text)
		}
	}
}
