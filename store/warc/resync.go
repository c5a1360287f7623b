package warc

import (
	"bufio"
	"bytes"
	"io"

	"github.com/klauspost/compress/gzip"
)

// gzipMagic opens a gzip member in deflate (RFC 1952 §2.3.1).
var gzipMagic = []byte{0x1f, 0x8b, 0x08}

// resync comes to where a record seems to begin: at the next line that names a
// version of WARC, or in the next member that begins with one. The error is
// io.EOF when there is none.
func (r *Reader) resync() error {
	if r.zr == nil {
		return r.nextVersion()
	}
	// The rest of the member may hold more; a broken one shows by its error.
	if err := r.nextVersion(); err == nil {
		return nil
	}
	r.in.Reset(bytes.NewReader(nil))
	for {
		ahead, err := r.file.Peek(bufferSize)
		if len(ahead) == 0 {
			return err
		}
		at := bytes.Index(ahead, gzipMagic)
		switch {
		case at < 0:
			at = max(len(ahead)-len(gzipMagic)+1, 1)
		case at == 0 && beginsRecord(r.zr, ahead):
			return nil
		case at == 0:
			at = 1
		}
		n, err := r.file.Discard(at)
		r.file.n += int64(n)
		if err != nil {
			return err
		}
	}
}

// nextVersion passes over lines of the unpacked stream up to one that begins as
// a record does.
func (r *Reader) nextVersion() error {
	for {
		head, err := r.in.Peek(len("WARC/1."))
		if string(head) == "WARC/1." {
			return nil
		}
		if len(head) == 0 {
			return err
		}
		for {
			_, err := r.in.ReadSlice('\n')
			if err == nil {
				break
			}
			if err != bufio.ErrBufferFull {
				return err
			}
		}
	}
}

// beginsRecord reports whether bytes are the beginning of a gzip member that
// opens with a version of WARC.
func beginsRecord(zr *gzip.Reader, packed []byte) bool {
	if len(packed) < 4 || packed[3] > 0x1f { // reserved flags, RFC 1952 §2.3.1.2
		return false
	}
	if err := zr.Reset(bytes.NewReader(packed)); err != nil {
		return false
	}
	var head [5]byte
	_, err := io.ReadFull(zr, head[:])
	return err == nil && string(head[:]) == "WARC/"
}
