package warc

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// Writer writes records, each a gzip member of its own, so that a reader can
// begin at any of them (WARC 1.1, Annex D).
type Writer struct {
	w      io.Writer
	zw     *gzip.Writer
	offset int64
}

// NewWriter writes to w. Nothing is held back: there is no Close.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w, zw: gzip.NewWriter(io.Discard)} }

// Span is where a record stands in its file, in bytes.
type Span struct{ Offset, Length int64 }

// Write writes a record. Content-Length and WARC-Block-Digest are added to the
// header, those of the caller come first.
func (w *Writer) Write(h Header, block []byte) (Span, error) {
	var b bytes.Buffer
	w.zw.Reset(&b)
	if err := w.record(h, block); err != nil {
		return Span{}, fmt.Errorf("WARC record of %s: %w", h.Get(FieldTarget), err)
	}
	span := Span{w.offset, int64(b.Len())}
	n, err := w.w.Write(b.Bytes())
	w.offset += int64(n)
	return span, err
}

func (w *Writer) record(h Header, block []byte) error {
	var head strings.Builder
	head.WriteString("WARC/1.1\r\n")
	for _, f := range h {
		fmt.Fprintf(&head, "%s: %s\r\n", f.Name, oneLine(f.Value))
	}
	fmt.Fprintf(&head, "%s: %s\r\n%s: %s\r\n\r\n", FieldBlockDigest, Digest(block), FieldLength, strconv.Itoa(len(block)))
	for _, part := range [][]byte{[]byte(head.String()), block, []byte("\r\n\r\n")} {
		if _, err := w.zw.Write(part); err != nil {
			return err
		}
	}
	return w.zw.Close()
}

// oneLine keeps a value from ending its line: nothing in it may become a field.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\r' || r == '\n' || r == 0 {
			return ' '
		}
		return r
	}, s)
}
