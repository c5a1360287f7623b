package discover

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// entriesMost bounds the entries read from one sitemap; sitemaps.org allows
// 50,000.
const entriesMost = 100_000

// ErrNotSitemap is that of bytes that are no sitemap of any kind.
var ErrNotSitemap = errors.New("not a sitemap")

// Sitemap is what one sitemap file offers (https://www.sitemaps.org/protocol.html).
type Sitemap struct {
	Index   []Entry // further sitemaps, in file order
	URLs    []Entry // pages, in file order
	Skipped int     // entries without a usable address, or beyond 100,000
	Cut     bool    // the file ends in the middle
}

// ParseSitemap reads a urlset, a sitemapindex or a plain list of addresses, with
// the news extension, gzipped or not. A bad entry is skipped and counted, and
// reading goes on behind broken markup. The error is [ErrNotSitemap],
// [ErrTooLarge] or that of a gzip file which gives nothing.
func ParseSitemap(body []byte) (*Sitemap, error) {
	body, cut, err := gunzip(body)
	if err != nil {
		return nil, err
	}
	body = bytes.TrimSpace(text(body))
	p := &sitemapReader{sitemap: &Sitemap{Cut: cut}}
	if !bytes.HasPrefix(body, []byte("<")) {
		p.lines(body)
	} else {
		p.read(body)
	}
	if !p.known {
		return nil, ErrNotSitemap
	}
	return p.sitemap, nil
}

// sitemapReader follows the tags of a sitemap. It goes by names and nesting
// alone and takes prefixes as they come, because many files declare no namespace
// or the wrong one.
type sitemapReader struct {
	sitemap *Sitemap
	known   bool   // a sitemap's element was seen
	open    string // "url" or "sitemap" while inside one
	path    []string
	text    strings.Builder
	entry   Entry
}

// read goes through body. After a syntax error it starts again at the next entry.
func (p *sitemapReader) read(body []byte) {
	for len(body) > 0 {
		d := xml.NewDecoder(bytes.NewReader(body))
		d.Strict = false
		d.Entity = xml.HTMLEntity
		// The bytes are UTF-8 by now, whatever they declare.
		d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
		var err error
		for err == nil {
			var t xml.Token
			if t, err = d.RawToken(); err == nil {
				p.token(t)
			}
		}
		p.cutShort(err)
		if err == io.EOF {
			return
		}
		at := int(d.InputOffset())
		next := nextEntry(body[min(at, len(body)):])
		if next < 0 {
			return
		}
		body = body[at+next:]
	}
}

// cutShort ends an entry that the file did not end.
func (p *sitemapReader) cutShort(err error) {
	if p.open == "" {
		return
	}
	if err == io.EOF {
		p.sitemap.Cut = true
	}
	p.end()
}

// nextEntry is the offset of the next <url> or <sitemap> in b, or -1. It looks no
// further than that, or a file of broken entries would be read over and over.
func nextEntry(b []byte) int {
	for at := 0; ; at++ {
		i := bytes.IndexByte(b[at:], '<')
		if i < 0 {
			return -1
		}
		at += i
		if bytes.HasPrefix(b[at:], []byte("<url>")) || bytes.HasPrefix(b[at:], []byte("<sitemap>")) {
			return at
		}
	}
}

func (p *sitemapReader) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		p.start(t.Name.Local)
	case xml.CharData:
		if p.open != "" && p.text.Len() < urlMost {
			p.text.Write(t)
		}
	case xml.EndElement:
		p.close(t.Name.Local)
	}
}

func (p *sitemapReader) start(name string) {
	p.text.Reset()
	switch name {
	case "urlset", "sitemapindex":
		p.known = true
		return
	case "url", "sitemap":
		p.end() // the one before was not closed
		p.known, p.open = true, name
		return
	}
	if p.open != "" && len(p.path) < 16 {
		p.path = append(p.path, name)
	}
}

func (p *sitemapReader) close(name string) {
	if p.open == "" {
		return
	}
	if name == p.open {
		p.end()
		return
	}
	for i := len(p.path) - 1; i >= 0; i-- {
		if p.path[i] == name {
			p.field(strings.Join(p.path[:i+1], "/"), p.text.String())
			p.path = p.path[:i]
			break
		}
	}
	p.text.Reset()
}

// field takes one value by its place in the entry. Images and videos have
// addresses and titles too, deeper down, which are not the page's.
func (p *sitemapReader) field(path, value string) {
	e := &p.entry
	switch path {
	case "loc":
		e.URL = value
	case "lastmod":
		e.LastMod = instant(value)
	case "news/title":
		e.Title = squeeze(value)
	case "news/publication_date":
		e.Published = instant(value)
	case "news/publication/language":
		e.Language = squeeze(value)
	}
}

// end files the open entry, if there is one.
func (p *sitemapReader) end() {
	if p.open == "" {
		return
	}
	p.add(p.open, p.entry)
	p.entry, p.open, p.path = Entry{}, "", p.path[:0]
	p.text.Reset()
}

func (p *sitemapReader) add(kind string, e Entry) {
	s := p.sitemap
	u, ok := absolute(e.URL)
	if !ok || len(s.URLs)+len(s.Index) >= entriesMost {
		s.Skipped++
		return
	}
	e.URL = u
	if kind == "sitemap" {
		s.Index = append(s.Index, e)
	} else {
		s.URLs = append(s.URLs, e)
	}
}

// lines reads a plain list, one address a line.
func (p *sitemapReader) lines(body []byte) {
	for line := range bytes.Lines(body) {
		s := strings.TrimSpace(string(line))
		if s == "" {
			continue
		}
		if _, ok := absolute(s); ok {
			p.known = true
		} else if !p.known {
			return // not even the first line is an address
		}
		p.add("url", Entry{URL: s})
	}
}
