package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// A problem is told once, however many nights it lasts, and once when it is over;
// when nobody could be told it is tried again.
func TestAlertsAreToldOnce(t *testing.T) {
	a := newArchive(t)
	blocked := func(day string) news.Finding {
		return news.Finding{Kind: news.FindBlocked, Site: "gazette", Day: day, Evidence: "refused", Advice: "ask"}
	}
	disk := news.Finding{Kind: news.FindDisk, Evidence: "full", Advice: "make room"}
	for i, night := range []struct {
		found  []news.Finding
		silent bool // nobody can be reached
		want   []string
	}{
		{nil, false, nil},
		{[]news.Finding{blocked("2024-12-01")}, true, []string{"blocked"}},
		{[]news.Finding{blocked("2024-12-01"), blocked("2024-12-02")}, false, []string{"blocked"}},
		{[]news.Finding{blocked("2024-12-03"), disk}, false, []string{"disk"}},
		{[]news.Finding{disk}, true, []string{"blocked over"}},
		{[]news.Finding{disk}, false, []string{"blocked over"}},
		{[]news.Finding{disk, blocked("2024-12-06")}, false, []string{"blocked"}}, // it came back
		{nil, false, []string{"disk over", "blocked over"}},
		{[]news.Finding{disk}, true, []string{"disk"}},
		{nil, false, nil}, // came and went, and nobody knew
	} {
		at := day.Add(time.Duration(i) * 24 * time.Hour)
		if err := NoteFindings(t.Context(), a.path, night.found, at); err != nil {
			t.Fatal(err)
		}
		due, err := a.Reader().UntoldAlerts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range due {
			s := string(d.Finding.Kind)
			if !d.Over.IsZero() {
				s += " over"
			}
			got = append(got, s)
		}
		if !slices.Equal(got, night.want) {
			t.Errorf("night %d: told %q, want %q", i, got, night.want)
		}
		if !night.silent {
			if err := NoteTold(t.Context(), a.path, due, at); err != nil {
				t.Fatal(err)
			}
		}
		open, err := a.Reader().OpenAlerts(t.Context())
		keys := map[string]bool{}
		for _, f := range night.found {
			keys[fmt.Sprint(f.Kind, f.Site)] = true
		}
		if err != nil || len(open) != len(keys) {
			t.Errorf("night %d: %d problems last (%v), want %d", i, len(open), err, len(keys))
		}
	}
}
