package main

import (
	"errors"
	"strings"
	"testing"

	"newskeep/store/query"
)

// A mistake in a query is pointed at, where it can be.
func TestMistakesArePointedAt(t *testing.T) {
	long := strings.Repeat("tram ", 30)
	for in, want := range map[string]string{
		"tram published:soon":       "\n  tram published:soon\n                 ^",
		"(tram":                     "\n  (tram\n  ^",
		"tram OR":                   "\n  tram OR\n         ^",
		"Łódź „tram":                "", // a sign that may be two columns wide
		"трам тег:(":                "\n  трам тег:(\n           ^",
		"الترام published:غدا":      "",
		"tram\u0301 published:soon": "",
		"tram\ntag:":                "",
		long + "tag: " + long:       "\n  ..." + long[len(long)-56:] + "tag:" + " " + long[:59] + "...\n  " + strings.Repeat(" ", 63) + "^",
		"saved:nobody":              "\n  saved:nobody\n        ^",
	} {
		_, err := query.Parse(in)
		var syntax *query.SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%q is understood", in)
			continue
		}
		if got := pointed(syntax); got != want {
			t.Errorf("%q is pointed at as %q, want %q", in, got, want)
		}
	}
}
