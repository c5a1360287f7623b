package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"newskeep/scraper/profile"
)

// The table of revisits, row by row, under schedules that come round often enough to
// show it: every quarter of an hour while the first stories are young, then hourly,
// then more and more seldom.
func TestRevisitsFollowTheTable(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: TestYear has some of it")
	}
	t.Parallel()
	paper := &yearPaper{began: yearBegins}
	paper.start(t)
	archive := filepath.Join(t.TempDir(), "revisits.db")
	phases := []struct {
		cron string
		days int // up to which it holds
	}{{"*/15 * * * *", 4}, {"0 * * * *", 9}, {"0 */3 * * *", 36}, {"0 3 * * *", 60}}
	synctest.Test(t, func(t *testing.T) {
		y := newYear(t, paper, archive)
		for i, ph := range phases {
			p := y.rules(fmt.Sprintf("schedule: {cron: %q}\n", ph.cron) + yearTown)
			if i == 0 {
				y.switchOn(p)
			} else {
				y.reload <- y.jobs(p)
			}
			y.until(yearBegins.AddDate(0, 0, ph.days).Add(-10 * time.Minute))
		}
		y.switchOff()
	})
	usual := profileRows(t, "")
	checkRevisits(t, paper, archive, func(time.Time) []profile.Revisit { return usual })
	checkEdits(t, paper, archive)

	// In words, for a story that is never edited: a quarter of an hour, stretched by
	// half each time to four quarters at most, then hours, stretched as far.
	all := looks(t, archive)
	if got, want := fmt.Sprint(waits(all["/story-4"])[:8]), "[15m0s 15m0s 30m0s 45m0s 1h0m0s 1h0m0s 4h0m0s 4h0m0s]"; got != want {
		t.Errorf("between looks at a story that does not change: %s, want %s", got, want)
	}
	// And for one that is edited: half of three hours after the look that saw it.
	for i, l := range all["/story-0"] {
		if l.change == "changed" {
			if got := waits(all["/story-0"][i:])[0]; got > 2*time.Hour {
				t.Errorf("after a change it waits for %s", got)
			}
		}
	}
}

// waits are the times between looks, to the minute.
func waits(list []look) (all []time.Duration) {
	for i := 1; i < len(list); i++ {
		all = append(all, list[i].at.Sub(list[i-1].at).Round(5*time.Minute))
	}
	return all
}

// profileRows are the rows of the revisit table that a profile has.
func profileRows(t *testing.T, text string) []profile.Revisit {
	t.Helper()
	p, err := profile.Parse("rows.yaml", []byte("name: rows\nhome: https://rows.example/\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	return p.Revisits
}

// look is a visit to an article.
type look struct {
	at     time.Time
	change string
}

// looks are the visits to a story, in order.
func looks(t *testing.T, archive string) map[string][]look {
	t.Helper()
	all := map[string][]look{}
	for _, s := range rows(t, open(t, archive), `SELECT substr(p.url, instr(p.url, '/story')) || ' ' || v.at || ' ' || v.change
		FROM visit v JOIN page p ON p.id = v.page_id WHERE p.role = 'article' AND v.via = 'live' AND v.outcome IN ('fetched', 'not_modified') ORDER BY v.at`) {
		parts := strings.SplitN(s, " ", 3)
		at, err := time.Parse(time.RFC3339, parts[1])
		if err != nil {
			t.Fatal(err)
		}
		all[parts[0]] = append(all[parts[0]], look{at, parts[2]})
	}
	return all
}

// checkRevisits works out for each visit to each article when the next was due, by
// the rule as the guide tells it, and holds the next visit against the first run
// that could make it.
func checkRevisits(t *testing.T, paper *yearPaper, archive string, table func(at time.Time) []profile.Revisit) {
	t.Helper()
	type span struct{ from, to time.Time }
	var runs []span
	for _, s := range rows(t, open(t, archive), `SELECT started_at || ' ' || ended_at FROM run WHERE via = 'live' AND outcome <> 'failed' ORDER BY id`) {
		var r span
		from, to, _ := strings.Cut(s, " ")
		var err1, err2 error
		r.from, err1 = time.Parse(time.RFC3339, from)
		r.to, err2 = time.Parse(time.RFC3339, to)
		if err1 != nil || err2 != nil {
			t.Fatal(s)
		}
		runs = append(runs, r)
	}
	all := looks(t, archive)
	checked, wrong := 0, 0
	for name, list := range all {
		var k int
		if _, err := fmt.Sscanf(name, "/story-%d", &k); err != nil {
			t.Fatal(err)
		}
		steady := 0
		for i, l := range list {
			wait, never := time.Duration(0), true
			for _, row := range table(l.at) {
				if l.at.Sub(paper.published(k)) < row.Under {
					wait, never = row.Every, false
					longest := 4 * wait
					for range steady {
						wait = min(wait+wait/2, longest)
					}
					if l.change == "changed" {
						wait = row.Every / 2
					}
					break
				}
			}
			switch l.change {
			case "changed":
				steady = 0
			case "new":
			default:
				steady++
			}
			// A run waits for what is due within two minutes.
			// Each run looks once at what has left the lists since the one before.
			due, next := l.at.Add(wait), span{}
			for j, r := range runs {
				left := j > 0 && paper.listed(k, runs[j-1].from) && !paper.listed(k, r.from)
				if r.from.After(l.at) && (left || !never && !due.After(r.to.Add(2*time.Minute))) {
					next = r
					break
				}
			}
			checked++
			switch {
			case next.to.IsZero() && i+1 < len(list):
				t.Errorf("%s was looked at on %s after %s, though it was due on %s", name, list[i+1].at, l.at, due)
			case !next.to.IsZero() && i+1 == len(list):
				t.Errorf("%s, last looked at on %s, was due on %s and was not looked at by the run that ended %s", name, l.at, due, next.to)
			case !next.to.IsZero() && (list[i+1].at.After(next.to) || list[i+1].at.Before(next.from)):
				t.Errorf("%s was looked at on %s and then on %s; due on %s, the next run ended %s", name, l.at, list[i+1].at, due, next.to)
			default:
				continue
			}
			if wrong++; wrong > 20 {
				t.Fatal("and so on")
			}
		}
	}
	if checked < 200 {
		t.Errorf("%d visits were checked; this test has lost its object", checked)
	}
	t.Logf("%d visits to %d articles in %d runs", checked, len(all), len(runs))
}

// listed reports whether a list that is read at a moment shows a story.
func (p *yearPaper) listed(k int, at time.Time) bool {
	section := yearSection(k)
	return (section == "town" || at.After(on(time.September, 1, 12))) && slices.Contains(p.shown(section, at), k)
}

// checkEdits holds the revisions against the edits that a visit could see.
func checkEdits(t *testing.T, paper *yearPaper, archive string) {
	t.Helper()
	last := map[string]time.Time{}
	first := map[string]time.Time{}
	for name, list := range looks(t, archive) {
		first[name], last[name] = list[0].at, list[len(list)-1].at
	}
	edits := 0
	for _, s := range rows(t, open(t, archive), `SELECT substr(a.url, instr(a.url, '/story')) || ' ' || count(*) FROM article a JOIN revision r ON r.article_id = a.id GROUP BY a.id`) {
		name, n, _ := strings.Cut(s, " ")
		if last[name].IsZero() {
			continue // a backfill's
		}
		var k int
		if _, err := fmt.Sscanf(name, "/story-%d", &k); err != nil {
			t.Fatal(err)
		}
		want := "1"
		if at := paper.edited(k); !at.IsZero() && at.After(first[name]) && at.Before(last[name]) {
			want = "2"
			edits++
		}
		if n != want {
			t.Errorf("%s has %s revisions, want %s: edited on %s, looked at from %s to %s", name, n, want, paper.edited(k), first[name], last[name])
		}
	}
	if edits < 2 {
		t.Errorf("%d edits; this test has lost its object", edits)
	}
}
