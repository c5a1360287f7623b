package extract

import (
	"bytes"
	"slices"
	"strings"

	"newskeep/scraper/profile"
)

// wanted says what of a page's markup stays when it is slimmed.
type wanted struct {
	rules []byte          // the profile as written; nil without one
	words map[string]bool // in it, in small letters; rules name what they ask for

	drawings bool // rules may look into drawings
	spaces   bool // rules may ask for elements without anything inside

	links, scripts bool // rules may ask for such elements, whatever they say
}

// wantedBy is what the reader and the rules of a profile ask for.
func wantedBy(p *profile.Profile) *wanted {
	if p == nil {
		return &wanted{}
	}
	w := &wanted{rules: p.Source, words: wordsIn(p.Source)}
	w.drawings, w.spaces, w.links, w.scripts = w.asks("svg"), w.asks(":empty"), w.asks("link"), w.asks("script")
	return w
}

// wordsIn are the words of a profile as selectors have them: letters and digits of
// ASCII, dashes and underscores. What is escaped is read as what it stands for.
func wordsIn(source []byte) map[string]bool {
	words := map[string]bool{}
	plain := strings.ToLower(strings.ReplaceAll(string(source), `\`, ""))
	for word := range strings.FieldsFuncSeq(plain, func(r rune) bool { return !isWord(r) }) {
		words[word] = true
	}
	return words
}

func isWord(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_'
}

// asks reports whether rules may ask for an attribute or element of that name.
// Without the text of the rules, all may be asked for.
func (w *wanted) asks(name string) bool {
	return len(w.rules) == 0 || w.words[name] ||
		strings.ContainsFunc(name, func(r rune) bool { return !isWord(r) }) && bytes.Contains(w.rules, []byte(name))
}

// attributeSet are those of a tag that were dropped for their values: of two with
// one name, only the first counts.
type attributeSet [4]bool

// drops reports an attribute that neither the reader asks for nor the profile
// mentions anywhere. The value is as written, perhaps in quotes.
func (w *wanted) drops(name, value []byte, gone *attributeSet) bool {
	if !unread(name) {
		if len(name) < 3 || len(name) > 5 {
			return false // the names are no shorter and no longer
		}
		k := slices.Index(idleNames[:], string(name))
		if k < 0 || !gone[k] && !saysNothing(k, value) {
			return false
		}
		gone[k] = true
	}
	return w.words == nil || !w.asks(string(name))
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
		"fetch-priority", "importance", "jsaction", "jsname", "jscontroller", "marginheight", "marginwidth",
		"media", "hreflang", "focusable", "viewbox", "xmlns", "method", "required", "scoped", "disabled", "checked", "enctype", "novalidate",
		"slot", "rows", "cols", "autofocus", "autoplay", "ping", "clear", "valign", "bgcolor":
		return true
	}
	return false
}

// idleNames are attributes that the reader asks for and that most often have values
// as good as none.
var idleNames = [len(attributeSet{})]string{"style", "role", "rel", "type"}

// relName is the place of rel among them.
const relName = 2

// saysNothing reports such a value of one of them.
func saysNothing(name int, value []byte) bool {
	if idleNames[name] == "style" {
		return !styleWords.in(string(value))
	}
	value = bytes.Trim(value, "\"' ")
	if idleNames[name] != "rel" {
		return idleValues[string(value)]
	}
	for word := range bytes.FieldsSeq(value) {
		if !idleValues[string(word)] {
			return false
		}
	}
	return true
}

// idleValues are values of role and type, and words of rel, that nothing hangs on.
var idleValues = map[string]bool{
	// role
	"presentation": true, "none": true, "button": true, "img": true, "list": true, "listitem": true, "link": true, "group": true, "tab": true,
	"tablist": true, "tabpanel": true, "menuitem": true, "search": true, "option": true, "combobox": true, "checkbox": true, "toolbar": true,
	// type
	"text/javascript": true, "application/javascript": true, "text/css": true, "image/webp": true, "image/jpeg": true, "image/avif": true,
	"image/png": true, "image/x-icon": true, "text": true, "hidden": true, "submit": true, "radio": true, "email": true, "module": true,
	// rel
	"noopener": true, "noreferrer": true, "nofollow": true, "external": true, "sponsored": true, "stylesheet": true, "preload": true,
	"prefetch": true, "dns-prefetch": true, "preconnect": true, "modulepreload": true, "icon": true, "shortcut": true, "apple-touch-icon": true,
	"manifest": true,
}

// styleWords are in every style that tells the reader something: what is hidden,
// and what stands at the right. References may be anything.
var styleWords = newWordSet([]string{"none", "clip", "right", "&"})

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
	switch string(name) {
	case "testid", "test-id", "test", "test-tag", "qa", "component", "manual", "area": // see [nameBy]
		return true
	}
	return dataWords.in(string(name))
}
