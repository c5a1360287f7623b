// Package export writes what the archive holds in the formats of others. It reads
// through store.Reader, one row at a time.
//
//	warc.go   captures as WARC records
//	wacz.go   the same packed with an index as WACZ
package export
