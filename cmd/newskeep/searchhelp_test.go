package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"newskeep/store/query"
)

// The help is where people learn the language: every line of it must be read, and
// every field and word the language has must stand there.
func TestSearchHelpTeachesTheLanguage(t *testing.T) {
	examples := 0
	for line := range strings.Lines(searchHelp) {
		if !strings.HasPrefix(line, "  ") || strings.HasPrefix(line, "       ") {
			continue
		}
		example := regexp.MustCompile(` {2,}`).Split(strings.TrimSpace(line), 2)[0]
		q, err := query.Saved{"harbour": "tag:harbour"}.Parse(example)
		if err != nil {
			t.Errorf("the help's %s: %v", example, err)
		}
		if text, ok := q.Root.(query.Text); ok && text.In == query.Anywhere && strings.Contains(example, ":") {
			t.Errorf("the help's %s is read as the words %q", example, text.Words)
		}
		examples++
	}
	if examples < 12 {
		t.Errorf("the help has %d examples", examples)
	}
	for _, word := range slices.Concat(query.Fields, query.Had, query.Classes[1:]) {
		if !regexp.MustCompile(`\b` + word + `\b`).MatchString(searchHelp) {
			t.Errorf("the help does not name %q", word)
		}
	}
}
