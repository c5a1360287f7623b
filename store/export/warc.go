package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/warc"
)

// WARCOptions say what the file tells about itself.
type WARCOptions struct {
	Software string    // such as "newskeep/1.2"
	Operator string    // who made the captures and how to reach them; empty: not said
	Archive  string    // name of the archive the captures come from
	File     string    // name of the file that is written; empty for a stream
	Made     time.Time // when it is written

	Written func(*store.Capture) error // called for every capture; nil: nobody asks
	Indexed func(warc.Entry) error     // called for every answer that can be replayed; nil: nobody asks
}

// WARCReport is what was written.
type WARCReport struct {
	Responses int `json:"responses"` // with their bodies
	Revisits  int `json:"revisits"`  // the same again, or not modified
	Requests  int `json:"requests"`
}

// Captures is how many visits the file holds.
func (r WARCReport) Captures() int { return r.Responses + r.Revisits }

// aboutHeaders says what a reader of the file must know of its headers.
const aboutHeaders = "Header lines are in alphabetical order and in canonical case: the order of arrival is not kept. " +
	"Bodies are stored with transfer and content codings undone; what the server said of them stands in X-Archive-Orig-* lines."

// WARC writes the captures of what was selected, in the order they were kept. A body
// that was written before, and an answer that nothing has changed, become revisit
// records. The same captures and options give the same bytes.
func WARC(ctx context.Context, w io.Writer, r *store.Reader, s *store.Selection, o WARCOptions) (WARCReport, error) {
	e := &warcExport{r: r, o: o, w: warc.NewWriter(w), info: urn("info " + s.State.ID + " " + o.Made.String() + " " + s.Query), bodies: map[int64]news.VisitID{},
		pages: map[int64]news.VisitID{}, originals: map[news.VisitID]warc.Original{}}
	fields := warc.Header{
		{Name: "software", Value: o.Software}, {Name: "format", Value: "WARC File Format 1.1"},
		{Name: "conformsTo", Value: "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"},
		{Name: "operator", Value: o.Operator}, {Name: "isPartOf", Value: o.Archive}, {Name: "robots", Value: "obey"},
		{Name: "description", Value: strings.TrimSpace(query(s.Query) + " " + aboutHeaders)},
	}
	h, block := warc.Info(e.info, o.File, o.Made, fields)
	if _, err := e.w.Write(h, block); err != nil {
		return e.report, err
	}
	for c, err := range s.Captures(ctx) {
		if err != nil {
			return e.report, err
		}
		if err := e.capture(ctx, c); err != nil {
			return e.report, fmt.Errorf("capture of %s at %s: %w", c.URL, c.At.Format(time.RFC3339), err)
		}
		if o.Written != nil {
			if err := o.Written(c); err != nil {
				return e.report, err
			}
		}
	}
	return e.report, nil
}

func query(q string) string {
	if q == "" {
		return ""
	}
	return "Captures of the articles found by: " + q + "."
}

type warcExport struct {
	r      *store.Reader
	o      WARCOptions
	w      *warc.Writer
	info   string
	report WARCReport

	bodies    map[int64]news.VisitID         // snapshot -> the capture it was written with
	pages     map[int64]news.VisitID         // page -> its last capture that has a body
	originals map[news.VisitID]warc.Original // what revisits refer to
}

// urn is the record id of a visit: an archive that imports the file knows its own
// visits again.
func urn(id string) string {
	if len(id) != 32 {
		sum := sha256.Sum256([]byte(id))
		id = hex.EncodeToString(sum[:16])
	}
	return fmt.Sprintf("<urn:uuid:%s-%s-%s-%s-%s>", id[:8], id[8:12], id[12:16], id[16:20], id[20:])
}

func (e *warcExport) capture(ctx context.Context, c *store.Capture) error {
	u, err := url.Parse(c.URL)
	if err != nil {
		return err
	}
	out := &warc.Capture{
		ID: urn(string(c.ID)), AskedID: urn("request of " + string(c.ID)), Info: e.info, Target: c.URL, At: c.At,
		Status: strings.TrimSpace(strconv.Itoa(c.Status) + " " + http.StatusText(c.Status)), Header: lines(c.Header),
		Path: u.RequestURI(), Asked: lines(c.Asked),
	}
	write, err := e.answer(ctx, c, out)
	if err != nil {
		return err
	}
	if err := write(); err != nil {
		return err
	}
	if c.Asked == nil {
		return nil
	}
	h, block := out.Request(u.Host)
	e.report.Requests++
	_, err = e.w.Write(h, block)
	return err
}

// answer chooses the record of an answer: a revisit where the file has the bytes.
func (e *warcExport) answer(ctx context.Context, c *store.Capture, out *warc.Capture) (write func() error, err error) {
	revisit := func(of warc.Original, profile string) func() error {
		return func() error {
			e.report.Revisits++
			h, block := out.Revisit(of, profile)
			return e.write(c, h, block)
		}
	}
	if of, ok := e.originals[e.pages[c.Page]]; ok && c.Outcome == news.NotModified {
		return revisit(of, warc.ProfileNotModified), nil
	}
	if c.Body != 0 {
		if first, ok := e.bodies[c.Body]; ok {
			e.pages[c.Page] = first
			return revisit(e.originals[first], warc.ProfileIdentical), nil
		}
		if out.Body, err = e.r.Body(ctx, c.Body); err != nil {
			return nil, err
		}
		e.bodies[c.Body], e.pages[c.Page] = c.ID, c.ID
		e.originals[c.ID] = warc.Original{ID: out.ID, Target: out.Target, At: out.At, Digest: warc.Digest(out.Body)}
	}
	return func() error {
		e.report.Responses++
		h, block := out.Response()
		return e.write(c, h, block)
	}, nil
}

func (e *warcExport) write(c *store.Capture, h warc.Header, block []byte) error {
	span, err := e.w.Write(h, block)
	// Replay would answer with "not modified" itself, an empty page, where the
	// capture it refers to is what there was to see.
	if err != nil || e.o.Indexed == nil || c.Outcome == news.NotModified {
		return err
	}
	return e.o.Indexed(warc.Entry{
		Target: c.URL, At: c.At, Status: c.Status, Type: mediaType(c.Header), Revisit: h.Get(warc.FieldType) == warc.TypeRevisit,
		Digest: h.Get(warc.FieldPayloadDigest), Span: span, Title: c.Title,
	})
}

// mediaType is the Content-Type without its parameters.
func mediaType(h map[string][]string) string {
	t, _, _ := strings.Cut(http.Header(h).Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(t))
}

// lines puts a header in an order that is always the same.
func lines(h map[string][]string) warc.Header {
	var out warc.Header
	for name, values := range h {
		for _, v := range values {
			out = append(out, warc.Field{Name: name, Value: v})
		}
	}
	slices.SortStableFunc(out, func(a, b warc.Field) int { return strings.Compare(a.Name, b.Name) })
	return out
}
