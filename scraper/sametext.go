package scraper

import (
	"fmt"
	"hash/maphash"

	"newskeep/scraper/news"
)

// sameTextLeast is how many articles of a run have one text before it is told: two
// addresses of a story are nothing rare.
const sameTextLeast = 5

// sameTexts counts articles by what they say. A site may answer with one page for
// all that it does not have, and say that all is well.
type sameTexts struct {
	seed  maphash.Seed
	count map[uint64]int
	most  int
	first map[uint64]string
	text  uint64 // that of most
}

// add counts an article; texts beyond what is remembered are not.
func (s *sameTexts) add(address string, a *news.Article) {
	if s.count == nil {
		s.seed, s.count, s.first = maphash.MakeSeed(), map[uint64]int{}, map[uint64]string{}
	}
	var h maphash.Hash
	h.SetSeed(s.seed)
	_, _ = h.WriteString(a.Headline)
	words := false
	for _, b := range a.Body {
		_, _ = h.WriteString("\x00" + b.Text)
		words = words || b.Text != ""
	}
	key := h.Sum64()
	if !words || s.count[key] == 0 && len(s.count) >= remembered {
		return
	}
	if s.count[key]++; s.count[key] == 1 {
		s.first[key] = address
	}
	if s.count[key] > s.most {
		s.most, s.text = s.count[key], key
	}
}

// warning tells of the text that most articles have; empty when that says nothing.
func (s *sameTexts) warning() string {
	if s.most < sameTextLeast {
		return ""
	}
	return fmt.Sprintf("%d articles have the same headline and text, as %s has: the site may answer so for pages that are gone, or want another address in the profile's articles", s.most, s.first[s.text])
}
