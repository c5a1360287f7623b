package extract

import (
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// document is one parsed page and what every part of the reader needs to know
// about it. The tree is never changed after parsing: what must not be read as
// text is put into cut instead.
type document struct {
	root    *html.Node
	body    []byte              // the page in UTF-8
	scripts []span              // parts of body that are no part of the tree; see [document.script]
	url     *url.URL            // address the page was read from
	base    *url.URL            // what relative links are resolved against
	lang    string              // BCP 47 as the page states it, lower case; empty when it does not
	profile *profile.Profile    // nil: no rules
	seen    time.Time           // when the page was fetched; zero when unknown. Year-less dates need it
	cut     map[*html.Node]bool // subtrees that are no part of the article's text

	whole       bool      // a valid value of a rule ends no cascade; see [document.decided]
	cutoff      bool      // the bytes end in the middle of the page
	meta        *metadata // made on first use; see [document.metadata]
	printed     []line    // made on first use; see [document.allLines]
	current     []line    // of [document.lines], made for currentCuts elements in cut
	currentCuts int
	surveyed    *survey                 // made on first use; see [document.survey]
	walked      *selectorWalk           // made on first use; see [document.selected]
	matched     map[string][]*html.Node // by selector that the walk does not know
	images      map[*html.Node]shownImage
	room        *room
}

// resolve makes an address absolute and drops its fragment. It returns "" for
// anything that is not http or https. Most addresses of a page are asked for
// several times, and parsing them is dear.
func (d *document) resolve(href string) string {
	href = strings.TrimSpace(href)
	if href == "" || href[0] == '#' {
		return ""
	}
	u, known := d.room.resolved[href]
	if !known {
		u = d.absolute(href)
		d.room.resolved[href] = u
	}
	return u
}

// absolute is resolve without its memory.
func (d *document) absolute(href string) string {
	if u, ok := d.join(href); ok {
		return u
	}
	u, err := d.base.Parse(href)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	u.Fragment, u.RawFragment = "", ""
	return u.String()
}

// join is absolute for the plain addresses that most are: whole or from the root
// of the host, of characters that nothing has to be done to; and for those that are
// no address of a page, which join to nothing. Otherwise it reports false.
func (d *document) join(href string) (string, bool) {
	href, fragment, _ := strings.Cut(href, "#")
	if href == "" || !plainIn(fragment, inQuery) || strings.IndexByte(fragment, '%') >= 0 {
		return "", false
	}
	scheme, rest, whole := strings.Cut(href, "://")
	switch whole = whole && (scheme == "https" || scheme == "http"); {
	case !whole && otherScheme(href):
		return "", true
	case !whole && (href[0] != '/' || d.base.User != nil || d.base.Scheme != "https" && d.base.Scheme != "http"):
		return "", false
	case !whole && !strings.HasPrefix(href, "//"):
		if !plainIn(d.base.Host, inHost) || !plainPath(href) {
			return "", false
		}
		return d.base.Scheme + "://" + d.base.Host + href, d.base.Host != ""
	case !whole:
		rest = href[len("//"):]
	}
	host := rest
	if slash := strings.IndexByte(rest, '/'); slash >= 0 {
		host = rest[:slash]
	}
	if host == "" || !plainIn(host, inHost) || !plainPath(rest[len(host):]) {
		return "", false
	}
	if !whole {
		return d.base.Scheme + ":" + href, true
	}
	return href, true
}

// otherScheme reports an address that is of no page: mail, scripts and the like.
func otherScheme(href string) bool {
	for i := 0; i < len(href); i++ {
		switch c := href[i] | 0x20; {
		case c >= 'a' && c <= 'z':
		case href[i] == ':':
			return i > 0 && !strings.EqualFold(href[:i], "https") && !strings.EqualFold(href[:i], "http")
		default:
			return false
		}
	}
	return false
}

// plainPath reports a path, with or without a query, that stands for itself. Dots
// and empty parts are cleaned away by the parser, or name a host.
func plainPath(path string) bool {
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c == '?' {
			return plainIn(path[i+1:], inQuery)
		}
		if plainChars[c]&inPath == 0 || i > 0 && path[i-1] == '/' && (c == '/' || c == '.') {
			return false
		}
	}
	return true
}

// plainIn reports text of characters that stand for themselves in a part of an
// address.
func plainIn(s string, part uint8) bool {
	for i := 0; i < len(s); i++ {
		if plainChars[s[i]]&part == 0 {
			return false
		}
	}
	return true
}

// Parts of an address.
const (
	inHost = 1 << iota
	inPath
	inQuery
)

// plainChars are the parts of an address that a character stands for itself in.
var plainChars = func() (table [256]uint8) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~") {
		table[c] = inHost | inPath | inQuery
	}
	for _, c := range []byte("/,:;@=+$&") {
		table[c] = inPath | inQuery
	}
	for _, c := range []byte("%!()*'") {
		table[c] = inQuery
	}
	return table
}()

// attr is the value of an attribute, trimmed; "" when absent.
func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return strings.TrimSpace(n.Attr[i].Val)
		}
	}
	return ""
}

// hasAttr reports whether the attribute is there, even when empty.
func hasAttr(n *html.Node, key string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return true
		}
	}
	return false
}

// hiddenStyle reports a style that takes an element off the screen: display:none,
// or the clip to nothing that leaves text to screen readers alone.
func hiddenStyle(style string) bool {
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "clip:rect(0") && strings.Contains(style, "position:absolute")
}

// inCaption reports a figcaption or its child: kept from those who hear the page,
// since it repeats the alt text, and seen by all others.
func inCaption(n *html.Node) bool {
	return n.DataAtom == atom.Figcaption || n.Parent != nil && n.Parent.DataAtom == atom.Figcaption && n.FirstChild != nil
}

// linksImage reports a link around an image, kept from those who hear the page
// because another link beside it says the same.
func linksImage(n *html.Node) bool {
	if n.DataAtom != atom.A {
		return false
	}
	for c := range n.Descendants() {
		if c.DataAtom == atom.Img {
			return true
		}
	}
	return false
}

// silent are the elements whose content no reader sees as text.
func silent(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe,
		atom.Object, atom.Head, atom.Textarea, atom.Select, atom.Button, atom.Math:
		return true
	}
	return false
}

// isBlock are the elements that stand on lines of their own, so that words on
// their two sides must not be glued together.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Br, atom.Dd, atom.Details,
		atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hr,
		atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Img, atom.Picture,
		atom.Video, atom.Time, atom.Label, atom.Option:
		return true
	}
	return false
}

// text is what a reader sees of n and its children: white space squeezed, words
// of neighbouring blocks kept apart, control characters gone. Subtrees in d.cut
// and silent elements are left out, unless n itself is one.
func (d *document) text(n *html.Node) string {
	if c := n.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode {
		return squeeze(c.Data) // most often as it stands, without a copy
	}
	b := d.collect(d.room.text[:0], n)
	d.room.text = b
	if plain(b) {
		return string(b)
	}
	return string(squeezeBytes(b))
}

func (d *document) collect(b []byte, n *html.Node) []byte {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			b = append(b, c.Data...)
		case html.ElementNode:
			if silent(c.DataAtom) || d.cut[c] || hidden(c) {
				continue
			}
			if isBlock(c.DataAtom) {
				b = append(b, ' ')
				b = d.collect(b, c)
				b = append(b, ' ')
			} else {
				b = d.collect(b, c)
			}
		}
	}
	return b
}

// hidden reports what the markup itself says is not shown.
func hidden(n *html.Node) bool {
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			// React streams parts of a page in hidden elements and puts them in
			// their places by script: readers see them.
			// So they do what a paywall hides once it lets them in.
			return a.Val != "until-found" && !strings.HasPrefix(attr(n, "id"), "S:") && !called(n, "paywall")
		case "aria-hidden":
			return strings.EqualFold(a.Val, "true") && !inCaption(n) && !linksImage(n)
		case "style":
			if len(a.Val) >= 12 && hiddenStyle(a.Val) {
				return true
			}
		}
	}
	return false
}
