package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

const (
	lettersOfCards = 600 // the most text of a box of cards within an article
	cardsInText    = 6   // and the most links in it
	lettersOfTitle = 15  // the fewest of a title of a story
)

// cards are the stories that a box within the text points to and that no heading of a
// module names: a card with picture and title between two paragraphs. None for boxes
// of other kinds.
func (w *writer) cards(c *html.Node, i int) []news.Link {
	p := &w.s.spots[i]
	if p.anchors == 0 || p.anchors > 2*cardsInText || p.letters > lettersOfCards || 2*p.linked < p.letters || !isBlock(c.DataAtom) || w.prose == 0 {
		return nil
	}
	switch c.DataAtom {
	case atom.Nav, atom.Footer, atom.Form, atom.Menu, atom.Dialog, atom.Figcaption:
		return nil
	}
	if p.name&(nameJunk|nameMenu|nameTags|nameAuthor|namePage|nameTicker|nameTalk|namePaywall|nameCaption|nameCredit) != 0 {
		return nil
	}
	own := site(w.d.url.Hostname())
	var out []news.Link
	for _, card := range w.d.readCards(w.s, i, p.end, nil, false) {
		l := card.Link
		if weigh(l.Title) < lettersOfTitle || !sameSite(l.URL, own) {
			return nil
		}
		l.Relation = news.Related
		out = append(out, l)
	}
	if len(out) > cardsInText {
		return nil
	}
	return out
}
