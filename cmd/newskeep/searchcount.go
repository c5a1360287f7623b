package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"newskeep/store"
	"newskeep/store/export"
)

func (a *app) count(ctx context.Context, r *store.Reader, query string, f searchFlags) error {
	if !slices.Contains(countings, f.countBy) {
		return usage("--count-by is one of %s, not %q", strings.Join(countings, ", "), f.countBy)
	}
	req := store.CountRequest{Query: query, By: store.CountBy(f.countBy), Words: f.words, Limit: f.names, Wanted: a.wanted()}
	if f.share || f.shareOf != "" {
		req.ShareOf = &f.shareOf
	}
	res, err := r.Count(ctx, req)
	if err != nil {
		return err
	}
	return deliver(a, f.format, delivery[store.Count]{
		whole: res, lines: res.Counts,
		csv:   func() [][]string { return countRows(res.Counts, req) },
		table: func() { a.printCounts(res.Counts, req) },
		note: func() {
			periods := []store.CountBy{store.CountDay, store.CountWeek, store.CountMonth, store.CountYear} // of which those with hits are all there
			if f.names > 0 && len(res.Counts) == f.names && !slices.Contains(periods, req.By) {
				a.note("the first %d; there may be more: a larger --limit", f.names)
			}
			if res.Unlisted > 0 {
				a.note("%s without a hit, behind the first 5000 of them, are not listed: narrow the dates, or count by longer periods", plural(res.Unlisted, string(req.By)))
			}
			if req.By == store.CountCaptioned && len(res.Counts) == 0 {
				a.note("names in captions are told by their capital letters: there are none here, or their script has none")
			}
			if !res.Began.IsZero() {
				a.note("the archive has looked since %s: of earlier days it has what pages still led to, and what was backfilled or imported", res.Began.Format("2006-01-02"))
			}
			a.noteAsOf(res.AsOf)
		},
	})
}

// proportions are the columns beside a count that were asked for, by name. A part of
// nothing is none: "-" for reading, otherwise empty.
func proportions(req store.CountRequest, reading bool) (names []string, of func(store.Count) []string) {
	none, share := "", func(c store.Count) string { return fmt.Sprintf("%.6f", c.Share) }
	if reading {
		none, share = "-", func(c store.Count) string { return fmt.Sprintf("%.1f %%", 100*c.Share) }
	}
	if req.ShareOf != nil {
		names = append(names, "of", "share")
	}
	if req.Words {
		names = append(names, "occurrences", "words", "per_1000_words")
	}
	return names, func(c store.Count) []string {
		var cells []string
		if req.ShareOf != nil {
			part := none
			if c.Of > 0 {
				part = share(c)
			}
			cells = append(cells, fmt.Sprint(c.Of), part)
		}
		if req.Words {
			rate := none
			if c.Words > 0 {
				rate = fmt.Sprintf("%.3f", c.PerThousand)
			}
			cells = append(cells, fmt.Sprint(c.Occurrences), fmt.Sprint(c.Words), rate)
		}
		return cells
	}
}

// countRows are the head and the rows of counts in CSV.
func countRows(counts []store.Count, req store.CountRequest) [][]string {
	names, of := proportions(req, false)
	rows := [][]string{append([]string{string(req.By), "count", "gap"}, names...)}
	for _, c := range counts {
		rows = append(rows, append([]string{export.Cell(c.Key), fmt.Sprint(c.Count), fmt.Sprint(c.Gap)}, of(c)...))
	}
	return rows
}

// printCounts shows a table with a bar for each count, or for its proportion when
// one was asked for.
func (a *app) printCounts(counts []store.Count, req store.CountRequest) {
	long := func(c store.Count) float64 {
		switch {
		case req.Words:
			return c.PerThousand
		case req.ShareOf != nil:
			return c.Share
		}
		return float64(c.Count)
	}
	var most float64
	for _, c := range counts {
		most = max(most, long(c))
	}
	names, of := proportions(req, true)
	rows := make([][]string, len(counts))
	keyRoom, used := 0, 2
	for _, n := range append([]string{"count"}, names...) {
		used += max(len(n), 5) + 2
	}
	longest := max(12, min(width(a.stdout)/2, width(a.stdout)-used)) // of names
	for i, c := range counts {
		rows[i] = append([]string{cut(harmless(cmp.Or(c.Key, "-")), longest), fmt.Sprint(c.Count)}, of(c)...)
		keyRoom = max(keyRoom, len([]rune(rows[i][0])))
	}
	room := min(40, width(a.stdout)-keyRoom-used-2)
	head := []any{string(req.By), "count"}
	for _, n := range names {
		head = append(head, strings.ReplaceAll(n, "_", " "))
	}
	if room >= 8 {
		head = append(head, "")
	}
	t := a.table(head...)
	marked := 0
	for i, c := range counts {
		row := []any{}
		for _, s := range rows[i] {
			row = append(row, s)
		}
		bar := ""
		if most > 0 && room >= 8 {
			bar = strings.Repeat("█", int(long(c)/most*float64(room)))
		}
		if c.Gap {
			marked++
			row[1] = fmt.Sprintf("%d %s", c.Count, gapMark)
		}
		if c.Gap && c.Count == 0 && room >= 22 {
			bar = gapSays(c)
		}
		if room >= 8 {
			row = append(row, bar)
		}
		t.AppendRow(row)
	}
	t.Render()
	if marked > 0 {
		a.note("%s: articles of %s may be missing: nobody looked, the site refused or a run was cut short; see 'newskeep coverage'", gapMark, plural(marked, "period"))
	}
}

// gapMark stands beside a count of a period of which articles may be missing.
const gapMark = "░"

// gapSays says what is missing of an empty period.
func gapSays(c store.Count) string {
	if len(c.Missing) == 0 {
		return "nothing was archived"
	}
	return "gap: " + strings.Join(c.Missing, ", ")
}

func (a *app) facets(ctx context.Context, r *store.Reader, query string, f searchFlags) error {
	res, err := r.Facets(ctx, store.FacetRequest{Query: query, Limit: f.limit})
	if err != nil {
		return err
	}
	return deliver(a, f.format, delivery[store.Facet]{
		whole: res, lines: res.Facets,
		csv: func() [][]string {
			rows := [][]string{{"by", "key", "count"}}
			for _, facet := range res.Facets {
				for _, c := range facet.Counts {
					rows = append(rows, []string{string(facet.By), export.Cell(c.Key), fmt.Sprint(c.Count)})
				}
			}
			return rows
		},
		table: func() { a.printFacets(res) },
		note:  func() { a.noteFacets(res, f.limit) },
	})
}

func (a *app) printFacets(res *store.FacetResult) {
	t := a.table("by", "", "count")
	for _, facet := range res.Facets {
		for _, c := range facet.Counts {
			t.AppendRow([]any{string(facet.By), cut(harmless(c.Key), max(12, width(a.stdout)-26)), c.Count})
		}
		if facet.More > 0 {
			t.AppendRow([]any{string(facet.By), fmt.Sprintf("and %d more", facet.More), ""})
		}
	}
	t.Render()
}

func (a *app) noteFacets(res *store.FacetResult, limit int) {
	more := ""
	if slices.ContainsFunc(res.Facets, func(f store.Facet) bool { return f.More > 0 }) {
		more = fmt.Sprintf("; at most %d names of each: a larger --limit shows more", limit)
	}
	if res.Complete {
		a.note("of %s%s%s", plural(res.Hits, "article"), asOf(res.AsOf), more)
	} else {
		a.note("of the newest %d articles%s; older ones were not looked at%s", res.Hits, asOf(res.AsOf), more)
	}
}
