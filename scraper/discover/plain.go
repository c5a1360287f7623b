package discover

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// plainMost bounds what a compressed file may unfold to, in bytes. sitemaps.org
// allows 50 MB.
const plainMost = 64 << 20

// ErrTooLarge is that of a file that unfolds to more than 64 MiB.
var ErrTooLarge = errors.New("larger than 64 MiB when decompressed")

// gunzip undoes gzip, twice if need be: some servers compress a .gz file again.
// Other bytes are returned as they are. cut reports that the file ends in the
// middle; what came before is returned.
func gunzip(body []byte) (plain []byte, cut bool, err error) {
	for range 2 {
		if !bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
			return body, cut, nil
		}
		zr, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			return nil, false, fmt.Errorf("gzip: %w", err)
		}
		plain, err := io.ReadAll(io.LimitReader(zr, plainMost+1))
		if len(plain) > plainMost {
			return nil, false, ErrTooLarge
		}
		if err != nil {
			if len(plain) == 0 {
				return nil, false, fmt.Errorf("gzip: %w", err)
			}
			cut = true
		}
		body = plain
	}
	return body, cut, nil
}

// text brings an XML or plain file to valid UTF-8 without the control characters
// that XML forbids, which would otherwise end its reading.
func text(body []byte) []byte {
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		// The declared encoding of such a file is that of its bytes, not of ours.
		if utf, _, err := transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder(), body); err == nil {
			body = utf
		}
	default:
		body = bytes.TrimPrefix(body, []byte("\ufeff"))
		if label := declared(body); label != "" {
			if enc, name := charset.Lookup(label); enc != nil && name != "utf-8" {
				if utf, _, err := transform.Bytes(enc.NewDecoder(), body); err == nil {
					body = utf
				}
			}
		}
	}
	return clean(body)
}

// declared is the encoding that an XML declaration names, or "".
func declared(body []byte) string {
	head := body[:min(len(body), 200)]
	if !bytes.HasPrefix(head, []byte("<?xml")) {
		return ""
	}
	end := bytes.Index(head, []byte("?>"))
	if end < 0 {
		return ""
	}
	_, after, ok := strings.Cut(string(head[:end]), "encoding")
	if !ok {
		return ""
	}
	after = strings.TrimLeft(after, " \t\r\n=")
	if after == "" || after[0] != '"' && after[0] != '\'' {
		return ""
	}
	label, _, _ := strings.Cut(after[1:], after[:1])
	return label
}

// clean replaces what is not a character of XML 1.0 §2.2 by a space.
func clean(body []byte) []byte {
	if utf8.Valid(body) && bytes.IndexFunc(body, forbidden) < 0 {
		return body
	}
	return bytes.Map(func(c rune) rune {
		if forbidden(c) {
			return ' '
		}
		return c
	}, bytes.ToValidUTF8(body, []byte("\ufffd")))
}

func forbidden(c rune) bool {
	return c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff
}
