package extract

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// gallery is the container of a story that is told in pictures: the article
// element of the headline, when it shows a row of figures and roots, the best
// containers of text, hold none of them and hardly any text beside the
// standfirst. nil for all other stories.
func (v *values) gallery(roots []*html.Node, h storyHints) *html.Node {
	at, ok := v.s.at[h.headline]
	if !ok || h.headline == nil {
		return nil
	}
	prose := 0
	for _, n := range roots {
		i := v.s.at[n]
		if v.figures(i) > 0 {
			return nil
		}
		for j := i; j < v.s.spots[i].end; j++ {
			if v.s.isProse(j) && !v.skip[j] {
				if !sameText(v.d.text(v.s.spots[j].node), h.standfirst) {
					prose += v.s.spots[j].letters
				}
				j = v.s.spots[j].end - 1
			}
		}
	}
	if prose >= 2*proseLetters {
		return nil
	}
	for i := at; i > 0; i = v.s.spots[i].parent {
		switch v.s.spots[i].node.DataAtom {
		case atom.Article, atom.Main:
			if v.figures(i) >= galleryRun {
				return v.s.spots[i].node
			}
		}
	}
	return nil
}

// figures counts, up to [galleryRun], the figures with an image in spot i that are
// neither links to other stories nor in what stands beside the story.
func (v *values) figures(i int) int {
	n := 0
	for j := i; j < v.s.spots[i].end && n < galleryRun; j++ {
		p := &v.s.spots[j]
		switch p.node.DataAtom {
		case atom.Aside, atom.Nav, atom.Footer:
			j = p.end - 1
		case atom.Figure:
			if p.anchors == 0 && v.s.holdsImage(j) && !v.d.cut[p.node] {
				n++
			}
			j = p.end - 1
		}
	}
	return n
}
