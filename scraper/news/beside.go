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
	own, fields, ok := beside(text, known)
	if !ok { // not as we write it: what is wrong with it is for the decoder to say
		fields = nil
		for _, f := range members {
			fields = append(fields, f.name)
		}
		own = text
	}
	if err := a.UnmarshalJSON([]byte(own)); err != nil {
		return nil, nil, err
	}
	for _, f := range members {
		if !slices.Contains(fields, f.name) {
			f.take(a, other)
		}
	}
	return a, fields, nil
}

// beside walks through two objects and gives the members of the first one that are
// not the same in the second one, as an object, and the fields that are not. Objects
// whose members stand in the same order have the fewest of them; in whatever order
// they stand, a member that is not given is the same.
func beside(text, known string) (own string, fields []string, ok bool) {
	var list, stamps []member // of the first object; stamps that are the same
	differs := func(m member) {
		if f := m.field(); !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	at, in := 0, 0 // before the next member of each
	for {
		last, lastKnown := !more(text, at), !more(known, in)
		if last && lastKnown {
			break
		}
		var is, was member
		if !lastKnown {
			if is, ok = memberAt(known, in+1); !ok {
				return "", nil, false
			}
			if end := at + 1 + len(is.text); !last && strings.HasPrefix(text[at+1:], is.text) && end < len(text) && (text[end] == ',' || text[end] == '}') {
				if is.field() != is.name || is.name == "published" || is.name == "modified" {
					stamps = append(stamps, is)
				}
				at, in = end, in+1+len(is.text)
				continue
			}
		}
		if !last {
			if was, ok = memberAt(text, at+1); !ok {
				return "", nil, false
			}
		}
		if !last && (lastKnown || was.name == is.name || place(was) <= place(is)) {
			list = append(list, was)
			differs(was)
			at += 1 + len(was.text)
		}
		if !lastKnown && (last || was.name == is.name || place(is) < place(was)) {
			differs(is)
			in += 1 + len(is.text)
		}
	}
	if at != len(text)-1 || in != len(known)-1 {
		return "", nil, false
	}
	for _, m := range stamps { // one is read as a whole
		if slices.Contains(fields, m.field()) {
			list = append(list, m)
		}
	}
	var b strings.Builder
	for i, m := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(m.text)
	}
	return "{" + b.String() + "}", fields, true
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

// place is where a member's field stands in an article; before all of them when it
// is none.
func place(m member) int {
	f := m.field()
	for i := range members {
		if members[i].name == f {
			return i
		}
	}
	return -1
}

// more reports whether another member follows a place of an object.
func more(text string, at int) bool {
	return at < len(text) && (text[at] == ',' || at == 0 && text[0] == '{')
}

// memberAt is the member that begins at a place of an object without white space
// between its values. It looks no further into the value than it has to.
func memberAt(text string, at int) (m member, ok bool) {
	colon := valueEnd(text, at)
	if colon < 0 || colon >= len(text) || text[at] != '"' || text[colon] != ':' {
		return m, false
	}
	end := valueEnd(text, colon+1)
	if end < 0 || end >= len(text) || text[end] != ',' && text[end] != '}' {
		return m, false
	}
	return member{text[at+1 : colon-1], text[at:end]}, true
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
