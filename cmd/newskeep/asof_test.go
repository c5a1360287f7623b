package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"newskeep/store"
)

// Every question about the archive as of an evening has the answer that a copy of
// the archive made that evening gives.
func TestTheArchiveAsOfAnEvening(t *testing.T) {
	if testing.Short() {
		t.Skip("-short: hundreds of questions")
	}
	a := daysCrawled(t, 3)
	evening := func(day int) time.Time { return time.Date(2024, 12, day, 23, 0, 0, 0, time.UTC) }
	copies := map[int]string{}
	for day := 1; day <= 3; day++ {
		copies[day] = daysCrawled(t, day).archive
	}
	today, err := store.OpenReader(t.Context(), a.archive)
	if err != nil {
		t.Fatal(err)
	}
	defer today.Close()
	queries := []string{"", "tram", "ferry OR bay", `"the harbour"`, "headline:tram -ferry", "caption:olive", "credit:quill", "tag:harbour", "section:politics", "byline:ashdale",
		"published:2024-11-30..2024-12-01", "tram published:2024-11", "changed:2024-12-02", "class:removed", "silent:true", "placed:most_read", "seen:P1D", "has:correction",
		"council -(ferry OR tag:tram)", "tram OR tag:harbour", "trams*", "link:demo.newskeep.test/*", "-placed:home", "NEAR(tram harbour, 20)"}
	for day := 1; day <= 3; day++ {
		past, err := today.AsOf(t.Context(), evening(day))
		if err != nil {
			t.Fatal(err)
		}
		defer past.Close()
		then, err := store.OpenReader(t.Context(), copies[day])
		if err != nil {
			t.Fatal(err)
		}
		defer then.Close()
		for _, q := range queries {
			for name, ask := range map[string]func(*store.Reader) (any, error){
				"search": func(r *store.Reader) (any, error) {
					res, err := r.Search(t.Context(), store.SearchRequest{Query: q, Limit: 100, Stood: true, Mark: [2]string{"[", "]"}})
					for i := range res.Hits { // it stands on all pages, see below
						res.Hits[i].Stood.MostRead = nil
					}
					return res, err
				},
				"by date": func(r *store.Reader) (any, error) {
					return r.Search(t.Context(), store.SearchRequest{Query: q, Limit: 7, After: "3", Sort: store.ByDate})
				},
				"facets": func(r *store.Reader) (any, error) {
					return r.Facets(t.Context(), store.FacetRequest{Query: q, Limit: 50})
				},
				"by day": func(r *store.Reader) (any, error) {
					all := ""
					return r.Count(t.Context(), store.CountRequest{Query: q, By: store.CountDay, ShareOf: &all, Words: true})
				},
				"by tag": func(r *store.Reader) (any, error) {
					return r.Count(t.Context(), store.CountRequest{Query: q, By: store.CountTag})
				},
				"captioned": func(r *store.Reader) (any, error) {
					return r.Count(t.Context(), store.CountRequest{Query: q, By: store.CountCaptioned})
				},
				"kwic": func(r *store.Reader) (any, error) {
					return r.KWIC(t.Context(), store.KWICRequest{Query: q, Sort: store.ByRight})
				},
				"words": func(r *store.Reader) (any, error) {
					none := ""
					return r.Words(t.Context(), store.WordRequest{Query: q, Against: &none})
				},
				"pictures":        func(r *store.Reader) (any, error) { return pictures(t, r, store.ImageRequest{Query: q}) },
				"newest pictures": func(r *store.Reader) (any, error) { return pictures(t, r, store.ImageRequest{Query: q, Limit: 5}) },
				"pictures past":   func(r *store.Reader) (any, error) { return pictures(t, r, store.ImageRequest{Query: q, Past: true}) },
				"pictures reused": func(r *store.Reader) (any, error) { return pictures(t, r, store.ImageRequest{Query: q, Reused: true}) },
				"articles":        func(r *store.Reader) (any, error) { return selectedOf(t, r, q) },
				"placements": func(r *store.Reader) (any, error) {
					list, err := r.Placements(t.Context(), store.PlacementRequest{})
					for i := range list { // of what stands on all pages: at most the moment itself
						if list[i].Page == "" {
							list[i].LastSeen = time.Time{}
						}
					}
					return list, err
				},
			} {
				if q == "seen:P1D" && name != "placements" {
					continue // counted from now: below
				}
				want, err := ask(then)
				if err != nil {
					t.Fatalf("%s %q, copy of day %d: %v", name, q, day, err)
				}
				got, err := ask(past)
				if err != nil {
					t.Errorf("%s %q as of day %d: %v", name, q, day, err)
					continue
				}
				said := fmt.Sprintf(" \"as_of\": %q,\n", evening(day).Format(time.RFC3339)) // a copy knows of no moment
				if g, w := strings.Replace(asJSON(t, got), said, "", 1), asJSON(t, want); g != w {
					g, w = whereTheyDiffer(g, w)
					t.Errorf("%s %q as of day %d:\n got %s\nwant %s", name, q, day, g, w)
				}
			}
		}
		// Dates counted from now are counted from then.
		if n, err := past.Total(t.Context(), "seen:PT4H"); err != nil || (n > 0) != (day < 3) {
			t.Errorf("%d articles first seen in the four hours before the evening of day %d, %v", n, day, err)
		}
	}
	before, err := today.AsOf(t.Context(), evening(1).AddDate(0, 0, -1))
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close()
	if n, err := before.Total(t.Context(), ""); n != 0 || err != nil {
		t.Errorf("%d articles before the first crawl, %v", n, err)
	}
}

// pictures of a query; what no picture can be asked is refused in every archive.
func pictures(t *testing.T, r *store.Reader, req store.ImageRequest) (any, error) {
	uses, err := r.Images(t.Context(), req)
	if errors.Is(err, store.ErrImageQuery) {
		return "refused", nil
	}
	return uses, err
}

// selectedOf is what an export of a query would hold.
func selectedOf(t *testing.T, r *store.Reader, q string) (any, error) {
	s, err := r.Select(t.Context(), q)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	all := []any{s.Query, s.Total, s.State.Articles, s.State.Revisions}
	for art, err := range s.Articles(t.Context()) {
		if err != nil {
			return nil, err
		}
		all = append(all, art)
	}
	for rev, err := range s.Revisions(t.Context()) {
		if err != nil {
			return nil, err
		}
		all = append(all, rev)
	}
	return all, nil
}

func asJSON(t *testing.T, v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// whereTheyDiffer is the first lines in which two texts differ.
func whereTheyDiffer(a, b string) (string, string) {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	n := 0
	for n < len(x) && n < len(y) && x[n] == y[n] {
		n++
	}
	some := func(l []string) string { return strings.Join(l[max(0, min(n, len(l))-3):min(n+4, len(l))], "\n") }
	return some(x), some(y)
}

// The commands ask the past, say so, and say where articles stood.
func TestAsOfOfCommands(t *testing.T) {
	a := daysCrawled(t, 3)
	const tram = "news/politics/new-tram-line-opens-between-harbour-and-hill"
	file := filepath.Join(t.TempDir(), "then.csv")
	for _, tt := range []struct {
		args       string
		want, wont string // on stdout or stderr
	}{
		{"search headline:opens --as-of 2024-12-01", "New tram line opens between harbour and hill", "is delayed"},
		{"search headline:opens --as-of 2024-12-01", "as of 2024-12-01 23:59:59 UTC", ""},
		{"search tram --as-of 2024-11-30", "nothing found for tram as of", ""},
		{"search tag:tram --count-by day --as-of 2024-12-01 --json", `"as_of": "2024-12-01T23:59:59.999Z"`, ""},
		{"search tram --kwic --as-of 2024-12-01 --limit 3", "3 occurrences as of 2024-12-01 23:59:59 UTC; there are more", ""},
		{"search tram --kwic --limit 100", "occurrences\n", "there are more"},
		{"search tram --facets --as-of 2024-12-01", "articles as of 2024-12-01 23:59:59 UTC", ""},
		{"search tram --count-by month --as-of 2024-12-01", "as of 2024-12-01 23:59:59 UTC", ""},
		{"words tag:tram --as-of 2024-12-01", "articles as of 2024-12-01 23:59:59 UTC", ""},
		{"search tram --count-by day --share --per-1000-words --format csv", "2024-10-29,0,true,0,,0,0,\n", ""}, // no part of nothing
		{"words tag:tram --as-of 2024-12-01 --json", `"as_of"`, ""},
		{"search placed:most_read --placements", "Most Read: slot 1 at best, ", ""},
		{"search url:demo.newskeep.test/" + tram + " --placements --json", `"best_slot": 2`, ""},
		{"search tram --placements --format csv", "front_page_from,front_page_until,front_page_seconds,front_page_best_slot,most_read_from", ""},
		{"search tram --placements --count-by day", "leave --count-by", ""},
		{"export --as-of 2024-12-01 --placements -o " + file, "complete: 60 of 60 as of 2024-12-01 23:59:59 UTC", ""},
		{"export --again " + file + ".manifest.json", "the same bytes", ""},
		{"export --as-of 2024-12-01 --format warc", "captures with the times", ""},
	} {
		out, errs := newskeep(t, []int{exitDone, exitUsage}, append(strings.Fields(tt.args), "-a", a.archive)...)
		if all := out + errs; !strings.Contains(all, tt.want) || tt.wont != "" && strings.Contains(all, tt.wont) {
			t.Errorf("%s: want %q and not %q in\n%s", tt.args, tt.want, tt.wont, all)
		}
	}
}

// What lists write otherwise than pages call themselves, percent signs in small
// letters or with parameters of the place, leads to the article all the same.
func TestPlacementsLeadToArticles(t *testing.T) {
	db := open(t, demoCrawled(t))
	if lost := rows(t, db, `SELECT DISTINCT module || ' ' || url FROM front_page WHERE article_id IS NULL AND module IN ('home', 'most_read')
		AND (url LIKE '%utm_source%' OR url LIKE '%/ar/%' OR url LIKE '%/es/%')`); len(lost) > 0 {
		t.Errorf("lead to no article:\n%s", strings.Join(lost, "\n"))
	}
	if n := rows(t, db, `SELECT count(*) FROM front_page WHERE url LIKE '%utm_source%' OR url LIKE '%/ar/%'`); n[0] == "0" {
		t.Error("the demo has no such addresses any more")
	}
}
