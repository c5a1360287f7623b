package main

import (
	"context"
	"path/filepath"
	"time"

	"newskeep/store"
	"newskeep/store/export"
)

// captureFormats are those that hold what servers sent, not what was read of it.
var captureFormats = []string{"warc", "wacz"}

// captureRequest is which captures are to be exported, and how.
type captureRequest struct {
	query, format, operator string
	file                    string                     // empty: stdout
	name                    string                     // that the WARC gives itself; empty: none
	made                    time.Time                  // that the WARC says it was made at
	also                    func(*store.Capture) error // is shown every capture; nil: nobody asks
}

// exportCaptures writes captures as WARC records, alone or packed as WACZ.
func (a *app) exportCaptures(ctx context.Context, o captureRequest) error {
	if o.file == "" && isTerminal(a.stdout) {
		return usage("a %s is no text for a terminal: say -o FILE", o.format)
	}
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	a.noteDoubts(r, o.query)
	s, err := r.Select(ctx, o.query)
	if err != nil {
		return err
	}
	defer s.Close()
	m, report, err := a.writeCaptures(ctx, r, s, o)
	if err != nil {
		return err
	}
	if m.Rows == 0 {
		a.note("the archive has no capture to write: nothing was answered yet, or nothing fits the query")
	}
	a.note("%d captures: %d responses, %d revisits", m.Rows, report.Responses, report.Revisits)
	return a.sayComplete(m.Rows, m.Total, "")
}

// writeCaptures writes what was selected, with its states and manifest beside a file.
func (a *app) writeCaptures(ctx context.Context, r *store.Reader, s *store.Selection, o captureRequest) (manifest, export.WARCReport, error) {
	m := manifest{
		File: o.file, Format: o.format, Operator: o.operator, Query: o.query, Canonical: s.Query, Archive: a.archive, State: s.State, Made: o.made,
		Program: writer(), Codebook: export.CaptureCodebook, Tables: []part{},
	}
	var files exportFiles
	report, err := a.fillCaptures(ctx, r, s, o, &files, &m)
	if err := files.finish(err); err != nil {
		return m, report, err
	}
	if !files[0].regular {
		return m, report, nil
	}
	return m, report, a.writeManifest(m)
}

func (a *app) fillCaptures(ctx context.Context, r *store.Reader, s *store.Selection, o captureRequest, files *exportFiles, m *manifest) (report export.WARCReport, err error) {
	if m.Total, err = s.CountCaptures(ctx); err != nil {
		return report, err
	}
	out, err := files.open(a, o.file)
	if err != nil {
		return report, err
	}
	also := []func(*store.Capture) error{}
	if o.also != nil {
		also = append(also, o.also)
	}
	var list states
	var listed *exportFile
	if out.regular {
		if listed, err = files.open(a, o.file+statesSuffix); err != nil {
			return report, err
		}
		list = newStates(listed, captureColumns)
		also = append(also, list.capture)
	}
	w := export.WARCOptions{
		Software: "newskeep/" + version, Operator: o.operator, Archive: filepath.Base(a.archive), File: o.name, Made: o.made,
		Written: func(c *store.Capture) error {
			for _, f := range also {
				if err := f(c); err != nil {
					return err
				}
			}
			return nil
		},
	}
	if o.format == "wacz" {
		beside := filepath.Dir(o.file)
		if o.file != "" && !out.regular {
			beside = "" // a device has no folder for the WARC within: temporary files have
		}
		report, err = export.WACZ(ctx, out, r, s, w, beside)
	} else {
		report, err = export.WARC(ctx, out, r, s, w)
	}
	if err == nil && listed != nil {
		err = list.Close()
	}
	if err != nil {
		return report, err
	}
	m.Rows, m.SHA256 = report.Captures(), out.sha256()
	m.Complete = m.Rows == m.Total
	if listed != nil {
		m.States = &part{filepath.Base(listed.name), m.Rows, listed.sha256(), captureColumns}
	}
	return report, nil
}
