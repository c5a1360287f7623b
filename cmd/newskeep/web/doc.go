// Package web is the reading room: the archive in a browser, over a read-only
// store.Reader. Every page has a twin in JSON under the same address with .json
// at its end; /openapi.json describes them.
//
//	room.go      the rooms: New, its options, the addresses
//	guard.go     who may come in: hosts, token, methods, places, headers
//	answer.go    one question: its place, time limit, page or twin, errors in words
//	templates.go what templates may say
//	asking.go    what the views of a search share; narrow.go narrows it to a key
//	search.go    hits, facets and the timeline; timeline.go counts it, chart.go draws it
//	concordance.go words.go counts.go  the other views of a search
//	measure.go   numbers, shares, occurrences per 1,000 words
//	past.go      the archive as of a moment, kept for who looks around in it
//	article.go   one article: links, placements, how we know; strip.go tells its
//	             history, figures.go places its pictures
//	changes.go   two revisions, word by word; unchanged.go folds what is the same
//	stored.go    stored pages and pictures, which can run and load nothing; still.go takes from a page what would
//	searches.go   the saved searches
//	front.go     front pages and sections as of any moment; moment.go reads times
//	ticker.go captions.go sites.go runs.go help.go health.go   what their names say
//	events.go    what happened; feed.go tells it and searches as Atom and JSON Feed
//	turning.go   pages of long lists
//	cite.go      citations and metadata for reference managers; unapi.go hands them out
//	openapi.go   the description of the twins
//	templates/ static/   pages, style sheet, script
package web
