// Package warc reads and writes WARC files (ISO 28500:2017, WARC 1.1) and what
// belongs to them: CDXJ index lines. It knows records, not news: no
// network, clock or archive.
//
//	record.go   Header and Record; fields by name
//	build.go    the records of a capture: info, request, response, revisit
//	writer.go   Writer: one gzip member a record
//	reader.go   Reader: record after record, whatever the file is like
//	resync.go   how the reader goes on behind what it cannot read
//	http.go     the HTTP message inside a record
//	digest.go   digests as headers have them
//	cdxj.go     SURT keys and index lines

// The specification is at
// https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/.
package warc
