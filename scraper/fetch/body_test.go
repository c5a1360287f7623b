package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"

	"newskeep/scraper/news"
)

// encoded is body in one content coding.
func encoded(t testing.TB, coding string, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	var err error
	switch coding {
	case "gzip":
		w = gzip.NewWriter(&b)
	case "br":
		w = brotli.NewWriter(&b)
	case "zstd":
		w, err = zstd.NewWriter(&b)
	case "deflate":
		w = zlib.NewWriter(&b)
	case "bare deflate":
		w, err = flate.NewWriter(&b, 5)
	default:
		t.Fatalf("no coding %q", coding)
	}
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func send(coding string, body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if coding != "" {
			w.Header().Set("Content-Encoding", coding)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Write(body)
	}
}

func TestContentCodings(t *testing.T) {
	page := []byte(strings.Repeat("<p>The harbour reopens.</p>\n", 500))
	zip := encoded(t, "gzip", page)
	random := make([]byte, 4096)
	rand.Read(random)
	for _, tt := range []struct {
		name, coding string
		sent         []byte
		want         []byte
		class        news.FailureClass
		err          error
	}{
		{"none", "", page, page, "", nil},
		{"identity", "identity", page, page, "", nil},
		{"a charset in its place", "UTF-8", page, page, "", nil},
		{"gzip", "gzip", zip, page, "", nil},
		{"x-gzip in capitals", "X-GZIP", zip, page, "", nil},
		{"br", "br", encoded(t, "br", page), page, "", nil},
		{"zstd", "zstd", encoded(t, "zstd", page), page, "", nil},
		{"deflate", "deflate", encoded(t, "deflate", page), page, "", nil},
		{"deflate without its header", "deflate", encoded(t, "bare deflate", page), page, "", nil},
		{"two codings", "gzip, br", encoded(t, "br", zip), page, "", nil},
		{"two members", "gzip", append(bytes.Clone(zip), zip...), append(bytes.Clone(page), page...), "", nil},
		{"rubbish behind", "gzip", append(bytes.Clone(zip), "\x00\x00 done"...), page, "", nil},
		{"nothing sent", "gzip", nil, nil, "", nil},
		{"a gzip file is a file", "", zip, zip, "", nil},
		{"empty in gzip", "gzip", encoded(t, "gzip", nil), nil, "", nil},
		{"not gzip", "gzip", page, nil, news.FailEncoding, ErrEncoding},
		// Random bytes may begin as brotli does; these, RFC 7932 §9.1 forbids.
		{"not br", "br", append([]byte{0x11}, page...), nil, news.FailEncoding, ErrEncoding},
		{"not zstd", "zstd", page, nil, news.FailEncoding, ErrEncoding},
		{"unknown", "rot13", page, nil, news.FailEncoding, ErrEncoding},
		{"too many", "gzip, gzip, gzip, gzip", zip, nil, news.FailEncoding, ErrEncoding},
		{"damaged", "gzip", damaged(zip), nil, news.FailEncoding, ErrEncoding},
		{"gzip cut", "gzip", zip[:len(zip)/2], nil, news.FailTruncated, ErrTruncated},
		{"gzip cut in its header", "gzip", zip[:5], nil, news.FailTruncated, ErrTruncated},
		{"gzip cut in its checksum", "gzip", zip[:len(zip)-3], nil, news.FailTruncated, ErrTruncated},
		{"br cut", "br", encoded(t, "br", random)[:2000], nil, news.FailTruncated, ErrTruncated},
		{"zstd cut", "zstd", encoded(t, "zstd", random)[:2000], nil, news.FailTruncated, ErrTruncated},
		{"deflate cut", "deflate", encoded(t, "deflate", random)[:2000], nil, news.FailTruncated, ErrTruncated},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, map[string]http.HandlerFunc{"/": send(tt.coding, tt.sent)})
			got, err := local(t, Options{}).Get(t.Context(), Request{URL: s.URL})
			if tt.err != nil {
				wantFailure(t, err, tt.class, tt.err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Body, tt.want) || got.Wire != int64(len(tt.sent)) {
				t.Errorf("Get = %d bytes from %d, want %d from %d", len(got.Body), got.Wire, len(tt.want), len(tt.sent))
			}
			if got := http.Header(got.Header).Get("Content-Encoding"); got != tt.coding {
				t.Errorf("Content-Encoding = %q, want it as sent, %q", got, tt.coding)
			}
		})
	}
}

func damaged(zip []byte) []byte {
	b := bytes.Clone(zip)
	b[len(b)-6] ^= 0xff // the checksum
	return b
}

// colly would recode these bodies, refuse them, or unzip them.
func TestBodyIsLeftAlone(t *testing.T) {
	arabic := []byte("<title>\xc3\xce\xc8\xc7\xd1</title>") // windows-1256
	zip := encoded(t, "gzip", []byte("<urlset/>"))
	for _, tt := range []struct {
		path, contentType string
		body              []byte
	}{
		{"/a", "text/html; charset=windows-1256", arabic},
		{"/a", "text/html; charset=utf-8", arabic},
		{"/a", "text/html; charset=iso-8859-1", []byte("قارب")},
		{"/a", "text/html; charset=no-such-charset", arabic},
		{"/a", "text/html; charset=utf-16", arabic},
		{"/a", "", arabic},
		{"/sitemap.xml.gz", "application/gzip", zip},
		{"/sitemap.xml.gz", "application/xml", []byte("<urlset/>")},
	} {
		s := serve(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", tt.contentType)
			w.Write(tt.body)
		}})
		got, err := local(t, Options{}).Get(t.Context(), Request{URL: s.URL + tt.path})
		if err != nil || !bytes.Equal(got.Body, tt.body) {
			t.Errorf("%s as %q = %+v, %v; want the bytes as sent", tt.path, tt.contentType, got, err)
		}
	}
}

func TestMaxBody(t *testing.T) {
	const limit = 100 << 10
	chunked := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush() // no Content-Length
			w.Write(make([]byte, n))
		}
	}
	for _, tt := range []struct {
		name string
		h    http.HandlerFunc
		ok   bool
	}{
		{"at the limit", send("", make([]byte, limit)), true},
		{"announced", send("", make([]byte, limit+1)), false},
		{"chunked, at the limit", chunked(limit), true},
		{"chunked", chunked(limit + 1), false},
		{"chunked, 30 MB", chunked(30 << 20), false},
		{"gzip, at the limit", send("gzip", encoded(t, "gzip", make([]byte, limit))), true},
		{"gzip", send("gzip", encoded(t, "gzip", make([]byte, limit+1))), false},
		{"br", send("br", encoded(t, "br", make([]byte, 10<<20))), false},
		{"zstd", send("zstd", encoded(t, "zstd", make([]byte, 10<<20))), false},
		{"gzip in gzip", send("gzip, gzip", encoded(t, "gzip", encoded(t, "gzip", make([]byte, 10<<20)))), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, map[string]http.HandlerFunc{"/": tt.h})
			got, err := local(t, Options{MaxBody: limit}).Get(t.Context(), Request{URL: s.URL})
			if !tt.ok {
				wantFailure(t, err, news.FailTooLarge, ErrTooLarge)
				return
			}
			if err != nil || len(got.Body) != limit {
				t.Errorf("Get = %v; want %d bytes", err, limit)
			}
		})
	}
}

// Ten megabytes that unfold to ten gigabytes must cost neither.
func TestGzipBomb(t *testing.T) {
	var bomb bytes.Buffer
	member := encoded(t, "gzip", make([]byte, 8<<20))
	for bomb.Len() < 10<<20 {
		bomb.Write(member)
	}
	s := serve(t, map[string]http.HandlerFunc{"/": send("gzip", bomb.Bytes())})
	c := local(t, Options{MaxBody: 4 << 20})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := c.Get(t.Context(), Request{URL: s.URL})
	runtime.ReadMemStats(&after)
	wantFailure(t, err, news.FailTooLarge, ErrTooLarge)
	if used := after.TotalAlloc - before.TotalAlloc; used > 40<<20 {
		t.Errorf("allocated %d MB for a page of at most 4 MB, want no more than a growing buffer", used>>20)
	}
}

// raw answers every request on a connection by writing what answer gives for its
// path, and then hangs up.
func raw(t *testing.T, answer func(path string, c net.Conn)) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				req, err := http.ReadRequest(bufio.NewReader(c))
				if err != nil {
					return
				}
				if req.URL.Path == "/robots.txt" {
					io.WriteString(c, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
					return
				}
				answer(req.URL.Path, c)
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

func TestBrokenBodies(t *testing.T) {
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	zip := string(encoded(t, "gzip", []byte("<p>whole</p>")))
	answers := map[string]string{
		"/short":        ok + "Content-Length: 100\r\n\r\n<p>The harb",
		"/nothing":      ok + "Content-Length: 100\r\n\r\n",
		"/short-zip":    ok + fmt.Sprintf("Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(zip)+10, zip),
		"/chunk-cut":    ok + "Transfer-Encoding: chunked\r\n\r\n64\r\n<p>The harb",
		"/chunk-no-end": ok + "Transfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n",
		"/chunk-bad":    ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>\r\n0\r\n\r\n",
		"/hung-up":      "",
		"/half-header":  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
		"/half-line":    "HTTP/1.1 200 OK\r\nContent-Ty",
		"/no-http":      "220 mail.example ESMTP\r\n",
		"/long-header":  "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n",
		"/many-headers": "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 5000) + "Content-Length: 0\r\n\r\n",
		"/till-the-end": "HTTP/1.0 200 OK\r\n\r\n<p>whole</p>",
		"/early-hints":  "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ok + "Content-Length: 12\r\n\r\n<p>whole</p>",
		"/two-lengths":  ok + "Content-Length: 5\r\nContent-Length: 7\r\n\r\n<p>whole</p>",
	}
	base := raw(t, func(path string, c net.Conn) { io.WriteString(c, answers[path]) })
	c := local(t, Options{})
	for _, tt := range []struct {
		path  string
		class news.FailureClass
		err   error
	}{
		{"/short", news.FailTruncated, ErrTruncated},
		{"/nothing", news.FailTruncated, ErrTruncated},
		{"/short-zip", news.FailTruncated, ErrTruncated},
		{"/chunk-cut", news.FailTruncated, ErrTruncated},
		{"/chunk-no-end", news.FailTruncated, ErrTruncated},
		{"/chunk-bad", news.FailTruncated, ErrTruncated},
		{"/hung-up", news.FailReset, nil},
		{"/half-header", news.FailReset, nil},
		{"/half-line", news.FailOther, nil},
		{"/no-http", news.FailOther, nil},
		{"/long-header", news.FailTooLarge, nil},
		{"/many-headers", news.FailTooLarge, ErrTooLarge},
		{"/two-lengths", news.FailOther, nil},
	} {
		t.Run(tt.path, func(t *testing.T) {
			_, err := c.Get(t.Context(), Request{URL: base + tt.path})
			wantFailure(t, err, tt.class, tt.err)
		})
	}
	for _, path := range []string{"/till-the-end", "/early-hints"} {
		got, err := c.Get(t.Context(), Request{URL: base + path})
		if err != nil || string(got.Body) != "<p>whole</p>" {
			t.Errorf("Get(%s) = %+v, %v; want the page", path, got, err)
		}
	}
}

// FuzzReadBody: whatever comes over the wire ends in bytes within the limit or an
// error, and what was encoded comes back.
// A body that is not read to its end, or goes on behind it, leaves nothing to the
// decoder of the next one.
func TestABodyLeavesNothingToTheNext(t *testing.T) {
	page := []byte("<p>The harbour reopens.</p>")
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		noise := make([]byte, 1<<18) // which no coding makes shorter
		_, _ = rand.Read(noise)
		for i := range 40 { // decoders are kept, but not always
			before := append(encoded(t, coding, page), "and what follows"...)
			if i%2 == 0 {
				before = encoded(t, coding, noise)
			}
			_, _ = readBody(bytes.NewReader(before), []string{coding}, 10, false)
			if got, err := readBody(bytes.NewReader(encoded(t, coding, page)), []string{coding}, 1<<16, false); err != nil || !bytes.Equal(got, page) {
				t.Fatalf("%s: %q, %v", coding, got, err)
			}
		}
	}
}

func FuzzReadBody(f *testing.F) {
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		f.Add(coding, encoded(f, coding, []byte("<p>The harbour reopens.</p>")))
	}
	f.Add("gzip, br", []byte("x"))
	f.Fuzz(func(t *testing.T, coding string, wire []byte) {
		const limit = 1 << 16
		body, err := readBody(bytes.NewReader(wire), []string{coding}, limit, false)
		if err != nil {
			if c := class(err); c != news.FailTooLarge && c != news.FailTruncated && c != news.FailEncoding {
				t.Errorf("readBody error = %v of class %s, want one about the body", err, c)
			}
		} else if len(body) > limit {
			t.Errorf("readBody = %d bytes, want at most %d", len(body), limit)
		}
		for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
			back, err := readBody(bytes.NewReader(encoded(t, coding, wire)), []string{coding}, 1<<20, false)
			if err != nil || !bytes.Equal(back, wire) {
				t.Errorf("%s does not come back: %v", coding, err)
			}
		}
	})
}
