package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"
	"unicode/utf16"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
)

// writeExport writes what was selected, with side tables and, beside a file, its
// states and manifest. Also, when it is not nil, is shown every article.
func (a *app) writeExport(ctx context.Context, r *store.Reader, s *store.Selection, o exportRequest, also export.Writer) (manifest, error) {
	s.Stood = o.stood
	m := newManifest(a.archive, s, o, time.Now().UTC().Truncate(time.Second))
	var files exportFiles
	err := a.fillExport(ctx, r, s, o, &files, &m, also)
	if err := files.finish(err); err != nil {
		return m, err
	}
	if !files[0].regular {
		return m, nil
	}
	return m, a.writeManifest(m)
}

func (a *app) fillExport(ctx context.Context, r *store.Reader, s *store.Selection, o exportRequest, files *exportFiles, m *manifest, also export.Writer) error {
	out, err := files.open(a, o.file)
	if err != nil {
		return err
	}
	var writers []export.Writer
	if also != nil {
		writers = append(writers, also)
	}
	if o.ofGraph() {
		about := export.GraphAbout{Creator: m.Program, Made: m.Made, About: fmt.Sprintf("Graph of %s between %d articles found by %q in archive %s.", o.graph, s.Total, s.Query, s.State.ID)}
		g, err := export.Graph(ctx, export.Format(o.format), out, s, o.graph, about)
		if err != nil {
			return err
		}
		m.Nodes, m.Edges = g.Nodes, g.Edges
	} else {
		w, err := articleWriter(ctx, r, s, o, out)
		if err != nil {
			return err
		}
		writers = append(writers, w)
	}
	if o.format == string(export.CSV) && (o.bom || o.separator != "") {
		long := &longBodies{say: a.note}
		writers = append(writers, long)
	}
	side, err := sideTables(a, o, files)
	if err != nil {
		return err
	}
	for _, t := range side {
		writers = append(writers, t.rows)
	}
	var states *exportFile
	if out.regular {
		if states, err = files.open(a, o.file+statesSuffix); err != nil {
			return err
		}
		writers = append(writers, newStates(states, stateColumns))
	}
	if m.Rows, err = writeArticles(ctx, s, writers); err != nil {
		return err
	}
	m.Complete, m.SHA256 = m.Rows == m.Total, out.sha256()
	for _, t := range side {
		m.Tables = append(m.Tables, part{filepath.Base(t.file.name), t.rows.N, t.file.sha256(), t.columns})
	}
	if o.tables != "" {
		f, err := files.open(a, filepath.Join(o.tables, "revisions.csv"))
		if err != nil {
			return err
		}
		n, err := export.Revisions(f, o.csv(), s.Revisions(ctx))
		if err != nil {
			return err
		}
		m.Tables = append(m.Tables, part{"revisions.csv", n, f.sha256(), export.RevisionColumns})
	}
	if states != nil {
		m.States = &part{filepath.Base(states.name), m.Rows, states.sha256(), stateColumns}
	}
	return nil
}

// cellOfExcel is how many characters, in UTF-16, a cell of Excel holds:
// https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3.
const cellOfExcel = 32_767

// longBodies counts the articles that do not fit, and says so at the end.
type longBodies struct {
	say func(string, ...any)
	n   int
}

func (l *longBodies) Write(a *store.StoredArticle) error {
	units := 0
	for _, b := range a.Body {
		units += len(utf16.Encode([]rune(b.Text))) + len("\n\n")
	}
	if units > cellOfExcel {
		l.n++
	}
	return nil
}

func (l *longBodies) Close() error {
	if l.n > 0 {
		l.say("%s with a body longer than the %d characters that a cell of Excel holds: Excel does not keep such a row together, other programs do", plural(l.n, "article"), cellOfExcel)
	}
	return nil
}

// writeArticles shows every article to every writer, one at a time.
func writeArticles(ctx context.Context, s *store.Selection, writers []export.Writer) (rows int, err error) {
	for art, err := range s.Articles(ctx) {
		if err != nil {
			return rows, err
		}
		for _, w := range writers {
			if err := w.Write(art); err != nil {
				return rows, err
			}
		}
		rows++
	}
	for _, w := range writers {
		if err := w.Close(); err != nil {
			return rows, err
		}
	}
	return rows, nil
}

// articleWriter writes articles in the format that was asked for.
func articleWriter(ctx context.Context, r *store.Reader, s *store.Selection, o exportRequest, out *exportFile) (export.Writer, error) {
	sites, err := r.Sites(ctx)
	if err != nil {
		return nil, err
	}
	byName := map[string]news.Site{}
	for _, site := range sites {
		byName[site.Name] = site
	}
	return export.New(export.Format(o.format), out, export.Options{Sites: byName, Archive: s.State.ID, CSV: o.csv(), Stood: o.stood, Base: o.base})
}

// sideTable is one that is being written.
type sideTable struct {
	file    *exportFile
	rows    *export.SideRows
	columns []export.Column
}

func sideTables(a *app, o exportRequest, files *exportFiles) ([]sideTable, error) {
	var list []sideTable
	for _, t := range export.SideTables {
		if o.tables == "" {
			break
		}
		f, err := files.open(a, filepath.Join(o.tables, t.Name+".csv"))
		if err != nil {
			return nil, err
		}
		list = append(list, sideTable{f, t.Rows(f, o.csv()), t.Columns})
	}
	return list, nil
}
