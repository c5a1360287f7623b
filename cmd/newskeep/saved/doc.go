// Package saved reads what others have kept of the web, from files: WARC files,
// WACZ packages, and pages saved from a browser. It makes captures of them and
// keeps nothing.
//
//	saved.go     Source: a file and what it is; folders are walked
//	records.go   captures from the records of a WARC file
//	page.go      a saved page: whose address it is, and when it was saved
package saved
