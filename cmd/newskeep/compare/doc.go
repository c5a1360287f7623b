// Package compare tells what differs between two states of an article, field by
// field and word by word, for the terminal and the browser alike.
//
//	fields.go   two states, field by field and picture by picture
//	words.go    two texts, word by word
package compare
