package warc

import (
	"bytes"
	"time"
)

// Capture is one exchange with a server, for writing.
type Capture struct {
	ID      string // WARC-Record-ID of the answer, such as "<urn:uuid:…>"
	AskedID string // WARC-Record-ID of the request
	Info    string // WARC-Record-ID of the file's warcinfo; empty: none is named
	Target  string // address that was asked for and answered
	At      time.Time
	Status  string // status line without the protocol, such as "200 OK"
	Header  Header // of the answer; see Sent
	Body    []byte // of the answer, content codings undone
	Path    string // of the request line, such as "/news?page=2"
	Asked   Header // of the request; nil: not known, no request is written
}

// Original is the capture that a revisit refers to.
type Original struct {
	ID     string
	Target string
	At     time.Time
	Digest string // of its payload, as Digest gives it
}

// Response is the response record of a capture.
func (c *Capture) Response() (Header, []byte) {
	h := c.header(TypeResponse)
	h.Add(FieldContentType, "application/http; msgtype=response")
	h.Add(FieldPayloadDigest, Digest(c.Body))
	return h, c.head(c.Body, true)
}

// Revisit is the record of a capture that brought nothing new: the same payload
// again, or the word of the server that it has not changed. Replay finds the
// original by its address and date, not by its id.
func (c *Capture) Revisit(of Original, profile string) (Header, []byte) {
	h := c.header(TypeRevisit)
	h.Add(FieldContentType, "application/http; msgtype=response")
	h.Add(FieldProfile, profile)
	h.Add(FieldRefersTo, of.ID)
	h.Add(FieldRefersURI, of.Target)
	h.Add(FieldRefersDate, FormatDate(of.At))
	h.Add(FieldPayloadDigest, of.Digest)
	return h, c.head(c.Body, false)
}

// Request is the request record of a capture.
func (c *Capture) Request(host string) (Header, []byte) {
	h := c.header(TypeRequest)
	for i := range h {
		if h[i].Name == FieldID {
			h[i].Value = c.AskedID
		}
	}
	h.Add(FieldConcurrent, c.ID)
	h.Add(FieldContentType, "application/http; msgtype=request")
	var b bytes.Buffer
	writeHead(&b, "GET "+c.Path+" HTTP/1.1", append(Header{{"Host", host}}, c.Asked...))
	return h, b.Bytes()
}

func (c *Capture) header(kind string) Header {
	h := Header{{FieldType, kind}, {FieldID, c.ID}, {FieldDate, FormatDate(c.At)}, {FieldTarget, c.Target}}
	h.Add("WARC-Warcinfo-ID", c.Info)
	return h
}

// head is the HTTP message: its head alone, or with the body.
func (c *Capture) head(body []byte, whole bool) []byte {
	var b bytes.Buffer
	h := c.Header
	if whole {
		h = Stored(h, len(body))
	}
	writeHead(&b, "HTTP/1.1 "+c.Status, h)
	if whole {
		b.Write(body)
	}
	return b.Bytes()
}

// Info is the warcinfo record that opens a file.
func Info(id, file string, at time.Time, fields Header) (Header, []byte) {
	h := Header{{FieldType, TypeInfo}, {FieldID, id}, {FieldDate, FormatDate(at)}}
	h.Add(FieldFilename, file)
	h.Add(FieldContentType, "application/warc-fields")
	var b bytes.Buffer
	for _, f := range fields {
		if f.Value != "" {
			b.WriteString(f.Name + ": " + oneLine(f.Value) + "\r\n")
		}
	}
	return h, b.Bytes()
}
