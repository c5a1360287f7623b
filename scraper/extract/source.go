package extract

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// script is the source of a script element, as the parser would give it.
func (d *document) script(n *html.Node) string {
	source, left := d.leftOut(n)
	if !left {
		if n.FirstChild == nil {
			return ""
		}
		return n.FirstChild.Data
	}
	if bytes.IndexByte(source, '\r') >= 0 || bytes.IndexByte(source, 0) >= 0 {
		return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", string(utf8.RuneError)).Replace(string(source))
	}
	return string(source)
}

// scriptHead is the beginning of a script's source and the length of all of it, in
// bytes: most scripts need no other look, and copying them all takes a twentieth
// of what parsing allocates.
func (d *document) scriptHead(n *html.Node) (head string, size int) {
	const most = 64
	if source, left := d.leftOut(n); left {
		return string(source[:min(len(source), most)]), len(source)
	}
	text := d.script(n)
	return text[:min(len(text), most)], len(text)
}

// leftOut is the source of a script that slimming left out of the page; false for
// one that stands in the tree.
func (d *document) leftOut(n *html.Node) ([]byte, bool) {
	if n.FirstChild == nil {
		return nil, false
	}
	number, left := strings.CutPrefix(n.FirstChild.Data, elsewhere)
	if !left {
		return nil, false
	}
	i, err := strconv.Atoi(number)
	if err != nil || i < 0 || i >= len(d.scripts) {
		return nil, false
	}
	return d.body[d.scripts[i].from:d.scripts[i].to], true
}
