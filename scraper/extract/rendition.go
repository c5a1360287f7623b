package extract

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// rendition is one address of an image.
type rendition struct {
	url   string
	width float64 // pixels, or density times 1000; 0 when not stated
}

// lazyAttrs are where pages keep the address of an image that is loaded late,
// the fullest rendition first.
var lazyAttrs = []string{
	"data-full", "data-full-src", "data-large-file", "data-lg", "data-hires", "data-orig-file", "data-original", "data-hi-res-src", "data-zoom-image", "data-lazy-src", "data-lazyload",
	"data-lazy", "data-src", "data-image", "data-img", "data-url", "data-td-src-property", "data-normal", "data-src-large", "data-srclarge", "src",
}

// srcsetAttrs are where pages keep several renditions.
var srcsetAttrs = []string{"srcset", "data-srcset", "data-lazy-srcset", "data-lazysrcset", "data-sizes-srcset"}

// addressAttrs are the places of names in lazyAttrs, and behind them in srcsetAttrs.
var addressAttrs = func() map[string]int {
	places := map[string]int{}
	for i, key := range slices.Concat(lazyAttrs, srcsetAttrs) {
		places[key] = i
	}
	return places
}()

// mostAddressAttrs is the length of lazyAttrs and srcsetAttrs together.
const mostAddressAttrs = 26

// addresses are the values of the attributes of img that may hold addresses, by
// their places in addressAttrs: one pass instead of one for each name.
func addresses(img *html.Node) (values [mostAddressAttrs]string) {
	var seen [mostAddressAttrs]bool
	for i := range img.Attr {
		a := &img.Attr[i]
		if len(a.Key) < len("src") || a.Key[0] != 's' && a.Key[0] != 'd' {
			continue
		}
		if at, ok := addressAttrs[a.Key]; ok && !seen[at] { // of two, the first counts
			values[at], seen[at] = strings.TrimSpace(a.Val), true
		}
	}
	return values
}

// shownImage is what was found out about an img, which is asked for several times.
type shownImage struct {
	url string // see [document.imageURL]
	key string // imageKey of url
}

// imageURL is the absolute address of the largest rendition of an img, its
// picture's sources among them; "" for placeholders.
func (d *document) imageURL(img *html.Node) string { return d.shownImage(img).url }

// shownImage looks an img up, or reads it.
func (d *document) shownImage(img *html.Node) shownImage {
	found, known := d.images[img]
	if !known {
		found.url = d.largestRendition(img)
		found.key = imageKey(found.url)
		if d.images == nil {
			d.images = make(map[*html.Node]shownImage)
		}
		d.images[img] = found
	}
	return found
}

// largestRendition is imageURL without its memory.
func (d *document) largestRendition(img *html.Node) string {
	own := ""
	values := addresses(img)
	for i, key := range lazyAttrs {
		if val := values[i]; val != "" && !isPlaceholder(val) && looksLikeAddress(val) && (key != "data-url" || isImageAddress(val)) {
			if own = d.resolve(val); own != "" {
				break
			}
		}
	}
	var best rendition
	take := func(list []rendition) {
		for _, r := range list {
			if r.width < best.width || r.width == 0 || isPlaceholder(r.url) {
				continue
			}
			// Of renditions as wide as each other, the one in src, or the first.
			if u := d.resolve(r.url); u != "" && (r.width > best.width || u == own) {
				best = rendition{u, r.width}
			}
		}
	}
	for _, val := range values[len(lazyAttrs):] {
		take(readSrcset(val))
	}
	if pic := pictureOf(img); pic != nil {
		for c := pic.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Source {
				values := addresses(c)
				for _, val := range values[len(lazyAttrs):] {
					take(readSrcset(val))
				}
			}
		}
	}
	if own != "" && best.width < 2 {
		return own
	}
	return best.url
}

// hasRenditions reports an img that names more renditions than one.
func hasRenditions(img *html.Node) bool {
	for _, key := range srcsetAttrs {
		if hasAttr(img, key) {
			return true
		}
	}
	return pictureOf(img) != nil
}

// pictureOf is the picture element an img stands in, or nil.
func pictureOf(img *html.Node) *html.Node {
	for n, steps := img.Parent, 0; n != nil && steps < 3; n, steps = n.Parent, steps+1 {
		if n.DataAtom == atom.Picture {
			return n
		}
	}
	return nil
}

// readSrcset reads the candidates of a srcset attribute (HTML, 4.8.4.2.1). A
// candidate without a descriptor has width 1; commas inside an address belong to
// it, since a candidate ends at a comma only after white space or a descriptor.
func readSrcset(val string) []rendition {
	var out []rendition
	for val = strings.TrimLeft(val, ", \t\r\n\f"); val != ""; val = strings.TrimLeft(val, ", \t\r\n\f") {
		end := strings.IndexAny(val, " \t\r\n\f")
		if end < 0 {
			end = len(val)
		}
		url, rest := val[:end], val[end:]
		r := rendition{url: strings.TrimRight(url, ","), width: 1}
		if r.url == url {
			desc, after, _ := strings.Cut(rest, ",")
			rest = after
			for f := range strings.FieldsSeq(desc) {
				n, err := strconv.ParseFloat(f[:len(f)-1], 64)
				switch {
				case err != nil:
				case f[len(f)-1] == 'w':
					r.width = n
				case f[len(f)-1] == 'x':
					r.width = n * 1000
				}
			}
		}
		if r.url != "" {
			out = append(out, r)
		}
		val = rest
	}
	return out
}

// placeholderWords begin the names of files that stand for an image, or a part of
// such a name.
var placeholderWords = []string{"placeholder", "spacer", "blank", "1x1", "pixel", "transparent", "loading", "lazy", "grey.", "gray.", "default-image", "no-image", "noimage", "dummy"}

var placeholderSet = newWordSet(placeholderWords)

// isPlaceholder reports an address that shows nothing until a script replaces it.
func isPlaceholder(u string) bool {
	if strings.HasPrefix(u, "data:") || strings.HasPrefix(u, "about:") || strings.HasPrefix(u, "blob:") {
		return true
	}
	if strings.Contains(u, "${") || strings.Contains(u, "{{") || strings.Contains(u, "$%7B") {
		return true // a template that a script fills in
	}
	path, _, _ := strings.Cut(u, "?")
	base := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	if placeholderSet.in(base) {
		for _, word := range placeholderWords {
			if strings.HasPrefix(base, word) || strings.Contains(base, "-"+word) || strings.Contains(base, "_"+word) {
				return true
			}
		}
	}
	return base == "default.png" || base == "default.jpg" || base == "x.gif" || base == "b.gif" || base == "s.gif"
}

// looksLikeAddress keeps JSON, names and numbers in data attributes apart from
// addresses.
func looksLikeAddress(s string) bool {
	if strings.ContainsAny(s, " {}<>\"\n") && !strings.Contains(s, "://") {
		return false
	}
	return strings.Contains(s, "/") || strings.Contains(s, ".")
}

// tiny reports an element whose stated size shows that it is no picture to look
// at: an icon, an avatar, a tracking pixel.
func tiny(n *html.Node) bool {
	w, okW := pixels(attr(n, "width"))
	h, okH := pixels(attr(n, "height"))
	return okW && w < 60 || okH && h < 60
}

func pixels(s string) (float64, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), "px")
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil && n >= 0
}
