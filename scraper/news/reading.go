package news

import "encoding/json"

// PageKind says what a page turned out to be once it was read.
type PageKind string

const (
	PageArticle  PageKind = "article"
	PageSection  PageKind = "section"
	PageBlocked  PageKind = "blocked"   // a challenge, captcha, consent or login wall instead of the page
	PageNotFound PageKind = "not_found" // 404, 410, or an error page sent with 200
	PageOther    PageKind = "other"     // read, but no news: Reading.Reason says why
)

// Reason says why a page is no article, in one stable word for counting.
type Reason string

const (
	ReasonChallenge     Reason = "challenge"      // a bot challenge (Cloudflare and its like)
	ReasonCaptcha       Reason = "captcha"        //
	ReasonConsent       Reason = "consent_wall"   // only a cookie or consent dialog
	ReasonLogin         Reason = "login_wall"     //
	ReasonDenied        Reason = "access_denied"  // 401, 403 or 451 without a challenge
	ReasonSoft404       Reason = "soft_404"       // HTTP 200, but the page says it is not there
	ReasonGone          Reason = "gone"           // HTTP 404 or 410
	ReasonEmpty         Reason = "empty"          // no text to speak of
	ReasonTruncated     Reason = "truncated"      // the document ends in the middle
	ReasonWrongLanguage Reason = "wrong_language" // not the language the profile names
	ReasonNotHTML       Reason = "not_html"       //
	ReasonTooLarge      Reason = "too_large"      // larger than extract reads
	ReasonTooDeep       Reason = "too_deep"       // nested deeper than a parser can follow
	ReasonUndecodable   Reason = "undecodable"    // no charset makes text of these bytes
	ReasonNoArticle     Reason = "no_article"     // a page without headline or body, such as an about page
)

// Reading is what was read from the bytes of one page. Exactly one of Article
// and Listing is set when Kind is PageArticle or PageSection; neither otherwise.
type Reading struct {
	Kind       PageKind
	Reason     Reason // empty for articles and sections
	Detail     string // one sentence for a person, such as "Cloudflare challenge page"
	Article    *Article
	Listing    *Listing
	Ticker     []TickerLine
	Navigation []NavLink // the site's menu, to find sections by their label
	AMP        string    // address of the page's AMP version, absolute; empty when it names none
	Hrefs      []string  // every other address on the page, absolute, each once, in page order
	Warnings   []string
}

// Listing is what a section page says.
type Listing struct {
	Name    string   // of the section, as the page calls itself
	Items   []Link   // the section's own list, in page order; Relation is empty
	Next    string   // absolute address of the next page; empty on the last
	Modules []Module // Most Read, Read Next, Coverage and their like
}

// Module is a titled list beside the main content.
type Module struct {
	Name     string   `json:"name"` // as printed, such as "Most Read"
	Relation Relation `json:"relation"`
	Items    []Link   `json:"items"`
}

// TickerLine is one line of a breaking-news ticker.
type TickerLine struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

// NavLink is one entry of the site's navigation.
type NavLink struct {
	Group string // label of the menu it stands under; empty at the top
	Label string
	URL   string // absolute
}

// MarshalJSON writes the reading in the shape of CONTRACT.md, "JSON of extract".
func (r Reading) MarshalJSON() ([]byte, error) {
	type listing struct {
		Name    string   `json:"name"`
		Items   []Link   `json:"items"`
		Next    string   `json:"next,omitempty"`
		Modules []Module `json:"modules"`
	}
	w := struct {
		Kind     PageKind     `json:"page_kind"`
		Reason   Reason       `json:"reason,omitempty"`
		Detail   string       `json:"detail,omitempty"`
		Article  *Article     `json:"article,omitempty"`
		Section  *listing     `json:"section,omitempty"`
		Ticker   []TickerLine `json:"ticker"`
		Warnings []string     `json:"warnings"`
	}{
		Kind: r.Kind, Reason: r.Reason, Detail: r.Detail, Article: r.Article,
		Ticker: list(r.Ticker), Warnings: list(r.Warnings),
	}
	if l := r.Listing; l != nil {
		mods := list(l.Modules)
		for i := range mods {
			mods[i].Items = list(mods[i].Items)
		}
		w.Section = &listing{Name: l.Name, Items: list(l.Items), Next: l.Next, Modules: mods}
	}
	return json.Marshal(w)
}
