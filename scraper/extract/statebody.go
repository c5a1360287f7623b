package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// markup is the body of an object of a site's own JSON as HTML, when it is that
// and holds images; their captions stand in it as they would on a page.
func (s *stateSearch) markup(o map[string]any) string {
	best := ""
	for _, k := range bodyKeys {
		if text, ok := s.deref(o[k]).(string); ok && len(text) > len(best) && strings.Contains(text, "<img") {
			best = text
		}
	}
	return best
}

// structuredStory reads the body that metadata give, as HTML when they give it so
// and nothing of its text is lost, otherwise as text. nil when there is none to
// speak of.
func (d *document) structuredStory(h storyHints) *story {
	text := structuredText(h)
	if text == nil {
		return nil
	}
	text.images = describedImages(h)
	if h.markup == "" {
		return text
	}
	body := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	nodes, err := html.ParseFragment(strings.NewReader(h.markup), body)
	if err != nil {
		return text
	}
	for _, n := range nodes {
		body.AppendChild(n)
	}
	root := &html.Node{Type: html.DocumentNode}
	root.AppendChild(body)
	part := &document{root: root, url: d.url, base: d.base, lang: d.lang, seen: d.seen, cut: map[*html.Node]bool{}, room: takeRoom(nil)}
	defer part.leave()
	st := findStory(part, storyHints{
		headlineText: h.headlineText, standfirst: h.standfirst, container: []*html.Node{body},
		described: h.described, leadURL: h.leadURL, leadCaption: h.leadCaption, leadCredit: h.leadCredit,
	})
	if st == nil || 3*st.score < 2*text.score {
		return text
	}
	st.node = nil
	return st
}
