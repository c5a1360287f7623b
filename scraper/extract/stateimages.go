package extract

import (
	"slices"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// The names sites give to what they say of an image in their own JSON. Names of
// headlines and summaries are not among them: an image beside those is a card's.
var (
	imageURLKeys     = []string{"url", "src", "contentUrl", "imageUrl", "image_url", "originalUrl", "original"}
	imageCaptionKeys = []string{"caption", "captionText", "caption_text", "captionTitle", "legend", "imageCaption", "image_caption"}
	imageCreditKeys  = []string{"credit", "creditText", "creditLine", "credit_line", "captionCredit", "imageCredit", "copyright", "photographer", "credits"}
	imagePartKeys    = []string{"data", "image", "attributes", "fields", "metadata"} // an image's own object within
)

// mostDescribed is the most images that are taken from metadata.
const mostDescribed = 300

// images are those that an object of a site's own JSON describes with a caption
// or credit, those of its body first and in their order.
func (s *stateSearch) images(o map[string]any) []news.Image {
	f := imageFinder{s: s}
	keys := sortedKeys(o)
	slices.SortStableFunc(keys, func(a, b string) int {
		switch inA, inB := slices.Contains(bodyKeys, a), slices.Contains(bodyKeys, b); {
		case inA == inB:
			return 0
		case inA:
			return -1
		}
		return 1
	})
	for _, k := range keys {
		f.under(k, s.deref(o[k]), 0)
	}
	return f.found
}

type imageFinder struct {
	s       *stateSearch
	looked  int
	gallery bool // within what is called a gallery
	found   []news.Image
}

// galleryKeys are parts of the names that sites give galleries in their own JSON.
var galleryKeys = listOf("galler", "galer", "slideshow", "slides", "fotostrecke", "bilderstrecke", "bildstrecke", "diaporama", "carousel")

// under walks the value of a key.
func (f *imageFinder) under(key string, v any, depth int) {
	was := f.gallery
	f.gallery = was || hasAny(strings.ToLower(key), galleryKeys)
	f.walk(v, depth)
	f.gallery = was
}

func (f *imageFinder) walk(v any, depth int) {
	if f.looked++; f.looked > mostObjects/10 || depth > 12 || len(f.found) >= mostDescribed {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			f.walk(f.s.deref(e), depth+1)
		}
	case map[string]any:
		if img, ok := f.image(v); ok {
			if f.gallery {
				img.Role = news.RoleGallery
			}
			f.found = append(f.found, img)
			return
		}
		for _, k := range sortedKeys(v) {
			f.under(k, f.s.deref(v[k]), depth+1)
		}
	}
}

// image reads an object with the address of an image file and a caption or credit
// of it, in itself or in an object that it holds.
func (f *imageFinder) image(o map[string]any) (news.Image, bool) {
	var img news.Image
	parts := []map[string]any{o}
	for _, k := range imagePartKeys {
		if part, ok := f.s.deref(o[k]).(map[string]any); ok {
			parts = append(parts, part)
		}
	}
	for _, part := range parts {
		for _, k := range imageURLKeys {
			if u := jsonText(part[k]); img.URL == "" && u != "" && isImageAddress(u) {
				img.URL = f.s.d.resolve(u)
			}
		}
		if img.Caption == "" {
			img.Caption = f.s.text(part, imageCaptionKeys)
		}
		if img.Credit == "" {
			img.Credit = f.credit(part)
		}
		if img.Alt == "" {
			img.Alt = f.s.text(part, []string{"alt", "altText", "alt_text"})
		}
	}
	if img.URL == "" || img.Caption == "" && img.Credit == "" || isOrnament(img.URL) {
		return news.Image{}, false
	}
	if weigh(img.Caption) > mostCaption {
		img.Caption = ""
	}
	return img, true
}

// credit is a text, or the names in lists of people and agencies.
func (f *imageFinder) credit(o map[string]any) string {
	if text := f.s.text(o, imageCreditKeys); text != "" {
		return profile.StripCreditLabel(text)
	}
	credits, ok := f.s.deref(o["credits"]).(map[string]any)
	if !ok {
		return ""
	}
	var names []string
	for _, k := range []string{"by", "affiliation"} {
		each(f.s.deref(credits[k]), func(v any) {
			name := jsonText(v)
			if one, ok := f.s.deref(v).(map[string]any); ok {
				name = jsonText(one["name"])
			}
			if name = plainText(name); name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		})
	}
	return strings.Join(names, "/")
}

// describedImages are the images of a story whose text metadata give, one of each,
// the first as its lead.
func describedImages(h storyHints) []news.Image {
	var out []news.Image
	for _, img := range h.described {
		if slices.ContainsFunc(out, func(o news.Image) bool {
			return sameImage(o.URL, img.URL) || img.Caption != "" && sameText(o.Caption, img.Caption)
		}) {
			continue
		}
		img.Role = news.RoleInline
		if len(out) == 0 {
			img.Role = news.RoleLead
		}
		p := picture{Image: img}
		p.part()
		out = append(out, p.Image)
	}
	return out
}

// fromDescription gives a picture what metadata say of the image at its address.
func (w *writer) fromDescription(p *picture) {
	if p.Caption != "" && p.Credit != "" {
		return
	}
	for i := range w.h.described {
		img := &w.h.described[i]
		if !sameImage(img.URL, p.URL) {
			continue
		}
		if p.Caption == "" && !sameText(img.Caption, p.Alt) {
			p.Caption = img.Caption
			p.part()
		}
		if p.Credit == "" {
			p.Credit = profile.StripCreditLabel(img.Credit)
		}
	}
}

// leastGallery is how many images with captions of their own make a gallery.
const leastGallery = 3

// hiddenGallery adds the images of a gallery that scripts show: JSON-LD or a gallery in
// the site's own JSON describe several with a caption each, while the page itself shows
// one at most.
func (w *articleReader) hiddenGallery() {
	if len(w.m.described) < leastGallery || len(w.a.Images) > 1 {
		return
	}
	var list []news.Image
	for _, img := range w.m.described {
		if img.Role == news.RoleGallery && img.Caption != "" {
			list = append(list, img)
		}
	}
	list = describedImages(storyHints{described: list})
	if len(list) < leastGallery {
		return
	}
	for _, img := range list {
		if len(w.a.Images) > 0 && (sameImage(w.a.Images[0].URL, img.URL) || w.a.Images[0].Caption != "" && sameText(w.a.Images[0].Caption, img.Caption)) {
			continue
		}
		img.Role = news.RoleGallery
		w.a.Images = append(w.a.Images, img)
	}
}
