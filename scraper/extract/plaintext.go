package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plainText makes one line of text of a metadata value, which may hold entities
// (sometimes escaped twice) and tags.
func plainText(s string) string {
	return strings.ReplaceAll(plainLines(s), "\n", " ")
}

// plainLines is plainText with one paragraph a line.
func plainLines(s string) string {
	for range 2 {
		if !strings.Contains(s, "&") {
			break
		}
		s = html.UnescapeString(s)
	}
	if !strings.Contains(s, "<") {
		return joinLines(s)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	quiet := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return joinLines(b.String())
		case html.TextToken:
			if quiet == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if a == atom.Script || a == atom.Style {
				quiet ^= 1
			}
			if isBlock(a) {
				b.WriteByte('\n')
			}
		}
	}
}

// joinLines squeezes every line and drops the empty ones.
func joinLines(s string) string {
	if !strings.ContainsAny(s, "\n\r") {
		return squeeze(s)
	}
	var out []string
	for line := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = squeeze(line); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}
