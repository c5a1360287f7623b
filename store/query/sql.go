package query

import (
	"strings"
	"time"
)

// SQL is a query for the tables of an archive. All parts must be true for a hit.
type SQL struct {
	Match string    // expression for article_fts MATCH; empty when no word must be there
	Where string    // condition on article_facet AS f, with ? for each of Args; empty when there is none
	Args  []any     // strings only
	Since time.Time // published at this moment or later; zero: any
	Until time.Time // published before this moment; zero: any
}

// SQL translates the query. What a person typed becomes an argument or, inside
// the full-text expression, a quoted string: never SQL or FTS5 syntax.
func (q Query) SQL() SQL {
	var parts []Node
	switch n := q.Root.(type) {
	case nil:
	case And:
		parts = n
	default:
		parts = []Node{n}
	}
	var s SQL
	var with, without, where []string
	for _, p := range parts {
		if d, ok := p.(Date); ok {
			s.narrow(d)
			continue
		}
		if m, ok := match(p); ok {
			with = append(with, m)
			continue
		}
		if not, ok := p.(Not); ok {
			if m, ok := match(not.Part); ok {
				without = append(without, m)
				continue
			}
		}
		where = append(where, s.condition(p))
	}
	s.Match = strings.Join(with, " AND ")
	for _, m := range without {
		if s.Match != "" {
			s.Match = "(" + s.Match + ") NOT " + m
		} else {
			s.Args = append(s.Args, m)
			where = append(where, "f.id NOT IN "+inText)
		}
	}
	s.Where = strings.Join(where, " AND ")
	return s
}

const inText = "(SELECT rowid FROM article_fts WHERE article_fts MATCH ?)"

// narrow takes the later of two beginnings and the earlier of two ends.
func (s *SQL) narrow(d Date) {
	t := d.Bound()
	switch {
	case d.Until && (s.Until.IsZero() || t.Before(s.Until)):
		s.Until = t
	case !d.Until && t.After(s.Since):
		s.Since = t
	}
}

// match writes a part as an FTS5 expression, when it asks for nothing but words
// and does not only leave out. https://www.sqlite.org/fts5.html#full_text_query_syntax
func match(n Node) (string, bool) {
	switch n := n.(type) {
	case Text:
		return n.match(), true
	case Or:
		return matchAll(n, " OR ")
	case And:
		var with []Node
		var without []string
		for _, p := range n {
			not, ok := p.(Not)
			if !ok {
				with = append(with, p)
				continue
			}
			m, ok := match(not.Part)
			if !ok {
				return "", false
			}
			without = append(without, m)
		}
		m, ok := matchAll(with, " AND ")
		if !ok {
			return "", false
		}
		for _, w := range without {
			m = "(" + m + " NOT " + w + ")"
		}
		return m, true
	}
	return "", false
}

func matchAll(parts []Node, sep string) (string, bool) {
	all := make([]string, len(parts))
	for i, p := range parts {
		m, ok := match(p)
		if !ok {
			return "", false
		}
		all[i] = m
	}
	return "(" + strings.Join(all, sep) + ")", len(parts) > 0
}

// match quotes the words, so that FTS5 sees a string and its tokenizer finds the
// words in it as it did in the articles.
func (n Text) match() string {
	m := `"` + strings.ReplaceAll(n.Words, `"`, `""`) + `"`
	if n.Prefix {
		m += " *"
	}
	switch n.In {
	case Anywhere:
		return m
	case Caption:
		return "captions : " + m
	}
	return string(n.In) + " : " + m
}

// condition writes a part as a condition on article_facet AS f that is true or
// false, never NULL: NOT must turn it round.
func (s *SQL) condition(n Node) string {
	if m, ok := match(n); ok {
		s.Args = append(s.Args, m)
		return "f.id IN " + inText
	}
	switch n := n.(type) {
	case And:
		return s.all(n, " AND ")
	case Or:
		return s.all(n, " OR ")
	case Not:
		return "NOT " + s.condition(n.Part)
	case Date:
		sign := ">="
		if n.Until {
			sign = "<"
		}
		s.Args = append(s.Args, n.Bound().Format("2006-01-02T15:04:05Z"))
		return "(f.published_at IS NOT NULL AND f.published_at " + sign + " ?)"
	case Name:
		return s.name(n)
	}
	panic("query: unknown node")
}

func (s *SQL) all(parts []Node, sep string) string {
	conditions := make([]string, len(parts))
	for i, p := range parts {
		conditions[i] = s.condition(p)
	}
	return "(" + strings.Join(conditions, sep) + ")"
}

func (s *SQL) name(n Name) string {
	key := Fold(n.Value)
	switch n.Of {
	case Tag:
		return "f.id IN (SELECT article_id FROM article_tag WHERE tag_id IN (SELECT id FROM tag WHERE " + s.is("key", key, n.Prefix) + "))"
	case Section:
		return s.section(n, key)
	case Byline:
		key = " " + key
		if !n.Prefix {
			key += " "
		}
		s.Args = append(s.Args, key)
		return "f.id IN (SELECT article_id FROM article_byline WHERE byline_id IN (SELECT id FROM byline WHERE instr(' ' || key || ' ', ?) > 0))"
	case Site:
		return "(" + s.is("f.site", strings.ToLower(n.Value), n.Prefix) + ")"
	case Kind:
		return "(" + s.is("f.kind", strings.ToLower(n.Value), n.Prefix) + ")"
	case Language:
		tag := strings.ToLower(n.Value)
		if n.Prefix {
			return "(" + s.is("lower(f.language)", tag, true) + ")"
		}
		// RFC 4647 §3.3.1, basic filtering: the tag itself or one that goes on
		// after a hyphen; "." is the character behind the hyphen.
		s.Args = append(s.Args, tag, tag+"-", tag+".")
		return "(lower(f.language) = ? OR (lower(f.language) >= ? AND lower(f.language) < ?))"
	}
	panic("query: unknown naming")
}

// section finds one step of a path, or with slashes the beginning of a path.
func (s *SQL) section(n Name, key string) string {
	const list = "f.id IN (SELECT article_id FROM article_section WHERE "
	one := list + s.is("key", key, n.Prefix) + ")"
	steps := strings.FieldsFunc(n.Value, func(r rune) bool { return r == '/' || r == '>' })
	if len(steps) < 2 {
		return one
	}
	path := make([]string, len(steps))
	for i, step := range steps {
		path[i] = list + "depth = " + string(rune('0'+min(i+1, 9))) + " AND " +
			s.is("key", Fold(step), n.Prefix && i == len(steps)-1) + ")"
	}
	return "(" + one + " OR (" + strings.Join(path, " AND ") + "))"
}

// is compares a column with a value, or with all that begin with it.
func (s *SQL) is(column, value string, prefix bool) string {
	if !prefix {
		s.Args = append(s.Args, value)
		return column + " = ?"
	}
	s.Args = append(s.Args, value, value+"\U0010FFFF")
	return column + " >= ? AND " + column + " < ?"
}
