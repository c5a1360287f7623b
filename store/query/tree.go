package query

// Query is a parsed search. The zero Query asks for every article.
type Query struct {
	Root Node // nil: every article
}

// Node is one part of a query: [And], [Or], [Not], [Text], [Near], [Name] or [Date].
type Node interface {
	text(b *writer, inside int)
}

// And holds parts that must all be true; at least two, none of them an And.
type And []Node

// Or holds parts of which one must be true; at least two, none of them an Or.
type Or []Node

// Not turns one part round; never a Not itself.
type Not struct{ Part Node }

// Text asks for words in the text of an article, next to each other and in this
// order.
type Text struct {
	In     Column
	Words  string // as typed, white space squeezed, without quotes
	Exact  bool   // as written: not the other forms of an English word, nor an Arabic one with particles
	Prefix bool   // the last word may go on
}

// Near asks for words or phrases close to each other, in any order: at most
// Within other words stand between the first and the last.
type Near struct {
	In     Column
	Parts  []Text // at least two, each with the column of the whole
	Within int    // 10 unless said
}

// Column is where words are looked for; the words are those of the language.
type Column string

// Columns of the full-text index.
const (
	Anywhere   Column = ""
	Headline   Column = "headline"
	Standfirst Column = "standfirst"
	Body       Column = "body"
	Caption    Column = "caption" // as printed under the images
	Credit     Column = "credit"  // of the images: photographer or agency
	Alt        Column = "alt"     // text of the images for those who cannot see them
)

// Name asks for something an article bears: a tag, a section, a byline and so on.
type Name struct {
	Of     Naming
	Value  string // as typed, white space squeezed, without quotes
	Prefix bool   // the name may go on
}

// Naming is a field that names are looked for in; the words are those of the
// language.
type Naming string

// What articles bear names of.
const (
	Tag      Naming = "tag"     // the whole tag, case and accents aside
	Section  Naming = "section" // one step of the section's path, or the path joined by "/"
	Byline   Naming = "byline"  // words of the name in their order: a last name will do
	Source   Naming = "source"  // words of the agency or outlet named as source, in their order
	Site     Naming = "site"    // the name of its profile
	Kind     Naming = "kind"    // a news.ArticleKind
	Language Naming = "lang"    // a BCP 47 tag; "ar" finds "ar-LB" too
	URL      Naming = "url"     // one of its addresses, with or without scheme and "www."
	Link     Naming = "link"    // an address it links to, written like URL
	Has      Naming = "has"     // one of the words of Had
	Class    Naming = "class"   // the class of one of its revisions
	Placed   Naming = "placed"  // a module it ever stood in, at will with its section: "home", "section/Politics"
	Silent   Naming = "silent"  // "true" when one of its revisions was silent, "false" when none
)

// Date asks for articles by a clock of theirs: from the first moment of From to
// the last of To.
type Date struct {
	Of       Clock
	From, To string // see [Date.Span]; one of them may be empty: open; equal: one period
}

// Clock is what a date is looked for in; the words are those of the language.
type Clock string

// The clocks of an article.
const (
	Published Clock = "published" // what the page claims
	Seen      Clock = "seen"      // when the archive first saw it
	Changed   Clock = "changed"   // when the archive saw one of its later revisions
)
