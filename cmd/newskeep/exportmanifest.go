package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"newskeep/store"
	"newskeep/store/export"
)

// manifest says what an export holds, so that it can be cited and made again.
type manifest struct {
	File      string             `json:"file"`
	Format    string             `json:"format"`
	Graph     store.Graph        `json:"graph,omitempty"`
	BOM       bool               `json:"bom,omitempty"`
	Separator string             `json:"separator,omitempty"`      // of CSV, as typed; left out: comma
	Stood     bool               `json:"placements,omitempty"`     // it says where articles stood
	Operator  string             `json:"operator,omitempty"`       // who made captures
	Base      string             `json:"permalink_base,omitempty"` // what permalinks begin with; left out: newskeep:ARCHIVE
	AsOf      time.Time          `json:"as_of,omitzero"`           // moment of which it is; left out: that of archive_state
	Query     string             `json:"query"`                    // as typed
	Canonical string             `json:"canonical"`                // as understood, with dates fixed that are counted from now
	Archive   string             `json:"archive"`
	State     store.ArchiveState `json:"archive_state"`
	Made      time.Time          `json:"made"`
	Program   string             `json:"program"`
	Rows      int                `json:"rows"`
	Total     int                `json:"total"`
	Complete  bool               `json:"complete"`
	Nodes     int                `json:"nodes,omitempty"`
	Edges     int                `json:"edges,omitempty"`
	SHA256    string             `json:"sha256"`
	Codebook  []export.Column    `json:"codebook"`
	Defused   string             `json:"defused,omitempty"` // of CSV: how text is kept from being taken for a formula, and how that is undone
	Tables    []part             `json:"tables"`
	States    *part              `json:"states,omitempty"` // what --again compares with
}

// part is a file beside an export.
type part struct {
	File     string          `json:"file"`
	Rows     int             `json:"rows"`
	SHA256   string          `json:"sha256"`
	Codebook []export.Column `json:"codebook"`
}

func newManifest(archive string, s *store.Selection, o exportRequest, made time.Time) manifest {
	book := export.Codebook(export.Format(o.format), o.stood)
	defused := ""
	if o.format == string(export.CSV) {
		defused = export.Defused
	}
	return manifest{
		Defused: defused,
		File:    o.file, Format: o.format, Graph: o.graph, BOM: o.bom, Separator: o.separator, Stood: o.stood, Base: o.base, AsOf: s.AsOf, Query: o.query, Canonical: s.Query, Archive: archive, State: s.State,
		Made: made, Program: writer(), Total: s.Total, Codebook: book, Tables: []part{},
	}
}

// writeManifest puts a manifest beside an export, whole or not at all.
func (a *app) writeManifest(m manifest) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	w, done, err := a.exportTo(m.File + ".manifest.json")
	if err == nil {
		_, err = w.Write(append(b, '\n'))
		err = done(err)
	}
	return err
}

func readManifest(file string) (m manifest, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return m, usage("--again: %v", err)
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Format == "" {
		return m, usage("--again: %s is no manifest of an export: name the FILE.manifest.json beside it", file)
	}
	if m.States == nil {
		return m, usage("--again: %s was written by an older newskeep and has no list to compare with: export again", file)
	}
	m.States.File = filepath.Join(filepath.Dir(file), filepath.Base(m.States.File))
	return m, nil
}

// statesSuffix is added to the name of an export for the list of what it holds.
const statesSuffix = ".states.csv"

var stateColumns = []export.Column{
	{Name: "id", About: "Article."},
	{Name: "revision", About: "Number of the state that was written."},
	{Name: "digest", About: "SHA-256 of the newsroom's fields: equal digests mean the same words."},
	{Name: "parser", About: "Version of the reader that read it."},
	{Name: "rules", About: "SHA-256 of the profile it was read with."},
}

// captureColumns are the states of an export of captures.
var captureColumns = []export.Column{
	{Name: "visit", About: "Number of the visit in the archive."},
	{Name: "url", About: "Address that answered."},
	{Name: "at", About: "When it answered, UTC."},
	{Name: "sha256", About: "SHA-256 of the body; empty when it had none."},
}

// states writes which state of each article an export holds.
type states struct{ w *csv.Writer }

func newStates(w io.Writer, columns []export.Column) states {
	c := csv.NewWriter(w)
	var head []string
	for _, col := range columns {
		head = append(head, col.Name)
	}
	_ = c.Write(head) // csv.Writer keeps its error for Close
	return states{c}
}

func (s states) capture(c *store.Capture) error {
	return s.w.Write([]string{fmt.Sprint(c.Number), c.URL, c.At.UTC().Format(time.RFC3339), c.SHA256})
}

func (s states) Write(a *store.StoredArticle) error {
	return s.w.Write([]string{fmt.Sprint(a.ID), fmt.Sprint(a.Revision), a.Digest, a.Parser, a.Rules})
}

func (s states) Close() error {
	s.w.Flush()
	return s.w.Error()
}
