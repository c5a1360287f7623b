package warc

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
)

// origPrefix marks a header line that the stored bytes do not bear out. The body
// of a capture is stored with its codings undone; to say "gzip" or "chunked" of it
// would be a lie that breaks replay.
const origPrefix = "X-Archive-Orig-"

// otherPrefixes are those of other tools for the same.
var otherPrefixes = []string{"x-orig-", "x-crawler-"}

// Stored is the header of an answer as it may stand before a body of that length
// with all codings undone: what was true of the bytes on the wire only is renamed.
func Stored(h Header, length int) Header {
	out := make(Header, 0, len(h)+1)
	for _, f := range h {
		switch strings.ToLower(f.Name) {
		case "content-encoding", "transfer-encoding":
			f.Name = origPrefix + f.Name
		case "content-length":
			if f.Value == strconv.Itoa(length) {
				continue
			}
			f.Name = origPrefix + f.Name
		}
		out = append(out, f)
	}
	return append(out, Field{"Content-Length", strconv.Itoa(length)})
}

// Sent is the header as the server sent it: Stored undone.
func Sent(h Header) Header {
	out := make(Header, 0, len(h))
	orig := map[string]bool{}
	for _, f := range h {
		if name, ok := sentName(f.Name); ok {
			orig[strings.ToLower(name)] = true
		}
	}
	for _, f := range h {
		name, ok := sentName(f.Name)
		switch {
		case ok:
			f.Name = name
		case orig[strings.ToLower(f.Name)]:
			continue // what the archive made of it
		}
		out = append(out, f)
	}
	return out
}

func sentName(name string) (string, bool) {
	for _, p := range append([]string{strings.ToLower(origPrefix)}, otherPrefixes...) {
		if len(name) <= len(p) || !strings.EqualFold(name[:len(p)], p) {
			continue
		}
		switch rest := name[len(p):]; strings.ToLower(rest) {
		case "content-encoding", "transfer-encoding", "content-length":
			return rest, true
		}
	}
	return name, false
}

func writeHead(b *bytes.Buffer, first string, h Header) {
	b.WriteString(oneLine(first) + "\r\n")
	for _, f := range h {
		b.WriteString(oneLine(f.Name) + ": " + oneLine(f.Value) + "\r\n")
	}
	b.WriteString("\r\n")
}

// Message is the HTTP answer inside a record.
type Message struct {
	Status int
	Header Header
	Body   []byte // as stored: transfer and content codings may still be on it
}

// ErrNotHTTP is the error of blocks that hold no HTTP answer.
var ErrNotHTTP = errors.New("the block is no HTTP answer")

// ParseMessage takes an HTTP answer apart (RFC 9112). Lines may end with LF alone,
// and lines that are no field are passed over: what servers send is often not
// what the standard says, and it is evidence.
func ParseMessage(block []byte) (*Message, error) {
	line, rest := cutLine(block)
	proto, status, ok := strings.Cut(string(line), " ")
	if !ok || !strings.HasPrefix(proto, "HTTP/") {
		return nil, ErrNotHTTP
	}
	status, _, _ = strings.Cut(strings.TrimSpace(status), " ")
	n, err := strconv.Atoi(status)
	if err != nil || n < 100 || n > 999 {
		return nil, ErrNotHTTP
	}
	m := &Message{Status: n}
	m.Header, m.Body = parseFields(rest)
	return m, nil
}

// parseFields reads the fields up to an empty line and returns what follows.
func parseFields(b []byte) (h Header, rest []byte) {
	for len(b) > 0 {
		var line []byte
		line, b = cutLine(b)
		if len(line) == 0 {
			return h, b
		}
		if (line[0] == ' ' || line[0] == '\t') && len(h) > 0 { // folded, RFC 9112 §5.2
			h[len(h)-1].Value += " " + strings.TrimSpace(string(line))
			continue
		}
		if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) != "" {
			h = append(h, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
	return h, nil
}

// cutLine takes a line off, without its end.
func cutLine(b []byte) (line, rest []byte) {
	line, rest, _ = bytes.Cut(b, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), rest
}

// Chunked reports whether the body is still in the chunks that the header speaks
// of. Many writers keep the header and store the body without them.
func (m *Message) Chunked() bool {
	if !strings.EqualFold(strings.TrimSpace(m.Header.Get("Transfer-Encoding")), "chunked") {
		return false
	}
	line, rest := cutLine(m.Body)
	size, _, _ := strings.Cut(string(line), ";")
	n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 32)
	if err != nil {
		return false
	}
	if n == 0 || uint64(len(rest)) <= n {
		return true // the last chunk, or one that is cut
	}
	return bytes.HasPrefix(rest[n:], []byte("\r\n")) || bytes.HasPrefix(rest[n:], []byte("\n"))
}
