package query

import (
	"slices"
	"strings"
	"unicode"
)

// value is what stands behind a colon, or alone.
type value struct {
	words  string // white space squeezed, without quotes
	quoted bool
	prefix bool // a star followed
}

func (v value) text(in Column) Text {
	return Text{In: in, Words: v.words, Exact: v.quoted || !plain(v.words), Prefix: v.prefix}
}

// value takes a quoted phrase or everything up to one of the characters in end,
// and a star behind it. Quotes between the letters of a word are punctuation.
func (p *parser) value(end string) (v value, err error) {
	var raw string
	if closing := p.quote(); closing > 0 {
		v.quoted = true
		raw, v.prefix, err = p.enclosed(closing)
	} else {
		raw, v.prefix, err = p.unquoted(end)
	}
	v.words = strings.Join(strings.Fields(strings.ReplaceAll(raw, "\u00ad", "")), " ") // where a word may be parted is no part of it
	return v, err
}

// quote is the one that ends the phrase that begins here; 0 when none begins. A
// single one begins a phrase when there is one to close it: it may be an apostrophe.
func (p *parser) quote() rune {
	switch p.in[p.pos] {
	case '"':
		return '"'
	case '‘':
		for i := p.pos + 1; i < len(p.in) && p.in[i] != '"' && p.in[i] != '‘'; i++ {
			if p.closes(i) {
				return '’'
			}
		}
	}
	return 0
}

// closes reports whether a single quote stands at the end of a word.
func (p *parser) closes(i int) bool {
	return p.in[i] == '’' && (i+1 == len(p.in) || strings.ContainsRune(" ),*", p.in[i+1]))
}

// enclosed is what stands up to a closing quote, without the star behind it.
func (p *parser) enclosed(closing rune) (raw string, prefix bool, err error) {
	start := p.pos
	for p.pos++; p.pos < len(p.in) && (p.in[p.pos] != closing || closing == '’' && !p.closes(p.pos)); p.pos++ {
	}
	if p.pos == len(p.in) {
		return "", false, p.fail(start, `this quote is never closed: put another at the end of the phrase`)
	}
	raw = string(p.in[start+1 : p.pos])
	for i := start + 2; i+1 < p.pos; i++ {
		if p.in[i] == '*' && p.in[i+1] == ' ' && inWord(p.in[i-1]) && searchable(string(p.in[i:p.pos])) {
			return "", false, p.fail(i, "of a phrase, the last word alone can go on: a star stands at its end")
		}
	}
	for p.pos++; p.pos < len(p.in) && p.in[p.pos] == '*'; p.pos++ {
		prefix = true
	}
	if words := strings.TrimRight(raw, " *"); strings.Contains(raw[len(words):], "*") { // easily typed so
		raw, prefix = words, true
	}
	return raw, prefix, nil
}

// unquoted is what stands before one of the characters in end, without the star behind it.
func (p *parser) unquoted(end string) (raw string, prefix bool, err error) {
	start := p.pos
	for p.pos < len(p.in) && !strings.ContainsRune(end, p.in[p.pos]) {
		p.pos++
	}
	word := p.in[start:p.pos]
	if i := slices.Index(word, '*'); i > 0 && !strings.ContainsFunc(string(word[i:]), func(r rune) bool { return !strings.ContainsRune("*.,;!?…؟؛", r) }) {
		word, prefix = word[:i], true // with what ends a sentence behind it
	} else if i == 0 && strings.Trim(string(word), "*") == "" {
		return "", true, nil
	} else if i >= 0 {
		such := string(word[:i])
		if !searchable(such) {
			such = "harb"
		}
		return "", false, p.fail(start+i, "a star stands at the end of a word or name, as in %s*; in quotes it is a sign without meaning", such)
	}
	for i, r := range word {
		if r == '"' && (i+1 == len(word) || !inWord(word[i+1])) && !unicode.IsDigit(word[i-1]) { // inches are
			return "", false, p.fail(start+i, "this quote closes nothing: put another before the first word of the phrase")
		}
	}
	return strings.ReplaceAll(string(word), `"`, " "), prefix, nil
}
