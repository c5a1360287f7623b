// Package query is the search language: text -> syntax tree -> canonical text,
// and -> SQL with arguments. It is a pure function of its input: it opens no
// archive and knows only the names of its tables.
package query
