package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// acceptEncoding is what we can undo. Naming it keeps net/http from undoing gzip
// behind our back and from hiding how a body was sent.
const acceptEncoding = "gzip, br, zstd, deflate"

const (
	codingsMost = 3        // codings on top of each other
	zstdWindow  = 8 << 20  // RFC 9659: what a decoder of the coding must take, and need not exceed
	bufferKept  = 1 << 20  // buffers that grew larger are not kept for the next page
	drainMost   = 64 << 10 // read behind the end of a coding, to learn of a cut and keep the connection
)

var (
	gzips   = sync.Pool{New: func() any { return new(gzip.Reader) }}
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	brotlis = sync.Pool{New: func() any { return new(brotli.Reader) }}
	zstds   = sync.Pool{New: func() any {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(zstdWindow), zstd.WithDecoderLowmem(true))
		if err != nil {
			panic(err) // the options are constant
		}
		return d
	}}
)

// readBody reads a body to its end and undoes its content codings, given as the
// Content-Encoding header has them. The result has no spare room. The error is
// ErrTruncated for a body that ends early, ErrEncoding for one that is not what
// its header says, that of the connection, or, as soon as more than limit bytes
// have come out, ErrTooLarge; with prefix the first limit bytes are returned then.
func readBody(wire io.Reader, codings []string, limit int64, prefix bool) ([]byte, error) {
	raw := &source{r: wire}
	in := bufio.NewReader(raw)
	if _, err := in.Peek(1); err == io.EOF {
		return nil, nil // nothing was sent, whatever the header says about its coding
	} else if err != nil {
		return nil, raw.blame(err)
	}
	var out io.Reader = in
	names := contentCodings(codings)
	if len(names) > codingsMost {
		return nil, fmt.Errorf("%d codings: %w", len(names), ErrEncoding)
	}
	for i := len(names) - 1; i >= 0; i-- { // the last one applied comes off first, RFC 9110 §8.4
		r, release, err := undo(names[i], out)
		if release != nil {
			defer release()
		}
		if err != nil {
			return nil, raw.blame(err)
		}
		out = r
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= bufferKept {
			buf.Reset()
			buffers.Put(buf)
		}
	}()
	n, err := buf.ReadFrom(io.LimitReader(out, limit+1))
	if n > limit && prefix {
		return bytes.Clone(buf.Bytes()[:limit]), nil
	}
	if n > limit {
		return nil, fmt.Errorf("body over %d bytes: %w", limit, ErrTooLarge)
	}
	if err != nil {
		return nil, raw.blame(err)
	}
	// What follows the end of a coding is not ours to judge, but a body shorter
	// than its Content-Length shows only at its end.
	if _, err := io.CopyN(io.Discard, in, drainMost); err != nil && err != io.EOF {
		return nil, raw.blame(err)
	}
	return bytes.Clone(buf.Bytes()), nil
}

// Decode undoes the content codings of a body that somebody else has kept, given
// as its Content-Encoding header has them. The errors are those of [Error].
func Decode(body io.Reader, codings []string, limit int64) ([]byte, error) {
	return readBody(body, codings, limit, false)
}

// source remembers what the connection said, to tell its errors from those of a
// decoder.
type source struct {
	r   io.Reader
	err error
}

func (s *source) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// blame finds whose error it is: that of the connection, a body cut short, or
// bytes that are no such coding.
func (s *source) blame(err error) error {
	switch {
	case errors.Is(s.err, io.ErrUnexpectedEOF), s.err != nil && strings.Contains(s.err.Error(), "chunk"):
		// net/http has no types for broken chunks.
		return fmt.Errorf("%w: %w", ErrTruncated, s.err)
	case s.err != nil:
		return s.err
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: the coding is cut", ErrTruncated)
	case errors.Is(err, ErrEncoding):
		return err
	}
	return fmt.Errorf("%w: %w", ErrEncoding, err)
}

// contentCodings are the coding names in the order they were applied.
func contentCodings(header []string) (names []string) {
	for _, line := range header {
		for name := range strings.SplitSeq(line, ",") {
			name = strings.ToLower(strings.TrimSpace(name))
			switch name {
			case "", "identity", "none", "utf-8", "aws-chunked": // the last three are no codings, but sent as such
			default:
				names = append(names, name)
			}
		}
	}
	return names
}

// undo wraps r in the decoder of one coding. release, when not nil, is called
// once nothing more is read.
func undo(name string, r io.Reader) (out io.Reader, release func(), err error) {
	switch name {
	case "gzip", "x-gzip":
		m := &members{in: bufio.NewReader(r), zr: gzips.Get().(*gzip.Reader)}
		release = func() { gzips.Put(m.zr) }
		return m, release, m.next()
	case "br":
		d := &brotliBody{Reader: brotlis.Get().(*brotli.Reader)}
		return d, d.release, d.Reset(r)
	case "zstd":
		d := zstds.Get().(*zstd.Decoder)
		release = func() {
			d.Reset(nil) // lets go of r
			zstds.Put(d)
		}
		return d, release, d.Reset(r)
	case "deflate":
		return inflate(r)
	}
	return nil, nil, fmt.Errorf("%q: %w", name, ErrEncoding)
}

// brotliBody knows whether it was read to its end. Reset leaves a reader what it had read
// ahead of the body before: one with something left is not used again.
type brotliBody struct {
	*brotli.Reader
	ended bool
}

func (b *brotliBody) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.ended = err == io.EOF
	return n, err
}

func (b *brotliBody) release() {
	if b.ended {
		brotlis.Put(b.Reader)
	}
}

// inflate reads the zlib format that RFC 9110 §8.4.1.2 means by deflate, and the
// bare deflate that some servers take it for.
func inflate(r io.Reader) (io.Reader, func(), error) {
	in := bufio.NewReader(r)
	head, err := in.Peek(2)
	if err != nil {
		return nil, nil, err
	}
	if head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 { // RFC 1950 §2.2
		zr, err := zlib.NewReader(in)
		return zr, nil, err
	}
	return flate.NewReader(in), nil, nil
}

// members reads the members of a gzip stream one after the other (RFC 1952 §2.2)
// and, as browsers do, ignores what follows the last one.
type members struct {
	in *bufio.Reader
	zr *gzip.Reader
}

func (m *members) next() error {
	if err := m.zr.Reset(m.in); err != nil {
		return err
	}
	m.zr.Multistream(false)
	return nil
}

func (m *members) Read(p []byte) (int, error) {
	n, err := m.zr.Read(p)
	if err != io.EOF {
		return n, err
	}
	if head, _ := m.in.Peek(2); !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return n, io.EOF
	}
	return n, m.next()
}
