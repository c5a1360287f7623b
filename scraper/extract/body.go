package extract

import (
	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

// story is the text of an article and what stands in it.
type story struct {
	node   *html.Node // the container
	blocks []news.Block
	images []news.Image
	inline []news.Link // links in the text, and "read also" lines as relation related
	score  float64     // letters of running text, boilerplate subtracted
}

// storyHints is what is known of an article before its body is looked for. All
// may be zero.
type storyHints struct {
	headline     *html.Node
	headlineText string
	standfirst   string
	container    []*html.Node // from profile rules: the body is these
	images       []*html.Node // from profile rules: figures or img elements
	structured   string       // articleBody of JSON-LD, to tell text from boilerplate
	leadURL      string       // lead image as metadata give it
	leadCaption  string
	leadCredit   string
}

func findStory(d *document, h storyHints) *story { return nil }
