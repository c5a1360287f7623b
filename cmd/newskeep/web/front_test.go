package web

import (
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// The slider skips moments where there are many; earlier and later do not.
func TestNoMomentIsSkipped(t *testing.T) {
	all := make([]time.Time, 1500)
	for i := range all {
		all[i] = time.Date(2024, 12, 1, 0, i, 0, 0, time.UTC)
	}
	p := frontPage{Moments: thin(all, mostMoments), Known: len(all)}
	if got := p.Through(); got != "240 of its 1500 moments" {
		t.Errorf("the slider goes through %s", got)
	}
	for _, tt := range []struct{ at, earlier, later time.Time }{
		{all[700], all[699], all[701]},
		{all[700].Add(30 * time.Second), all[699], all[701]}, // what stood then came at 700
		{all[0], time.Time{}, all[1]},
		{all[1499], all[1498], time.Time{}},
		{all[0].Add(-time.Hour), time.Time{}, all[0]},
	} {
		if earlier, later := around(all, tt.at); !earlier.Equal(tt.earlier) || !later.Equal(tt.later) {
			t.Errorf("around(%v) = %v, %v, want %v, %v", tt.at, earlier, later, tt.earlier, tt.later)
		}
	}
}

// The direction of a line is that of its title, also of one that is not archived: what
// stands in a bdi does not count for it.
func TestTitlesTurnTheirLines(t *testing.T) {
	at := time.Date(2024, 12, 1, 6, 0, 0, 0, time.UTC)
	line := placed{Placement: store.Placement{Title: "\u0627\u0644\u062a\u0631\u0627\u0645", Slot: 1, From: at}}
	p := frontPage{Site: "sahifa", AsOf: at, Moments: []time.Time{at}, Known: 1, Sites: []news.Site{{Name: "sahifa", Title: "Sahifa"}},
		Modules: []moduleAt{{Module: "home", Items: []placed{line}}}}
	if got := written(t, &room{Options: Options{Now: time.Now}}, "front.html", p); !strings.Contains(got, `<li value="1" dir="auto">`+line.Title+" ") {
		t.Errorf("the line does not begin with its title:\n%s", got)
	}
}
