package store

import (
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// What waits is most of an archive: it is walked once, along its index.
func TestMeasuresWalkWhatWaitsOnce(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i, due := range []string{"2020-01-01T00:00:00.000Z", "2020-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z", ""} {
		address := "http://gazette.test/" + string(rune('a'+i))
		if _, err := a.Plant(t.Context(), a.run.ID, []news.Found{{URL: address, Role: news.RoleOfArticle}}); err != nil {
			t.Fatal(err)
		}
		if due != "" {
			a.exec(`UPDATE frontier SET state = 'waiting', due_at = '` + due + `' WHERE page_id = (SELECT id FROM page WHERE url = '` + address + `')`)
		}
	}
	m, err := a.Reader().Measures(t.Context(), time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), map[news.RunID]*news.Summary{})
	if err != nil || len(m.Sites) != 1 || m.Sites[0].Queued != 4 || m.Sites[0].Due != 3 {
		t.Fatalf("%+v, %v; want 4 queued and 3 of them due", m, err)
	}
	var walks []string
	err = a.Reader().each(t.Context(), "EXPLAIN QUERY PLAN "+measuresSQL, []any{clock{time.Now()}}, func(scan func(...any) error) error {
		var id, parent, unused int
		var detail string
		err := scan(&id, &parent, &unused, &detail)
		switch words := strings.Fields(detail); words[0] {
		case "SCAN", "SEARCH":
			if strings.Contains(detail, "frontier_waiting") {
				walks = append(walks, detail)
			}
			if words[1] == "frontier" && !strings.Contains(detail, "COVERING") {
				t.Errorf("goes through the pages: %s", detail)
			}
		}
		return err
	})
	if err != nil || len(walks) != 1 {
		t.Errorf("what waits is walked by %q, %v", walks, err)
	}
}
