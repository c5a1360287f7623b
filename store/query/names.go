package query

import (
	"slices"
	"strings"
)

// Words that has:, placed: and class: know.
var (
	// Had is what articles can have.
	Had = []string{"image", "caption", "credit", "video", "correction", "tag", "byline"}
	// Modules in which articles are placed, as in the archive.
	Modules = []string{"home", "section", "most_read", "read_next", "coverage", "ticker"}
	// Classes of revisions, as in the archive.
	Classes = []string{"first", "whitespace", "typo", "substantive", "correction", "removed", "restored"}
)

// having are the conditions of has: that article_facet answers.
var having = map[string]string{"image": "f.images > 0", "video": "f.video = 1", "correction": "f.correction = 1"}

// owning are the tables where the others stand, with what their rows must say.
var owning = map[string][2]string{
	"caption": {"article_image", "caption <> ''"},
	"credit":  {"article_image", "credit <> ''"},
	"tag":     {"article_tag", "TRUE"},
	"byline":  {"article_byline", "TRUE"},
}

// name writes what an article bears as a condition, as [translation.condition] does.
func (t *translation) name(n Name) string {
	key := Fold(n.Value)
	low := strings.ToLower(n.Value)
	switch n.Of {
	case Tag:
		return t.owns("article_tag", func() string { return "tag_id IN (SELECT id FROM tag WHERE " + t.is("key", key, n.Prefix) + ")" })
	case Section:
		return t.section(n, key)
	case Byline:
		return t.owns("article_byline", func() string {
			return "byline_id IN (SELECT id FROM byline WHERE " + t.holds("key", key, n.Prefix) + ")"
		})
	case Source:
		return "(" + t.holds("f.source", key, n.Prefix) + ")"
	case Site:
		return "(" + t.is("f.site", low, n.Prefix) + ")"
	case Kind:
		return "(" + t.is("f.kind", low, n.Prefix) + ")"
	case Language:
		return t.language(low, n.Prefix)
	case URL:
		return "f.id IN (SELECT a.id FROM article a WHERE a.page_id IN (SELECT coalesce(same_as, id) FROM page WHERE " + t.address("url", n) +
			" UNION ALL SELECT page_id FROM page_alias WHERE " + t.address("url", n) + "))"
	case Link:
		return "f.id IN (SELECT article_id FROM article_link WHERE " + t.address("url", n) + ")"
	case Has:
		if in, ok := owning[low]; ok {
			return t.owns(in[0], func() string { return in[1] })
		}
		return "(" + having[low] + ")"
	case Placed:
		return t.placed(n)
	case Class:
		t.Args = append(t.Args, low)
		return "f.id IN (SELECT article_id FROM revision WHERE class = ?)"
	case Silent:
		in := "f.id IN (SELECT article_id FROM revision WHERE silent = 1)"
		if low == "false" {
			return "NOT " + in
		}
		return in
	}
	panic("query: unknown naming")
}

// owns asks for a row of an article: of each hit when words give the hits, of all
// articles at once otherwise and when the setting says so.
func (t *translation) owns(table string, write func() string) string {
	before := len(t.Args)
	condition := write()
	all := "SELECT article_id FROM " + table + " WHERE " + condition
	if !t.worded {
		return "f.id IN (" + all + ")"
	}
	t.Owned = append(t.Owned, Owned{all, slices.Clone(t.Args[before:])})
	if t.Sets {
		return "f.id IN (" + all + ")"
	}
	return "EXISTS (SELECT 1 FROM " + table + " o WHERE o.article_id = f.id AND " + condition + ")"
}

// placed finds what ever stood in a module, under any of its addresses. Section
// names are compared without case where they are ASCII.
func (t *translation) placed(n Name) string {
	module, section, _ := strings.Cut(n.Value, "/")
	table := "placement"
	if module == "ticker" {
		table = "ticker_line"
	}
	t.Args = append(t.Args, module)
	where := "m.name = ?"
	if section != "" {
		where += " AND " + t.is("lower(m.section)", asciiLower(section), n.Prefix)
	}
	return "f.id IN (SELECT a.id FROM (SELECT DISTINCT p.url FROM " + table + " p JOIN module m ON m.id = p.module_id WHERE " + where + ") u " +
		"LEFT JOIN page g ON g.url = u.url LEFT JOIN page_alias l ON l.url = u.url " +
		"JOIN article a ON a.page_id = coalesce(l.page_id, g.same_as, g.id))"
}

// asciiLower is the lower() of SQLite.
func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// holds finds words in their order within a folded text.
func (t *translation) holds(column, key string, prefix bool) string {
	key = " " + key
	if !prefix {
		key += " "
	}
	t.Args = append(t.Args, key)
	return "instr(' ' || " + column + " || ' ', ?) > 0"
}

// language is basic filtering of RFC 4647 §3.3.1: the tag itself or one that goes
// on after a hyphen; "." is the character behind the hyphen.
func (t *translation) language(tag string, prefix bool) string {
	if prefix {
		return "(" + t.is("lower(f.language)", tag, true) + ")"
	}
	t.Args = append(t.Args, tag, tag+"-", tag+".")
	return "(lower(f.language) = ? OR (lower(f.language) >= ? AND lower(f.language) < ?))"
}

// section finds one step of a path, or with slashes the beginning of a path.
func (t *translation) section(n Name, key string) string {
	const table = "article_section"
	one := t.owns(table, func() string { return t.is("key", key, n.Prefix) })
	steps := strings.FieldsFunc(n.Value, func(r rune) bool { return r == '/' || r == '>' })
	if len(steps) < 2 {
		return one
	}
	path := make([]string, len(steps))
	for i, step := range steps {
		path[i] = t.owns(table, func() string {
			return "depth = " + string(rune('0'+min(i+1, 9))) + " AND " + t.is("key", Fold(step), n.Prefix && i == len(steps)-1)
		})
	}
	return "(" + one + " OR (" + strings.Join(path, " AND ") + "))"
}

// is compares a column with a value, or with all that begin with it.
func (t *translation) is(column, value string, prefix bool) string {
	if !prefix {
		t.Args = append(t.Args, value)
		return column + " = ?"
	}
	t.Args = append(t.Args, value, value+"\U0010FFFF")
	return column + " >= ? AND " + column + " < ?"
}
