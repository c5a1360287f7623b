package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"newskeep/store/export"
)

// captureFormats are those that hold what servers sent, not what was read of it.
var captureFormats = []string{"warc", "wacz"}

// exportCaptures writes captures as WARC records, alone or packed as WACZ.
func (a *app) exportCaptures(ctx context.Context, query, format, file, operator string) error {
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	parsed, err := r.Parse(query)
	if err != nil {
		return err // before a file is begun
	}
	a.noteDoubts(r, query)
	canonical := parsed.At(time.Now()).String()
	state, err := r.State(ctx)
	if err != nil {
		return err
	}
	made := time.Now().UTC().Truncate(time.Second)
	o := export.WARCOptions{
		Software: "newskeep/" + version, Operator: operator, Archive: filepath.Base(a.archive),
		File: filepath.Base(file), Query: canonical, Made: made,
	}
	if file == "" {
		o.File = ""
		if isTerminal(a.stdout) {
			return usage("a %s is no text for a terminal: say -o FILE", format)
		}
	}
	out, done, err := a.exportTo(file)
	if err != nil {
		return err
	}
	sum := sha256.New()
	var report export.WARCReport
	if w := io.MultiWriter(out, sum); format == "wacz" {
		report, err = export.WACZ(ctx, w, r, o, filepath.Dir(file))
	} else {
		report, err = export.WARC(ctx, w, r, o)
	}
	if err := done(err); err != nil {
		return err
	}
	if report.Captures() == 0 {
		a.note("the archive has no capture to write: nothing was answered yet, or nothing fits the query")
	}
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
		m := manifest{
			File: file, Format: format, Query: query, Canonical: canonical, Archive: a.archive, State: state, Made: made, Program: "newskeep " + version,
			Rows: report.Captures(), Total: report.Captures(), Complete: true, SHA256: hex.EncodeToString(sum.Sum(nil)),
			Codebook: []export.Column{}, Tables: []part{},
		}
		if err := a.writeManifest(m); err != nil {
			return err
		}
	} else if file != "" && !errors.Is(err, os.ErrNotExist) && err != nil {
		return err
	}
	a.note("complete: %d captures: %d responses, %d revisits", report.Captures(), report.Responses, report.Revisits)
	return nil
}
