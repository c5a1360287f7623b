package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/klauspost/compress/gzip"
)

const (
	headerMost = 64 << 10 // bytes of a record's header; more is no header
	bufferSize = 64 << 10 // of the file: how far ahead the next record is looked for
)

// BadRecord is a record that cannot be read. The reader goes on behind it.
type BadRecord struct {
	Offset int64 // of the record, or of the gzip member it is in
	Err    error
}

func (e *BadRecord) Error() string { return fmt.Sprintf("record at byte %d: %v", e.Offset, e.Err) }

func (e *BadRecord) Unwrap() error { return e.Err }

var (
	// ErrTruncated is the error of a record that the file ends in.
	ErrTruncated = errors.New("the file ends in the middle of it")
	// ErrNotWARC is the error of files that do not begin as one.
	ErrNotWARC = errors.New("no WARC file")
	// ErrZstd is the error of WARC files in zstd.
	ErrZstd = errors.New("a WARC in zstd is not read; unpack it first: zstd -d FILE")
)

// Reader reads the records of a WARC file one after the other: plain, a gzip
// member a record, or all in one member. It holds no more than a header and a
// buffer.
type Reader struct {
	file  *counted
	zr    *gzip.Reader  // nil: the file is plain
	in    *bufio.Reader // unpacked; of the current member when packed
	at    int64         // offset of the current member; of the record when plain
	block *io.LimitedReader
	lost  bool // the last record could not be read: look for the next
	ended error
}

// counted is the file with the number of bytes taken from it.
type counted struct {
	*bufio.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadByte keeps a decoder from taking more than it needs.
func (c *counted) ReadByte() (byte, error) {
	b, err := c.Reader.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// NewReader looks at the beginning of a file. The error is [ErrNotWARC],
// [ErrZstd], or that of r.
func NewReader(r io.Reader) (*Reader, error) {
	f := &counted{Reader: bufio.NewReaderSize(r, bufferSize)}
	head, err := f.Peek(5)
	if err != nil && err != io.EOF {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}), bytes.HasPrefix(head, []byte{0x5d, 0x2a, 0x4d, 0x18}):
		return nil, ErrZstd
	case bytes.HasPrefix(head, []byte("WARC/")):
		return &Reader{file: f, in: bufio.NewReader(f)}, nil
	case bytes.HasPrefix(head, gzipMagic):
		zr := new(gzip.Reader)
		if ahead, _ := f.Peek(bufferSize); !beginsRecord(zr, ahead) {
			return nil, ErrNotWARC
		}
		return &Reader{file: f, zr: zr, in: bufio.NewReader(bytes.NewReader(nil))}, nil
	}
	return nil, ErrNotWARC
}

// Next returns the next record; what was not read of the one before is passed
// over. The error is io.EOF at the end of the file, a [*BadRecord], after which
// Next can be called again, or that of the underlying reader.
func (r *Reader) Next() (*Record, error) {
	if r.ended != nil {
		return nil, r.ended
	}
	rec, err := r.next()
	switch {
	case err == nil:
		return rec, nil
	case err == io.EOF:
		r.ended = io.EOF
		return nil, io.EOF
	}
	r.block, r.lost = nil, true
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = ErrTruncated
	}
	return nil, &BadRecord{r.at, err}
}

func (r *Reader) next() (*Record, error) {
	if r.block != nil {
		if _, err := io.Copy(io.Discard, r.block); err != nil {
			return nil, err
		}
		if r.block.N > 0 {
			return nil, io.ErrUnexpectedEOF
		}
		r.block = nil
	}
	if r.lost {
		if err := r.resync(); err != nil {
			return nil, err
		}
		r.lost = false
	}
	if err := r.begin(); err != nil {
		return nil, err
	}
	return r.header()
}

// begin comes to the first byte of the next record, in the next member where the
// current one is at its end. The error is io.EOF at the end of the file.
func (r *Reader) begin() error {
	for {
		b, err := r.in.ReadByte()
		switch {
		case err == nil && (b == '\r' || b == '\n'):
			continue // between records
		case err == nil:
			if r.zr == nil {
				r.at = r.file.n - int64(r.in.Buffered()) - 1
			}
			return r.in.UnreadByte()
		case err == io.EOF && r.zr != nil:
			if err := r.member(); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

// member opens the next gzip member. The error is io.EOF at the end of the file.
func (r *Reader) member() error {
	head, err := r.file.Peek(len(gzipMagic))
	if len(head) == 0 {
		return err
	}
	r.at = r.file.n
	if !bytes.Equal(head, gzipMagic) {
		return errors.New("no gzip member where the next record should begin")
	}
	if err := r.zr.Reset(r.file); err != nil {
		return err
	}
	r.zr.Multistream(false)
	r.in.Reset(r.zr)
	return nil
}

// header reads the fields of a record up to its block.
func (r *Reader) header() (*Record, error) {
	var text []byte
	for {
		line, err := r.in.ReadSlice('\n')
		text = append(text, line...)
		if len(text) > headerMost {
			return nil, fmt.Errorf("its header has more than %d bytes", headerMost)
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if err == io.EOF {
			return nil, io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 {
			break
		}
	}
	version, rest := cutLine(text)
	if !bytes.HasPrefix(version, []byte("WARC/")) {
		return nil, fmt.Errorf("it begins with %.20q, not with a version of WARC", version)
	}
	rec := &Record{Offset: r.at}
	rec.Header, _ = parseFields(rest)
	length, err := strconv.ParseInt(rec.Header.Get(FieldLength), 10, 64)
	if err != nil || length < 0 {
		return nil, fmt.Errorf("its Content-Length is %.20q", rec.Header.Get(FieldLength))
	}
	r.block = &io.LimitedReader{R: r.in, N: length}
	rec.Length, rec.Block = length, &whole{r.block, r}
	return rec, nil
}

// whole is a block: one that ends early is an error, which is told once.
type whole struct {
	*io.LimitedReader
	r *Reader
}

func (w *whole) Read(p []byte) (int, error) {
	n, err := w.LimitedReader.Read(p)
	if err == nil || err == io.EOF && w.N <= 0 {
		return n, err
	}
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		err = ErrTruncated
	}
	if w.r.block == w.LimitedReader {
		w.r.block, w.r.lost = nil, true
	}
	return n, err
}
