package extract

import (
	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

func findTicker(d *document) ([]news.TickerLine, *html.Node) { return nil, nil }
