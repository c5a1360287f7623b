package extract

import (
	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

// moduleBox is a titled list of other pages.
type moduleBox struct {
	node     *html.Node   // the container, or the first of the elements when there is none
	more     []*html.Node // the other elements, when no container holds heading and list alone
	name     string       // as printed
	relation news.Relation
	links    []news.Link
}

func findModules(d *document) []moduleBox { return nil }

func isModuleHeading(s string) bool { return false }
