// Command newskeep crawls news sites into one SQLite file and answers questions
// about it. The README is the way in; 'newskeep COMMAND --help' is the manual.
//
//	main.go        signals, and nothing else
//	root.go        the common flags and the list of commands
//	exit.go        exit statuses and the last line on stderr; pointed.go a mistake in a query
//	archive.go     opening the archive for reading, and for a run
//	terminal.go    tables, colours, widths, text made safe for a terminal
//	progress.go    the live line of a run
//	summary.go     how a run is told to a person
//	reading.go     how a page is shown to a person
//	worddiff.go    two texts compared word by word; diffpage.go as a page of its own
//	imageflags.go  which files of images a crawl fetches
//
// and one file a command. The miniature newspaper that 'newskeep demo' crawls is
// in the folder demo.
package main
