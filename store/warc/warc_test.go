package warc

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2024, 12, 1, 12, 0, 0, 123e6, time.UTC)

// sample is a file of one info record and n captures, and where they stand.
func sample(t testing.TB, n int) ([]byte, []Span) {
	t.Helper()
	var b bytes.Buffer
	var spans []Span
	w := NewWriter(&b)
	write := func(h Header, block []byte) {
		s, err := w.Write(h, block)
		if err != nil {
			t.Fatal(err)
		}
		spans = append(spans, s)
	}
	write(Info("<urn:uuid:0>", "a.warc.gz", noon, Header{{"software", "newskeep/test"}, {"operator", "a@b.test\r\nevil: 1"}}))
	for i := range n {
		c := Capture{
			ID: fmt.Sprintf("<urn:uuid:%d>", i+1), Target: fmt.Sprintf("http://gazette.test/%d", i), At: noon.Add(time.Duration(i) * time.Second),
			Status: "200 OK", Header: Header{{"Content-Type", "text/html"}, {"Content-Encoding", "gzip"}, {"Content-Length", "3"}},
			Body: []byte(strings.Repeat(fmt.Sprintf("page %d\r\n\r\n", i), 50)),
		}
		write(c.Response())
	}
	return b.Bytes(), spans
}

// read gives the targets of all records that can be read, and the errors.
func read(t testing.TB, r io.Reader) (targets []string, bad []error) {
	t.Helper()
	wr, err := NewReader(r)
	if err != nil {
		return nil, []error{err}
	}
	for range 10_000 {
		rec, err := wr.Next()
		if err == io.EOF {
			return targets, bad
		}
		var broken *BadRecord
		if errors.As(err, &broken) {
			bad = append(bad, err)
			continue
		}
		if err != nil {
			return targets, append(bad, err)
		}
		block, err := io.ReadAll(rec.Block)
		if err != nil {
			bad = append(bad, err)
			continue
		}
		if !Matches(rec.Header.Get(FieldBlockDigest), block) {
			bad = append(bad, fmt.Errorf("digest of %s", rec.Target()))
		}
		if rec.Type() != TypeInfo {
			targets = append(targets, strings.TrimPrefix(rec.Target(), "http://gazette.test/"))
		}
	}
	t.Fatal("the reader does not come to an end")
	return nil, nil
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	file, spans := sample(t, 3)
	r, err := NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for i, span := range spans {
		rec, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		if rec.Offset != span.Offset {
			t.Errorf("record %d stands at %d, want %d", i, rec.Offset, span.Offset)
		}
		if i == 0 {
			block, _ := io.ReadAll(rec.Block)
			if fields, _ := parseFields(block); fields.Get("operator") != "a@b.test  evil: 1" || fields.Get("evil") != "" {
				t.Errorf("warcinfo = %q: a value became a field of its own", block)
			}
			continue
		}
		at, err := rec.Date()
		if want := noon.Add(time.Duration(i-1) * time.Second); err != nil || !at.Equal(want) {
			t.Errorf("date = %v, %v, want %v", at, err, want)
		}
		block, err := io.ReadAll(rec.Block)
		if err != nil {
			t.Fatal(err)
		}
		m, err := ParseMessage(block)
		if err != nil || m.Status != 200 || !strings.HasPrefix(string(m.Body), fmt.Sprintf("page %d", i-1)) {
			t.Fatalf("message = %+v, %v", m, err)
		}
		if got := m.Header.Get("Content-Encoding") + m.Header.Get("Transfer-Encoding"); got != "" {
			t.Errorf("the stored body is said to be coded: %q", got)
		}
		if got := m.Header.Get("Content-Length"); got != fmt.Sprint(len(m.Body)) {
			t.Errorf("Content-Length = %s, the body has %d bytes", got, len(m.Body))
		}
		sent := Sent(m.Header)
		if sent.Get("Content-Encoding") != "gzip" || sent.Get("Content-Length") != "3" {
			t.Errorf("the header as sent = %v, want what the server said", sent)
		}
	}
	if _, err := r.Next(); err != io.EOF {
		t.Errorf("at the end: %v, want io.EOF", err)
	}
}

// A crawler that was killed leaves a file that ends anywhere. All before is read,
// and what is cut is said.
func TestTruncatedAnywhere(t *testing.T) {
	packed, spans := sample(t, 3)
	plain := unpack(t, packed)
	for _, file := range [][]byte{packed, plain} {
		for n := 6; n < len(file); n++ {
			targets, bad := read(t, bytes.NewReader(file[:n]))
			whole := 0
			for i, s := range spans[1:] {
				if bytes.Equal(file, packed) && int64(n) >= s.Offset+s.Length {
					whole = i + 1
				}
			}
			if len(targets) < whole || len(bad) > 1 {
				t.Fatalf("cut at %d: %d records and errors %v, want at least %d and at most one error", n, len(targets), bad, whole)
			}
			for i, got := range targets {
				if got != fmt.Sprint(i) {
					t.Fatalf("cut at %d: %q", n, targets)
				}
			}
		}
	}
}

func unpack(t testing.TB, b []byte) []byte {
	t.Helper()
	zr, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// A damaged record costs itself, and what follows is read.
func TestGoesOnBehindDamage(t *testing.T) {
	packed, spans := sample(t, 4)
	plain := unpack(t, packed)
	var one bytes.Buffer // all records in one member, as gzip FILE makes
	zw := gzip.NewWriter(&one)
	zw.Write(plain)
	zw.Close()
	hurt := func(file []byte, at, n int) []byte {
		b := bytes.Clone(file)
		for i := at; i < at+n; i++ {
			b[i] ^= 0xff
		}
		return b
	}
	second := int(spans[2].Offset)
	line := bytes.Index(plain, []byte("http://gazette.test/1"))
	length := bytes.Index(plain[line:], []byte("Content-Length: ")) + line + len("Content-Length: ")
	for _, tt := range []struct {
		name string
		file []byte
		want string
		bad  int
	}{
		{"one member", one.Bytes(), "0 1 2 3", 0},
		{"plain", plain, "0 1 2 3", 0},
		{"LF alone", []byte("WARC/1.0\nWARC-Type: response\nWARC-Target-URI: <http://gazette.test/0>\nContent-Length: 2\n\nhi\n\n"), "0", 0},
		{"a member's data", hurt(packed, second+40, 20), "0 2 3", 1},
		{"a member's magic", hurt(packed, second, 3), "0 2 3", 1},
		{"junk between members", bytes.Join([][]byte{packed[:second], []byte("junk \x1f\x8b\x08 junk"), packed[second:]}, nil), "0 1 2 3", 1},
		{"a plain Content-Length", hurt(plain, length, 3), "0 2 3", 1},
		{"zeros at the end", append(bytes.Clone(packed), make([]byte, 5000)...), "0 1 2 3", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			targets, bad := read(t, bytes.NewReader(tt.file))
			if got := strings.Join(targets, " "); got != tt.want || len(bad) != tt.bad {
				t.Errorf("read %q with errors %v, want %q and %d", got, bad, tt.want, tt.bad)
			}
		})
	}
}

func TestNotAWARC(t *testing.T) {
	gz := func(s string) string {
		var b bytes.Buffer
		zw := gzip.NewWriter(&b)
		zw.Write([]byte(s))
		zw.Close()
		return b.String()
	}
	for _, tt := range []struct {
		file string
		want error
	}{
		{"", ErrNotWARC}, {"<html>", ErrNotWARC}, {gz("<html>"), ErrNotWARC}, {"\x28\xb5\x2f\xfd1234", ErrZstd},
	} {
		if _, err := NewReader(strings.NewReader(tt.file)); !errors.Is(err, tt.want) {
			t.Errorf("NewReader(%.10q) = %v, want %v", tt.file, err, tt.want)
		}
	}
}

func TestDigests(t *testing.T) {
	body := []byte("hello")
	for _, tt := range []struct {
		digest string
		want   bool
	}{
		{Digest(body), true},
		{"sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N", true},
		{"sha1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", true},
		{"sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", true},
		{"md5:5d41402abc4b2a76b9719d911017c592", true},
		{"sha1:AAAAMHO4YXUKFWV63YHTWSBM3GXKSQ2N", false},
		{"blake3:00", true}, {"", true},
	} {
		if got := Matches(tt.digest, body); got != tt.want {
			t.Errorf("Matches(%q) = %v", tt.digest, got)
		}
	}
}

func TestChunked(t *testing.T) {
	for _, tt := range []struct {
		body string
		want bool
	}{
		{"5\r\nhello\r\n0\r\n\r\n", true},
		{"5;x=y\r\nhello\r\n0\r\n\r\n", true},
		{"<html>", false},
		{"dead beef\r\nis a page", false},
		{"5\r\nhello, this is no chunk", false},
		{"ff\r\ncut", true},
	} {
		m := Message{Header: Header{{"transfer-encoding", "chunked"}}, Body: []byte(tt.body)}
		if got := m.Chunked(); got != tt.want {
			t.Errorf("Chunked of %q = %v", tt.body, got)
		}
	}
}

func FuzzReader(f *testing.F) {
	packed, _ := sample(f, 2)
	f.Add(packed)
	f.Add(unpack(f, packed))
	f.Add([]byte("WARC/1.0\r\nContent-Length: 5\r\n\r\nHTTP/1.1 200\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		wr, err := NewReader(bytes.NewReader(b))
		if err != nil {
			return
		}
		last := int64(-1)
		for n := 0; ; n++ {
			rec, err := wr.Next()
			if err == io.EOF {
				return
			}
			if n > len(b)*1100+10 { // deflate packs up to 1032 to one
				t.Fatal("more records than bytes")
			}
			if err != nil {
				continue
			}
			if rec.Offset < last || rec.Offset > int64(len(b)) {
				t.Fatalf("a record at %d after one at %d, in %d bytes", rec.Offset, last, len(b))
			}
			last = rec.Offset
			if n%2 == 0 {
				continue // left unread
			}
			block, _ := io.ReadAll(io.LimitReader(rec.Block, 1<<20))
			if m, err := ParseMessage(block); err == nil {
				m.Chunked()
				Sent(Stored(m.Header, len(m.Body)))
			}
		}
	})
}
