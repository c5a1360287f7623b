package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"archive/zip"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
	"newskeep/store/warc"
)

// archive has two pages: one seen three times (whole, not modified, the same bytes
// again), one under a hostile header.
func archive(t *testing.T) *store.Reader {
	t.Helper()
	now := time.Date(2024, 12, 1, 12, 0, 0, 0, time.UTC)
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), store.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	run, err := s.Begin(t.Context(), news.Site{Name: "gazette", Home: "http://gazette.test/", Zone: "UTC"}, news.Run{})
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range []struct {
		url, body string
		outcome   news.Outcome
		status    int
	}{
		{"http://gazette.test/tram?a=1", "<html>tram</html>", news.Fetched, 200},
		{"http://gazette.test/tram?a=1", "", news.NotModified, 304},
		{"http://gazette.test/tram?a=1", "<html>tram</html>", news.Fetched, 200},
		{"http://gazette.test/gone", "<html>gone</html>", news.Missing, 404},
		{"http://gazette.test/silent", "", news.Failed, 0},
	} {
		visit := &news.Visit{
			ID: news.NewVisitID(), Run: run.ID, Target: news.Target{URL: v.url, Role: news.RoleOfArticle}, At: now.Add(time.Duration(i) * time.Minute), Outcome: v.outcome,
			Response: &news.Response{
				URL: v.url, Status: v.status, Body: []byte(v.body), Asked: map[string][]string{"User-Agent": {"newskeep/test"}},
				Header: map[string][]string{"Content-Type": {"text/html; charset=utf-8"}, "Content-Encoding": {"br"}, "Transfer-Encoding": {"chunked"}, "X-Odd": {"a\r\nInjected: b"}},
			},
		}
		if v.status == 0 {
			visit.Response = nil
		}
		if _, err := s.Keep(t.Context(), visit); err != nil {
			t.Fatal(err)
		}
	}
	return s.Reader()
}

func options() export.WARCOptions {
	return export.WARCOptions{Software: "newskeep/test", Operator: "Ada", Archive: "a.db", File: "a.warc.gz", Made: time.Date(2024, 12, 2, 0, 0, 0, 0, time.UTC)}
}

func writeWARC(t *testing.T, w io.Writer, o export.WARCOptions) (export.WARCReport, error) {
	r, s := selected(t)
	return export.WARC(t.Context(), w, r, s, o)
}

func writeWACZ(t *testing.T, w io.Writer, o export.WARCOptions, dir string) (export.WARCReport, error) {
	r, s := selected(t)
	return export.WACZ(t.Context(), w, r, s, o, dir)
}

func selected(t *testing.T) (*store.Reader, *store.Selection) {
	t.Helper()
	r := archive(t)
	s, err := r.Select(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if n, err := s.CountCaptures(t.Context()); n != 4 || err != nil {
		t.Fatalf("%d captures, %v, want 4", n, err)
	}
	return r, s
}

func TestWARCRecords(t *testing.T) {
	var b bytes.Buffer
	report, err := writeWARC(t, &b, options())
	if err != nil {
		t.Fatal(err)
	}
	if report.Responses != 2 || report.Revisits != 2 || report.Requests != 4 {
		t.Errorf("report = %+v, want two responses, two revisits and four requests", report)
	}
	r, err := warc.NewReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	ids := map[string]bool{}
	first := warc.Header{}
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		block, err := io.ReadAll(rec.Block)
		if err != nil {
			t.Fatal(err)
		}
		if id := rec.Header.Get(warc.FieldID); ids[id] {
			t.Errorf("two records have the id %s", id)
		} else {
			ids[id] = true
		}
		if !warc.Matches(rec.Header.Get(warc.FieldBlockDigest), block) {
			t.Errorf("%s: its block digest is wrong", rec.Target())
		}
		profile := rec.Header.Get(warc.FieldProfile)
		got = append(got, rec.Type()+" "+rec.Target()+profile[strings.LastIndex(profile, "/")+1:])
		if bytes.Contains(block, []byte("\nInjected:")) {
			t.Errorf("a header value began a line of its own:\n%s", block)
		}
		switch rec.Type() {
		case warc.TypeResponse:
			if len(first) == 0 {
				first = rec.Header
			}
			m, err := warc.ParseMessage(block)
			if err != nil || m.Header.Get("Content-Encoding") != "" || m.Header.Get("Transfer-Encoding") != "" {
				t.Errorf("the message says its body is coded: %v, %v", m.Header, err)
			}
			if !warc.Matches(rec.Header.Get(warc.FieldPayloadDigest), m.Body) {
				t.Errorf("%s: its payload digest is wrong", rec.Target())
			}
		case warc.TypeRevisit:
			h := rec.Header
			if h.Get(warc.FieldRefersURI) != first.Get(warc.FieldTarget) || h.Get(warc.FieldRefersDate) != first.Get(warc.FieldDate) || h.Get(warc.FieldPayloadDigest) != first.Get(warc.FieldPayloadDigest) {
				t.Errorf("the revisit %v does not refer to %v", h, first)
			}
		case warc.TypeRequest:
			if !bytes.HasPrefix(block, []byte("GET /")) || !bytes.Contains(block, []byte("\r\nHost: gazette.test\r\n")) {
				t.Errorf("request = %q", block)
			}
		}
	}
	const tram, request = "http://gazette.test/tram?a=1", "request http://gazette.test/tram?a=1"
	want := []string{
		"warcinfo ", "response " + tram, request, "revisit " + tram + "server-not-modified", request, "revisit " + tram + "identical-payload-digest", request,
		"response http://gazette.test/gone", "request http://gazette.test/gone",
	}
	if !slices.Equal(got, want) {
		t.Errorf("records:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Every line of the index leads to its record, and every file has its digest.
func TestWACZ(t *testing.T) {
	var b bytes.Buffer
	dir := t.TempDir()
	if _, err := writeWACZ(t, &b, options(), dir); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v was left behind", left)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		if f.Method != zip.Store {
			t.Errorf("%s is packed: replay cannot read a part of it", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	var about struct {
		Resources []struct{ Path, Hash string }
	}
	if err := json.Unmarshal(files["datapackage.json"], &about); err != nil || len(about.Resources) != 3 {
		t.Fatalf("datapackage.json = %s, %v", files["datapackage.json"], err)
	}
	for _, r := range about.Resources {
		if !warc.Matches(r.Hash, files[r.Path]) {
			t.Errorf("%s is not of its hash", r.Path)
		}
	}
	lines := strings.Split(strings.TrimSpace(string(files["indexes/index.cdx"])), "\n")
	if len(lines) != 3 || !slices.IsSorted(lines) {
		t.Fatalf("index = %q, want a line for each answer but the not modified one, in order", lines)
	}
	for _, line := range lines {
		var e struct {
			URL    string
			Offset int64 `json:",string"`
			Length int64 `json:",string"`
		}
		if err := json.Unmarshal([]byte(line[strings.Index(line, "{"):]), &e); err != nil {
			t.Fatal(err)
		}
		r, err := warc.NewReader(bytes.NewReader(files["archive/data.warc.gz"][e.Offset : e.Offset+e.Length]))
		if err != nil {
			t.Fatal(err)
		}
		if rec, err := r.Next(); err != nil || rec.Target() != e.URL || !strings.HasPrefix(line, warc.SURT(e.URL)+" 20241201") {
			t.Errorf("%s leads to %v, %v", line, rec, err)
		}
	}
}

// Another program reads the file when there is one: npm's warcio (cdx-index).
func TestWARCForOthers(t *testing.T) {
	warcio, err := exec.LookPath("warcio")
	if err != nil {
		t.Skip("no warcio in PATH (npm install -g warcio): no other program has read what we write in this run of the tests")
	}
	file := filepath.Join(t.TempDir(), "a.warc.gz")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	var ours []string
	o := options()
	o.Indexed = func(e warc.Entry) error {
		key, _, _ := strings.Cut(e.Line("a"), " {")
		ours = append(ours, key)
		return nil
	}
	if _, err := writeWARC(t, f, o); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), warcio, "cdx-index", file).Output()
	if err != nil {
		t.Fatalf("warcio cdx-index: %v", err)
	}
	var theirs []string
	for line := range strings.Lines(string(out)) {
		key, about, _ := strings.Cut(line, " {")
		if strings.Contains(about, `"status":"304"`) {
			continue // replays as an empty page
		}
		theirs = append(theirs, key)
	}
	if !slices.Equal(theirs, ours) {
		t.Errorf("warcio sees\n%s\nwant\n%s", strings.Join(theirs, "\n"), strings.Join(ours, "\n"))
	}
}
