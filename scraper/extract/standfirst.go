package extract

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// standfirst decides the summary. What readers see goes before a description in
// metadata where the two differ; a description that only repeats the beginning of
// the text is none, and one that stands nowhere on the page is not either.
func (w *articleReader) standfirst(g *page) {
	cands := w.d.byRules(profile.Standfirst)
	meta := w.m.fields[profile.Standfirst]
	var (
		text, rule string
		node       *html.Node
	)
	says := func(c candidate) bool { return fold(c.value) != "" }
	ruled := w.d.decided(cands, says)
	if ruled {
		c := choose(cands, says)
		text, node = c.value, c.node
	} else {
		text, node, rule = w.d.standfirst(w.r, g.descriptions(), true)
		text = w.d.withoutAuthor(text, node)
	}
	if text == "" && w.st != nil && w.st.bold != "" {
		text, rule = w.st.bold, "bold paragraph that opens the text"
	}
	visible := candidate{value: text, source: news.FromStructure, rule: rule, node: node}
	body := sync.OnceValue(func() string { return fold(bodyText(w.a, 3000)) })
	equal := false
	var rest []candidate
	for _, c := range meta {
		if text != "" && !ruled && goesOn(fold(c.value), fold(text), body) {
			text, visible.value = c.value, c.value // its first line was found, the others stand below
		}
		if text != "" && foldEqual(c.value, text) {
			equal = true
			c.value, c.node = text, node
		}
		rest = append(rest, c)
	}
	if text != "" && !equal && !ruled {
		cands = append(cands, visible)
	}
	cands = append(cands, rest...)
	if equal && !ruled {
		cands = append(cands, visible)
	}
	w.a.Standfirst = w.text(profile.Standfirst, cands, func(c candidate) bool {
		v := fold(c.value)
		if c.source == news.FromProfile || c.source == news.FromStructure || c.node != nil {
			return v != ""
		}
		if c.source == news.FromMeta || c.source == news.FromJSONLD {
			return false // no reader sees it: it is for search engines and networks
		}
		return len(v) >= 25 && v != fold(w.h.value) && !w.m.isSiteName(c.value) && !repeats(body(), c.value)
	})
	w.dropStandfirst()
}

// withoutAuthor cuts the line off a summary that names who wrote the article.
func (d *document) withoutAuthor(text string, n *html.Node) string {
	return strings.TrimSpace(strings.TrimSuffix(text, d.signer(n)))
}

// signer is the text of such an element at the end of a paragraph, "" without one.
func (d *document) signer(n *html.Node) string {
	if n == nil || n.DataAtom != atom.P {
		return ""
	}
	for c := n.LastChild; c != nil; c = c.PrevSibling {
		if c.Type == html.ElementNode {
			if nameOf(c)&nameAuthor != 0 && d.signs(c) {
				return d.text(c)
			}
			return ""
		}
		if squeeze(c.Data) != "" {
			return ""
		}
	}
	return ""
}

// signs reports the element at the end of a paragraph that is called an author and names
// one: "… until spring. By Rhea Calder".
func (d *document) signs(c *html.Node) bool {
	for n := c.NextSibling; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode || squeeze(n.Data) != "" {
			return false
		}
	}
	for n := c.PrevSibling; n != nil; n = n.PrevSibling {
		if n.Type == html.TextNode && squeeze(n.Data) != "" {
			said := d.text(c)
			label := byLabel.FindString(said)
			return len(said) < longestLabelLine && label != "" && startsLikeName(said[len(label):])
		}
	}
	return false
}

// keepSummary puts what was left out of the text as its standfirst back when another line
// has turned out to be that.
func (w *articleReader) keepSummary(summary string) {
	f := fold(summary)
	if f == "" || len(w.a.Body) == 0 || strings.Contains(fold(w.a.Standfirst), f) || letters(summary) < proseLetters || hasAny(summary, consentWords) || isFurniture(summary) || strings.Contains(fold(bodyText(w.a, 2000)), f) {
		return
	}
	w.a.Body = slices.Insert(slices.Clone(w.a.Body), 0, news.Block{Type: news.Paragraph, Text: summary})
}

// goesOn reports a description whose first lines are the text, and whose others
// open the body. All are folded.
func goesOn(description, text string, body func() string) bool {
	rest, ok := strings.CutPrefix(description, text+" ")
	return ok && len(rest) >= 15 && len(description) < 600 && indexWithin(body(), rest, len(rest)+300) >= 0
}

// dropStandfirst takes the standfirst out of the opening blocks of the body, whose
// finder may have kept it: whole, in the paragraphs it is made of, or as the first
// item of a summary.
func (w *articleReader) dropStandfirst() {
	f := fold(w.a.Standfirst)
	if f == "" {
		return
	}
	body := w.a.Body
	for i := 0; i < min(4, len(body)-1); i++ {
		b := body[i]
		first, rest, more := strings.Cut(b.Text, "\n")
		switch v := fold(b.Text); {
		case v == "":
		case v == f || letters(b.Text) >= 25 && strings.Contains(f, v):
			body = slices.Delete(slices.Clone(body), i, i+1)
			i--
		case b.Type == news.List && more && fold(first) == f:
			body = slices.Clone(body)
			body[i].Text = rest
		case b.Type == news.Paragraph && letters(b.Text) >= proseLetters:
			i = len(body) // the text has begun
		}
	}
	w.a.Body = body
}
