package extract

import (
	"regexp"
	"strings"
	"unicode"

	"newskeep/scraper/profile"
)

// authorNames makes names of what a byline or an author property says: "By" and
// its like taken off, several names split, what is no name left out.
func authorNames(s string) []string {
	s = squeeze(s)
	if s == "" || len(s) > 400 || addressLike.MatchString(s) {
		return nil
	}
	var out []string
	seen := map[string]bool{}
	for _, n := range profile.SplitNames(profile.StripBy(s)) {
		n = strings.Trim(squeeze(n), ",;:|•·-–— ")
		n = strings.TrimSpace(initials.ReplaceAllString(n, ""))
		if !isName(n) || seen[fold(n)] {
			continue
		}
		seen[fold(n)] = true
		out = append(out, n)
	}
	return out
}

var (
	addressLike = regexp.MustCompile(`(?i)^(https?:|www\.|@)|\.(com|org|net|html?|php)\b.*/|@[\w-]+\.`)
	// A name's short form in parentheses, or the word for a reporter behind it.
	initials = regexp.MustCompile(`\s*\(\p{L}{1,5}\.?\)$|\s+(?:기자|특파원|記者|记者)$`)
	codeLike = regexp.MustCompile(`^[0-9a-f-]{16,}$`)
)

// noAuthor are words that stand where an author should and name nobody.
var noAuthor = map[string]bool{
	"staff": true, "admin": true, "administrator": true, "editor": true, "webmaster": true, "unknown": true, "author": true, "guest": true,
	"null": true, "undefined": true, "none": true, "anonymous": true, "root": true, "default": true, "user": true, "by": true, "redaction": true,
	"n a": true, "web": true, "webdesk": true,
}

// isName reports whether s can name a person or an organisation: not an address,
// a date, a code or a sentence.
func isName(s string) bool {
	n := len([]rune(s))
	if n < 2 || n > 80 || addressLike.MatchString(s) || codeLike.MatchString(s) || noAuthor[fold(s)] {
		return false
	}
	letters, digits, words := 0, 0, 1
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		case r == ' ':
			words++
		case r == '{' || r == '<' || r == '=' || r == '\\' || r == '?' || r == '!' || r == ':':
			return false
		}
	}
	return strings.Count(s, "(") == strings.Count(s, ")") && letters >= 2 && digits*2 <= letters && words <= 9
}
