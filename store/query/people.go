package query

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// particles stand within names without a capital.
var particles = []string{"al", "bin", "bint", "ben", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "ter", "van", "von", "y", "zu"}

// titles stand before names and are no part of them; what stands before a title, such
// as "Israeli Prime", is part of it.
var titles = []string{"mr", "mrs", "ms", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "rt", "hon",
	"president", "minister", "premier", "mayor", "governor", "secretary", "secretary-general", "undersecretary", "chancellor", "ambassador", "envoy",
	"senator", "congressman", "congresswoman", "representative", "speaker", "leader", "director", "director-general", "chairman", "chairwoman", "commissioner", "spokesman", "spokeswoman", "spokesperson",
	"general", "colonel", "captain", "sergeant", "lieutenant", "brigadier", "admiral", "commander", "officer", "correspondent", "attorney",
	"sayyed", "sayyid", "sayed", "seyyed", "ayatollah", "archbishop", "cardinal", "patriarch", "rabbi", "reverend", "photo", "image", "picture", "file"}

// styles are titles that many people bear instead of a last name, and some as one: Pope
// Francis, Stephen King.
var styles = []string{"king", "queen", "prince", "princess", "crown", "pope", "emir", "sultan", "sheikh", "imam", "bishop", "judge", "saint"}

// behind stand after names.
var behind = []string{"mp", "mep", "md", "phd", "obe"}

// openers begin a sentence with a capital and no name.
var openers = []string{"a", "an", "the", "in", "on", "at", "from", "left", "right", "above", "below", "here", "this", "these", "from", "and", "with", "for", "by", "as", "after", "before", "when", "while"}

// Names finds what looks like the full name of somebody or something in a line of
// text: two to five words with capitals, particles such as "bin" or "van" between
// them, without titles and what stands before those. It is a guess, for scripts that
// have capitals; names of places and bodies of two words and more are among what it
// finds.
func Names(line string) []string {
	var all, run []string
	var breaks int // words since the last capital
	flush := func() {
		if name := bare(run[:len(run)-breaks]); len(name) >= 2 && len(name) <= 5 {
			all = append(all, strings.Join(name, " "))
		}
		run, breaks = nil, 0
	}
	for _, raw := range strings.Fields(partsOfCredit.Replace(line)) {
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
		if last := raw[len(raw)-1]; len(run) > 0 && (strings.IndexByte(`,;:!?)]"`, last) >= 0 || last == '.' && len([]rune(word)) > 2 && !initials.MatchString(raw) || strings.HasSuffix(raw, "'s") || strings.HasSuffix(raw, "’s")) {
			flush()
		}
	}
	flush()
	return all
}

// partsOfCredit parts what a caption says of its picture: AP Photo/Ada Quill.
var partsOfCredit = strings.NewReplacer("/", " / ", "|", " | ")

var initials = regexp.MustCompile(`^(\p{Lu}\.)+$`)

// bare is a run of words without what is no part of a name at its ends.
func bare(run []string) []string {
	in := func(list []string, i int) bool { return slices.Contains(list, strings.ToLower(run[i])) }
	for len(run) > 0 && in(openers, 0) {
		run = run[1:]
	}
	for len(run) > 0 && in(behind, len(run)-1) {
		run = run[:len(run)-1]
	}
	last := -1 // title with a full name behind it, or that begins
	for i := range run {
		if title := in(titles, i); (title || in(styles, i)) && i+2 < len(run) || title && i == 0 {
			last = i
		}
	}
	run = run[last+1:]
	if len(run) > 0 && in(titles, len(run)-1) {
		return nil // of nobody: the Foreign Minister
	}
	if !slices.ContainsFunc(run, func(w string) bool { return !slices.Contains(styles, strings.ToLower(w)) }) {
		return nil // the Crown Prince
	}
	return run
}
