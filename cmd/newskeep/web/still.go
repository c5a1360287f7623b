package web

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// still copies a page without what policies of browsers do not hold back: hints
// by which they connect to servers (link), other bases and refreshes (base, meta),
// and leaves out scripts and frames, which would not run, all the same. Every
// other byte is as it was, but for comments, which are all closed.
func still(w io.Writer, page io.Reader) error { return stillAt(w, page, 0) }

// deepest is how many texts in each other are looked into.
const deepest = 4

func stillAt(w io.Writer, page io.Reader, depth int) error {
	z := html.NewTokenizer(page)
	skip := "" // element whose content is left out
	raw := ""  // element whose content comes as one text
	for {
		t := z.Next()
		if t == html.ErrorToken {
			// What is left of a tag that never ends is dropped: written, it would take in what follows.
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		}
		written := slices.Clone(z.Raw())
		if t == html.TextToken {
			var err error
			switch {
			case skip != "":
			case raw == "":
				_, err = w.Write(written)
			case depth < deepest:
				// Where no script runs noscript holds elements, and so do all of these in pictures (svg).
				err = stillAt(w, bytes.NewReader(written), depth+1)
			}
			if err != nil {
				return err
			}
			raw = ""
			continue
		}
		raw = ""
		if t == html.CommentToken {
			written = closed(written, z.Text())
		}
		name, attrs := z.TagName()
		tag := string(name)
		opens := t == html.StartTagToken || t == html.SelfClosingTagToken // a slash closes no element of HTML
		switch {
		case skip != "":
			if t == html.EndTagToken && tag == skip {
				skip = ""
			}
			continue
		case opens && slices.Contains(emptied, tag):
			skip = tag
			continue
		case slices.Contains(loading, tag):
			continue
		case tag == "meta" && attrs && refreshes(z):
			continue
		case opens && slices.Contains(texts, tag):
			raw = tag
		}
		if _, err := w.Write(written); err != nil {
			return err
		}
	}
}

var (
	// emptied are elements left out with what is in them.
	emptied = []string{"script", "iframe", "frameset"}
	// loading are elements left out; what is in them, such as the words that stand for an object, stays.
	loading = []string{"link", "base", "embed", "script", "iframe", "frame", "frameset", "object", "applet", "portal", "fencedframe"}
	// texts are elements whose content [html.Tokenizer] gives as one text.
	texts = []string{"noembed", "noframes", "noscript", "plaintext", "style", "textarea", "title", "xmp"}
)

// closed is a comment that ends where it is taken to end: browsers see other ends for
// some, such as CDATA in pictures, and would take as markup what was taken as text.
func closed(written, text []byte) []byte {
	if bytes.HasPrefix(written, []byte("<!--")) && bytes.HasSuffix(written, []byte("-->")) && len(written) >= len("<!---->") {
		return written
	}
	return slices.Concat([]byte("<!--"), text, []byte("-->"))
}

// refreshes reports whether a meta element tells the browser to do something.
func refreshes(z *html.Tokenizer) bool {
	for {
		key, value, more := z.TagAttr()
		if string(key) == "http-equiv" && !strings.EqualFold(string(value), "content-language") {
			return true
		}
		if string(key) == "charset" {
			return true // it is UTF-8 by now
		}
		if !more {
			return false
		}
	}
}
