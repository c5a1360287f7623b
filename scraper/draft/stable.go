package draft

import (
	"regexp"
	"strings"
)

// Names of classes and ids are worth something in a rule when a person gave them
// for what the element is. Names made by a build change with every build, and
// names of looks change with the next coat of paint.

// utility are the class names of looks: those of Tailwind, Bootstrap and their
// like.
var utility = regexp.MustCompile(`(?i)^(-?(m|p)[trblxyse]?-|(text|font|bg|flex|grid|gap|w|h|d|col|row|order|border|rounded|items|justify|self|content|leading|tracking|float|pull|align|align\w+|size|space|top|bottom|left|right|inset|z|overflow|opacity|shadow|object|aspect|min|max|sm|md|lg|xl|xs|has|is|no|u|o|wp|lazy|lazyload|lazyloaded|js)-|(flex|grid|row|col|columns?|block|inline|inline-block|hidden|visible|clearfix|container|wrapper|wrap|inner|outer|active|open|closed|odd|even|first|last|relative|absolute|sticky|static|fixed|uppercase|lowercase|italic|bold|underline|truncate|lazy|lazyload|lazyloaded|loaded|left|right|center|small|large|big|medium|full|half|dark|light|red|blue|black|white|even|desktop|mobile|tablet|ltr|rtl|clear|default|group|peer|box|item|link)$)`)

// made begins names that a tool makes: styled-components, emotion, JSS, Svelte.
var made = regexp.MustCompile(`^(sc-|css-|jss|svelte-|jsx-|astro-|tw-|chakra-|Mui|st-|ng-|data-v|_)`)

// trust says how much a class name or id is worth: 0 nothing, 1 looks, 2 meaning.
func trust(name string) int {
	if len(name) < 2 || len(name) > 48 || !plainName(name) || made.MatchString(name) {
		return 0
	}
	for _, part := range parts(name) {
		if isHash(part) {
			return 0
		}
	}
	if utility.MatchString(name) {
		return 1
	}
	return 2
}

// plainName reports a name that a selector can hold without escapes.
func plainName(name string) bool {
	for i, c := range []byte(name) {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && c != '_' && c != '-' && (c < '0' || c > '9' || i == 0) || i == 0 && !letter {
			return false
		}
	}
	return true
}

// parts splits a name at its hyphens and underscores.
func parts(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' })
}

// isHash reports a part of a name that no person wrote: letters and digits mixed,
// capitals in the middle of nothing, a run of consonants, a long number.
func isHash(part string) bool {
	var digits, letters, vowels, turns, run, longest int
	last := byte(0)
	for _, c := range []byte(part) {
		kind := byte('l')
		switch {
		case c >= '0' && c <= '9':
			digits++
			kind = 'd'
		case strings.IndexByte("aeiouyAEIOUY", c) >= 0:
			letters++
			vowels++
			run = 0
		default:
			letters++
			run++
			longest = max(longest, run)
		}
		if c >= 'A' && c <= 'Z' {
			kind = 'u'
		}
		if last != 0 && kind != last && !(last == 'u' && kind == 'l') {
			turns++
		}
		last = kind
	}
	switch {
	case digits >= 4:
		return true
	case digits > 0 && letters > 0:
		return len(part) >= 5 && turns >= 2 || len(part) >= 6 && vowels == 0
	case len(part) >= 5 && vowels == 0:
		return true
	}
	return longest >= 7 || len(part) >= 5 && turns >= 4
}

// stem is what of a made name a person wrote, as CSS modules put it before the
// hash: "Article_headline__" of "Article_headline__x7Ab2". "" when there is none.
func stem(name string) string {
	at := strings.LastIndex(name, "__")
	if at < 3 || at+2 >= len(name) {
		return ""
	}
	head, tail := name[:at], name[at+2:]
	if !isHash(tail) && len(tail) != 5 && len(tail) != 6 || trust(head) != 2 {
		return ""
	}
	return head + "__"
}
