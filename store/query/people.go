package query

import (
	"slices"
	"strings"
	"unicode"
)

// particles stand within names without a capital.
var particles = []string{"al", "bin", "bint", "ben", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "ter", "van", "von", "y", "zu"}

// titles stand before names and are no part of them.
var titles = []string{"mr", "mrs", "ms", "dr", "prof", "professor", "sir", "president", "minister", "mayor", "king", "queen", "prince", "princess", "pope",
	"general", "colonel", "captain", "sergeant", "senator", "governor", "secretary", "chancellor", "ambassador", "judge", "sheikh", "imam", "bishop", "photo", "image", "picture", "file"}

// openers begin a sentence with a capital and no name.
var openers = []string{"a", "an", "the", "in", "on", "at", "from", "left", "right", "above", "below", "here", "this", "these", "from", "and", "with", "for", "by", "as", "after", "before", "when", "while"}

// Names finds what looks like the full name of somebody or something in a line of
// text: two to five words with capitals, particles such as "bin" or "van" between
// them, without titles. It is a guess, for scripts that have capitals; names of
// places and bodies of two words and more are among what it finds.
func Names(line string) []string {
	var all, run []string
	var breaks int // words since the last capital
	flush := func() {
		run = run[:len(run)-breaks]
		for len(run) > 0 && (slices.Contains(titles, strings.ToLower(run[0])) || slices.Contains(openers, strings.ToLower(run[0]))) {
			run = run[1:]
		}
		if len(run) >= 2 && len(run) <= 5 {
			all = append(all, strings.Join(run, " "))
		}
		run, breaks = nil, 0
	}
	for _, raw := range strings.Fields(line) {
		word := strings.TrimFunc(raw, func(r rune) bool { return !inWord(r) && r != '-' })
		word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
		first := []rune(word + " ")[0]
		opens := strings.ContainsAny(raw[:1], `("“[`)
		if opens && len(run) > 0 {
			flush()
		}
		switch {
		case unicode.IsUpper(first):
			run, breaks = append(run, word), 0
		case len(run) > 0 && breaks < 2 && slices.Contains(particles, word):
			run, breaks = append(run, word), breaks+1
		case len(run) > 0:
			flush()
		}
		// A full stop ends a name but for initials; so do commas and closing quotes.
		if last := raw[len(raw)-1]; len(run) > 0 && (strings.IndexByte(`,;:!?)]"`, last) >= 0 || last == '.' && len([]rune(word)) > 2 || strings.HasSuffix(raw, "'s") || strings.HasSuffix(raw, "’s")) {
			flush()
		}
	}
	flush()
	return all
}
