package extract

import (
	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

// metadata is what a page says about itself outside its visible text, gathered
// once. The candidates of fields stand in the order of the cascade: the site's
// own JSON, JSON-LD, microdata and RDFa, meta tags.
type metadata struct {
	fields     fields
	canonical  string     // absolute; "" when the page names none
	languages  []string   // as stated, the html element first
	siteNames  []string   // what the site calls itself
	types      []string   // schema.org types of the page's main JSON-LD or microdata object, og:type
	story      string     // JSON-LD articleBody or the body in the site's JSON, plain text, one paragraph a line
	lead       news.Image // URL, Caption, Credit and Alt of the main image
	paywalled  bool
	breadcrumb []string     // names from the home page down, home and the page itself left out
	article    bool         // some metadata call the page an article
	listing    bool         // some metadata call the page a collection or the site itself
	title      string       // the title element
	headings   []*html.Node // h1 elements, in page order
}

// metadata gathers what the page says about itself.
func (d *document) metadata() *metadata {
	if d.meta == nil {
		d.meta = &metadata{fields: fields{}}
	}
	return d.meta
}
