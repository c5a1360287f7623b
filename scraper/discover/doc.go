// Package discover turns what a site says about its own addresses into addresses:
// robots.txt into what may be asked for and how fast, sitemaps and feeds into
// entries with dates; and what a web archive says about its captures of a site. It
// is pure: bytes in, values out; no network, clock or files. Strangers write its
// input, so nothing in it can make it panic, and one bad entry never hides the good
// ones.
//
//	robots.go    Robots: what robots.txt allows an agent
//	match.go     how a robots.txt pattern is compared with an address
//	sitemap.go   Sitemap: urlset, sitemapindex, plain text
//	cdx.go       CDX: what a web archive has captured
//	feed.go      Feed: RSS, Atom, JSON Feed
//	entry.go     Entry: one address offered, with its dates
//	plain.go     gzip and charsets undone
package discover
