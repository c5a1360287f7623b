// Package searches is the file in which a reader keeps searches under names: YAML that
// people edit by hand and the program edits line by line, so that comments, order and
// the way the rest is written stay as they are.
//
//	file.go   reading the file, with line and column of what is wrong
//	edit.go   adding, removing and renaming
//	write.go  putting the new file in the place of the old one
package searches
