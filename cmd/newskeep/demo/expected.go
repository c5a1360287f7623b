package demo

import (
	"regexp"
	"strings"

	"newskeep/scraper/news"
)

// Expected is what the content file of an article says, in the words a reader
// of its page should come to: without what the page says of other articles, the
// sections, the address and where a field was found. Addresses of images are
// those of the largest rendition. It is nil for a path that is no article, and
// for one whose page cannot be read.
func (s *Site) Expected(path string) *news.Article {
	e := s.edition
	a := e.byPath[path]
	if a == nil {
		return nil
	}
	if kept, _ := a.answer.keeps(); !kept || private(a.path) {
		return nil
	}
	w := e.words[a.lang]
	out := &news.Article{
		CanonicalURL: absolute(a.path), Language: a.lang,
		Headline: a.headline, Kicker: a.kicker, Standfirst: a.standfirst, Source: a.source,
		Published: news.Stamp{Time: a.published}, Modified: news.Stamp{Time: a.modified},
		ReadMinutes: a.minutes,
	}
	for _, name := range a.by {
		b := news.Byline{Name: name}
		if known := e.author(name); known != nil {
			b.URL = absolute(known.Path)
		}
		out.Bylines = append(out.Bylines, b)
	}
	if a.shares >= 0 {
		out.Shares = &a.shares
	}
	for _, t := range a.tags {
		out.Tags = append(out.Tags, news.Tag{Name: t, URL: absolute(tagPath(t))})
	}
	if a.image != "" {
		out.Images = append(out.Images, figure{a.image, a.alt, a.caption}.printed(news.RoleLead))
	}
	for _, b := range a.body {
		if b.Figure != nil {
			out.Images = append(out.Images, b.Figure.printed(news.RoleInline))
		}
		if blk, ok := b.printed(&w); ok {
			out.Body = append(out.Body, blk)
		}
		if b.Who != "" { // on a line of its own under the quotation
			out.Body = append(out.Body, news.Block{Type: news.Quote, Text: b.Who})
		}
	}
	if len(a.body) > 0 {
		if m := opensWith.FindStringSubmatch(plain(a.body[0].Text)); m != nil {
			out.Dateline = m[1]
		}
	}
	return out
}

// opensWith is the place in capitals that a report of the paper opens with.
var opensWith = regexp.MustCompile(`^(\p{Lu}[\p{Lu} ]+): `)

// printed is the block as a reader meets it; a related box is no text.
func (b block) printed(w *words) (news.Block, bool) {
	switch {
	case b.Text != nil:
		return news.Block{Type: news.Paragraph, Text: plain(b.Text)}, true
	case b.Heading != "":
		return news.Block{Type: news.Heading, Text: b.Heading, Level: 2}, true
	case b.Entry != "":
		return news.Block{Type: news.Heading, Text: b.Entry, Level: 3}, true
	case b.Quote != nil:
		return news.Block{Type: news.Quote, Text: plain(b.Quote)}, true
	case b.List != nil:
		var items []string
		for _, item := range b.List {
			items = append(items, plain(item))
		}
		return news.Block{Type: news.List, Text: strings.Join(items, "\n")}, true
	case b.Table != nil:
		var rows []string
		for _, cells := range b.Table {
			rows = append(rows, strings.Join(cells, "\t"))
		}
		return news.Block{Type: news.Table, Text: strings.Join(rows, "\n")}, true
	case b.Figure != nil:
		return news.Block{Type: news.ImageBlock, URL: b.Figure.printed("").URL}, true
	case b.Correction != nil:
		return news.Block{Type: news.Correction, Text: w.Correction + " " + plain(b.Correction)}, true
	}
	return news.Block{}, false
}

// plain is the text of spans without links and stress.
func plain(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// printed is the picture with its caption and credit, which content files write
// as "Caption (Credit)".
func (f figure) printed(role news.ImageRole) news.Image {
	img := news.Image{URL: absolute("/images/"+f.Image+".png") + "?width=960", Alt: f.Alt, Caption: f.Caption, Role: role}
	if text, credit, ok := strings.Cut(strings.TrimSuffix(f.Caption, ")"), " ("); ok {
		img.Caption, img.Credit, img.Printed = text, credit, f.Caption
	}
	return img
}
