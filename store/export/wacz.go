package export

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"newskeep/store"
	"newskeep/store/warc"
)

// waczVersion is that of https://specs.webrecorder.net/wacz/1.1.1/.
const waczVersion = "1.1.1"

// Unfinished begins the names of files that have no name of their own yet.
const Unfinished = ".newskeep-export-"

// WACZ writes the same captures as [WARC] with an index and a list of pages, as
// one zip that replay tools open without unpacking it. The WARC is written beside
// first, into a file in dir that is gone afterwards; the index is held in memory,
// some 300 bytes a capture.
func WACZ(ctx context.Context, w io.Writer, r *store.Reader, s *store.Selection, o WARCOptions, dir string) (report WARCReport, err error) {
	scratch, err := os.CreateTemp(dir, Unfinished+"*")
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, scratch.Close(), os.Remove(scratch.Name())) }()
	const inner = "data.warc.gz"
	var index, pages []string
	o.File = inner
	o.Indexed = func(e warc.Entry) error {
		index = append(index, e.Line(inner))
		if e.Status == 200 && e.Title != "" && !e.Revisit {
			b, _ := json.Marshal(map[string]string{"id": hexOf([]byte(e.Target + e.At.String()))[:22], "url": e.Target, // cannot fail
				"ts": e.At.UTC().Format(time.RFC3339), "title": e.Title})
			pages = append(pages, string(b))
		}
		return nil
	}
	if report, err = WARC(ctx, scratch, r, s, o); err != nil {
		return report, err
	}
	if _, err := scratch.Seek(0, io.SeekStart); err != nil {
		return report, err
	}
	slices.Sort(index)
	pages = slices.Insert(pages, 0, `{"format":"json-pages-1.0","id":"pages","title":"Articles"}`)
	p := &pack{zip: zip.NewWriter(w), made: o.Made}
	for _, part := range []struct {
		path string
		r    io.Reader
	}{
		{"archive/" + inner, scratch},
		{"indexes/index.cdx", strings.NewReader(strings.Join(index, "\n") + "\n")},
		{"pages/pages.jsonl", strings.NewReader(strings.Join(pages, "\n") + "\n")},
	} {
		if err := p.add(part.path, part.r); err != nil {
			return report, fmt.Errorf("pack %s: %w", part.path, err)
		}
	}
	return report, p.close(o, s.Query)
}

// pack is a WACZ under way.
type pack struct {
	zip       *zip.Writer
	made      time.Time
	resources []resource
}

type resource struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Hash  string `json:"hash"`
	Bytes int64  `json:"bytes"`
}

// add stores a file as it is: replay reads ranges of it.
func (p *pack) add(path string, r io.Reader) error {
	w, err := p.zip.CreateHeader(&zip.FileHeader{Name: path, Method: zip.Store, Modified: p.made})
	if err != nil {
		return err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), r)
	p.resources = append(p.resources, resource{path[strings.LastIndex(path, "/")+1:], path, "sha256:" + hex.EncodeToString(h.Sum(nil)), n})
	return err
}

// close writes what the package says about itself.
func (p *pack) close(o WARCOptions, canonical string) error {
	b, err := json.MarshalIndent(struct {
		Profile     string     `json:"profile"`
		Version     string     `json:"wacz_version"`
		Title       string     `json:"title"`
		Description string     `json:"description,omitempty"`
		Software    string     `json:"software"`
		Created     time.Time  `json:"created"`
		Resources   []resource `json:"resources"`
	}{"data-package", waczVersion, o.Archive, query(canonical), o.Software, o.Made.UTC(), p.resources}, "", "  ")
	if err != nil {
		return err
	}
	if err := p.add("datapackage.json", strings.NewReader(string(b))); err != nil {
		return err
	}
	digest := fmt.Sprintf(`{"path": "datapackage.json", "hash": "sha256:%s"}`, hexOf(b))
	if err := p.add("datapackage-digest.json", strings.NewReader(digest)); err != nil {
		return err
	}
	return p.zip.Close()
}

func hexOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
