// Package news holds the words of newskeep as types: what an article is, what a
// listing is, what one visit to a page brought home. It is the leaf every other
// room may import; it imports the standard library alone and does nothing but
// describe (no network, clock or files).
//
//	article.go   Article and its parts: Byline, Block, Image, Link, Provenance
//	json.go      an article as JSON, and back
//	image.go     when two addresses are one picture; picture.go under signed paths
//	differing.go in which fields two articles differ
//	stamp.go     Stamp: an instant as understood, and as printed
//	reading.go   Reading: what a page turned out to be; Listing, TickerLine
//	page.go      Page, Target, Found: one address and why it is due
//	visit.go     Visit and Verdict: one attempt to fetch, and what keeping it changed
//	run.go       Run and its ledger
//
// Names of JSON keys follow CONTRACT.md, schema.org/NewsArticle and IPTC where
// those have a word. Lists are never null in JSON; absent values are left out.
package news
