package store

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// A page of which one bit is no longer what it was is never read again as if it were,
// whether it is packed alone or against another one.
func TestUnpackIntoTellsDamage(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i := range 3 {
		var page strings.Builder
		for n := range 200 {
			fmt.Fprintf(&page, "<p>Sailing %d of timetable %d</p>", n*n*n, i)
		}
		a.keep(a.article(ferryURL, page.String(), func(n *news.Article) { n.Headline = fmt.Sprint("Ferries ", i) }))
	}
	a.end(news.RunDone)
	r := a.Reader()
	seen := map[string]bool{}
	err := r.each(t.Context(), `SELECT `+snapshotColumns+` FROM snapshot s WHERE codec <> 'plain' ORDER BY id`, nil, func(scan func(...any) error) error {
		var p packed
		if err := scan(p.into()...); err != nil {
			return err
		}
		seen[p.codec] = true
		want, err := r.unpackBody(t.Context(), p)
		if err != nil {
			return err
		}
		whole := p.body
		for i := range whole {
			p.body = bytes.Clone(whole)
			p.body[i] ^= 1 << (i % 8)
			if got, err := r.unpackInto(t.Context(), p, nil); !errors.Is(err, ErrCorrupt) && !bytes.Equal(got, want) {
				t.Errorf("%s, byte %d of %d: %d other bytes, %v", p.codec, i, len(whole), len(got), err)
			}
		}
		return nil
	})
	if err != nil || len(seen) != 2 {
		t.Errorf("codecs %v, %v; want both that pack", seen, err)
	}
}
