// Package export writes what the archive holds in the formats of others. It reads
// through store.Reader, one row at a time.
//
//	articles.go   the formats of articles, and JSONL
//	csv.go        one row an article, safe for spreadsheets
//	tables.go     side tables: bylines, tags, images, links, revisions
//	parquet.go    typed columns
//	cite.go       references: RIS, BibTeX, CSL-JSON
//	graph.go      GEXF and GraphML
//	codebook.go   what columns and fields mean
//	warc.go       captures as WARC records
//	wacz.go       the same packed with an index as WACZ
package export
