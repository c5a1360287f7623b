//go:build !race

package store

// raced says that the race detector watches, which makes SQLite twenty times slower.
const raced = false
