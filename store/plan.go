package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"newskeep/store/query"
)

// plan turns a query into statements that find ids. Dates become ranges of ids.
// Strays are the articles whose id does not stand for their date.
type plan struct {
	query.SQL
	text         string // canonical text of the query
	strays       int    // 1 when the archive has any
	straysWithin int    // those whose date is within Since and Until, counted up to manyStrays; asked for when there are dates
	from         int64  // only ids from this one on; 0: all
	past         bool   // asked of an archive as it stood: see AsOf
}

// manyStrays is from how many on it is cheaper to look through the hits for them
// than to look each of them up among the hits.
const manyStrays = 40

// plan parses a query. The error is a [*query.SyntaxError] or what SQLite returned.
func (r *Reader) plan(ctx context.Context, text string) (plan, error) {
	parsed, err := query.Parse(text)
	if err != nil {
		return plan{}, err
	}
	forms := &formsOf{ctx: ctx, r: r}
	p := plan{SQL: parsed.SQL(query.Setting{Now: r.now(), Forms: forms}), text: parsed.String(), past: !r.past.IsZero()}
	if forms.err != nil {
		return plan{}, fmt.Errorf("search %q: %w", p.text, forms.err)
	}
	err = r.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM article_facet WHERE out_of_order = 1)`).Scan(&p.strays)
	if err == nil && p.strays > 0 && p.bounded() {
		p, err = r.countStrays(ctx, p)
	}
	if err != nil {
		return plan{}, fmt.Errorf("search %q: %w", p.text, err)
	}
	return p, nil
}

// countStrays sets straysWithin.
func (r *Reader) countStrays(ctx context.Context, p plan) (plan, error) {
	within, args := p.within("published_at", func(t time.Time) any { return claim{t} })
	if within == "" {
		within = "published_at IS NOT NULL"
	}
	err := r.db.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM article_facet WHERE out_of_order = 1 AND `+within+` LIMIT ?)`,
		append(args, manyStrays)...).Scan(&p.straysWithin)
	return p, err
}

func (p plan) bounded() bool { return !p.Since.IsZero() || !p.Until.IsZero() }

// within writes the dates of the plan as a condition on a column; empty when it
// has none.
func (p plan) within(column string, value func(time.Time) any) (string, []any) {
	var conditions []string
	var args []any
	if !p.Since.IsZero() {
		conditions = append(conditions, column+" >= ?")
		args = append(args, value(p.Since))
	}
	if !p.Until.IsZero() {
		conditions = append(conditions, column+" < ?")
		args = append(args, value(p.Until))
	}
	return strings.Join(conditions, " AND "), args
}

func firstID(t time.Time) any { return minute(t) << idBits }

// Statement builders take the columns to select, with %s for the id.

// all finds every hit.
func (p plan) all(columns string) (string, []any) {
	if !p.bounded() {
		return p.hits(columns, "")
	}
	a, args := p.inOrder(columns)
	if p.straysWithin == 0 {
		return a, args
	}
	b, more := p.outOfOrder(columns)
	return a + " UNION ALL " + b, append(args, more...)
}

const strays = "(SELECT id FROM article_facet WHERE out_of_order = 1"

// inRange finds the hits whose id is within the dates, strays among them.
func (p plan) inRange(columns string) (string, []any) {
	within, args := p.within("%[1]s", firstID)
	return p.hits(columns, within, args...)
}

// inOrder finds the hits that are no strays, within the dates.
func (p plan) inOrder(columns string) (string, []any) {
	if p.strays == 0 {
		return p.inRange(columns)
	}
	within, args := p.within("%[1]s", firstID)
	if within == "" {
		return p.hits(columns, "%[1]s NOT IN "+strays+")")
	}
	of, more := p.within("id", firstID)
	return p.hits(columns, within+" AND %[1]s NOT IN "+strays+" AND "+of+")", append(args, more...)...)
}

// outOfOrder finds the strays among the hits whose date is within the dates.
func (p plan) outOfOrder(columns string) (string, []any) {
	if p.strays == 0 {
		return p.hits(columns, "FALSE")
	}
	condition := "%[1]s IN " + strays
	if p.straysWithin == manyStrays {
		condition = "+" + condition // not by its index
	}
	within, args := p.within("published_at", func(t time.Time) any { return claim{t} })
	if within != "" {
		condition += " AND " + within
	}
	return p.hits(columns, condition+")", args...)
}

// hits finds what fits the words, the fields and one more condition.
func (p plan) hits(columns, condition string, more ...any) (string, []any) {
	if !p.past {
		return p.hitsIn("", columns, condition, more...)
	}
	still := "%[1]s NOT IN (SELECT id FROM main.hidden)"
	if condition != "" {
		still = condition + " AND " + still
	}
	a, args := p.hitsIn("whole.", columns, still, more...)
	b, again := p.hitsIn("main.", columns, condition, more...)
	return a + " UNION ALL " + b, append(args, again...)
}

// hitsIn finds them in the tables of one database.
func (p plan) hitsIn(schema, columns, condition string, more ...any) (string, []any) {
	var b strings.Builder
	var args []any
	id := "f.id"
	where := []string{}
	switch {
	case p.Match == "":
		b.WriteString("FROM " + schema + "article_facet f")
	default:
		id = "article_fts.rowid"
		b.WriteString("FROM " + schema + "article_fts")
		if p.Where != "" { // CROSS: words first, then one narrow row for each hit
			b.WriteString(" CROSS JOIN " + schema + "article_facet f ON f.id = article_fts.rowid")
		}
		where = append(where, "article_fts MATCH ?")
		args = append(args, p.Match)
	}
	if p.Where != "" {
		where = append(where, strings.ReplaceAll(p.Where, "FROM article_fts", "FROM "+schema+"article_fts"))
		args = append(args, p.Args...)
	}
	if p.from > 0 {
		where = append(where, id+" >= ?")
		args = append(args, p.from)
	}
	if condition != "" {
		where = append(where, strings.ReplaceAll(condition, "%[1]s", id))
		args = append(args, more...)
	}
	if len(where) > 0 {
		b.WriteString(" WHERE " + strings.Join(where, " AND "))
	}
	// Columns stand first, but none of them has arguments.
	return "SELECT " + fmt.Sprintf(columns, id) + " " + b.String(), args
}
