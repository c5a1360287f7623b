package store

import (
	"context"
	"fmt"
	"math"
	"regexp"
	"strings"
	"time"

	"newskeep/store/query"
)

// plan turns a query into statements that find ids. Dates become ranges of ids.
// Strays are the articles whose id does not stand for their date.
type plan struct {
	query.SQL
	text         string // canonical text of the query
	parsed       query.Query
	strays       int        // 0 when the archive has none: asked for when there are dates, otherwise taken for granted
	known        *strayList // all of them; nil: to be asked for
	straysWithin int        // those whose date is within Since and Until, counted up to costs.mostStrays; asked for when there are dates
	first, last  int64      // the lowest and the highest id of those
	together     bool       // those are met on the way through the hits, not looked up one by one
	loose        bool       // a few articles more are as good, hits or not: what is asked for is looked for in each
	from         int64      // only ids from this one on; 0: all
	sets         bool       // Owned are found for all articles at once
	past         bool       // asked of an archive as it stood: see AsOf
	before       int64      // only ids before this one; 0: all
}

// many stands for a number of hits that is not known.
const many = math.MaxInt

// costs decide between ways to the same answer.
var costs = struct {
	manyStrays int // from so many on they are found on the way through the hits, not looked up one by one
	mostStrays int // more are not counted
	fewOwners  int // are put into a set without asking how many hits there are
	mostOwners int // from so many on they are not put into a set
	streamed   int // up to so many hits it is quicker to look at each than to count one period after the other
	periods    int // so many at most are counted one after the other
	lookUp     int // hits that are passed in the time one is looked up
	lookedUp   int // articles with the words, the newest, are looked up in other tables for a first page; what ranking looks up comes on top
}{40, 10_000, 2000, 20_000, 120_000, 250, 1000, 2500}

// plan parses a query. The error is a [*query.SyntaxError] or what SQLite returned.
func (r *Reader) plan(ctx context.Context, text string) (plan, error) {
	parsed, err := r.Parse(text)
	if err != nil {
		return plan{}, err
	}
	forms := &formsOf{ctx: ctx, r: r}
	in := query.Setting{Now: r.now(), Forms: forms, Address: r.address}
	p := plan{SQL: parsed.SQL(in), text: parsed.String(), parsed: parsed, strays: 1, past: !r.past.IsZero()}
	if err = forms.err; err == nil && len(p.Owned) > 0 && !p.past {
		if in.Sets, err = r.ownedByFew(ctx, p.SQL); in.Sets {
			p.SQL, p.sets = parsed.SQL(in), true
		}
	}
	if err == nil && p.bounded() {
		p, err = r.countStrays(ctx, p)
	}
	if err != nil {
		return plan{}, fmt.Errorf("search %q: %w", p.text, err)
	}
	return p, nil
}

// countStrays sets strays and straysWithin.
func (r *Reader) countStrays(ctx context.Context, p plan) (plan, error) {
	within, args := p.dated()
	err := r.one(ctx, `SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0), EXISTS (SELECT 1 FROM article_facet WHERE out_of_order = 1)
		FROM (SELECT id FROM article_facet WHERE out_of_order = 1 AND `+within+` LIMIT ?)`,
		append(args, costs.mostStrays), &p.straysWithin, &p.first, &p.last, &p.strays)
	if p.straysWithin == costs.mostStrays {
		p.first, p.last = 0, math.MaxInt64
	}
	p.together = p.Match != "" && (p.straysWithin >= costs.manyStrays || p.straysNear())
	return p, err
}

// ownedByFew says whether what a query asks for in other tables is owned by few
// articles beside those that have its words. An owner put into a set takes half
// the time of a hit that is looked up.
func (r *Reader) ownedByFew(ctx context.Context, q query.SQL) (bool, error) {
	owners := 0
	for _, o := range q.Owned {
		var n int
		if err := r.one(ctx, "SELECT count(*) FROM ("+o.SQL+" LIMIT ?)", append(o.Args, costs.mostOwners), &n); err != nil {
			return false, err
		}
		owners += n
	}
	if owners >= costs.mostOwners || !q.Plain {
		return owners <= costs.fewOwners, nil
	}
	hits := 0
	err := r.one(ctx, "SELECT count(*) FROM (SELECT 1 FROM article_fts WHERE article_fts MATCH ? LIMIT ?)", []any{q.Match, owners/2 + 1}, &hits)
	return hits > owners/2, err
}

// brief reports whether the hits are those of one word and are not looked at any
// further: however many there are, a part of them is soon found.
func (p plan) brief() bool {
	return p.Plain && p.Where == "" && !p.past && !strings.Contains(p.Match, "*")
}

// everything reports whether all articles of the archive as it is today are hits.
func (p plan) everything() bool { return p.Match == "" && p.Where == "" && !p.bounded() && !p.past }

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

// dated writes them as a condition on published_at that is not true of what has no
// date.
func (p plan) dated() (string, []any) {
	within, args := p.within("published_at", func(t time.Time) any { return claim{t} })
	if within == "" {
		within = "published_at IS NOT NULL"
	}
	return within, args
}

func firstID(t time.Time) any { return minute(t) << idBits }

// Statement builders take the columns to select, with %s for the id.

// all finds every hit.
func (p plan) all(columns string) (string, []any) {
	if !p.bounded() {
		return p.hits(columns, "")
	}
	if p.straysWithin == 0 {
		return p.inOrder(columns)
	}
	if p.together {
		return p.inOnePass(columns)
	}
	a, args := p.inOrder(columns)
	b, more := p.outOfOrder(columns)
	return a + " UNION ALL " + b, append(args, more...)
}

// span is the range of ids that the dates stand for.
func (p plan) span() (from, to int64) {
	from, to = 0, math.MaxInt64
	if !p.Since.IsZero() {
		from = minute(p.Since) << idBits
	}
	if !p.Until.IsZero() {
		to = minute(p.Until) << idBits
	}
	return from, to
}

// straysNear reports whether the ids of the strays within the dates are so near
// that looking through the hits from the first to the last takes about as long as
// looking through those of the dates.
func (p plan) straysNear() bool {
	from, to := p.span()
	to = min(to, minute(time.Now())<<idBits)
	return from-p.first < 4*(to-from) && p.last-to < 4*(to-from)
}

// straysFound narrows the strays down to those among the hits, where they were to
// be looked up one by one: for each, ranking would go through all hits again.
func (r *Reader) straysFound(ctx context.Context, p plan) (plan, error) {
	if p.Match == "" || p.straysWithin == 0 || p.together {
		return p, nil
	}
	sql, args := p.outOfOrder("%s AS id")
	p.together = true
	return p, r.one(ctx, "SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM ("+sql+")", args, &p.straysWithin, &p.first, &p.last)
}

// inOnePass finds the hits within the dates, strays or not, in the order of ids:
// it looks through all between the lowest and the highest id. Those hit of which
// one is true: the id is within, and it deceives.
func (p plan) inOnePass(columns string) (string, []any) {
	from, to := p.span()
	within, dates := p.within("published_at", func(t time.Time) any { return claim{t} })
	args := append([]any{min(from, p.first), max(to-1, p.last), from, to - 1}, dates...)
	return p.hits(columns, "%[1]s >= ? AND %[1]s <= ? AND (+%[1]s BETWEEN ? AND ?) <> (+%[1]s IN "+strays+
		" AND (("+within+") IS TRUE) <> (id BETWEEN ? AND ?)))", append(args, from, to-1)...)
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
	within, args := p.within("published_at", func(t time.Time) any { return claim{t} })
	if within != "" {
		condition += " AND " + within
	}
	condition += ")"
	if p.together { // not by its index
		condition = "%[1]s >= ? AND %[1]s <= ? AND +" + condition
		args = append([]any{p.first, p.last}, args...)
	}
	return p.hits(columns, condition, args...)
}

// wherever asks of hits h in the tables DB.… of which they are, WITHIN those: a join with
// the views that put the two places of the past together would read all there is.
func (p plan) wherever(text string) string {
	in := func(schema, within string) string {
		return strings.NewReplacer("DB.", schema, "WITHIN", within).Replace(text)
	}
	if !p.past {
		return in("", "TRUE")
	}
	return in("whole.", "h.id NOT IN (SELECT id FROM main.hidden)") + " UNION ALL " + in("main.", "h.id IN (SELECT id FROM main.moved)")
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
	id, fields := "f.id", p.Where
	where := []string{}
	switch {
	case p.Match == "":
		b.WriteString("FROM " + schema + "article_facet f")
	default:
		id = "article_fts.rowid"
		b.WriteString("FROM " + schema + "article_fts")
		if onlyIDs(fields) { // the plus keeps the index from being asked for each id of a set
			fields = strings.ReplaceAll(fields, "f.id", "+article_fts.rowid")
		} else { // CROSS: words first, then one narrow row for each hit
			b.WriteString(" CROSS JOIN " + schema + "article_facet f ON f.id = article_fts.rowid")
		}
		where = append(where, "article_fts MATCH ?")
		args = append(args, p.Match)
	}
	if fields != "" {
		where = append(where, strings.ReplaceAll(fields, "FROM article_fts", "FROM "+schema+"article_fts"))
		args = append(args, p.Args...)
	}
	if p.from > 0 {
		where = append(where, id+" >= ?")
		args = append(args, p.from)
	}
	if p.before > 0 {
		where = append(where, id+" < ?")
		args = append(args, p.before)
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

var facetColumn = regexp.MustCompile(`\bf\.[a-z_]+`)

// onlyIDs reports whether a condition on article_facet AS f asks for no column
// but the id, so that the table need not be read.
func onlyIDs(condition string) bool {
	for _, column := range facetColumn.FindAllString(condition, -1) {
		if column != "f.id" {
			return false
		}
	}
	return true
}
