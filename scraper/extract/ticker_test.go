package extract

import (
	"strings"
	"testing"
)

// A short line in the list of a ticker is one when it has the words of a sentence;
// the buttons beside it are none.
func TestShortTickerLines(t *testing.T) {
	for _, tt := range []struct {
		lines string
		want  string
	}{
		{`<li>Ice on the river</li>`, "Ice on the river"},
		{`<li>Ice on the river</li><li>All news</li><li>Bridge vote tonight at eight</li>`, "Ice on the river|Bridge vote tonight at eight"},
		{`<li><a href="/live">Go live</a></li>`, ""},
	} {
		page := `<html><body><div class="ticker"><span>Breaking</span><ul>` + tt.lines + `</ul><button>Next</button></div><main><h1>The Lenna Ledger</h1>
			<article><h3><a href="/city/a-roof-for-the-harbour">A roof for the harbour at last</a></h3></article></main></body></html>`
		var got []string
		for _, l := range Read(nil, Input{URL: "http://paper.test/", Body: []byte(page), Expect: "home"}).Ticker {
			got = append(got, l.Text)
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%s: %q, want %q", tt.lines, got, tt.want)
		}
	}
}
