package news

import (
	"slices"
	"strings"
)

// ReadBeside reads an article from the JSON that MarshalJSON wrote of it, beside
// another one and the JSON of that. Of two readings of one page most is the same
// bytes: what is, is taken from the other one and not read again, so that the two
// share lists from then on. Fields names what is not, by JSON name and in no order;
// a stamp is one field.
func ReadBeside(text string, other *Article, known string) (a *Article, fields []string, err error) {
	a = &Article{}
	was, ok := membersOf(text)
	is, also := membersOf(known)
	if !ok || !also { // not as we write it: what is wrong with it is for the decoder to say
		for _, f := range members {
			fields = append(fields, f.name)
		}
		return a, fields, a.UnmarshalJSON([]byte(text))
	}
	for _, m := range append(without(was, is), without(is, was)...) {
		if f := m.field(); !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	var own []string
	for _, m := range was {
		if slices.Contains(fields, m.field()) {
			own = append(own, m.text)
		}
	}
	if err := a.UnmarshalJSON([]byte("{" + strings.Join(own, ",") + "}")); err != nil {
		return nil, nil, err
	}
	for _, f := range members {
		if !slices.Contains(fields, f.name) {
			f.take(a, other)
		}
	}
	return a, fields, nil
}

// members are the fields of an article by JSON name, those of a stamp as one.
var members = []struct {
	name string
	take func(to, from *Article)
}{
	{"url", func(to, from *Article) { to.URL = from.URL }},
	{"canonical_url", func(to, from *Article) { to.CanonicalURL = from.CanonicalURL }},
	{"kind", func(to, from *Article) { to.Kind = from.Kind }},
	{"language", func(to, from *Article) { to.Language = from.Language }},
	{"headline", func(to, from *Article) { to.Headline = from.Headline }},
	{"kicker", func(to, from *Article) { to.Kicker = from.Kicker }},
	{"standfirst", func(to, from *Article) { to.Standfirst = from.Standfirst }},
	{"bylines", func(to, from *Article) { to.Bylines = from.Bylines }},
	{"source", func(to, from *Article) { to.Source = from.Source }},
	{"dateline", func(to, from *Article) { to.Dateline = from.Dateline }},
	{"published", func(to, from *Article) { to.Published = from.Published }},
	{"modified", func(to, from *Article) { to.Modified = from.Modified }},
	{"section", func(to, from *Article) { to.Section = from.Section }},
	{"tags", func(to, from *Article) { to.Tags = from.Tags }},
	{"body", func(to, from *Article) { to.Body = from.Body }},
	{"images", func(to, from *Article) { to.Images = from.Images }},
	{"links", func(to, from *Article) { to.Links = from.Links }},
	{"read_minutes", func(to, from *Article) { to.ReadMinutes = from.ReadMinutes }},
	{"shares", func(to, from *Article) { to.Shares = from.Shares }},
	{"paywalled", func(to, from *Article) { to.Paywalled = from.Paywalled }},
	{"provenance", func(to, from *Article) { to.Provenance = from.Provenance }},
}

// member is one of a JSON object.
type member struct{ name, text string } // the text is the name in quotes, a colon and the value

// field is the field of an article that a member is of.
func (m member) field() string {
	for _, stamp := range []string{"published", "modified"} {
		if strings.HasPrefix(m.name, stamp) {
			return stamp
		}
	}
	return m.name
}

// without lists the members that the other object does not have the same.
func without(list, other []member) (rest []member) {
	for _, m := range list {
		i := slices.IndexFunc(other, func(o member) bool { return o.name == m.name })
		if i < 0 || other[i].text != m.text {
			rest = append(rest, m)
		}
	}
	return rest
}

// membersOf divides an object without white space between its values into its
// members; false when the text is none. It looks no further into the values than it
// has to.
func membersOf(text string) (list []member, ok bool) {
	if len(text) < 2 || text[0] != '{' || text[len(text)-1] != '}' {
		return nil, false
	}
	for at := 1; ; at++ {
		name := at
		if at = valueEnd(text, at); at < 0 || text[name] != '"' || at >= len(text) || text[at] != ':' {
			return nil, false
		}
		m := member{name: text[name+1 : at-1]}
		if at = valueEnd(text, at+1); at < 0 || at >= len(text) {
			return nil, false
		}
		m.text = text[name:at]
		list = append(list, m)
		if text[at] != ',' {
			return list, at == len(text)-1
		}
	}
}

// valueEnd returns where the value at a place of a JSON text ends; -1 when it does not.
func valueEnd(text string, at int) int {
	for depth := 0; at < len(text); {
		switch text[at] {
		case '"':
			if at = stringEnd(text, at+1); at < 0 {
				return -1
			}
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return at // behind a number or a word
			}
			if depth--; depth == 0 {
				return at + 1
			}
		case ',', ':':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return -1
}

// stringEnd returns the place behind the quotation mark that ends a string.
func stringEnd(text string, at int) int {
	for {
		n := strings.IndexByte(text[at:], '"')
		if n < 0 {
			return -1
		}
		end := at + n
		at = end + 1
		escapes := 0
		for text[end-1-escapes] == '\\' {
			escapes++
		}
		if escapes%2 == 0 {
			return at
		}
	}
}
