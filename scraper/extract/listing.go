package extract

import (
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

func findListing(d *document, rules *profile.Listing) (*news.Listing, float64) { return nil, 0 }
