package main

import (
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"newskeep/store"
)

// sinceExport is what an export of today differs in from an earlier one.
type sinceExport struct {
	Manifest    string             `json:"manifest"`
	Query       string             `json:"query"` // canonical
	Made        time.Time          `json:"made"`
	Then        int                `json:"then"` // rows
	Now         int                `json:"now"`
	SameBytes   bool               `json:"same_bytes"`
	ProgramThen string             `json:"program_then"`
	ProgramNow  string             `json:"program_now"`
	StateNow    store.ArchiveState `json:"archive_state"`
	Differences []exportDifference `json:"differences"`
	Reread      int                `json:"reread"` // by another parser or other rules, with the same words
}

// Kinds of differences.
const (
	diffNew     = "new"     // found today, not then
	diffChanged = "changed" // the newsroom changed it
	diffReread  = "reread"  // the same state, read otherwise
	diffGone    = "gone"    // found then, not today
)

// exportDifference is one article that is not in both, or not the same in both.
type exportDifference struct {
	ID       int64  `json:"id"` // article; of captures, the number of the visit
	What     string `json:"what"`
	Why      string `json:"why"`
	URL      string `json:"url"`
	Headline string `json:"headline"`
}

// exportAgain makes an export again, compares, and keeps the new one in file when
// that is named.
func (a *app) exportAgain(ctx context.Context, name, file string) error {
	m, err := readManifest(name)
	if err != nil {
		return err
	}
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	if slices.Contains(captureFormats, m.Format) {
		return a.capturesAgain(ctx, r, name, m, file)
	}
	asked := r
	if !m.AsOf.IsZero() {
		if asked, err = r.AsOf(ctx, m.AsOf); err != nil {
			return err
		}
		defer asked.Close()
	}
	s, err := asked.Select(ctx, m.Canonical)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := a.sameArchive(name, m, s); err != nil {
		return err
	}
	then, err := openStates(m.States)
	if err != nil {
		return err
	}
	defer then.file.Close()
	o := exportRequest{query: m.Query, format: m.Format, graph: m.Graph, bom: m.BOM, separator: m.Separator, stood: m.Stood, base: m.Base, file: file}
	if file == "" {
		o.file = os.DevNull
	}
	c := &comparing{ctx: ctx, r: r, then: then, m: m}
	c.Manifest, c.Query, c.Made, c.Then, c.ProgramThen, c.Differences = name, m.Canonical, m.Made, m.Rows, m.Program, []exportDifference{}
	again, err := a.writeExport(ctx, asked, s, o, c)
	if err != nil {
		return err
	}
	c.Now, c.ProgramNow, c.StateNow, c.SameBytes = again.Rows, again.Program, s.State, again.SHA256 == m.SHA256
	if !a.json {
		a.printSince(&c.sinceExport)
	} else if err := a.printJSON(c.sinceExport); err != nil {
		return err
	}
	return a.sayComplete(again.Rows, again.Total, "")
}

func (a *app) sameArchive(name string, m manifest, s *store.Selection) error {
	if s.State.ID != m.State.ID {
		return usage("%s is of archive %s, and %s is %s: name the right one with -a", name, m.State.ID, a.archive, s.State.ID)
	}
	return nil
}

func (a *app) printSince(c *sinceExport) {
	count := map[string]int{}
	for _, d := range c.Differences {
		count[d.What]++
	}
	fmt.Fprintf(a.stdout, "then %d articles, now %d: %d new, %d changed, %d read otherwise, %d gone\n",
		c.Then, c.Now, count[diffNew], count[diffChanged], count[diffReread], count[diffGone])
	if len(c.Differences) > 0 {
		t := a.table("what", "article", "why", "headline")
		for _, d := range c.Differences {
			t.AppendRow([]any{d.What, d.ID, d.Why, harmless(cut(d.Headline, 50))})
		}
		t.Render()
	}
	if c.Reread > 0 {
		fmt.Fprintf(a.stdout, "%d articles were read again with the same words\n", c.Reread)
	}
	switch {
	case c.SameBytes:
		fmt.Fprintln(a.stdout, "the same bytes")
	case len(c.Differences) > 0:
		fmt.Fprintln(a.stdout, "other bytes, because of these articles")
	case c.ProgramThen != c.ProgramNow:
		fmt.Fprintf(a.stdout, "the same articles in other bytes: %s wrote them then, %s now\n", c.ProgramThen, c.ProgramNow)
	default:
		fmt.Fprintln(a.stdout, "the same words in other bytes: times of confirmation or how fields were found differ")
	}
}

// comparing walks through two lists of articles in the order of ids.
type comparing struct {
	sinceExport
	ctx  context.Context
	r    *store.Reader
	then *statesReader
	m    manifest
}

// Write compares one article of today.
func (c *comparing) Write(now *store.StoredArticle) error {
	if err := c.goneBefore(now.ID); err != nil {
		return err
	}
	was := c.then.at
	if was == nil || was.id != now.ID {
		return c.isNew(now)
	}
	c.then.next()
	d := exportDifference{ID: now.ID, URL: now.Address, Headline: now.Headline, Why: rereadWhy(was, now)}
	switch {
	case was.revision != now.Revision && was.digest != now.Digest:
		d.What, d.Why = diffChanged, ""
		history, err := c.r.Revisions(c.ctx, strconv.FormatInt(now.ID, 10))
		if err != nil {
			return err
		}
		d.Why = changedSince(history, was.revision)
	case was.digest != now.Digest:
		d.What = diffReread
	default:
		if d.Why != "" {
			c.Reread++
		}
		return nil
	}
	c.Differences = append(c.Differences, d)
	return c.then.err
}

// Close tells what is left of the earlier export.
func (c *comparing) Close() error { return c.goneBefore(1<<63 - 1) }

func (c *comparing) isNew(now *store.StoredArticle) error {
	d := exportDifference{ID: now.ID, What: diffNew, URL: now.Address, Headline: now.Headline}
	history, err := c.r.Revisions(c.ctx, strconv.FormatInt(now.ID, 10))
	if err != nil {
		return err
	}
	first, last := history[0].FirstSeen, history[len(history)-1].FirstSeen
	switch {
	case first.After(c.m.State.LastVisit):
		d.Why = "first fetched " + stampDay(first)
	case last.After(c.m.State.LastVisit):
		d.Why = "it fits since the newsroom changed it " + stampDay(last)
	default:
		d.Why = "it was in the archive and did not fit, or was imported since; now read by " + now.Parser
	}
	c.Differences = append(c.Differences, d)
	return nil
}

// goneBefore tells of the articles that the earlier export has before an id.
func (c *comparing) goneBefore(id int64) error {
	for c.then.at != nil && c.then.at.id < id {
		was := c.then.at
		c.then.next()
		d := exportDifference{ID: was.id, What: diffGone}
		now, err := c.r.Article(c.ctx, strconv.FormatInt(was.id, 10), store.ArticleAt{})
		switch {
		case errors.Is(err, store.ErrNotFound):
			d.Why = "it is not in the archive any more: 'newskeep verify' looks for damage"
		case err != nil:
			return err
		default:
			d.URL, d.Headline = now.Address, now.Headline
			history, err := c.r.Revisions(c.ctx, strconv.FormatInt(was.id, 10))
			if err != nil {
				return err
			}
			switch {
			case now.SameAs != 0:
				d.Why = fmt.Sprintf("it turned out to be article %d", now.SameAs)
			case now.Revision != was.revision:
				d.Why = "it does not fit any more: " + changedSince(history, was.revision)
			default:
				d.Why = strings.TrimSuffix("it does not fit any more: "+rereadWhy(was, now), ": ")
			}
		}
		c.Differences = append(c.Differences, d)
	}
	return c.then.err
}

// changedSince says what the newsroom changed after a revision.
func changedSince(history []store.Revision, after int) string {
	var fields, classes []string
	var last time.Time
	for _, v := range history {
		if v.Number <= after {
			continue
		}
		last = v.FirstSeen
		for _, f := range v.Changed {
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
		if class := v.Class; !slices.Contains(classes, class) {
			classes = append(classes, class)
		}
	}
	if len(classes) == 0 {
		return fmt.Sprintf("states were put in another order since; it was revision %d", after)
	}
	return fmt.Sprintf("%s: %s, revision %d, %s", strings.Join(classes, ", "), strings.Join(fields, ", "), history[len(history)-1].Number, stampDay(last))
}

// rereadWhy says by what a state was read otherwise; empty when by the same.
func rereadWhy(was *stateRow, now *store.StoredArticle) string {
	switch {
	case was.parser != now.Parser:
		return fmt.Sprintf("parser %s, now %s", was.parser, now.Parser)
	case was.rules != now.Rules:
		return "the rules of its profile changed"
	}
	return ""
}

func stampDay(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") }

// stateRow is a line of a list of states.
type stateRow struct {
	id                    int64
	revision              int
	digest, parser, rules string
}

type statesReader struct {
	file *os.File
	csv  *csv.Reader
	at   *stateRow // nil at the end
	err  error
}

// openStates opens the list of articles beside a manifest.
func openStates(p *part) (*statesReader, error) {
	f, rows, err := openPart(p)
	if err != nil {
		return nil, err
	}
	s := &statesReader{file: f, csv: rows}
	s.next()
	return s, s.err
}

// openPart opens the list beside a manifest, behind its head, when it is the one that
// was written.
func openPart(p *part) (*os.File, *csv.Reader, error) {
	f, err := os.Open(p.File)
	if err != nil {
		return nil, nil, usage("--again needs the list of states beside the manifest: %v", err)
	}
	sum := sha256.New()
	if _, err = io.Copy(sum, f); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		err = usage("%s was changed since it was written: nothing can be compared with it", filepath.Base(p.File))
	}
	rows := csv.NewReader(f)
	if err == nil {
		_, err = rows.Read() // the head
	}
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	return f, rows, nil
}

func (s *statesReader) next() {
	s.at = nil
	row, err := s.csv.Read()
	if err == nil && len(row) != len(stateColumns) {
		err = csv.ErrFieldCount
	}
	if err != nil {
		if !errors.Is(err, io.EOF) {
			s.err = err
		}
		return
	}
	r := stateRow{digest: row[2], parser: row[3], rules: row[4]}
	if r.id, err = strconv.ParseInt(row[0], 10, 64); err == nil {
		r.revision, err = strconv.Atoi(row[1])
	}
	s.at, s.err = &r, err
}
