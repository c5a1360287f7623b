// Package metrics tells Prometheus how an archive and the runs into it do. It is
// the only package that says prometheus.
//
//	archive.go  what the archive holds and how the last run of each site went
//	live.go     what the runs of this process do
//	hand.go     over HTTP, or in a file for node_exporter
//
// Names follow https://prometheus.io/docs/practices/naming/: base units, _total
// for what only grows, _timestamp_seconds for moments since 1970. Labels are names
// of sites, which profiles bound, and the program's own words; no address, section
// or sentence is one.
package metrics
