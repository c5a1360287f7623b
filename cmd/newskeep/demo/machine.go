package demo

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"
)

// robots is robots.txt (RFC 9309). It gives no Crawl-delay.
func robots() []byte {
	var b strings.Builder
	b.WriteString("# " + paperName + "\nUser-agent: *\n")
	for _, d := range disallowed {
		b.WriteString("Disallow: " + d + "\n")
	}
	b.WriteString("\nSitemap: " + absolute("/sitemap.xml") + "\n")
	return []byte(b.String())
}

// kept are the articles a reader can read, newest first.
func (e *edition) kept() []*article {
	return e.filter(func(a *article) bool {
		kept, _ := a.answer.keeps()
		return kept && !private(a.path)
	})
}

// feed is RSS 2.0 (https://www.rssboard.org/rss-specification) of all articles.
func (p *press) feed() []byte {
	type item struct {
		Title     string   `xml:"title"`
		Link      string   `xml:"link"`
		GUID      string   `xml:"guid"`
		Published string   `xml:"pubDate"`
		Category  string   `xml:"category"`
		Text      string   `xml:"description,omitempty"`
		XMLName   xml.Name `xml:"item"`
	}
	type channel struct {
		Title string `xml:"title"`
		Link  string `xml:"link"`
		Text  string `xml:"description"`
		Built string `xml:"lastBuildDate"`
		Items []item
	}
	doc := struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Channel channel  `xml:"channel"`
	}{Version: "2.0", Channel: channel{
		Title: paperName, Link: Home, Text: "All articles of the miniature newspaper",
		Built: p.front.issued.Format(time.RFC1123Z),
	}}
	for _, a := range p.kept() {
		doc.Channel.Items = append(doc.Channel.Items, item{
			Title: a.headline, Link: absolute(a.path), GUID: absolute(a.path), Text: a.standfirst,
			Published: a.published.Format(time.RFC1123Z), Category: p.home(a).Name,
		})
	}
	return p.xml(doc)
}

// sitemap is https://www.sitemaps.org/protocol.html of all articles.
func (p *press) sitemap() []byte {
	type entry struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	}
	doc := struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []entry  `xml:"url"`
	}{}
	for _, a := range p.kept() {
		doc.URLs = append(doc.URLs, entry{absolute(a.path), a.changed().Format(time.RFC3339)})
	}
	return p.xml(doc)
}

func (p *press) xml(doc any) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil && p.err == nil {
		p.err = err
	}
	b.WriteByte('\n')
	return b.Bytes()
}
