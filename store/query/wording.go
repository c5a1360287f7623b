package query

import (
	"strconv"
	"strings"
)

// nearby is how many words NEAR lets stand between, when not told.
const nearby = 10

// wording takes words, a phrase or NEAR(…). Nil when there is nothing to find in
// them.
func (p *parser) wording(in Column) (Node, error) {
	if p.ahead("NEAR(") {
		return p.near(in)
	}
	v, err := p.value(" ()")
	if err != nil || !searchable(v.words) {
		return nil, err
	}
	return v.text(in), nil
}

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
// and a star behind it. Quotes within a word are punctuation.
func (p *parser) value(end string) (v value, err error) {
	start := p.pos
	var raw string
	if p.in[p.pos] == '"' {
		v.quoted = true
		p.pos++
		for p.pos < len(p.in) && p.in[p.pos] != '"' {
			p.pos++
		}
		if p.pos == len(p.in) {
			return v, p.fail(start, `this quote is never closed: put another at the end of the phrase`)
		}
		raw = string(p.in[start+1 : p.pos])
		p.pos++
		if v.prefix = p.pos < len(p.in) && p.in[p.pos] == '*'; v.prefix {
			p.pos++
		}
	} else {
		for p.pos < len(p.in) && !strings.ContainsRune(end, p.in[p.pos]) {
			p.pos++
		}
		raw = string(p.in[start:p.pos])
		trimmed := strings.TrimRight(raw, "*")
		v.prefix = trimmed != raw
		raw = strings.ReplaceAll(trimmed, `"`, " ")
	}
	v.words = strings.Join(strings.Fields(raw), " ")
	return v, nil
}

func (p *parser) ahead(s string) bool {
	end := p.pos + len(s)
	return end <= len(p.in) && string(p.in[p.pos:end]) == s
}

// near reads NEAR(word "a phrase" begin*, 5), the number left out at will.
func (p *parser) near(in Column) (Node, error) {
	start := p.pos
	p.pos += len("NEAR(")
	n := Near{In: in, Within: nearby}
	for {
		p.space()
		if p.pos >= len(p.in) {
			return nil, p.fail(start, `NEAR( is never closed: put ")" behind its words`)
		}
		switch p.in[p.pos] {
		case ')':
			p.pos++
			if len(n.Parts) < 2 {
				return nil, p.fail(start, "NEAR needs two words or more, such as NEAR(ferry strike, 5)")
			}
			return n, nil
		case '(':
			return nil, p.fail(p.pos, "NEAR takes words and phrases, no brackets")
		case ',':
			p.pos++
			if err := p.within(&n); err != nil {
				return nil, err
			}
			continue
		}
		at := p.pos
		v, err := p.value(" (),")
		if err != nil {
			return nil, err
		}
		if !searchable(v.words) {
			continue
		}
		n.Parts = append(n.Parts, v.text(in))
		if err := p.count(at); err != nil {
			return nil, err
		}
	}
}

// within reads the number behind the comma, which must be the last thing.
func (p *parser) within(n *Near) error {
	p.space()
	start := p.pos
	for p.pos < len(p.in) && p.in[p.pos] >= '0' && p.in[p.pos] <= '9' {
		p.pos++
	}
	number, err := strconv.Atoi(string(p.in[start:p.pos]))
	if p.space(); err != nil || number > 1000 || p.pos < len(p.in) && p.in[p.pos] != ')' {
		return p.fail(start, `behind the comma of NEAR stands how many words may lie between, such as 5, and then ")"`)
	}
	n.Within = number
	return nil
}
