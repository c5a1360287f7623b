package query

import (
	"slices"
	"strings"
	"time"
)

// Fields of the language, in the order messages and help name them.
var Fields = []string{
	"headline", "standfirst", "body", "caption", "credit", "alt",
	"tag", "section", "byline", "source", "site", "kind", "lang", "url", "link", "has", "class", "silent", "placed",
	"published", "seen", "changed", "since", "until", "saved",
}

// meant are fields under the names that people try.
var meant = map[string]string{
	"title": "headline", "text": "body", "content": "body", "subtitle": "standfirst", "lead": "standfirst", "author": "byline", "by": "byline", "writer": "byline",
	"agency": "source", "date": "published", "day": "published", "topic": "tag", "tags": "tag", "keyword": "tag", "photo": "credit", "photographer": "credit",
	"captions": "caption", "language": "lang", "type": "kind", "address": "url", "links": "link", "first_seen": "seen", "first-seen": "seen", "modified": "changed",
	"from": "since", "after": "since", "to": "until", "before": "until", "search": "saved", "name": "site", "newspaper": "site",
}

// Kinds of article, as in package news.
var Kinds = []string{"news", "opinion", "analysis", "blog", "feature", "video", "gallery", "infographic", "liveblog"}

// choices are the fields with a fixed list of values.
var choices = map[string][]string{"kind": Kinds, "has": Had, "class": Classes, "silent": {"true", "false"}}

// fieldName takes "name:" if it comes next and a value follows at once. A colon
// inside a sentence, a time or an address is punctuation.
func (p *parser) fieldName() (string, bool) {
	i := p.pos
	for i < len(p.in) && (letter(p.in[i]) || i > p.pos && (p.in[i] >= '0' && p.in[i] <= '9' || p.in[i] == '_' || p.in[i] == '-')) {
		i++
	}
	if i == p.pos || i >= len(p.in) || p.in[i] != ':' {
		return "", false
	}
	name := strings.ToLower(string(p.in[p.pos:i]))
	if !known(name) && (i+1 >= len(p.in) || strings.ContainsRune(" /:)", p.in[i+1])) {
		return "", false
	}
	p.pos = i + 1
	return name, true
}

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func known(name string) bool { return slices.Contains(Fields, name) }

// ofWords reports whether a field is a column of texts.
func ofWords(in Column) bool {
	switch in {
	case Headline, Standfirst, Body, Caption, Credit, Alt:
		return true
	}
	return false
}

// fielded reads the value of a field, or several in brackets, of which each is read as
// if the field stood before it; start is where its name stands.
func (p *parser) fielded(field string, start, depth int) (Node, error) {
	at := p.pos
	if !known(field) {
		hint := ""
		if other := meant[field]; other != "" {
			hint = " (" + other + ": is meant?)"
		}
		return nil, p.fail(start, "there is no field %q%s; fields are %s. In quotes it is a phrase", field, hint, strings.Join(Fields, ", "))
	}
	if p.pos < len(p.in) && p.in[p.pos] == '(' {
		p.field = field
		n, _, err := p.brackets(depth)
		if p.field = ""; err == nil && n == nil {
			err = p.fail(at, "%s: needs a value in its brackets", field)
		}
		return n, err
	}
	if p.pos >= len(p.in) || strings.ContainsRune(" )", p.in[p.pos]) {
		return nil, p.fail(at, "%s: needs a value right behind the colon; in quotes it is a word", field)
	}
	if in := Column(field); ofWords(in) {
		n, err := p.wording(in)
		if err == nil && n == nil {
			err = p.fail(at, "%s: needs a word with a letter or a digit", field)
		}
		if err != nil {
			return nil, err
		}
		return n, p.count(start)
	}
	v, err := p.value(" ()")
	if err != nil {
		return nil, err
	}
	if v.words == "" {
		if v.prefix && slices.Contains(Had, field) {
			return nil, p.fail(at, "%s: needs a value; articles with any are has:%s", field, field)
		}
		return nil, p.fail(at, "%s: needs a value", field)
	}
	if err := p.count(start); err != nil {
		return nil, err
	}
	switch field {
	case "saved":
		return p.expand(v, at, depth)
	case "published", "seen", "changed", "since", "until":
		return p.date(field, v, at)
	}
	if list := choices[field]; list != nil {
		if v.words = strings.ToLower(v.words); !slices.Contains(list, v.words) || v.prefix {
			return nil, p.fail(at, "%s: is one of %s", field, strings.Join(list, ", "))
		}
	}
	if Naming(field) == Placed {
		module, section, named := strings.Cut(v.words, "/")
		module = strings.ToLower(module)
		if !slices.Contains(Modules, module) || v.prefix && section == "" || named && section == "" {
			return nil, p.fail(at, "placed: is one of %s, at will with the section's name behind it: section/Politics", strings.Join(Modules, ", "))
		}
		v.words = strings.TrimSuffix(module+"/"+section, "/")
	}
	return Name{Of: Naming(field), Value: v.words, Prefix: v.prefix}, nil
}

// date reads one period, or two with ".." between them of which one may be left
// out. since: and until: are short for such a range of published:.
func (p *parser) date(field string, v value, at int) (Node, error) {
	d := Date{Of: Clock(field)}
	from, to, ranged := strings.Cut(strings.NewReplacer("…", "..", "...", "..").Replace(v.words), "..")
	from, to = dateAsMeant(from), dateAsMeant(to)
	switch {
	case ranged && (field == "since" || field == "until"):
		return nil, p.fail(at, "%s: needs one day, month or year; a range is published:%s", field, v.words)
	case field == "since":
		d = Date{Of: Published, From: from}
	case field == "until":
		d = Date{Of: Published, To: from}
	case !ranged:
		d.From, d.To = from, from
	default:
		d.From, d.To = from, to
	}
	_, _, okFrom := period(d.From, timeless)
	_, _, okTo := period(d.To, timeless)
	a, b := d.Span(timeless)
	switch {
	case v.prefix || !okFrom || !okTo || d.From == "" && d.To == "":
		return nil, p.fail(at, "%s: needs a year, month, week, day or time (2024, 2024-12, 2024-W48, 2024-12-01, 2024-12-01T10:30), today, yesterday, "+
			"a time back from now (P7D, PT12H), or two of them with .. between", field)
	case !a.IsZero() && !b.IsZero() && !a.Before(b) && relative(d.From) == relative(d.To):
		return nil, p.fail(at, "%s: %s comes after %s", field, d.From, d.To)
	}
	return d, nil
}

// timeless stands for now where only the shape of a date is looked at.
var timeless = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
