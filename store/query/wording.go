package query

import (
	"strconv"
	"strings"
	"unicode"
)

// nearby is how many words NEAR lets stand between, when not told.
const nearby = 10

// wording takes words, a phrase or NEAR(…). Nil when there is nothing to find in
// them.
func (p *parser) wording(in Column) (Node, error) {
	if p.ahead("NEAR(") {
		return p.near(in)
	}
	at := p.pos
	v, err := p.value(" ()")
	if err != nil {
		return nil, err
	}
	if in == Anywhere && !v.quoted && address(v.words) {
		return Name{Of: URL, Value: v.words, Prefix: v.prefix}, nil
	}
	if !v.quoted {
		if rest, found := strings.CutPrefix(v.words, ":"); found && strings.IndexFunc(rest, unicode.IsLetter) == 0 {
			return nil, p.fail(at, "a field stands right before its colon, with no space between: tag:%s", rest)
		}
		if name, rest, found := strings.Cut(v.words, "="); found && known(strings.ToLower(name)) && searchable(rest) {
			return nil, p.fail(at, "a field has a colon: %s:%s; in quotes it is a phrase", strings.ToLower(name), rest)
		}
		v.words = strings.TrimRight(v.words, ": ")
	}
	if !searchable(v.words) {
		return nil, p.signs(at, v.words)
	}
	return v.text(in), nil
}

// address reports whether a word is the address of a page, as people copy it.
func address(word string) bool {
	scheme, rest, ok := strings.Cut(word, "://")
	if host, _, path := strings.Cut(word, "/"); path && !ok {
		return strings.HasPrefix(strings.ToLower(host), "www.")
	}
	return ok && rest != "" && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// signs refuses words that are nothing but pictures and signs, which people mean and
// the index leaves out. Punctuation alone is no word.
func (p *parser) signs(at int, words string) error {
	if i := strings.IndexFunc(words, func(r rune) bool { return unicode.Is(unicode.So, r) }); i >= 0 {
		return p.fail(at, "%s cannot be found: the index has words of letters and digits, and few signs", words)
	}
	return nil
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
		if err := p.noWord(); err != nil {
			return nil, err
		}
		v, err := p.value(" (),")
		if err == nil && !searchable(v.words) {
			err = p.signs(at, v.words)
			if err == nil {
				continue
			}
		}
		if err != nil {
			return nil, err
		}
		n.Parts = append(n.Parts, v.text(in))
		if err := p.count(at); err != nil {
			return nil, err
		}
	}
}

// noWord refuses in NEAR what is no word of it elsewhere either.
func (p *parser) noWord() error {
	at := p.pos
	if p.glued(minuses + longDashes) {
		return p.fail(at, "NEAR leaves nothing out: put what is to be left out behind its brackets")
	}
	for _, word := range []string{"OR", "AND", "NOT"} {
		if p.operator(word) {
			return p.fail(at, "NEAR takes words and phrases; in quotes %s is a word", word)
		}
	}
	if field, ok := p.fieldName(); ok && known(field) {
		return p.fail(at, "%s: stands before NEAR, not in it; in quotes it is a word", field)
	}
	p.pos = at
	return nil
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
