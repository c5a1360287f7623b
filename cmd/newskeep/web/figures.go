package web

import (
	"newskeep/scraper/news"
	"newskeep/store"
)

// figure is a picture of an article with its file; nil when there is none to show.
type figure struct {
	news.Image
	File *store.ImageFile
}

// reading is an article in the order in which it is read: pictures stand where the text
// has them, those at its head before it, and all others behind it.
type reading struct {
	Head  []figure
	Body  []paragraph
	After []figure
}

// paragraph is a block of the text, with the pictures that stand there.
type paragraph struct {
	news.Block
	Figures []figure
}

// Reading of the article.
func (p articlePage) Reading() (r reading) {
	at := map[string][]int{} // numbers of the images of a picture, in whatever rendition
	for i, m := range p.Article.Images {
		same := news.ImageIdentity(m.URL)
		at[same] = append(at[same], i)
	}
	placed := map[int]bool{}
	for _, b := range p.Article.Body {
		block := paragraph{Block: b}
		if b.Type == news.ImageBlock {
			same := news.ImageIdentity(b.URL)
			for _, i := range at[same] {
				placed[i] = true
				block.Figures = append(block.Figures, p.figure(i))
			}
			delete(at, same)
		}
		r.Body = append(r.Body, block)
	}
	for i, m := range p.Article.Images {
		switch {
		case placed[i]:
		case m.Role == news.RoleLead:
			r.Head = append(r.Head, p.figure(i))
		default:
			r.After = append(r.After, p.figure(i))
		}
	}
	return r
}

func (p articlePage) figure(n int) figure {
	f := figure{Image: p.Article.Images[n]}
	for _, u := range p.files {
		if u.Image == f.Same() && u.File != nil && u.File.Kept && drawable(u.File.MediaType) {
			f.File = u.File
			break
		}
	}
	return f
}
