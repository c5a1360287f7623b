package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// list writes a list, one item a line. Lists of whole paragraphs are written as
// these; items that hold images are written as blocks.
func (w *writer) list(c *html.Node, i int) {
	p := &w.s.spots[i]
	if w.holdsUnit(i) || p.anchors == 0 && p.blocks > 0 && p.letters > 300*max(1, countItems(c)) {
		w.block(c)
		w.flush()
		return
	}
	var lines []string
	var links []news.Link
	for j := i + 1; j < p.end; j++ {
		it := &w.s.spots[j]
		if w.v.skip[j] {
			j = it.end - 1
			continue
		}
		switch it.node.DataAtom {
		case atom.A:
			if u := w.d.resolve(attr(it.node, "href")); u != "" {
				if t := w.d.text(it.node); t != "" {
					links = append(links, news.Link{Relation: news.Inline, URL: u, Title: t})
				}
			}
		case atom.Li, atom.Dt, atom.Dd:
			if t := w.ownText(it.node); t != "" {
				lines = append(lines, t)
			}
		}
	}
	if len(lines) == 0 {
		return
	}
	q := piece{Block: news.Block{Type: news.List, Text: strings.Join(lines, "\n")}, from: c.DataAtom, links: links}
	q.letters, q.stops = measure(q.Text)
	q.linked = p.linked
	w.add(q)
}

// ownText is the text of a list item without the lists inside it, which follow
// as items of their own.
func (w *writer) ownText(li *html.Node) string {
	var b []byte
	for c := li.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b = append(b, c.Data...)
		case c.Type != html.ElementNode || c.DataAtom == atom.Ul || c.DataAtom == atom.Ol || w.d.cut[c] || hidden(c) || silent(c.DataAtom):
		default:
			if isBlock(c.DataAtom) {
				b = append(b, ' ')
			}
			b = w.d.collect(b, c)
			if isBlock(c.DataAtom) {
				b = append(b, ' ')
			}
		}
	}
	return string(squeezeBytes(b))
}

func countItems(list *html.Node) int {
	n := 0
	for c := list.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Li {
			n++
		}
	}
	return n
}

// table writes a table, one row a line, cells parted by tabs; one that only
// lays out paragraphs is written as these.
func (w *writer) table(c *html.Node, i int) {
	var rows []string
	cells, wide := 0, 0
	p := &w.s.spots[i]
	for j := i + 1; j < p.end; j++ {
		if w.s.spots[j].node.DataAtom != atom.Tr {
			continue
		}
		var row []string
		for td := w.s.spots[j].node.FirstChild; td != nil; td = td.NextSibling {
			if td.DataAtom == atom.Td || td.DataAtom == atom.Th {
				cells++
				if k, ok := w.s.at[td]; ok && w.s.spots[k].letters > 200 {
					wide++
				}
				row = append(row, w.d.text(td))
			}
		}
		if t := strings.TrimRight(strings.Join(row, "\t"), "\t"); strings.TrimSpace(t) != "" {
			rows = append(rows, t)
		}
	}
	if w.holdsUnit(i) || wide > 0 && 2*wide >= cells || cells <= len(rows) {
		w.block(c)
		w.flush()
		return
	}
	q := piece{Block: news.Block{Type: news.Table, Text: strings.Join(rows, "\n")}, from: atom.Table, linked: p.linked}
	q.letters, q.stops = measure(q.Text)
	if q.letters > 0 {
		w.add(q)
	}
}
