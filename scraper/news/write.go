package news

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends what MarshalJSON gives. It is written by hand because every
// article that is read is written so, to be kept or to be compared with what is:
// encoding/json takes four times as long.
func (a *Article) AppendJSON(b []byte) []byte {
	w := writer{append(b, '{')}
	w.text("url", a.URL)
	w.text("canonical_url", a.CanonicalURL)
	w.text("kind", string(a.Kind))
	w.text("language", a.Language)
	w.text("headline", a.Headline)
	w.text("kicker", a.Kicker)
	w.text("standfirst", a.Standfirst)
	w.name("bylines")
	each(&w, a.Bylines, func(v Byline) {
		w.string("name", v.Name)
		w.text("url", v.URL)
	})
	w.text("source", a.Source)
	w.text("dateline", a.Dateline)
	w.stamp("published", a.Published)
	w.stamp("modified", a.Modified)
	w.name("section")
	w.b = append(w.b, '[')
	for _, s := range a.Section {
		w.next('[')
		w.b = appendString(w.b, s)
	}
	w.b = append(w.b, ']')
	w.name("tags")
	each(&w, a.Tags, func(v Tag) {
		w.string("name", v.Name)
		w.text("url", v.URL)
	})
	w.name("body")
	each(&w, a.Body, func(v Block) {
		w.string("type", string(v.Type))
		w.string("text", v.Text)
		w.number("level", v.Level)
		w.text("url", v.URL)
	})
	w.name("images")
	each(&w, a.Images, func(v Image) {
		w.string("url", v.URL)
		w.text("caption", v.Caption)
		w.text("alt", v.Alt)
		w.text("credit", v.Credit)
		w.text("caption_text", v.Printed)
		w.text("role", string(v.Role))
		w.text("identity", v.Identity)
	})
	w.name("links")
	each(&w, a.Links, func(v Link) {
		w.text("relation", string(v.Relation))
		w.string("url", v.URL)
		w.text("title", v.Title)
		w.text("section", v.Section)
		w.name("position")
		w.b = strconv.AppendInt(w.b, int64(v.Position), 10)
		w.text("image", v.Image)
		w.text("image_alt", v.ImageAlt)
		w.stamp("published", v.Published)
	})
	w.number("read_minutes", a.ReadMinutes)
	if a.Shares != nil {
		w.name("shares")
		w.b = strconv.AppendInt(w.b, int64(*a.Shares), 10)
	}
	w.flag("paywalled", a.Paywalled)
	w.name("provenance")
	w.b = append(w.b, '{')
	for _, name := range slices.Sorted(maps.Keys(a.Provenance)) {
		p := a.Provenance[name]
		w.next('{')
		w.b = append(appendString(w.b, name), ':', '{')
		w.string("source", string(p.Source))
		w.text("rule", p.Rule)
		w.name("alternates")
		if p.Alternates == nil {
			w.b = append(w.b, "null"...)
		} else {
			each(&w, p.Alternates, func(v Alternate) {
				w.string("source", string(v.Source))
				w.text("rule", v.Rule)
				w.string("value", v.Value)
				w.name("agrees")
				w.b = strconv.AppendBool(w.b, v.Agrees)
			})
		}
		w.b = append(w.b, '}')
	}
	return append(w.b, "}}"...)
}

// writer writes JSON as encoding/json does.
type writer struct{ b []byte }

// name begins a member of an object, by a name of ours.
func (w *writer) name(name string) {
	w.next('{')
	w.b = append(append(append(w.b, '"'), name...), '"', ':')
}

// next puts a comma behind what is not the first in an object or a list.
func (w *writer) next(first byte) {
	if w.b[len(w.b)-1] != first {
		w.b = append(w.b, ',')
	}
}

func (w *writer) string(name, value string) {
	w.name(name)
	w.b = appendString(w.b, value)
}

// text leaves out an empty value, as number and flag do.
func (w *writer) text(name, value string) {
	if value != "" {
		w.string(name, value)
	}
}

func (w *writer) number(name string, value int) {
	if value != 0 {
		w.name(name)
		w.b = strconv.AppendInt(w.b, int64(value), 10)
	}
}

func (w *writer) flag(name string, value bool) {
	if value {
		w.name(name)
		w.b = append(w.b, "true"...)
	}
}

func (w *writer) stamp(name string, s Stamp) {
	w.text(name, s.Value())
	w.text(name+"_text", s.Text)
	w.text(name+"_zone", string(s.Zone))
	w.text(name+"_precision", s.precision())
}

// each writes a list of objects.
func each[T any](w *writer, list []T, members func(T)) {
	w.b = append(w.b, '[')
	for _, v := range list {
		w.next('[')
		w.b = append(w.b, '{')
		members(v)
		w.b = append(w.b, '}')
	}
	w.b = append(w.b, ']')
}

// verbatim are the bytes that stand for themselves in a string that is valid UTF-8.
// The line separators of Unicode, which do not, begin with 0xe2.
var verbatim = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c != 0xe2
	}
	return is
}()

func appendString(b []byte, s string) []byte {
	const digits = "0123456789abcdef"
	if !utf8.ValidString(s) {
		escaped, _ := json.Marshal(s) // which cannot fail
		return append(b, escaped...)
	}
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if verbatim[c] || c == 0xe2 && s[i+1:i+3] != "\x80\xa8" && s[i+1:i+3] != "\x80\xa9" {
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, '\\', 'b')
		case '\f':
			b = append(b, '\\', 'f')
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		case 0xe2:
			b = append(b, '\\', 'u', '2', '0', '2', digits[s[i+2]&0xf])
			i += 2
		default:
			b = append(b, '\\', 'u', '0', '0', digits[c>>4], digits[c&0xf])
		}
		from = i + 1
	}
	return append(append(b, s[from:]...), '"')
}
