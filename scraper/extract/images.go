package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// picture is an image of the article with the element that holds it and its
// caption and nothing else.
type picture struct {
	news.Image
	img  *html.Node
	unit *html.Node
	at   int // spot of img
}

// findPictures finds the images of the article: those inside its containers,
// those between them and the headline, and those that open it above.
func (w *writer) findPictures() {
	w.unitOf = make(map[*html.Node][]int)
	forced := w.forced()
	low, high := w.reach()
	w.low = low
	end := w.s.spots[w.s.at[w.roots[len(w.roots)-1]]].end
	have := make(map[string]int)
	for _, i := range w.s.images {
		img := w.s.spots[i].node
		if !forced[img] && (i >= high || i < low && !w.opens(i) || !w.belongs(i)) {
			continue
		}
		p := picture{img: img, at: i}
		p.URL = w.d.imageURL(img)
		p.unit = w.unit(i)
		if u := w.d.noscriptURL(p.unit); u != "" && (p.URL == "" || !hasRenditions(img) && sameImage(u, p.URL)) {
			p.URL = u // of one picture, the img that scripts start from is the smaller
		}
		if p.URL == "" || !forced[img] && isOrnament(p.URL) {
			continue
		}
		if u := w.d.enlargement(img); u != "" {
			p.URL = u
		}
		if !forced[img] && (w.dated(p.unit) || i >= end && !w.illustrates(i)) {
			continue // a portrait beside name and time, a picture of what follows the text
		}
		p.Alt = squeeze(attr(img, "alt"))
		if img.DataAtom == atom.Noscript {
			p.Alt = squeeze(attr(noscriptImage(img), "alt"))
		}
		if !forced[img] && p.Alt != "" && w.portrays(p.Alt) && !w.s.under(i, atom.Figure) && !w.isLead(i) {
			continue // who wrote the article
		}
		w.caption(&p)
		key := imageKey(p.URL)
		if k, ok := have[key]; ok {
			w.merge(k, p)
			continue
		}
		have[key] = len(w.pictures)
		w.unitOf[p.unit] = append(w.unitOf[p.unit], len(w.pictures))
		w.pictures = append(w.pictures, p)
	}
}

// portrays reports an alt text that is an author's name, with a word or two around:
// "Headshot of Rhea Calder".
func (w *writer) portrays(alt string) bool {
	if w.h.people.has(alt) {
		return true
	}
	for _, names := range w.h.people {
		for _, name := range names {
			if len(name) > 6 && len(alt) <= len(name)+16 && (strings.HasSuffix(alt, " "+name) || strings.HasPrefix(alt, name+" ")) {
				return true
			}
		}
	}
	return false
}

// dated reports a box with a time in it, which captions do not have.
func (w *writer) dated(unit *html.Node) bool {
	for c := range unit.Descendants() {
		if c.DataAtom == atom.Time {
			return true
		}
	}
	return false
}

// merge keeps what a second showing of a picture says more than the first.
func (w *writer) merge(k int, p picture) {
	q := &w.pictures[k]
	if q.at < w.low && p.at >= w.low {
		q.URL = p.URL // what stands above the headline may be a thumbnail
	}
	if q.Caption == "" {
		q.Caption, q.Printed = p.Caption, p.Printed
	}
	if q.Credit == "" {
		q.Credit = p.Credit
	}
	if q.Alt == "" {
		q.Alt = p.Alt
	}
	if _, ok := w.unitOf[p.unit]; !ok {
		w.unitOf[p.unit] = nil // its caption is no text either
	}
}

// forced are the img elements that the profile names.
func (w *writer) forced() map[*html.Node]bool {
	set := make(map[*html.Node]bool)
	for _, n := range w.h.images {
		if n.DataAtom == atom.Img {
			set[n] = true
		}
		for c := range n.Descendants() {
			if c.DataAtom == atom.Img {
				set[c] = true
			}
		}
	}
	return set
}

// reach is the range of spots in which images of the article may stand: from the
// headline, or the beginning of the article element, to the end of the text.
func (w *writer) reach() (low, high int) {
	low = w.s.at[w.roots[0]]
	for _, n := range w.roots {
		high = max(high, w.s.spots[w.s.at[n]].end)
	}
	head, ok := w.s.at[w.h.headline]
	if w.h.headline == nil || !ok {
		return low, high
	}
	common := low
	for common > 0 && !w.s.inside(head, common) {
		common = w.s.spots[common].parent
	}
	switch w.s.spots[common].node.DataAtom {
	case atom.Body, atom.Html:
		return min(low, head), high
	}
	if common == 0 {
		return min(low, head), high
	}
	// An opener may put the picture above the headline, in a box of its own.
	return common, max(high, w.s.spots[common].end)
}

// enlargement is the address of the image file that an img links to.
func (d *document) enlargement(img *html.Node) string {
	for n, steps := img.Parent, 0; n != nil && steps < 3; n, steps = n.Parent, steps+1 {
		if n.DataAtom == atom.A {
			if u := d.resolve(attr(n, "href")); isImageAddress(u) {
				return u
			}
			return ""
		}
	}
	return ""
}

// ornamentWords stand in the names of files that are no pictures to look at.
var ornamentWords = newWordSet([]string{"logo", "avatar", "favicon", "icon-", "icon_", "-icon", "sprite", "gravatar", "button"})

// isOrnament reports addresses of icons, logos and counters.
func isOrnament(u string) bool {
	path, _, _ := strings.Cut(strings.ToLower(u), "?")
	if strings.HasSuffix(path, ".svg") || strings.HasSuffix(path, ".ico") {
		return true
	}
	base := path[strings.LastIndexByte(path, '/')+1:]
	return ornamentWords.in(base) ||
		strings.Contains(path, "/avatar/") || strings.Contains(path, "gravatar.com") || strings.Contains(u, "doubleclick") || strings.Contains(u, "/pixel")
}

// images are the pictures in page order, the lead first, with their roles. Pages
// whose images only metadata name give that one.
func (w *writer) images(st *story) []news.Image {
	first := w.s.at[st.node]
	textSeen, run := false, []int{}
	role := make([]news.ImageRole, len(w.pictures))
	for k := range w.pictures {
		role[k] = news.RoleInline
	}
	for _, b := range w.kept { // labels and the standfirst are no text before an image
		switch b.Type {
		case news.ImageBlock:
			if !textSeen {
				role[b.image] = news.RoleLead
			}
			run = append(run, b.image)
			w.gallery(run, role)
		case news.Paragraph, news.Quote, news.List:
			if b.letters > 40 {
				textSeen = true
				run = run[:0]
			}
		}
	}
	lead := -1
	for k, p := range w.pictures {
		if p.at < first {
			role[k] = news.RoleLead
		}
		if w.h.leadURL != "" && imageKey(p.URL) == imageKey(w.h.leadURL) && lead < 0 {
			role[k], lead = news.RoleLead, k
		}
	}
	var out []news.Image
	for k, p := range w.pictures {
		p.Role = role[k]
		if p.Role == news.RoleLead {
			if lead < 0 {
				lead = k
			}
			if lead != k {
				p.Role = news.RoleInline
				if len(w.pictures) >= galleryRun {
					p.Role = news.RoleGallery
				}
			}
		}
		if lead == k {
			w.fromMetadata(&p)
		}
		out = append(out, p.Image)
	}
	slices.SortStableFunc(out, func(a, b news.Image) int {
		switch {
		case a.Role == b.Role || a.Role != news.RoleLead && b.Role != news.RoleLead:
			return 0
		case a.Role == news.RoleLead:
			return -1
		}
		return 1
	})
	if len(out) == 0 && w.h.leadURL != "" && !isOrnament(w.h.leadURL) {
		p := picture{Image: news.Image{URL: w.h.leadURL, Role: news.RoleLead}}
		w.fromMetadata(&p)
		out = append(out, p.Image)
	}
	return out
}

// fromMetadata gives the lead image what only metadata say of it.
func (w *writer) fromMetadata(p *picture) {
	same := imageKey(p.URL) == imageKey(w.h.leadURL)
	if p.Credit == "" && same {
		p.Credit = profile.StripCreditLabel(w.h.leadCredit)
	}
	// What metadata say of an image on the page is often its alt text.
	if p.Caption == "" && (w.h.leadURL == "" || same) && !sameText(w.h.leadCaption, p.Alt) {
		p.Caption = w.h.leadCaption
		p.part()
	}
}

// galleryRun is the least number of images in a row, without text between, that
// make a gallery.
const galleryRun = 4

func (w *writer) gallery(run []int, role []news.ImageRole) {
	if len(run) < galleryRun {
		return
	}
	for _, k := range run[1:] {
		role[k] = news.RoleGallery
	}
	if role[run[0]] != news.RoleLead {
		role[run[0]] = news.RoleGallery
	}
}
