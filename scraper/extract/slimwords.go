package extract

import (
	"bytes"

	"newskeep/scraper/profile"
)

// wanted says what of a page's markup stays when it is slimmed.
type wanted struct {
	rules []byte          // the profile as written; nil without one
	asked map[string]bool // by attribute that the reader does not read: rules name it
}

// wantedBy is what the reader and the rules of a profile ask for.
func wantedBy(p *profile.Profile) *wanted {
	if p == nil {
		return &wanted{}
	}
	return &wanted{rules: p.Source, asked: map[string]bool{}}
}

// drops reports an attribute that neither the reader asks for nor the profile
// mentions anywhere.
func (w *wanted) drops(name []byte) bool {
	if !unread(name) {
		return false
	}
	if w.asked == nil {
		return true
	}
	asked, known := w.asked[string(name)]
	if !known {
		asked = len(w.rules) == 0 || bytes.Contains(w.rules, name) // without its text, all may be asked for
		w.asked[string(name)] = asked
	}
	return !asked
}

// drawings reports rules that may look into drawings.
func (w *wanted) drawings() bool {
	return bytes.Contains(w.rules, []byte("svg"))
}

// unread are the attributes of behaviour, loading and accessibility that the
// reader asks for nowhere; a test holds the reader's code against this.
func unread(name []byte) bool {
	if len(name) < 2 {
		return false
	}
	switch name[0] {
	case 'd':
		if bytes.HasPrefix(name, []byte("data-")) {
			return !readData(name[len("data-"):])
		}
	case 'o':
		return bytes.HasPrefix(name, []byte("on")) && events.leads(string(name[2:]))
	case 'a':
		if bytes.HasPrefix(name, []byte("aria-")) {
			rest := string(name[len("aria-"):])
			return rest != "label" && rest != "hidden" && rest != "describedby" && rest != "labelledby"
		}
	}
	switch string(name) {
	case "target", "tabindex", "loading", "decoding", "fetchpriority", "sizes", "crossorigin", "nonce", "integrity",
		"async", "defer", "as", "autocomplete", "referrerpolicy", "for", "placeholder", "allow", "allowfullscreen",
		"frameborder", "maxlength", "spellcheck", "draggable", "accesskey", "dir", "cellpadding", "cellspacing",
		"fetch-priority", "importance", "jsaction", "jsname", "jscontroller", "marginheight", "marginwidth":
		return true
	}
	return false
}

// events begin the names of events, behind "on".
var events = newWordSet([]string{"blur", "change", "click", "error", "focus", "input", "key", "load", "mouse", "pointer", "scroll", "submit", "toggle", "touch"})

// dataWords are what names of data attributes hold that may say something about
// an image, a text or an address.
var dataWords = newWordSet([]string{
	"src", "img", "image", "photo", "picture", "caption", "credit", "copyright", "title", "alt", "desc", "author", "byline",
	"full", "large", "orig", "zoom", "hi-res", "hires", "lg", "retina", "lazy", "url", "href", "link", "permalink", "normal", "video", "media", "thumb", "background", "bg",
	"next", "load-more", "hx-get", "endpoint", "ajax", "page", "sub-html", "date", "time", "published", "text", "section", "tag", "share", "count", "ticker", "instgrm", "tweet",
})

// readData reports a data attribute, by its name without "data-", that may be
// asked for.
func readData(name []byte) bool {
	return dataWords.in(string(name))
}
