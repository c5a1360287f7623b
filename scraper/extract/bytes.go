package extract

import (
	"bytes"
	"fmt"
	"strings"

	"newskeep/scraper/news"
)

// signatures are the first bytes of files that servers send in place of pages.
var signatures = []struct{ prefix, what string }{
	{"%PDF-", "a PDF file"}, {"\x89PNG\r\n", "a PNG image"}, {"GIF87a", "a GIF image"}, {"GIF89a", "a GIF image"},
	{"\xff\xd8\xff", "a JPEG image"}, {"PK\x03\x04", "a zip file"}, {"\x1f\x8b\x08", "gzip-compressed bytes"},
	{"OggS", "an Ogg file"}, {"ID3", "an MP3 file"}, {"\x00asm", "a WebAssembly file"}, {"wOFF", "a font"}, {"wOF2", "a font"},
	{"SQLite format 3\x00", "an SQLite file"}, {"\x28\xb5\x2f\xfd", "zstd-compressed bytes"}, {"BZh", "bzip2-compressed bytes"},
	{"\x7fELF", "a program"}, {"{\\rtf", "an RTF document"}, {"\xd0\xcf\x11\xe0", "an office document"},
}

// refuseBytes tells what is no page before its charset is known; nil: go on.
func refuseBytes(in Input) *news.Reading {
	body := in.Body
	if len(body) > maxBody {
		return refuse(news.ReasonTooLarge, fmt.Sprintf("page of %d bytes; at most %d are read", len(body), maxBody))
	}
	if len(bytes.TrimSpace(body)) == 0 {
		if r := byStatus(in.Status); r != nil {
			return r
		}
		return refuse(news.ReasonEmpty, "no bytes but white space")
	}
	for _, s := range signatures {
		if bytes.HasPrefix(body, []byte(s.prefix)) {
			return refuse(news.ReasonNotHTML, s.what)
		}
	}
	if len(body) > 12 && string(body[:4]) == "RIFF" || len(body) > 12 && string(body[4:8]) == "ftyp" {
		return refuse(news.ReasonNotHTML, "an image, sound or video file")
	}
	return nil
}

// refuseText tells text that is no HTML; nil: go on. The Content-Type alone is
// not believed: servers send pages as text/plain and feeds as text/html.
func refuseText(body []byte, in Input) *news.Reading {
	head := body[:min(len(body), 8<<10)]
	odd, runes, lost := 0, 0, 0
	for _, r := range string(head) {
		runes++
		switch {
		case r == '\uFFFD':
			lost++
		case r < ' ' && r != '\n' && r != '\r' && r != '\t' && r != '\f' && r != 0x1b:
			odd++
		}
	}
	if odd*50 > runes {
		return refuse(news.ReasonNotHTML, "binary data")
	}
	if lost*5 > runes {
		return refuse(news.ReasonUndecodable, "no known charset makes text of these bytes")
	}
	head = bytes.TrimLeft(head, " \t\r\n\f\uFEFF")
	lower := strings.ToLower(string(head[:min(len(head), 2<<10)]))
	isHTML := strings.Contains(lower, "<html") || strings.Contains(lower, "<!doctype html") || strings.Contains(lower, "<body") || strings.Contains(lower, "<head")
	if isHTML {
		return nil
	}
	kind, _, _ := strings.Cut(strings.ToLower(in.ContentType), ";")
	kind = strings.TrimSpace(kind)
	switch {
	case strings.Contains(lower, "<rss") || strings.Contains(lower, "<rdf:rdf") || strings.Contains(lower, "<feed"):
		return refuse(news.ReasonNotHTML, "a feed")
	case strings.Contains(lower, "<urlset") || strings.Contains(lower, "<sitemapindex"):
		return refuse(news.ReasonNotHTML, "a sitemap")
	case strings.HasPrefix(lower, "<?xml") && !strings.Contains(lower, "xhtml"):
		return refuse(news.ReasonNotHTML, "an XML document")
	case lower != "" && (lower[0] == '{' || lower[0] == '['):
		return refuse(news.ReasonNotHTML, "JSON")
	case strings.HasPrefix(kind, "image/"), strings.HasPrefix(kind, "audio/"), strings.HasPrefix(kind, "video/"), kind == "application/pdf":
		return refuse(news.ReasonNotHTML, "sent as "+kind)
	}
	if !bytes.ContainsRune(body, '<') {
		if r := byStatus(in.Status); r != nil {
			return r
		}
		return refuse(news.ReasonNotHTML, "plain text")
	}
	return nil
}

// underStatus lets a refusal name the HTTP status of an error: "HTTP 500: plain
// text" says more than what the server sent along with it.
func underStatus(r *news.Reading, status int) *news.Reading {
	if name := fmt.Sprintf("HTTP %d", status); status >= 400 && !strings.HasPrefix(r.Detail, name) {
		r.Detail = name + ": " + r.Detail
	}
	return r
}

// endsInside reports a page whose bytes stop in the middle: no end tag of the
// document, and the last thing begun (a tag, a comment, a script, a character
// reference or a sentence) is not finished.
func endsInside(body []byte) bool {
	tail := bytes.TrimRight(body, " \t\r\n\f\x00")
	end := bytes.ToLower(tail[max(0, len(tail)-(2<<10)):])
	if bytes.Contains(end, []byte("</html")) || bytes.Contains(end, []byte("</body")) {
		return false
	}
	tail = tail[max(0, len(tail)-(64<<10)):]
	low := bytes.ToLower(tail)
	if bytes.Contains(low, []byte("</html")) {
		return false
	}
	last := func(s string) int { return bytes.LastIndex(low, []byte(s)) }
	switch {
	case last("<!--") > last("-->"):
		return true
	case last("<script") > last("</script"), last("<style") > last("</style"):
		return true
	}
	// Pages may leave out the end tags of p and li, of body and html, but a page
	// whose very last byte is text is rare, and one that ends inside a tag is none.
	return len(tail) > 0 && tail[len(tail)-1] != '>' && bytes.IndexByte(tail, '<') >= 0
}

// byStatus tells what an HTTP status says by itself; nil for one that lets the
// body speak.
func byStatus(status int) *news.Reading {
	switch status {
	case 404, 410:
		return &news.Reading{Kind: news.PageNotFound, Reason: news.ReasonGone, Detail: fmt.Sprintf("HTTP %d", status)}
	case 401, 403, 407, 451:
		return &news.Reading{Kind: news.PageBlocked, Reason: news.ReasonDenied, Detail: fmt.Sprintf("HTTP %d", status)}
	}
	return nil
}
