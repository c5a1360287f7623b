package store

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// year fills an archive with two runs a day up to a moment, each of so many visits:
// of pages in twenty sections, a few of them new, changed, failed or asked for again.
func (a *archive) year(days, visits int) (until time.Time) {
	a.t.Helper()
	a.begin()
	until = time.Date(2025, 12, 31, 23, 0, 0, 0, time.UTC)
	pages := 40 * visits
	a.exec(fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO page (id, site, url, host, role, section, depth, title, first_seen, failures, etag, last_modified)
		SELECT 1000 + i, 'gazette', 'http://gazette.test/p/' || i, 'gazette.test', 'article', json_array('News', 'S' || (i %% 20)), 0, '', '2025-01-01T00:00:00.000Z', 0, '', '' FROM n`, pages))
	a.exec(fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO run (id, site, started_at, ended_at, outcome, resumed, holder_host, holder_pid, profile_hash, parser, options, warnings)
		SELECT 1000 + i, 'gazette', strftime('%%Y-%%m-%%dT%%H:00:00.000Z', '%s', (i * 12) || ' hours'), strftime('%%Y-%%m-%%dT%%H:30:00.000Z', '%[2]s', (i * 12) || ' hours'),
			'done', 0, '', 0, '', '', '{}', '[]' FROM n`, 2*days-1, until.AddDate(0, 0, -days).Format("2006-01-02 15:04:05")))
	a.exec(fmt.Sprintf(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO visit (uid, run_id, page_id, at, outcome, class, reason, page_kind, url, hops, bytes, requests, took_ms, change, revision, queued, parser, profile_hash, warnings)
		SELECT r.id || '-' || i, r.id, 1001 + (r.id * 31 + i * 7 - (i %% 50 = 9) * 7) %% %d, strftime('%%Y-%%m-%%dT%%H:%%M:%%f', r.started_at, (i * 1500 / %[1]d) || ' seconds') || 'Z',
			CASE WHEN i %% 50 = 8 THEN 'failed' WHEN i %% 3 = 0 THEN 'not_modified' ELSE 'fetched' END, CASE WHEN i %% 50 = 8 THEN 'timeout' ELSE '' END, '', '', '', '[]', 0, 1, 1,
			CASE WHEN i %% 50 = 8 THEN '' WHEN i %% 9 = 0 THEN 'new' WHEN i %% 31 = 0 THEN 'changed' ELSE 'unchanged' END, 0, 0, '', '', '[]'
		FROM run r CROSS JOIN n WHERE r.id >= 1000`, visits-1, pages))
	return until
}

// countRuns counts all runs, as their end does.
func (a *archive) countRuns() {
	a.t.Helper()
	err := a.write(a.t.Context(), func(t *tx) error {
		var last news.RunID
		if err := t.get(`SELECT max(id) FROM run`, nil, &last); err != nil {
			return err
		}
		for id := news.RunID(1000); id <= last; id++ {
			if err := t.putCounts(id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

// A ledger of runs that were counted when they ended says what one of their visits says.
func TestCoverageOfCountedRuns(t *testing.T) {
	a := newArchive(t)
	req := CoverageRequest{To: a.year(40, 120)}
	req.From, req.Now = req.To.AddDate(0, 0, -30), req.To.Add(time.Hour)
	cover := func() *Coverage {
		t.Helper()
		c, err := a.Reader().Coverage(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	visited := cover()
	a.countRuns()
	counted := cover()
	if len(visited.Lines) < 300 || !reflect.DeepEqual(counted, visited) {
		t.Errorf("of counted runs %d lines, %+v,\nof their visits %d lines, %+v", len(counted.Lines), counted.Lines[:1], len(visited.Lines), visited.Lines[:1])
	}
	a.exec(`UPDATE run_count SET count = count + 100`)
	if reflect.DeepEqual(cover(), visited) {
		t.Error("what was counted is not looked at")
	}
	a.exec(`UPDATE run SET ended_at = NULL WHERE id >= 1000`)
	if got := cover(); got.Lines[0].Fetched >= 100 {
		t.Errorf("a run that has not ended is taken for counted: %+v", got.Lines[0])
	}
}

// The end of a run counts it.
func TestEndCountsTheRun(t *testing.T) {
	a := small(t)
	if err := a.End(t.Context(), a.run.ID, news.RunDone, nil); err != nil {
		t.Fatal(err)
	}
	if n := a.count(`SELECT coalesce(sum(count), 0) FROM run_count`); n == 0 || n != a.count(`SELECT count(DISTINCT run_id || ' ' || page_id) FROM visit WHERE via = 'live' AND run_id IN (SELECT id FROM run WHERE ended_at IS NOT NULL)`) {
		t.Errorf("%d pages are counted", n)
	}
}

// BenchmarkCoverage covers a year of 1,000,000 visits, counted and not.
func BenchmarkCoverage(b *testing.B) {
	a := newArchive(b)
	req := CoverageRequest{To: a.year(365, 1370)}
	req.From, req.Now = req.To.AddDate(-1, 0, 1), req.To.Add(time.Hour)
	cover := func(b *testing.B) {
		for b.Loop() {
			if _, err := a.Reader().Coverage(b.Context(), req); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("visits", cover)
	a.countRuns()
	b.Run("counted", cover)
}
