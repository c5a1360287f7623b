package export

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"newskeep/scraper/news"
	"newskeep/store"
)

// Format is one in which articles are written.
type Format string

// Formats of articles.
const (
	CSV     Format = "csv"      // RFC 4180; one row an article, lists joined by "; "
	JSONL   Format = "jsonl"    // one document a line: what show --json prints, with the permalink
	Parquet Format = "parquet"  // typed columns, lists as lists
	RIS     Format = "ris"      // https://en.wikipedia.org/wiki/RIS_(file_format), type NEWS
	BibTeX  Format = "bibtex"   // biblatex @online
	CSL     Format = "csl-json" // https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html, type article-newspaper
)

// Formats are all of them.
var Formats = []Format{CSV, JSONL, Parquet, RIS, BibTeX, CSL}

// ErrFormat refuses a word that is no [Format].
var ErrFormat = errors.New("no format of articles")

// Options of a [Writer]. The zero Options are usable.
type Options struct {
	Sites   map[string]news.Site // by name, for what people call a newspaper; nil: names of profiles stand for it
	Archive string               // its id, named in citations and permalinks
	Base    string               // address of the reading room that permalinks lead to; empty: they are those of store.Permalink
	Stood   bool                 // CSV and Parquet have columns that say where articles stood
	CSV     CSVOptions
}

// Writer writes articles one after the other, and holds few of them.
type Writer interface {
	Write(*store.StoredArticle) error
	Close() error // writes what is still to come; it does not close what is written to
}

// New returns a writer of articles. The error is [ErrFormat].
func New(f Format, w io.Writer, o Options) (Writer, error) {
	switch f {
	case CSV:
		return newCSV(w, o), nil
	case JSONL:
		return newJSONL(w, o), nil
	case Parquet:
		return newParquet(w, o), nil
	case RIS:
		return &citations{w: w, o: o, write: writeRIS}, nil
	case BibTeX:
		return &citations{w: w, o: o, write: writeBibTeX}, nil
	case CSL:
		return &citations{w: w, o: o, open: "[\n", between: ",\n", end: "\n]\n", write: writeCSL}, nil
	}
	return nil, fmt.Errorf("%q: %w", f, ErrFormat)
}

// permalink of the state that is written.
func (o Options) permalink(a *store.StoredArticle) string {
	return store.Permalink{Archive: o.Archive, Article: a.ID, Revision: a.Revision}.At(o.Base)
}

type jsonl struct {
	w io.Writer
	o Options
}

func newJSONL(w io.Writer, o Options) jsonl { return jsonl{w, o} }

func (j jsonl) Write(a *store.StoredArticle) error {
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(a); err != nil {
		return err
	}
	if link := j.o.permalink(a); link != "" {
		line.Truncate(line.Len() - len("}\n")) // the document goes on
		line.WriteString(`,"permalink":`)
		if err := e.Encode(link); err != nil {
			return err
		}
		line.Truncate(line.Len() - 1)
		line.WriteString("}\n")
	}
	_, err := j.w.Write(line.Bytes())
	return err
}

func (jsonl) Close() error { return nil }
