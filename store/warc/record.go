package warc

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Types of records (WARC 1.1, 6).
const (
	TypeInfo     = "warcinfo"
	TypeResponse = "response"
	TypeRequest  = "request"
	TypeRevisit  = "revisit"
	TypeResource = "resource"
)

// Names of header fields (WARC 1.1, 5).
const (
	FieldType          = "WARC-Type"
	FieldID            = "WARC-Record-ID"
	FieldDate          = "WARC-Date"
	FieldLength        = "Content-Length"
	FieldContentType   = "Content-Type"
	FieldTarget        = "WARC-Target-URI"
	FieldBlockDigest   = "WARC-Block-Digest"
	FieldPayloadDigest = "WARC-Payload-Digest"
	FieldConcurrent    = "WARC-Concurrent-To"
	FieldProfile       = "WARC-Profile"
	FieldRefersTo      = "WARC-Refers-To"
	FieldRefersURI     = "WARC-Refers-To-Target-URI"
	FieldRefersDate    = "WARC-Refers-To-Date"
	FieldTruncated     = "WARC-Truncated"
	FieldFilename      = "WARC-Filename"
)

// Profiles of revisit records (WARC 1.1, 6.7).
const (
	ProfileIdentical   = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
	ProfileNotModified = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
)

// Field is one line of a header.
type Field struct{ Name, Value string }

// Header is the named fields of a record or an HTTP message, in their order.
type Header []Field

// Get returns the first value of a field, whatever the case of its name; empty
// when there is none.
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Add appends a field; an empty value adds none.
func (h *Header) Add(name, value string) {
	if value != "" {
		*h = append(*h, Field{name, value})
	}
}

// Record is one record as it is read.
type Record struct {
	Header Header
	Offset int64     // of the record, or of its gzip member, in the file
	Length int64     // of the block, in bytes
	Block  io.Reader // Length bytes; to be read before the next record
}

// Type is the WARC-Type, in lower case.
func (r *Record) Type() string { return strings.ToLower(r.Header.Get(FieldType)) }

// Target is the address the record is about. Some writers put it in brackets.
func (r *Record) Target() string { return unbracket(r.Header.Get(FieldTarget)) }

// Date is when the capture was made. The error says what stands there instead.
func (r *Record) Date() (time.Time, error) { return ParseDate(r.Header.Get(FieldDate)) }

func unbracket(s string) string { return strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">") }

// dateLayout has milliseconds, which WARC 1.1 allows and 1.0 does not.
const dateLayout = "2006-01-02T15:04:05.000Z"

// FormatDate writes a moment as WARC-Date, in UTC.
func FormatDate(t time.Time) string { return t.UTC().Format(dateLayout) }

// ParseDate reads a WARC-Date, or the fourteen digits of older tools.
func ParseDate(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "20060102150405", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no WARC-Date", s)
}
