package news

// ArticleKind is the genre of an article; the words are those of CONTRACT.md.
type ArticleKind string

const (
	KindNews        ArticleKind = "news"
	KindOpinion     ArticleKind = "opinion"
	KindAnalysis    ArticleKind = "analysis"
	KindBlog        ArticleKind = "blog"
	KindFeature     ArticleKind = "feature"
	KindVideo       ArticleKind = "video"
	KindGallery     ArticleKind = "gallery"
	KindInfographic ArticleKind = "infographic"
	KindLiveblog    ArticleKind = "liveblog"
)

// Article is what one page says. Text fields are plain text: no markup, white
// space squeezed, no bidi controls or soft hyphens. A field the page does not
// give is zero; nothing is guessed.
type Article struct {
	URL          string      // absolute address it was read from, after redirects
	CanonicalURL string      // absolute; what the page calls itself; empty when it does not say
	Kind         ArticleKind // KindNews unless the page or its address says otherwise
	Language     string      // BCP 47, such as "ar"
	Headline     string
	Kicker       string // the short line above a headline
	Standfirst   string // the summary under a headline, as readers see it
	Bylines      []Byline
	Source       string   // as printed after "Source:", such as "Al Mayadeen & Agencies"
	Dateline     string   // the place a report opens with, such as "BEIRUT"
	Published    Stamp    // as the page claims
	Modified     Stamp    // as the page claims
	Section      []string // outermost first, such as "News", "Politics"
	Tags         []Tag
	Body         []Block
	Images       []Image // each image of the article once, in page order, the lead first
	Links        []Link  // in-text links, related boxes and modules, in page order
	ReadMinutes  int     // as printed ("4 Min Read"), minutes; 0 when not printed
	Shares       *int    // as printed; nil when not printed (0 shares can be printed)
	Paywalled    bool
	Provenance   map[string]Provenance // by JSON field name
}

// Byline names one person or organisation as author.
type Byline struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"` // absolute address of the author's page
}

// Tag is a keyword that readers see on the page.
type Tag struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// BlockType is the kind of one body [Block].
type BlockType string

const (
	Paragraph  BlockType = "paragraph"
	Heading    BlockType = "heading"
	Quote      BlockType = "quote"
	List       BlockType = "list" // one item a line in Text
	ImageBlock BlockType = "image"
	Embed      BlockType = "embed"
	Table      BlockType = "table"      // one row a line, cells separated by tabs
	Correction BlockType = "correction" // a correction or clarification note
)

// Block is one piece of the body, in reading order.
type Block struct {
	Type  BlockType `json:"type"`
	Text  string    `json:"text"`            // the caption of an image is not repeated here
	Level int       `json:"level,omitempty"` // of a heading, 2 for h2; 0 otherwise
	URL   string    `json:"url,omitempty"`   // of an image or embed
}

// ImageRole says where an [Image] stands.
type ImageRole string

const (
	RoleLead    ImageRole = "lead"
	RoleInline  ImageRole = "inline"
	RoleGallery ImageRole = "gallery"
)

// ImageRoles are all roles, in the order of a page.
var ImageRoles = []ImageRole{RoleLead, RoleInline, RoleGallery}

// Image is one picture of an article. Caption and alt text are kept apart: they
// often differ. So are caption and credit; where one line prints both, such as
// "The bridge at noon (AP)", Printed keeps the line.
type Image struct {
	URL     string    `json:"url"`               // absolute, largest rendition the page offers
	Caption string    `json:"caption,omitempty"` // without the credit
	Alt     string    `json:"alt,omitempty"`
	Credit  string    `json:"credit,omitempty"`       // photographer or agency, such as "AP"
	Printed string    `json:"caption_text,omitempty"` // caption and credit as printed in one line; empty when Caption is all of it
	Role    ImageRole `json:"role,omitempty"`

	// Identity is what the address has in common with those of other renditions,
	// where the site's profile knows better than [ImageIdentity]; empty otherwise.
	Identity string `json:"identity,omitempty"`
}

// Same is what two renditions of one picture have in common; see [ImageIdentity].
func (m Image) Same() string {
	if m.Identity != "" {
		return m.Identity
	}
	return ImageIdentity(m.URL)
}

// Relation says what a [Link] is to the page it stands on. It is also the name
// of the module a placement stood in.
type Relation string

const (
	Related  Relation = "related" // the in-body box
	Inline   Relation = "inline"  // in the text
	ReadNext Relation = "read_next"
	MostRead Relation = "most_read"
	Coverage Relation = "coverage"
	TagLink  Relation = "tag"
	Author   Relation = "author"
)

// Link is one item another page is offered by: a card, a row, or an anchor in
// the text.
type Link struct {
	Relation  Relation `json:"relation,omitempty"` // empty for the items of a section's own list
	URL       string   `json:"url"`                // absolute http(s), without fragment
	Title     string   `json:"title,omitempty"`
	Section   string   `json:"section,omitempty"` // label printed on the card
	Published Stamp    `json:"-"`                 // the date on the card; JSON published, published_text
	Position  int      `json:"position"`          // rank within its module, from 1
	Image     string   `json:"image,omitempty"`   // absolute
	ImageAlt  string   `json:"image_alt,omitempty"`
}

// SourceName says where on a page a field was found, in the order they are tried.
type SourceName string

const (
	FromProfile   SourceName = "profile"   // a rule of the site's profile
	FromSiteJSON  SourceName = "site_json" // the site's own JSON, such as __NEXT_DATA__
	FromJSONLD    SourceName = "json_ld"
	FromMicrodata SourceName = "microdata" // microdata or RDFa
	FromMeta      SourceName = "meta"
	FromLabel     SourceName = "label" // a visible label: "By …", "Source: …"
	FromStructure SourceName = "generic"
	FromURL       SourceName = "url"
)

// Provenance names the source that won a field and those that also gave a value,
// because disagreement is the first sign of a redesign. Below a rule of the
// profile that gives a value, these are the sources that are read anyway, metadata
// and labels; the page is not searched for more.
type Provenance struct {
	Source     SourceName  `json:"source"`
	Rule       string      `json:"rule,omitempty"` // the selector, key or label that matched
	Alternates []Alternate `json:"alternates"`
}

// Alternate is a value that a lower source gave for the same field.
type Alternate struct {
	Source SourceName `json:"source"`
	Rule   string     `json:"rule,omitempty"`
	Value  string     `json:"value"`
	Agrees bool       `json:"agrees"` // the same value, white space and case aside
}
