package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// rereadFerries keeps articles with two states each and gives rules that read
// every headline otherwise.
func rereadFerries(t *testing.T, articles int) (*archive, Rereading) {
	a := newArchive(t)
	a.begin()
	for i := range articles {
		address := fmt.Sprintf("%s/%d", ferryURL, i)
		for _, say := range []string{"first", "second"} {
			a.keep(a.article(address, address+say, func(n *news.Article) { n.Headline = "Ferries " + say }))
		}
	}
	a.end(news.RunDone)
	return a, Rereading{
		Parser:  "2",
		Profile: func(string) (string, error) { return "q", nil },
		Read: func(_, url string, _ time.Time, _ map[string][]string, body []byte) (*news.Article, error) {
			n := ferry(url)
			n.Headline = "Read anew: " + strings.TrimPrefix(string(body), url)
			return n, nil
		},
	}
}

// Stopped after any revision and called again, reextract does the rest, reads
// nothing twice, and reports on the whole.
func TestReextractGoesOn(t *testing.T) {
	const articles = replaceMost/2 + 10
	for _, stop := range []int{1, replaceMost, replaceMost + 1, 2*articles - 1} {
		a, o := rereadFerries(t, articles)
		ctx, cancel := context.WithCancel(t.Context())
		o.Shown = func(done, of int) {
			if of != 2*articles {
				t.Fatalf("%d of %d", done, of)
			}
			if done == stop {
				cancel()
			}
		}
		_, err := a.Reextract(ctx, o)
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after %d: %v", stop, err)
		}
		a.reopen()
		if v := verify(t, a.path, false); !v.Clean() {
			t.Errorf("stopped after %d: %+v", stop, v.Problems)
		}
		again := 0
		o.Shown, o.Changed = nil, func(FieldChange) { again++ }
		sum, err := a.Reextract(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if sum.Resumed < stop || sum.Revisions != 2*articles || sum.Changed != 2*articles || sum.Fields["headline"] != 2*articles || again != 2*articles-sum.Resumed {
			t.Errorf("stopped after %d: %+v, %d read again; want the rest only, and a report on all", stop, sum, again)
		}
		if n := a.count(`SELECT count(*) FROM revision WHERE content LIKE '%"Read anew: %' AND parser = '2' AND profile_hash = 'q'`); n != 2*articles {
			t.Errorf("stopped after %d: %d revisions are read anew, want %d", stop, n, 2*articles)
		}
		if n := a.count(`SELECT count(*) FROM task`); n != 0 {
			t.Errorf("stopped after %d: %d tasks are left", stop, n)
		}
		if v := verify(t, a.path, false); !v.Clean() {
			t.Errorf("stopped after %d: %+v", stop, v.Problems)
		}
	}
}

// Long articles do not wait by the hundred to be written.
func TestReextractHoldsLittleInMemory(t *testing.T) {
	a, o := rereadFerries(t, 4)
	read := o.Read
	o.Read = func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error) {
		n, err := read(site, url, at, header, body)
		n.Headline += strings.Repeat(" and again", replaceBytes/20) // half of what may wait
		return n, err
	}
	written := 0
	o.Shown = func(done, _ int) {
		if done == 5 {
			written = a.count(`SELECT count(*) FROM revision WHERE parser = '2'`)
		}
	}
	if _, err := a.Reextract(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if written < 2 {
		t.Errorf("of 5 revisions that were read %d are written, want the first two", written)
	}
}

// With other rules a stopped reextract begins anew.
func TestReextractBeginsAnew(t *testing.T) {
	a, o := rereadFerries(t, 40)
	ctx, cancel := context.WithCancel(t.Context())
	o.Shown = func(done, _ int) {
		if done == 66 {
			cancel()
		}
	}
	if _, err := a.Reextract(ctx, o); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	o.Parser, o.Shown = "3", nil
	if sum, err := a.Reextract(t.Context(), o); err != nil || sum.Resumed != 0 || sum.Revisions != 80 {
		t.Errorf("%+v, %v, want all 80 anew", sum, err)
	}
}

// A state whose row is damaged leaves those beside it readable, and every state is
// read once, whatever site it belongs to.
func TestReextractPassesDamage(t *testing.T) {
	a, o := rereadFerries(t, 20)
	a.exec(`UPDATE visit SET at = 'no time' WHERE id = 21`)
	for _, workers := range []int{1, 4} {
		o.Workers = workers
		sum, err := a.Reader().TryReextract(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if sum.Revisions != 39 || sum.Changed != 39 || len(sum.Unreadable) != 1 {
			t.Errorf("%d workers: %+v, want 39 of 40 revisions read", workers, sum)
		}
	}
}

// Where to go on is found by the index: it must not take longer the further it got.
func TestReextractKnowsWhereToGoOn(t *testing.T) {
	a, _ := rereadFerries(t, 1)
	planOf := func(query string, args ...any) (plan string) {
		t.Helper()
		err := a.Reader().each(t.Context(), "EXPLAIN QUERY PLAN "+query, args, func(scan func(...any) error) error {
			var id, parent, unused int
			var detail string
			err := scan(&id, &parent, &unused, &detail)
			plan += detail + "\n"
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	if plan := planOf(keysSQL, "gazette", 5, 1, keysAtOnce); !strings.Contains(plan, "(site=? AND id>?)") || strings.Contains(plan, "TEMP B-TREE") {
		t.Errorf("the plan is\n%s", plan)
	}
	if plan := planOf(countSQL, "gazette", "gazette", 5, 1); !strings.Contains(plan, "r USING COVERING INDEX") || strings.Contains(plan, "SCAN r\n") {
		t.Errorf("to count, the plan is\n%s", plan)
	}
}

// How many states there are is counted without looking at them.
func TestReextractCountsStates(t *testing.T) {
	a, o := rereadFerries(t, 5)
	a.exec(`UPDATE revision SET class = 'removed' WHERE rowid IN (2, 4)`)
	a.exec(`UPDATE revision SET snapshot_id = NULL WHERE rowid IN (4, 5)`)
	told := 0
	o.Shown = func(done, of int) {
		told++
		if done != told || of != 7 {
			t.Errorf("%d of %d, want %d of 7", done, of, told)
		}
	}
	if _, err := a.Reader().TryReextract(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	var after stateKey
	for n := 6; n >= 0; n-- {
		if err := a.Reader().one(t.Context(), keysSQL, []any{"gazette", after.Article, after.Number, 1}, &after.Article, &after.Number); err != nil {
			t.Fatal(err)
		}
		for _, site := range []string{"", "gazette"} {
			if got, err := a.Reader().countAfter(t.Context(), site, stateKey{"gazette", after.Article, after.Number}); got != n || err != nil {
				t.Errorf("%d states follow, %v; want %d", got, err, n)
			}
		}
	}
	if n, err := a.Reader().countAfter(t.Context(), "other", stateKey{}); n != 0 || err != nil {
		t.Errorf("another site has %d states, %v", n, err)
	}
}
