package saved

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/textproto"
	"path/filepath"
	"strings"

	"newskeep/scraper"
	"newskeep/scraper/fetch"
	"newskeep/scraper/news"
	"newskeep/store/warc"
)

func readWACZ(ctx context.Context, s *Source, o Options, h Hearer) error {
	return readWARC(ctx, s, o, h)
}

// readWARC makes captures of the records that hold an answer.
func readWARC(ctx context.Context, s *Source, _ Options, h Hearer) error {
	w := &warcFile{name: filepath.Base(s.Name), h: h}
	return eachRecord(s.Name, h, func(rec *warc.Record) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := w.capture(rec)
		var skip skipped
		switch {
		case errors.As(err, &skip):
			if skip != "" {
				h.Skipped(string(skip))
			}
			return nil
		case err != nil:
			h.Bad(Bad{s.Name, rec.Offset, strings.TrimSpace(rec.Target() + " " + err.Error())})
			return nil
		}
		return h.Capture(c)
	})
}

// skipped is a record that is no page; the word is one for counting, empty for
// those that only go with a page.
type skipped string

func (s skipped) Error() string { return string(s) }

type warcFile struct {
	name string
	ours bool // written by this program: its record ids name visits
	h    Hearer
}

func (w *warcFile) capture(rec *warc.Record) (*Capture, error) {
	switch rec.Type() {
	case warc.TypeInfo:
		b, err := io.ReadAll(io.LimitReader(rec.Block, headMost))
		w.ours = bytes.HasPrefix(b, []byte("software: newskeep/"))
		if err == nil {
			err = skipped("")
		}
		return nil, err
	case warc.TypeResponse, warc.TypeResource, warc.TypeRevisit:
	case warc.TypeRequest, "metadata":
		return nil, skipped("")
	default:
		return nil, skipped("other_record")
	}
	target := rec.Target()
	if scheme, _, ok := strings.Cut(target, "://"); !ok || !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
		return nil, skipped("other_scheme")
	}
	at, err := rec.Date()
	if err != nil {
		return nil, err
	}
	id := rec.Header.Get(warc.FieldID)
	c := &Capture{Capture: scraper.Capture{URL: target, At: at, Origin: strings.TrimSpace(w.name + " " + id)}}
	if w.ours {
		c.ID = visitID(id)
	}
	block, err := w.block(rec)
	if err != nil {
		return nil, err
	}
	if rec.Type() == warc.TypeResource {
		c.Body, c.Header = block, map[string][]string{"Content-Type": {rec.Header.Get(warc.FieldContentType)}}
		return c, page(c)
	}
	m, err := warc.ParseMessage(block)
	if err != nil {
		return nil, err
	}
	c.Status, c.Header = m.Status, keyed(warc.Sent(m.Header))
	if rec.Type() == warc.TypeRevisit {
		return c, revisit(c, rec)
	}
	if c.Status == http.StatusNotModified {
		return nil, skipped("not_modified_without_original")
	}
	if err := page(c); err != nil {
		return nil, err
	}
	c.Body, err = decode(m)
	return c, err
}

// revisit notes whose bytes the record stands for.
func revisit(c *Capture, rec *warc.Record) error {
	c.Revisit = true
	c.NotModified = strings.HasSuffix(rec.Header.Get(warc.FieldProfile), "/server-not-modified") || c.Status == http.StatusNotModified
	c.Original = strings.Trim(rec.Header.Get(warc.FieldRefersURI), "<>")
	c.OriginalT = c.At
	if c.Original == "" {
		c.Original = c.URL
	}
	if s := rec.Header.Get(warc.FieldRefersDate); s != "" {
		at, err := warc.ParseDate(s)
		if err != nil {
			return err
		}
		c.OriginalT = at
	}
	return nil
}

// block reads the bytes of a record. Large ones are read only when they may be a
// page: videos are passed over.
func (w *warcFile) block(rec *warc.Record) ([]byte, error) {
	if t := rec.Header.Get(warc.FieldTruncated); t != "" {
		return nil, fmt.Errorf("was cut by who wrote it (%s)", t)
	}
	if rec.Length > bodyMost+headMost {
		head, err := io.ReadAll(io.LimitReader(rec.Block, headMost))
		if err != nil {
			return nil, err
		}
		if m, err := warc.ParseMessage(head); err == nil {
			if err := page(&Capture{Capture: scraper.Capture{Header: keyed(m.Header)}}); err != nil {
				return nil, err
			}
		}
		return nil, fmt.Errorf("has %d bytes, more than %d", rec.Length, bodyMost)
	}
	block, err := io.ReadAll(rec.Block)
	if err != nil {
		return nil, err
	}
	if !warc.Matches(rec.Header.Get(warc.FieldBlockDigest), block) {
		return nil, errors.New("is damaged: its bytes are not those of its digest")
	}
	return block, nil
}

// page passes over what says that it is no page: pictures, scripts, styles.
func page(c *Capture) error {
	t, _, _ := strings.Cut(strings.ToLower(http.Header(c.Header).Get("Content-Type")), ";")
	t = strings.TrimSpace(t)
	switch {
	case t == "", strings.Contains(t, "html"), strings.HasSuffix(t, "xml"), t == "text/plain", t == "application/octet-stream",
		strings.HasSuffix(t, "feed+json"), c.Status >= 300:
		return nil
	}
	return skipped("not_html")
}

// decode undoes transfer and content codings, where the body still has them.
func decode(m *warc.Message) ([]byte, error) {
	body := m.Body
	if m.Chunked() {
		b, err := io.ReadAll(io.LimitReader(httputil.NewChunkedReader(bytes.NewReader(body)), bodyMost+1))
		if err != nil {
			return nil, fmt.Errorf("its chunks are broken: %w", err)
		}
		body = b
	}
	var codings []string
	for _, f := range m.Header {
		if strings.EqualFold(f.Name, "Content-Encoding") {
			codings = append(codings, f.Value)
		}
	}
	out, err := fetch.Decode(bytes.NewReader(body), codings, bodyMost)
	if errors.Is(err, fetch.ErrEncoding) && !errors.Is(err, fetch.ErrTruncated) {
		return body, nil // stored without the coding that the header still speaks of
	}
	return out, err
}

// keyed is a header by canonical names.
func keyed(h warc.Header) map[string][]string {
	out := map[string][]string{}
	for _, f := range h {
		key := textproto.CanonicalMIMEHeaderKey(f.Name)
		out[key] = append(out[key], f.Value)
	}
	return out
}

// visitID is the id of the visit that a record of ours was written from; empty
// when it has none.
func visitID(record string) news.VisitID {
	id := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(record, "<urn:uuid:"), ">"), "-", "")
	if b, err := hex.DecodeString(id); err != nil || len(b) != 16 {
		return ""
	}
	return news.VisitID(strings.ToLower(id))
}
