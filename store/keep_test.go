package store

import (
	"errors"
	"testing"
	"time"

	"newskeep/scraper/news"
)

func TestKeepIsIdempotent(t *testing.T) {
	a := newArchive(t)
	a.begin()
	v := a.article("http://gazette.test/ferry", "one", nil)
	v.Found = []news.Found{{URL: "http://gazette.test/quay", Role: news.RoleOfArticle}}
	v.Skipped = map[string]int{"foreign_host": 3}
	v.Due = a.at.Add(time.Hour)
	v.Reading.Ticker = []news.TickerLine{{Text: "Bridge open again"}}
	first := a.keep(v)
	if first.Change != news.ChangeNew || first.Revision != 1 || first.Queued != 1 || first.Repeated {
		t.Errorf("Keep = %+v, want a new article, revision 1, one page queued", first)
	}
	want := a.dump()
	a.at = a.at.Add(time.Minute)
	again := a.keep(v)
	if !again.Repeated {
		t.Error("the second Keep did not say that the visit is repeated")
	}
	again.Repeated = false
	if again.Article != first.Article || again.Page != first.Page || again.Change != first.Change || again.Revision != 1 || again.Queued != 1 {
		t.Errorf("second Keep = %+v, want %+v", again, first)
	}
	if got := a.dump(); got != want {
		t.Errorf("the second Keep changed the archive:\n got %s\nwant %s", got, want)
	}
	a.sound()
}

func TestKeepOfUnknownRun(t *testing.T) {
	a := newArchive(t)
	a.begin()
	v := a.article("http://gazette.test/ferry", "one", nil)
	v.Run = 99
	if _, err := a.Keep(t.Context(), v); !errors.Is(err, ErrNotFound) {
		t.Errorf("Keep of a visit of run 99: %v, want ErrNotFound", err)
	}
	if n := a.count("SELECT count(*) FROM page"); n != 0 {
		t.Errorf("a refused visit left %d pages", n)
	}
}
