package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"newskeep/scraper/news"
)

// The past is read from two places. Most articles still stand as they did: they
// are read where they are, in the archive, here attached as "whole". Those that
// have changed since are written once more, as they were, into a private database
// with the tables of an archive, "main". Temporary views under the names of the
// tables put both together and leave out what came later, so that every question
// is asked as ever; only the full-text index, which no view can hold, is asked
// twice: see plan.hits.

// AsOf gives a reader of the archive as it stood at a moment: articles that had
// been seen by then, in the revision of then, placements and visits up to then;
// dates counted from now are counted from it. Articles that had been removed are
// there, as they are in the archive of today. What it costs is in proportion to
// what came later: about a millisecond for each article changed since and a
// microsecond for each first seen since. It holds one state of the archive, is for
// one question at a time, and must be closed. Ask is not for it.
func (r *Reader) AsOf(ctx context.Context, at time.Time) (*Reader, error) {
	past, err := r.openPast(ctx, at)
	if err != nil {
		return nil, fmt.Errorf("archive %s as of %s: %w", r.path, at.UTC().Format(time.RFC3339), err)
	}
	return past, nil
}

func (r *Reader) openPast(ctx context.Context, at time.Time) (_ *Reader, err error) {
	db, err := sql.Open("sqlite", "file:?_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)&_pragma=cache_size(-65536)") // no name: a file of its own that goes with it
	if err != nil {
		return nil, err
	}
	// The private database is that of its connection: there is one, for ever.
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	c, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(r.fillPast(ctx, c, at), c.Close()); err != nil {
		return nil, err
	}
	unpack, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxSnapshot))
	if err != nil {
		return nil, fmt.Errorf("zstd: %w", err)
	}
	return &Reader{db: db, path: r.path, unpack: unpack, past: at.UTC(), saved: r.saved, address: r.address}, nil
}

func (r *Reader) fillPast(ctx context.Context, c *sql.Conn, at time.Time) error {
	whole, err := dsn(r.path, "ro", r.immutable, nil)
	if err != nil {
		return err
	}
	scripts, err := migrations()
	if err != nil {
		return err
	}
	for n, script := range scripts { // an archive without anything in it
		if _, err := c.ExecContext(ctx, script+fmt.Sprintf("\nPRAGMA user_version = %d;", n+1)); err != nil {
			return err
		}
	}
	p := past{tx: &tx{ctx: ctx, s: &Store{conn: c, stmts: map[string]*sql.Stmt{}}}, at: clock{at}}
	defer func() {
		for _, st := range p.s.stmts {
			_ = st.Close() // was only read from or has been answered for
		}
	}()
	if _, err := c.ExecContext(ctx, "ATTACH ? AS whole", whole); err != nil {
		return err
	}
	// The transaction never ends: it holds one state of the archive, and what is
	// written into the private database goes with it.
	for _, step := range []func() error{
		p.script(`PRAGMA whole.mmap_size = 2147483648; PRAGMA whole.cache_size = -32768; BEGIN;
			CREATE TABLE main.hidden (id INTEGER PRIMARY KEY); -- articles that are not read from the archive
			CREATE TABLE main.moved (id INTEGER PRIMARY KEY); -- those among them that are read from here`),
		p.choose, p.copy, p.turnBack, p.views, p.script("PRAGMA query_only = ON"),
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// past is a private database that is being filled.
type past struct {
	*tx
	at clock
}

func (p past) script(text string) func() error {
	return func() error {
		_, err := p.s.conn.ExecContext(p.ctx, text)
		return err
	}
}

// sampled is how many articles that did not change are moved along with those
// that did, so that the private index weighs words as rare as they are: bm25
// counts in how many articles of the index a word occurs.
var sampled = 1000

// choose fills hidden and moved.
func (p past) choose() error {
	for _, q := range []string{
		`INSERT INTO main.hidden SELECT id FROM whole.article_facet WHERE first_seen > ?`,
		// By itself SQLite would go through all revisions for what is distinct in them.
		`INSERT OR IGNORE INTO main.moved SELECT article_id FROM whole.revision INDEXED BY revision_later
			WHERE number > 1 AND first_seen > ? AND article_id NOT IN (SELECT id FROM main.hidden)`,
	} {
		if err := p.exec(q, p.at); err != nil {
			return err
		}
	}
	var changed, others int
	if err := p.get(`SELECT (SELECT count(*) FROM main.moved), (SELECT count(*) FROM whole.article_facet WHERE first_seen <= ?)`, []any{p.at}, &changed, &others); err != nil {
		return err
	}
	if changed > 0 {
		if err := p.sample(others); err != nil {
			return err
		}
	}
	return p.exec(`INSERT INTO main.hidden SELECT id FROM main.moved`)
}

// ring is a prime: ids times another one in a ring of so many are any of them, and
// always the same. It stands in the statement as well.
const ring = 1_000_003

// sample adds to moved, of so many articles that had been seen, some that did not
// change: of many, first among four times as many as are needed.
func (p past) sample(of int) error {
	below := ring
	if of > 8*sampled {
		below = 4 * sampled * ring / of
	}
	for left := sampled; ; below = ring {
		err := p.exec(`INSERT INTO main.moved SELECT id FROM whole.article_facet
			WHERE first_seen <= ? AND (id % 1000003 * 7919) % 1000003 < ? AND id NOT IN (SELECT id FROM main.moved)
			ORDER BY (id % 1000003 * 7919) % 1000003, id LIMIT ?`, p.at, below, left)
		var added int
		if err == nil {
			err = p.get(`SELECT changes()`, nil, &added)
		}
		if left -= added; err != nil || left == 0 || below == ring {
			return err
		}
	}
}

// movedTables are those that hold what an article says now, by the column that
// names the article.
var movedTables = [][2]string{{"article", "id"}, {"article_facet", "id"}, {"article_byline", "article_id"}, {"article_tag", "article_id"},
	{"article_section", "article_id"}, {"article_image", "article_id"}, {"article_link", "article_id"}}

// namedTables are those whose rows articles share, by the column that tells them
// apart. Rows that the archive has keep their ids; names that only the past bore
// have ids above all of its.
var namedTables = map[string]string{"byline": "name", "tag": "name", "image": "url"}

const pastNames = 1 << 40

// copy writes the chosen articles as they are now.
func (p past) copy() error {
	for _, t := range movedTables {
		if err := p.exec(fmt.Sprintf(`INSERT INTO main.%[1]s SELECT * FROM whole.%[1]s WHERE %[2]s IN (SELECT id FROM main.moved)`, t[0], t[1])); err != nil {
			return err
		}
	}
	if err := p.exec(`INSERT INTO main.image SELECT * FROM whole.image WHERE id IN (SELECT image_id FROM main.article_image)`); err != nil {
		return err
	}
	if err := p.exec(strings.ReplaceAll(`UPDATE main.article SET last_seen = `+lastVisit("article.page_id", "")+` WHERE last_seen > NOW`, "NOW", "?1"), p.at); err != nil {
		return err
	}
	return p.script(fmt.Sprintf(`INSERT INTO main.byline (id, name, key, url) VALUES (%[1]d, '', '', '');
		INSERT INTO main.tag (id, name, key, url) VALUES (%[1]d, '', '', '');
		INSERT INTO main.image (id, url, identity, first_seen) VALUES (%[1]d, '', '', '')`, pastNames))()
}

// turnBack makes the changed ones say what they said.
func (p past) turnBack() error {
	type state struct {
		id, number int64
		first      clock
		gone       bool
	}
	var all []state
	err := p.each(`SELECT article_id, max(number), first_seen, class = 'removed' FROM whole.revision
		WHERE first_seen <= ?1 AND article_id IN (SELECT id FROM main.moved) GROUP BY article_id`, []any{p.at}, func(scan func(...any) error) error {
		var s state
		err := scan(&s.id, &s.number, &s.first, &s.gone)
		all = append(all, s)
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range all {
		var site, content string
		err := p.get(`SELECT a.site, r.content FROM whole.revision r JOIN main.article a ON a.id = r.article_id
			WHERE r.article_id = ? AND r.number = ? AND a.revision <> r.number`, []any{s.id, s.number}, &site, &content)
		if errors.Is(err, sql.ErrNoRows) {
			continue // one of the sample
		}
		if err != nil {
			return err
		}
		var a news.Article
		if err := json.Unmarshal([]byte(content), &a); err != nil {
			return fmt.Errorf("content of revision %d of article %d: %w", s.number, s.id, err)
		}
		gone := clock{}
		if s.gone {
			gone = s.first
		}
		if err := p.exec(`UPDATE main.article SET revision = ?, gone_at = ? WHERE id = ?`, s.number, gone, s.id); err != nil {
			return err
		}
		if err := p.names(&a); err != nil {
			return err
		}
		k := &keeping{tx: p.tx, v: &news.Visit{At: p.at.Time}, queue: &queue{site: site}}
		if err := k.setArticle(s.id, &a); err != nil {
			return fmt.Errorf("article %d: %w", s.id, err)
		}
	}
	return nil
}

// names brings along what the archive knows of the names of an article.
func (p past) names(a *news.Article) error {
	bring := func(table, name string) error {
		return p.exec(fmt.Sprintf(`INSERT OR IGNORE INTO main.%[1]s SELECT * FROM whole.%[1]s WHERE %[2]s = ?`, table, namedTables[table]), name)
	}
	var errs []error
	for _, b := range a.Bylines {
		errs = append(errs, bring("byline", b.Name))
	}
	for _, t := range a.Tags {
		errs = append(errs, bring("tag", t.Name))
	}
	for _, m := range a.Images {
		errs = append(errs, bring("image", m.URL))
	}
	return errors.Join(errs...)
}

// lastVisit is when a page was last found there, or with an outcome more.
func lastVisit(page, more string) string {
	return "coalesce((SELECT max(v.at) FROM (SELECT " + page + " AS id UNION ALL SELECT g.id FROM whole.page g WHERE g.same_as = " + page +
		") s CROSS JOIN whole.visit v ON v.page_id = s.id WHERE v.at <= NOW AND v.outcome IN ('fetched', 'not_modified'" + more + ")), NOW)"
}

// later are the columns in which the archive holds what it learnt later; NOW
// stands for the moment.
var later = map[string]map[string]string{
	"article": {
		"last_seen": "CASE WHEN last_seen > NOW THEN " + lastVisit("article.page_id", "") + " ELSE last_seen END",
		// A page may claim a later change without having changed.
		"modified_at":   claimedBy("modified_at", "r.modified_at"),
		"modified":      claimedBy("modified", "coalesce(r.content ->> '$.modified', '')"),
		"modified_text": claimedBy("modified_text", "coalesce(r.content ->> '$.modified_text', '')"),
	},
	"revision": {"last_seen": "CASE WHEN last_seen > NOW THEN " + lastVisit("(SELECT page_id FROM whole.article a WHERE a.id = revision.article_id)", ", 'missing'") + " ELSE last_seen END"},
	"module": { // of one that stands on any page nobody noted when it was seen in between
		"last_seen": "CASE WHEN last_seen <= NOW THEN last_seen WHEN page_id IS NULL THEN NOW ELSE " + lastVisit("module.page_id", "") + " END",
	},
	"placement":   stillThere,
	"ticker_line": stillThere,
	"run":         {"ended_at": "CASE WHEN ended_at <= NOW THEN ended_at END", "outcome": "CASE WHEN ended_at <= NOW THEN outcome ELSE '' END"},
}

var stillThere = map[string]string{
	"last_seen": "CASE WHEN to_at <= NOW THEN last_seen END",
	"to_at":     "CASE WHEN to_at <= NOW THEN to_at END",
}

func claimedBy(column, then string) string {
	return "CASE WHEN modified_at > NOW THEN (SELECT " + then + " FROM whole.revision r WHERE r.article_id = article.id AND r.number = article.revision) ELSE " + column + " END"
}

// begins are the columns that say since when a row has been there.
var begins = map[string]string{"revision": "first_seen", "visit": "at", "placement": "from_at", "ticker_line": "from_at", "module": "first_seen",
	"run": "started_at", "image_fetch": "at"}

// views puts views of then under the names of the archive's tables and views.
func (p past) views() error {
	type object struct{ name, kind, sql string }
	var all []object
	err := p.each(`SELECT s.name, s.type, s.sql FROM whole.sqlite_schema s JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'whole'
		WHERE l.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY s.type, s.rowid`, nil, func(scan func(...any) error) error {
		var o object
		err := scan(&o.name, &o.kind, &o.sql)
		all = append(all, o)
		return err
	})
	if err != nil {
		return err
	}
	now := "'" + p.at.text() + "'"
	for _, o := range all {
		if o.kind == "view" { // its names then mean the views of then
			if err := p.script("CREATE TEMP VIEW " + strings.TrimPrefix(o.sql, "CREATE VIEW "))(); err != nil {
				return fmt.Errorf("view %s: %w", o.name, err)
			}
			continue
		}
		columns, err := p.columns(o.name)
		if err != nil {
			return err
		}
		then := slices.Clone(columns)
		for i, c := range columns {
			if e := later[o.name][c]; e != "" {
				then[i] = strings.ReplaceAll(e, "NOW", now) + " AS " + c
			}
		}
		text := "SELECT " + strings.Join(then, ", ") + " FROM whole." + o.name
		if c := begins[o.name]; c != "" {
			text += " WHERE " + c + " <= " + now
		}
		here := " UNION ALL SELECT " + strings.Join(columns, ", ") + " FROM main." + o.name
		for _, t := range movedTables {
			if t[0] == o.name {
				text += " WHERE " + t[1] + " NOT IN (SELECT id FROM main.hidden)" + here
			}
		}
		if namedTables[o.name] != "" {
			text += here + fmt.Sprintf(" WHERE id > %d", pastNames)
		}
		if err := p.script("CREATE TEMP VIEW " + o.name + " AS " + text)(); err != nil {
			return fmt.Errorf("table %s: %w", o.name, err)
		}
	}
	return nil
}

func (p past) columns(table string) (names []string, err error) {
	err = p.each(`SELECT name FROM pragma_table_info(?, 'whole')`, []any{table}, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		names = append(names, s)
		return err
	})
	return names, err
}

// Past is the moment the reader reads as of; zero for one of today.
func (r *Reader) Past() time.Time { return r.past }

// now is the moment that dates are counted from.
func (r *Reader) now() time.Time {
	if r.past.IsZero() {
		return time.Now()
	}
	return r.past
}
