package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/store"
)

// The period fits the time that hits are spread over, and what there is no time for is
// told in numbers.
func TestTimeline(t *testing.T) {
	broken := errors.New("broken off")
	for _, tt := range []struct {
		months  int
		measure measure
		slow    bool
		asks    []store.CountBy
		late    bool
		err     bool
	}{
		{2, byNumbers, false, []store.CountBy{store.CountMonth, store.CountDay}, false, false},
		{20, byNumbers, false, []store.CountBy{store.CountMonth}, false, false},
		{200, byNumbers, false, []store.CountBy{store.CountMonth, store.CountYear}, false, false},
		{20, byShare, false, []store.CountBy{store.CountMonth, store.CountMonth}, false, false},
		{200, byRate, false, []store.CountBy{store.CountMonth, store.CountYear}, false, false},
		{20, byRate, true, []store.CountBy{store.CountMonth, store.CountMonth}, true, false},
		{2, byNumbers, true, []store.CountBy{store.CountMonth, store.CountDay}, false, true},
	} {
		patience := time.Hour
		if tt.slow {
			patience = 0
		}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		var asked []store.CountBy
		res, late, err := timeline(ctx, func(_ context.Context, q store.CountRequest) (*store.CountResult, error) {
			asked = append(asked, q.By)
			first := len(asked) == 1
			if want := first || tt.measure == byNumbers; want != (q.ShareOf == nil && !q.Words) {
				t.Errorf("%+v: request %d is %+v", tt, len(asked), q)
			}
			if tt.slow && !first {
				return nil, broken
			}
			res := &store.CountResult{By: q.By, Counts: make([]store.Count, tt.months, tt.months+1)}
			for i := range res.Counts {
				res.Counts[i].Key = fmt.Sprint("month ", i)
			}
			res.Counts = append(res.Counts, store.Count{Count: 7}) // undated
			return res, nil
		}, store.CountRequest{Query: "tram"}, tt.measure)
		cancel()
		if !slices.Equal(asked, tt.asks) || (late != nil) != tt.late || (err != nil) != tt.err || (res == nil) != tt.err {
			t.Errorf("%+v: asked by %v, late %v, %v, %v", tt, asked, late, res, err)
		}
	}
}

// A page whose timeline came late says so and leads to where there is more time.
func TestLateTimeline(t *testing.T) {
	r := &room{Options: Options{Now: time.Now}}
	p := searchPage{asking: asking{Given: "tram"}, Measure: byNumbers, Late: byRate}
	p.Timeline = &store.CountResult{By: store.CountMonth, Counts: []store.Count{{Key: "2024-12", Count: 1}}}
	for _, tt := range []struct {
		p     searchPage
		wants []string
	}{
		{p, []string{"There was no time for the timeline per 1,000 words", `href="/counts?measure=per-1000-words&amp;q=tram"`, "<svg"}},
		{searchPage{asking: asking{Given: "tram"}, Measure: byShare, SearchResult: store.SearchResult{Hits: []store.Hit{{ID: 1}}}}, []string{"There was no time for the timeline: ", `href="/search?q=tram"`}},
	} {
		page := written(t, r, "search.html", tt.p)
		for _, want := range tt.wants {
			if !strings.Contains(page, want) {
				t.Errorf("no %q in\n%s", want, page)
			}
		}
	}
}

// What pages of a concordance cannot show is said.
func TestLinesLeftOut(t *testing.T) {
	r := &room{Options: Options{Now: time.Now}}
	lines := make([]store.Line, 100)
	for _, tt := range []struct {
		p    concordancePage
		said string
	}{
		{concordancePage{Sort: store.ByLeft, Number: 1, Limit: 100, Sorted: mostLines, Lines: lines, More: true}, "Sorted are the newest 5000 lines; older ones are left out."},
		{concordancePage{Sort: store.ByLeft, Number: 1, Limit: 100, Sorted: 100, Lines: lines}, ""},
		{concordancePage{Sort: store.ByPlace, Number: 50, Limit: 100, Lines: lines}, "These are the newest 5000 lines; older ones are left out."},
		{concordancePage{Sort: store.ByPlace, Number: 49, Limit: 100, Lines: lines, More: true}, ""},
	} {
		page := written(t, r, "concordance.html", tt.p)
		if strings.Contains(page, "left out") != (tt.said != "") || !strings.Contains(page, tt.said) {
			t.Errorf("page %d by %s does not say %q:\n%s", tt.p.Number, tt.p.Sort, tt.said, page)
		}
	}
}

// written is the page that shows s.
func written(t *testing.T, r *room, template string, s shown) string {
	t.Helper()
	write, err := r.html(httptest.NewRequest(http.MethodGet, "/search?q=tram", nil), http.StatusOK, template, s)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	write(w)
	return w.Body.String()
}
