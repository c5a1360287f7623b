package extract

import (
	"strings"

	"golang.org/x/net/html"
)

// name is what an author of markup calls an element by its class and id, as far
// as it helps reading. It is a hint only: text and structure decide.
type name uint32

const (
	nameBody    name = 1 << iota // the article's text
	nameJunk                     // never part of a text: sharing, advertising, newsletter, comments
	nameRelated                  // other stories
	nameTags                     // keywords
	nameAuthor                   // about the author
	nameCaption                  // the caption of an image
	nameCredit                   // photographer or agency
	nameTicker                   // breaking lines
	nameMenu                     // navigation
	namePage                     // pagination
	nameGallery                  // several images to leaf through
	nameAvatar                   // a portrait, logo or icon
	nameSummary                  // standfirst
	nameLabel                    // section label, kicker
	nameQuote                    // a pull-quote
	nameFix                      // a correction
	nameEmbed                    // something from elsewhere
	nameTalk                     // what readers write
	namePaywall                  // what stands before those who do not pay
	nameBeside                   // often furniture, sometimes only the layout around the text
	nameKicker                   // a label that can be nothing but the line above a headline
)

// words of class and id names, in lower case, split at everything that is no
// letter and where a capital follows a small letter ("articleBody").
var nameWords = map[string]name{
	"share": nameJunk, "sharing": nameJunk, "social": nameJunk, "sharebar": nameJunk, "addtoany": nameJunk,
	"ad": nameBeside, "ads": nameBeside, "advert": nameBeside, "advertisement": nameBeside, "advertising": nameBeside, "adslot": nameBeside,
	"werbung": nameBeside, "publicidad": nameBeside, "sponsored": nameJunk, "sponsor": nameJunk, "outbrain": nameJunk, "taboola": nameJunk,
	"dfp": nameBeside, "gpt": nameBeside, "adunit": nameBeside, "anzeige": nameBeside,
	"newsletter": nameJunk, "subscribe": nameBeside, "subscription": nameBeside, "signup": nameJunk, "donate": nameJunk, "donation": nameJunk,
	"comment": nameJunk | nameTalk, "comments": nameJunk | nameTalk, "disqus": nameJunk | nameTalk, "kommentare": nameJunk | nameTalk, "comentarios": nameJunk | nameTalk, "reactions": nameJunk | nameTalk,
	"cookie": nameJunk, "cookies": nameJunk, "consent": nameJunk, "gdpr": nameJunk, "onetrust": nameJunk,
	"popup": nameBeside, "modal": nameBeside, "overlay": nameBeside, "toolbar": nameBeside, "tooltip": nameJunk, "print": nameBeside,
	"breadcrumb": nameJunk, "breadcrumbs": nameJunk, "footer": nameBeside, "sidebar": nameBeside, "skip": nameJunk, "login": nameJunk,
	"copyright": nameJunk, "feedback": nameJunk, "survey": nameBeside, "rating": nameBeside, "follow": nameBeside, "promo": nameBeside,
	"promotion": nameBeside, "banner": nameBeside, "cta": nameJunk, "listen": nameBeside, "player": nameBeside, "bookmark": nameJunk,
	"related": nameRelated, "recommended": nameRelated, "recommendation": nameRelated, "recommendations": nameRelated, "recirc": nameRelated,
	"recirculation": nameRelated, "readmore": nameRelated, "teaser": nameRelated, "teasers": nameRelated, "trending": nameRelated,
	"popular": nameRelated, "mostread": nameRelated, "readnext": nameRelated, "morestories": nameRelated, "seealso": nameRelated, "relacionadas": nameRelated,
	"relacionados": nameRelated, "onward": nameRelated,
	"tag": nameTags, "tags": nameTags, "taglist": nameTags, "topics": nameTags, "keywords": nameTags, "hashtags": nameTags, "schlagworte": nameTags, "cimkek": nameTags, "etiquetas": nameTags, "etiketler": nameTags, "stitky": nameTags, "emneord": nameTags, "avainsanat": nameTags, "trefwoorden": nameTags, "stichworte": nameTags,
	"bio": nameAuthor, "authorbox": nameAuthor, "byline": nameAuthor, "author": nameAuthor, "authors": nameAuthor, "autor": nameAuthor, "auteur": nameAuthor, "auteurs": nameAuthor, "szerzo": nameAuthor, "szerzok": nameAuthor,
	"caption": nameCaption, "figcaption": nameCaption, "legend": nameCaption, "bildunterschrift": nameCaption, "cutline": nameCaption, "cptn": nameCaption, "imagecaption": nameCaption,
	"legende": nameCaption, "bu": nameCaption, "bildtext": nameCaption, "billedtekst": nameCaption, "kuvateksti": nameCaption, "didascalia": nameCaption, "leyenda": nameCaption,
	"bijschrift": nameCaption, "legenda": nameCaption, "epigrafe": nameCaption, "piefoto": nameCaption,
	"credit": nameCredit, "credits": nameCredit, "photographer": nameCredit, "bildquelle": nameCredit, "photocredit": nameCredit, "imagecredit": nameCredit,
	"attribution": nameCredit,
	"ticker":      nameTicker, "marquee": nameTicker, "newsticker": nameTicker, "breaking": nameTicker, "urgent": nameTicker,
	"nav": nameMenu, "navigation": nameMenu, "navbar": nameMenu, "menu": nameMenu, "megamenu": nameMenu, "topbar": nameMenu,
	"pagination": namePage, "pager": namePage, "paging": namePage, "pagenav": namePage, "paginator": namePage,
	"gallery": nameGallery, "slideshow": nameGallery, "slider": nameGallery, "carousel": nameGallery, "galerie": nameGallery, "swiper": nameGallery,
	"galeria": nameGallery, "bildergalerie": nameGallery, "fotostrecke": nameGallery,
	"avatar": nameAvatar, "logo": nameAvatar, "icon": nameAvatar, "emoji": nameAvatar, "headshot": nameAvatar, "pixel": nameAvatar, "icons": nameAvatar,
	"summary": nameSummary, "standfirst": nameSummary, "dek": nameSummary, "lede": nameSummary, "excerpt": nameSummary, "intro": nameSummary,
	"subtitle": nameSummary, "subtitles": nameSummary, "subheadline": nameSummary, "teasertext": nameSummary, "subhead": nameSummary, "subheading": nameSummary, "sapo": nameSummary, "strapline": nameSummary,
	"entradilla": nameSummary, "chapo": nameSummary, "chapeau": nameSummary, "bajada": nameSummary, "copete": nameSummary, "vorspann": nameSummary, "sommario": nameSummary,
	"catenaccio": nameSummary, "subtitulo": nameSummary, "zajawka": nameSummary,
	"category": nameLabel, "label": nameLabel, "rubric": nameLabel, "cat": nameLabel, "kicker": nameLabel | nameKicker, "eyebrow": nameLabel | nameKicker,
	"overline": nameLabel | nameKicker, "topline": nameLabel | nameKicker, "roofline": nameLabel | nameKicker, "overtitle": nameLabel | nameKicker, "pretitle": nameLabel | nameKicker,
	"toptitle": nameLabel | nameKicker, "dachzeile": nameLabel | nameKicker, "spitzmarke": nameLabel | nameKicker, "surtitre": nameLabel | nameKicker, "antetitulo": nameLabel | nameKicker,
	"volanta": nameLabel | nameKicker, "cintillo": nameLabel | nameKicker, "occhiello": nameLabel | nameKicker, "chapeu": nameLabel | nameKicker, "nadtytul": nameLabel | nameKicker,
	"pullquote": nameQuote, "quote": nameQuote, "blockquote": nameQuote, "quotebox": nameQuote, "zitat": nameQuote,
	"correction": nameFix, "corrections": nameFix, "clarification": nameFix, "erratum": nameFix,
	"embed": nameEmbed, "twitter": nameEmbed, "tweet": nameEmbed, "instagram": nameEmbed,
	"articlebody": nameBody,
	"paywall":     namePaywall, "paygate": namePaywall, "regwall": namePaywall,
}

// pairs of neighbouring words that mean something only together.
var namePairs = map[string]map[string]name{
	"article":  {"body": nameBody, "content": nameBody, "text": nameBody, "deck": nameSummary},
	"entry":    {"content": nameBody},
	"post":     {"content": nameBody, "body": nameBody},
	"story":    {"body": nameBody, "content": nameBody, "text": nameBody},
	"body":     {"content": nameBody, "copy": nameBody, "text": nameBody},
	"content":  {"body": nameBody},
	"rich":     {"text": nameBody},
	"td":       {"content": nameBody},
	"news":     {"content": nameBody},
	"detail":   {"content": nameBody},
	"most":     {"read": nameRelated},
	"read":     {"more": nameRelated, "next": nameRelated, "also": nameRelated},
	"see":      {"also": nameRelated},
	"more":     {"stories": nameRelated, "on": nameRelated, "news": nameRelated},
	"also":     {"read": nameRelated},
	"up":       {"next": nameRelated},
	"lees":     {"ook": nameRelated},
	"header":   {"teaser": nameSummary},
	"teaser":   {"text": nameSummary},
	"lire":     {"aussi": nameRelated},
	"author":   {"bio": nameAuthor | nameJunk, "box": nameAuthor | nameJunk, "card": nameAuthor | nameJunk, "info": nameAuthor | nameJunk},
	"about":    {"author": nameAuthor | nameJunk},
	"sign":     {"up": nameJunk},
	"img":      {"description": nameCaption, "caption": nameCaption, "desc": nameCaption},
	"image":    {"description": nameCaption, "text": nameCaption, "desc": nameCaption},
	"photo":    {"description": nameCaption, "text": nameCaption, "desc": nameCaption},
	"media":    {"description": nameCaption, "desc": nameCaption},
	"pie":      {"de": nameCaption, "foto": nameCaption},
	"load":     {"more": namePage},
	"sub":      {"headline": nameSummary, "head": nameSummary, "hed": nameSummary, "title": nameSummary, "heading": nameSummary},
	"sr":       {"only": nameJunk},
	"visually": {"hidden": nameJunk},
	"screen":   {"reader": nameJunk},
}

// nameOf reads the class and id of an element.
func nameOf(n *html.Node) name {
	var found name
	for i := range n.Attr {
		found |= nameBy(&n.Attr[i])
	}
	return found
}

// nameBy is what one attribute says.
func nameBy(a *html.Attribute) name {
	switch a.Key {
	case "class", "id":
		// Longer ones are utility classes; those of a WordPress post list its
		// keywords and its author's settings. Neither says what the element is.
		if len(a.Val) <= 400 && !strings.Contains(a.Val, "hentry") && !strings.Contains(a.Val, "type-post") {
			return readName(a.Val)
		}
	case "data-testid", "data-test-id", "data-test", "data-test-tag", "data-qa", "data-component", "data-manual", "data-area":
		// What tests and scripts know an element by, where classes are hashes.
		if len(a.Val) <= 60 {
			return readName(a.Val) &^ loudNames
		}
	case "itemprop":
		if strings.Contains(a.Val, " ") && hasWord(a.Val, "articleBody") {
			return nameBody // "description articleBody"
		}
		switch a.Val {
		case "articleBody":
			return nameBody
		case "caption":
			return nameCaption
		case "copyrightHolder", "creditText":
			return nameCredit
		case "keywords":
			return nameTags
		}
	case "role":
		switch a.Val {
		case "navigation":
			return nameMenu
		case "dialog", "alertdialog", "contentinfo":
			return nameJunk
		case "complementary":
			return nameBeside
		}
	}
	return 0
}

// loudNames are those that say too much of an element when a test knows it by them: a
// page with a sidebar, a card in a list, a line of names with their posts.
const loudNames = nameBeside | nameMenu | nameAvatar | nameAuthor

// nameLengths and pairLengths are the lengths of the words of nameWords, and of the
// first ones of namePairs, that begin with a letter, as bits: most words of class
// names are told by them to be none.
var nameLengths, pairLengths = func() (words, pairs [26]uint32) {
	for word := range nameWords {
		words[word[0]-'a'] |= 1 << len(word)
	}
	for word := range namePairs {
		pairs[word[0]-'a'] |= 1 << len(word)
	}
	return words, pairs
}()

// readName splits a class or id into words and looks each of them up, and each
// pair of neighbours within one token.
func readName(val string) name {
	var (
		found name
		both  [2][32]byte // the word and the one before it, in turn
		turn  int
		n     int // letters of the word
		last  int // letters of the one before it; 0 for none
		prev  byte
	)
	flush := func() {
		if n == 0 {
			return
		}
		word, before := both[turn][:n], both[1-turn][:last]
		if n < len(both[0]) {
			if nameLengths[word[0]-'a']>>n&1 != 0 {
				found |= nameWords[string(word)]
			}
			if last > 0 && pairLengths[before[0]-'a']>>last&1 != 0 {
				found |= namePairs[string(before)][string(word)]
			}
			turn, last = 1-turn, n
		} else {
			last = 0
		}
		n = 0
	}
	for i := 0; i < len(val); i++ {
		c := val[i]
		lower := c | 0x20
		if lower < 'a' || lower > 'z' {
			flush()
			if c == ' ' || c == '\t' || c == '\n' {
				last = 0
			}
			prev = c
			continue
		}
		if c < 'a' && prev >= 'a' && prev <= 'z' {
			flush()
		}
		if n < len(both[0]) {
			both[turn][n] = lower
			n++
		}
		prev = c
	}
	flush()
	return found
}

// called reports whether the text of the element's class and id holds sub; for
// the few cases in which one word is not enough.
func called(n *html.Node, sub string) bool {
	for i := range n.Attr {
		if a := &n.Attr[i]; (a.Key == "class" || a.Key == "id") && len(a.Val) >= len(sub) && strings.Contains(strings.ToLower(a.Val), sub) {
			return true
		}
	}
	return false
}
