package query

import (
	"strings"
	"time"
)

// Setting is what a query needs from outside to be translated. The zero Setting
// finds words as typed, and no date that is counted from now.
type Setting struct {
	Now   time.Time
	Forms Forms // nil: words are found as typed
	// Address is an address as the archive keeps those of pages, by the rules of its site;
	// nil: as they are written.
	Address func(string) string
	// Sets makes what articles own be found for all articles at once, where words
	// give the hits: better when the words have more hits than what is owned.
	Sets bool
}

// SQL is a query for the tables of an archive. All parts must be true for a hit.
type SQL struct {
	Match string    // expression for article_fts MATCH; empty when no word must be there
	Found Pattern   // the same for finding the words again in a text
	Where string    // condition on article_facet AS f, with ? for each of Args; empty when there is none
	Args  []any     // strings only
	Since time.Time // published at this moment or later; zero: any
	Until time.Time // published before this moment; zero: any
	Owned []Owned   // what Where asks for in tables beside article_facet; none unless words must be there
	Plain bool      // Match asks for one word, wherever it stands, or one of its forms
}

// Owned finds the ids of the articles that own something: a tag, a byline.
type Owned struct {
	SQL  string
	Args []any
}

// translation is one call of [Query.SQL].
type translation struct {
	Setting
	SQL
	words   int      // how many are asked for, forms of one counted once
	phrases []phrase // all that were written
	worded  bool     // words must be there: hits come from the full-text index, one by one
}

// SQL translates the query. What a person typed becomes an argument or, inside
// the full-text expression, a quoted string: never SQL or FTS5 syntax.
func (q Query) SQL(in Setting) SQL {
	var parts []Node
	switch n := q.Root.(type) {
	case nil:
	case And:
		parts = n
	default:
		parts = []Node{n}
	}
	t := translation{Setting: in}
	var with, without []words
	var where []string
	var rest []Node
	for _, p := range parts {
		if d, ok := p.(Date); ok && d.Of == Published {
			t.narrow(d)
			continue
		}
		if m, ok := t.match(p); ok {
			with = append(with, m)
			continue
		}
		if not, ok := p.(Not); ok {
			if m, ok := t.match(not.Part); ok {
				without = append(without, m)
				continue
			}
		}
		rest = append(rest, p)
	}
	t.worded = len(with) > 0
	for _, p := range rest {
		where = append(where, t.condition(p))
	}
	var texts []string
	for _, m := range with {
		texts = append(texts, m.fts)
	}
	t.Match = strings.Join(texts, " AND ")
	found := finder(allOf(finders(with)))
	t.Plain = t.words == 1 && t.worded && !strings.Contains(t.Match, " : ")
	for _, m := range without {
		if t.Match != "" {
			t.Match = "(" + t.Match + ") NOT " + m.fts
			found = butNot{found, m.finder}
		} else {
			t.Args = append(t.Args, m.fts)
			where = append(where, "f.id NOT IN "+inText)
		}
	}
	if t.worded {
		t.Found = Pattern{found, t.phrases}
	}
	t.Where = strings.Join(where, " AND ")
	return t.SQL
}

const inText = "(SELECT rowid FROM article_fts WHERE article_fts MATCH ?)"

// narrow takes the later of two beginnings and the earlier of two ends.
func (t *translation) narrow(d Date) {
	from, until := d.Span(t.Now)
	if from.After(t.Since) {
		t.Since = from
	}
	if !until.IsZero() && (t.Until.IsZero() || until.Before(t.Until)) {
		t.Until = until
	}
}

// condition writes a part as a condition on article_facet AS f that is true or
// false, never NULL: NOT must turn it round.
func (t *translation) condition(n Node) string {
	if m, ok := t.match(n); ok {
		t.Args = append(t.Args, m.fts)
		return "f.id IN " + inText
	}
	switch n := n.(type) {
	case And:
		return t.all(n, " AND ")
	case Or:
		return t.all(n, " OR ")
	case Not:
		return "NOT " + t.condition(n.Part)
	case Date:
		return t.date(n)
	case Name:
		return t.name(n)
	}
	panic("query: unknown node")
}

func (t *translation) all(parts []Node, sep string) string {
	conditions := make([]string, len(parts))
	for i, p := range parts {
		conditions[i] = t.condition(p)
	}
	return "(" + strings.Join(conditions, sep) + ")"
}

func (t *translation) date(d Date) string {
	from, until := d.Span(t.Now)
	within := func(column string) string {
		var c []string
		if !from.IsZero() {
			c = append(c, column+" >= ?")
			t.Args = append(t.Args, instant(from))
		}
		if !until.IsZero() {
			c = append(c, column+" < ?")
			t.Args = append(t.Args, instant(until))
		}
		return strings.Join(c, " AND ")
	}
	switch d.Of {
	case Seen:
		return "(" + within("f.first_seen") + ")"
	case Changed:
		return "f.id IN (SELECT article_id FROM revision WHERE number > 1 AND " + within("first_seen") + ")"
	}
	return "(f.published_at IS NOT NULL AND " + within("f.published_at") + ")"
}

// instant is a moment as the archive writes it, without a fraction: it sorts
// before the same second with one.
func instant(t time.Time) string { return t.Format("2006-01-02T15:04:05") }
