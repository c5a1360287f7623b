package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// capturesAgain makes an export of captures again and says what differs. The same
// captures give the same bytes when nothing is kept: what is made again says that it
// was made when the first was.
func (a *app) capturesAgain(ctx context.Context, r *store.Reader, name string, m manifest, file string) error {
	s, err := r.Select(ctx, m.Canonical)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := a.sameArchive(name, m, s); err != nil {
		return err
	}
	f, rows, err := openPart(m.States)
	if err != nil {
		return err
	}
	defer f.Close()
	c := &comparingCaptures{rows: rows, m: m}
	c.Manifest, c.Query, c.Made, c.Then, c.ProgramThen, c.Differences = name, m.Canonical, m.Made, m.Rows, m.Program, []exportDifference{}
	if err := c.next(); err != nil {
		return err
	}
	o := captureRequest{query: m.Query, format: m.Format, operator: m.Operator, file: file, name: baseOf(file), made: time.Now().UTC().Truncate(time.Second), also: c.capture}
	if file == "" {
		o.file, o.name, o.made = os.DevNull, baseOf(m.File), m.Made
	}
	again, _, err := a.writeCaptures(ctx, r, s, o)
	if err == nil {
		err = c.goneBefore(1<<63 - 1)
	}
	if err != nil {
		return err
	}
	c.Now, c.ProgramNow, c.StateNow, c.SameBytes = again.Rows, again.Program, s.State, again.SHA256 == m.SHA256
	if !a.json {
		a.printCapturesSince(&c.sinceExport)
	} else if err := a.printJSON(c.sinceExport); err != nil {
		return err
	}
	return a.sayComplete(again.Rows, again.Total, "")
}

func (a *app) printCapturesSince(c *sinceExport) {
	count := map[string]int{}
	for _, d := range c.Differences {
		count[d.What]++
	}
	fmt.Fprintf(a.stdout, "then %d captures, now %d: %d new, %d changed, %d gone\n", c.Then, c.Now, count[diffNew], count[diffChanged], count[diffGone])
	if len(c.Differences) > 0 {
		t := a.table("what", "visit", "why", "address")
		for _, d := range c.Differences {
			t.AppendRow([]any{d.What, d.ID, d.Why, harmless(cut(d.URL, 80))})
		}
		t.Render()
	}
	switch {
	case c.SameBytes:
		fmt.Fprintln(a.stdout, "the same bytes")
	case len(c.Differences) > 0:
		fmt.Fprintln(a.stdout, "other bytes, because of these captures")
	default:
		fmt.Fprintf(a.stdout, "the same captures in other bytes: a WARC says when and by which program it was made, by %s then, %s now\n", c.ProgramThen, c.ProgramNow)
	}
}

// comparingCaptures walks through two lists of captures in the order of visits.
type comparingCaptures struct {
	sinceExport
	rows *csv.Reader
	m    manifest
	then *captureRow // nil at the end
}

type captureRow struct {
	visit       int64
	url, sha256 string
}

func (c *comparingCaptures) next() error {
	c.then = nil
	row, err := c.rows.Read()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil && len(row) != len(captureColumns) {
		err = csv.ErrFieldCount
	}
	if err != nil {
		return err
	}
	visit, err := strconv.ParseInt(row[0], 10, 64)
	c.then = &captureRow{visit, row[1], row[3]}
	return err
}

// capture compares one capture of today.
func (c *comparingCaptures) capture(now *store.Capture) error {
	if err := c.goneBefore(now.Number); err != nil {
		return err
	}
	d := exportDifference{ID: now.Number, URL: now.URL, Headline: now.Title}
	switch was := c.then; {
	case was == nil || was.visit != now.Number:
		d.What, d.Why = diffNew, c.whyNew(now)
	case was.sha256 != now.SHA256:
		d.What, d.Why = diffChanged, "its bytes are others: 'newskeep verify' looks for damage"
	}
	if d.What != "" {
		c.Differences = append(c.Differences, d)
	}
	if d.What == diffNew {
		return nil
	}
	return c.next()
}

func (c *comparingCaptures) whyNew(now *store.Capture) string {
	switch {
	case now.Number <= c.m.State.Visits:
		return "its article fits now and did not then"
	case now.Via == news.ViaImport:
		return "imported since, captured " + stampDay(now.At)
	}
	return "captured since, " + stampDay(now.At)
}

// goneBefore tells of the captures that the earlier export has before a visit.
func (c *comparingCaptures) goneBefore(visit int64) error {
	for c.then != nil && c.then.visit < visit {
		c.Differences = append(c.Differences, exportDifference{
			ID: c.then.visit, What: diffGone, URL: c.then.url, Why: "its article does not fit any more, or is another page's now",
		})
		if err := c.next(); err != nil {
			return err
		}
	}
	return nil
}

// baseOf is the last part of a file's name; empty for stdout.
func baseOf(file string) string {
	if file == "" {
		return ""
	}
	return filepath.Base(file)
}
