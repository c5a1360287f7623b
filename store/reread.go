package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strconv"
	"sync"

	"newskeep/scraper/news"
)

// state is a revision with the bytes it was read from.
type state struct {
	url         string // that answered
	at          clock
	headers     string
	content     string
	parser      string
	profileHash string
	current     bool // no later revision shows anything else
}

// stateKey is the place of a state in the order in which states are read again.
// Pages of one site and time were packed with one dictionary, and versions of a
// page with its first one: in this order each dictionary is unpacked about once.
type stateKey struct {
	Site    string `json:"site"`
	Article int64  `json:"article"`
	Number  int    `json:"revision"`
}

// rereading is one state on its way: read from the archive, read again, compared.
type rereading struct {
	key     stateKey
	hash    string // of the profile
	st      *state
	after   *news.Article
	content string        // after as the archive keeps it
	changed []FieldChange // fields that are read otherwise
	moved   []FieldChange // fields that say the same from another source
	skipped bool          // its site has no rules today
	err     error         // why it cannot be read; the others can
	broken  error         // why nothing can be read any more
	done    chan struct{} // closed when all of the above is known
}

// keysAtOnce is how many keys one question to the archive gives.
const keysAtOnce = 256

// rereadAll reads the states after a key again, several at a time, and hands them
// to keep one by one in their order.
func (r *Reader) rereadAll(ctx context.Context, o Rereading, after stateKey, keep func(*rereading) error) error {
	total, err := r.countStates(ctx, o.Site)
	if err != nil {
		return err
	}
	left, err := r.countAfter(ctx, o.Site, after)
	if err != nil {
		return err
	}
	load, err := r.db.PrepareContext(ctx, stateSQL)
	if err != nil {
		return err
	}
	defer load.Close()
	ctx, cancel := context.WithCancel(ctx)
	workers := cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	work := make(chan *rereading, workers)
	inOrder := make(chan *rereading, 4*workers) // bounds the pages in memory, and lets others pass a slow one
	var g sync.WaitGroup
	defer g.Wait()
	defer cancel()
	g.Go(func() {
		defer close(work)
		defer close(inOrder)
		if err := r.planStates(ctx, &o, after, work, inOrder); err != nil {
			j := &rereading{broken: err, done: make(chan struct{})}
			close(j.done)
			select {
			case inOrder <- j:
			case <-ctx.Done():
			}
		}
	})
	for range workers {
		g.Go(func() {
			for j := range work {
				if ctx.Err() == nil && !j.skipped {
					r.readAgain(ctx, load, j, &o)
				}
				close(j.done)
			}
		})
	}
	done := total - left
	for j := range inOrder {
		<-j.done
		if err := ctx.Err(); err != nil { // what failed may have failed for that
			return err
		}
		if j.broken != nil {
			return fmt.Errorf("read stored revisions: %w", j.broken)
		}
		if err := keep(j); err != nil {
			return err
		}
		if done++; o.Shown != nil {
			o.Shown(done, total)
		}
	}
	return ctx.Err()
}

// statesOf are the states of articles from their index by site. A removal has no
// state of its own.
const statesOf = ` FROM article_facet f CROSS JOIN revision r ON r.article_id = f.id AND r.class <> 'removed' AND r.snapshot_id IS NOT NULL
	WHERE (?1 = '' OR f.site = ?1)`

func (r *Reader) countStates(ctx context.Context, site string) (n int, err error) {
	err = r.db.QueryRowContext(ctx, `SELECT count(*)`+statesOf, site).Scan(&n)
	return n, err
}

func (r *Reader) countAfter(ctx context.Context, site string, k stateKey) (n int, err error) {
	err = r.db.QueryRowContext(ctx, `SELECT count(*)`+statesOf+` AND (f.site, f.id, r.number) > (?2, ?3, ?4)`,
		site, k.Site, k.Article, k.Number).Scan(&n)
	return n, err
}

// planStates sends the states after a key to be read, and to be waited for in order.
func (r *Reader) planStates(ctx context.Context, o *Rereading, after stateKey, work, inOrder chan<- *rereading) error {
	hashes := map[string]string{}
	without := map[string]bool{}
	for {
		var keys []stateKey
		err := r.each(ctx, `SELECT f.site, f.id, r.number`+statesOf+` AND (f.site, f.id, r.number) > (?2, ?3, ?4)
			ORDER BY f.site, f.id, r.number LIMIT ?5`, []any{o.Site, after.Site, after.Article, after.Number, keysAtOnce},
			func(scan func(...any) error) error {
				var k stateKey
				err := scan(&k.Site, &k.Article, &k.Number)
				keys = append(keys, k)
				return err
			})
		if err != nil || len(keys) == 0 {
			return err
		}
		for _, k := range keys {
			hash, known := hashes[k.Site]
			if !known {
				if hash, err = o.Profile(k.Site); err != nil && !errors.Is(err, ErrNoRules) {
					return err
				}
				without[k.Site] = err != nil
				hashes[k.Site] = hash
			}
			j := &rereading{key: k, hash: hash, skipped: without[k.Site], done: make(chan struct{})}
			select {
			case inOrder <- j:
			case <-ctx.Done():
				return ctx.Err()
			}
			work <- j // the workers take all there is, even after the end
			after = k
		}
	}
}

// stateSQL reads a revision with its bytes and the visit that brought them.
const stateSQL = `SELECT r.content, r.parser, r.profile_hash,
		NOT EXISTS (SELECT 1 FROM revision l WHERE l.article_id = r.article_id AND l.number > r.number AND l.class <> 'removed'),
		v.url, v.at, coalesce(v.headers, '{}'), ` + snapshotColumns + `
	FROM revision r JOIN snapshot s ON s.id = r.snapshot_id JOIN visit v ON v.id =
		coalesce((SELECT min(id) FROM visit WHERE snapshot_id = r.snapshot_id AND article_id = r.article_id),
			(SELECT min(id) FROM visit WHERE snapshot_id = r.snapshot_id))
	WHERE r.article_id = ? AND r.number = ?`

// readAgain reads a state from the archive and its bytes with today's rules.
func (r *Reader) readAgain(ctx context.Context, load *sql.Stmt, j *rereading, o *Rereading) {
	st, p := &state{}, packed{}
	j.st = st
	err := load.QueryRowContext(ctx, j.key.Article, j.key.Number).
		Scan(append([]any{&st.content, &st.parser, &st.profileHash, &st.current, &st.url, &st.at, &st.headers}, p.into()...)...)
	if err != nil {
		j.err = fmt.Errorf("its bytes: %w", err)
		return
	}
	var header map[string][]string
	if err := json.Unmarshal([]byte(st.headers), &header); err != nil {
		j.err = fmt.Errorf("stored headers: %w", err)
		return
	}
	body, err := r.unpackBody(ctx, p)
	if err != nil {
		j.err = err
		return
	}
	j.after, j.err = o.Read(j.key.Site, st.url, st.at.Time, header, body)
	if j.err == nil && j.after == nil {
		j.err = errors.New("read as no article")
	}
	if j.err != nil {
		return
	}
	if j.content = jsonText(j.after); j.content == st.content {
		return
	}
	before := &news.Article{}
	if err := json.Unmarshal([]byte(st.content), before); err != nil {
		j.err = fmt.Errorf("stored content: %w", err)
		return
	}
	j.compare(before)
}

// compare lists what is read otherwise, and what says the same from elsewhere.
func (j *rereading) compare(before *news.Article) {
	change := func(field, was, is string) FieldChange {
		return FieldChange{j.key.Article, j.st.url, j.key.Number, field, was, is}
	}
	otherwise := map[string]bool{}
	now := derived(j.after)
	for i, f := range derived(before) {
		if f.value != now[i].value {
			otherwise[f.name] = true
			j.changed = append(j.changed, change(f.name, f.value, now[i].value))
		}
	}
	names := maps.Clone(before.Provenance)
	if names == nil {
		names = map[string]news.Provenance{}
	}
	maps.Copy(names, j.after.Provenance)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, is := source(before.Provenance[name]), source(j.after.Provenance[name])
		if was != is && !otherwise[name] {
			j.moved = append(j.moved, change(name, was, is))
		}
	}
}

// source is where a field came from, in words; empty when from nowhere.
func source(p news.Provenance) string {
	if p.Rule == "" {
		return string(p.Source)
	}
	return string(p.Source) + " " + p.Rule
}

// differs reports whether the archive has to be written to.
func (j *rereading) differs(o *Rereading) bool {
	return !j.skipped && j.err == nil && (j.content != j.st.content || j.st.parser != o.Parser || j.st.profileHash != j.hash)
}

// derived lists all that is read from a page, for comparing two readings of one.
func derived(a *news.Article) []field {
	list := newsroom(a)
	for i := range list {
		if list[i].name == "published" { // both readings count from one moment
			list[i].value = instant(a.Published)
		}
	}
	shares := ""
	if a.Shares != nil {
		shares = strconv.Itoa(*a.Shares)
	}
	links := ""
	for _, l := range a.Links {
		links += string(l.Relation) + " " + l.URL + " " + l.Title + "\n"
	}
	return append(list,
		field{"modified", instant(a.Modified)}, field{"kind", string(kindOf(a))}, field{"language", a.Language},
		field{"canonical_url", a.CanonicalURL}, field{"read_minutes", strconv.Itoa(a.ReadMinutes)},
		field{"shares", shares}, field{"paywalled", strconv.FormatBool(a.Paywalled)}, field{"links", links})
}
