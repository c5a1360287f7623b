package saved

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"newskeep/scraper"
	"newskeep/store/warc"
)

// Limits of what is read of one capture.
const (
	bodyMost = 32 << 20 // bytes of a page, content codings undone
	headMost = 1 << 20  // bytes of HTTP header before it
)

// Capture is a capture with what only its file can say about it.
type Capture struct {
	scraper.Capture
	Revisit   bool      // its bytes are those of another capture
	Original  string    // address of that one
	OriginalT time.Time // and its time
}

// Bad is something that cannot be read. What follows it is read all the same.
type Bad struct {
	File   string `json:"file"`
	Offset int64  `json:"offset"` // of the record in the file; 0 for the file itself
	Reason string `json:"reason"`
}

// Hearer is told what is found, in the order of the files.
type Hearer struct {
	Capture func(*Capture) error // an error ends the reading
	Bad     func(Bad)
	Skipped func(reason string) // what is no page, in one word for counting
}

// Options of reading.
type Options struct {
	URL      string    // address of a saved page; empty: the page must tell
	Captured time.Time // when saved pages were saved; zero: what the page or the file says
	Note     func(format string, args ...any)
}

// Source is one file.
type Source struct {
	Name  string // as it was found
	first time.Time
	read  func(ctx context.Context, s *Source, o Options, h Hearer) error
}

// Sources finds out what files are, walking folders. They come in the order of
// their first captures, so that history is read as it happened. Files in folders
// that are nothing to read are skipped; files that were named are Bad then.
func Sources(paths []string, h Hearer) ([]*Source, error) {
	var all []*Source
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			s, err := source(path)
			if err != nil {
				h.Bad(Bad{path, 0, err.Error()})
				continue
			}
			all = append(all, s)
			continue
		}
		err = filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				h.Bad(Bad{name, 0, err.Error()})
				return nil
			case d.IsDir() && name != path && parts(name):
				h.Skipped("parts_of_a_saved_page")
				return fs.SkipDir
			case !d.Type().IsRegular():
				return nil
			}
			s, err := source(name)
			if err != nil {
				h.Skipped("other_file")
				return nil
			}
			all = append(all, s)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b *Source) int { return cmp.Or(a.first.Compare(b.first), strings.Compare(a.Name, b.Name)) })
	return all, nil
}

// parts reports whether a folder holds the pictures and frames that a browser
// saves beside a page.
func parts(dir string) bool {
	for _, suffix := range []string{"_files", ".files", "-Dateien", "_fichiers", "_archivos"} {
		stem, ok := strings.CutSuffix(dir, suffix)
		if !ok {
			continue
		}
		for _, ext := range []string{".html", ".htm", ".xhtml"} {
			if _, err := os.Stat(stem + ext); err == nil {
				return true
			}
		}
	}
	return false
}

// errNothing is the error of files that are nothing to read.
var errNothing = errors.New("neither a WARC or WACZ file nor a saved HTML page")

func source(name string) (*Source, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, 1024)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, err
	}
	head = head[:n]
	s := &Source{Name: name, first: info.ModTime()}
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		s.read = readWACZ
	case bytes.HasPrefix(head, []byte("WARC/")), bytes.HasPrefix(head, []byte{0x1f, 0x8b}), bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		s.read = readWARC
	case isHTML(name, head):
		s.read = readPage
		return s, nil
	default:
		return nil, errNothing
	}
	if at := firstDate(s); !at.IsZero() {
		s.first = at
	}
	return s, nil
}

func isHTML(name string, head []byte) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm", ".xhtml", ".shtml":
		return true
	}
	text := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))))
	return bytes.HasPrefix(text, []byte("<!doctype html")) || bytes.HasPrefix(text, []byte("<html"))
}

// Read tells the hearer what the file holds. The error is the hearer's, that of
// ctx, or one that concerns more than the file.
func (s *Source) Read(ctx context.Context, o Options, h Hearer) error { return s.read(ctx, s, o, h) }

// firstDate is when the first captures of a file were made; zero when it does not
// say.
func firstDate(s *Source) time.Time {
	var at time.Time
	found := errors.New("found")
	quiet := Hearer{Bad: func(Bad) {}, Skipped: func(string) {}}
	_ = eachRecord(s.Name, quiet, func(r *warc.Record) error {
		at, _ = r.Date()
		if r.Type() == warc.TypeInfo || at.IsZero() {
			return nil // when the file was written, not when a page was captured
		}
		return found
	})
	return at
}

// eachRecord goes through the records of a WARC, or of all in a WACZ.
func eachRecord(name string, h Hearer, f func(*warc.Record) error) error {
	if z, err := zip.OpenReader(name); err == nil {
		defer z.Close()
		any := false
		for _, member := range z.File {
			if !strings.HasPrefix(member.Name, "archive/") || member.FileInfo().IsDir() {
				continue
			}
			any = true
			r, err := member.Open()
			if err != nil {
				h.Bad(Bad{name + "/" + member.Name, 0, err.Error()})
				continue
			}
			err = records(r, name+"/"+member.Name, h, f)
			r.Close()
			if err != nil {
				return err
			}
		}
		if !any {
			h.Bad(Bad{name, 0, "a zip file without archive/*.warc: no WACZ"})
		}
		return nil
	}
	r, err := os.Open(name)
	if err != nil {
		h.Bad(Bad{name, 0, err.Error()})
		return nil
	}
	defer r.Close()
	return records(r, name, h, f)
}

func records(r io.Reader, name string, h Hearer, f func(*warc.Record) error) error {
	wr, err := warc.NewReader(r)
	if err != nil {
		h.Bad(Bad{name, 0, err.Error()})
		return nil
	}
	for {
		rec, err := wr.Next()
		var bad *warc.BadRecord
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &bad):
			h.Bad(Bad{name, bad.Offset, bad.Err.Error()})
			continue
		case err != nil:
			return fmt.Errorf("read %s: %w", name, err)
		}
		if err := f(rec); err != nil {
			return err
		}
	}
}
