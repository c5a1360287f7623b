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

// before compares two states of one site.
func (k stateKey) before(l stateKey) bool {
	return k.Article < l.Article || k.Article == l.Article && k.Number < l.Number
}

// rereading is one state on its way: read from the archive, read again, compared.
type rereading struct {
	key     stateKey
	hash    string // of the profile
	st      *state
	before  *news.Article // nil when it is read as it is stored
	after   *news.Article
	content string        // after as the archive keeps it
	digest  string        // of after, when it is to be written
	differ  []string      // fields that before and after differ in, see [news.Differing]
	changed []FieldChange // fields that are read otherwise
	moved   []FieldChange // fields that say the same from another source
	skipped bool          // its site has no rules today
	err     error         // why it cannot be read; the others can
}

// batch is some states of one site, in order, that are read again in one go.
type batch struct {
	list   []*rereading
	broken error         // why nothing can be read any more
	done   chan struct{} // closed when all of them are known
}

// keysAtOnce is how many keys one question to the archive gives, batchMost how many
// states a batch has: enough that asking for them and handing them on is little
// beside reading them, and few enough to be held in memory by the dozen.
const (
	keysAtOnce = 256
	batchMost  = 16
)

// rereadAll reads the states after a key again, several at a time, and hands them
// to keep one by one in their order; write says that it writes them.
func (r *Reader) rereadAll(ctx context.Context, o Rereading, write bool, after stateKey, keep func(*rereading) error) error {
	total, err := r.countAfter(ctx, o.Site, stateKey{})
	if err != nil {
		return err
	}
	left := total
	if after != (stateKey{}) {
		if left, err = r.countAfter(ctx, o.Site, after); err != nil {
			return err
		}
	}
	load, err := r.kept.take(ctx, r.db, statesSQL)
	if err != nil {
		return err
	}
	defer r.kept.back(load)
	ctx, cancel := context.WithCancel(ctx)
	workers := cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	work := make(chan *batch, workers)
	inOrder := make(chan *batch, 2*workers) // bounds the pages in memory, and lets others pass a slow one
	var g sync.WaitGroup
	defer g.Wait()
	defer cancel()
	g.Go(func() {
		defer close(work)
		defer close(inOrder)
		if err := r.planStates(ctx, &o, after, work, inOrder); err != nil {
			b := &batch{broken: err, done: make(chan struct{})}
			close(b.done)
			select {
			case inOrder <- b:
			case <-ctx.Done():
			}
		}
	})
	for range workers {
		g.Go(func() {
			w := rereader{r: r, load: load.Stmt, o: &o, write: write}
			for b := range work {
				w.readAgain(ctx, b)
				close(b.done)
			}
		})
	}
	done := total - left
	for b := range inOrder {
		<-b.done
		if err := ctx.Err(); err != nil { // what failed may have failed for that
			return err
		}
		if b.broken != nil {
			return fmt.Errorf("read stored revisions: %w", b.broken)
		}
		for _, j := range b.list {
			if err := keep(j); err != nil {
				return err
			}
			if done++; o.Shown != nil {
				o.Shown(done, total)
			}
		}
	}
	return ctx.Err()
}

// states are those of articles from their index by site. A removal has no
// state of its own.
const states = ` FROM article_facet f CROSS JOIN revision r ON r.article_id = f.id AND r.class <> 'removed' AND r.snapshot_id IS NOT NULL`

// countSQL counts the states of one site, or of all when it is empty, that follow a
// key, by indexes alone: all revisions but those few that are none. To look at each
// would be to read most of the archive.
var countSQL = func() string {
	const those = ` AND (?1 = '' OR f.site = ?1) AND (f.site, f.id, r.number) > (?2, ?3, ?4))`
	const few = `(SELECT count(*) FROM revision r CROSS JOIN article_facet f ON f.id = r.article_id WHERE `
	return `SELECT (SELECT count(*) FROM article_facet f CROSS JOIN revision r ON r.article_id = f.id WHERE true` + those + ` -
		` + few + `r.class = 'removed' AND r.class <> 'first'` + those + ` - ` + few + `r.snapshot_id IS NULL AND r.class <> 'removed'` + those
}()

func (r *Reader) countAfter(ctx context.Context, site string, k stateKey) (n int, err error) {
	err = r.one(ctx, countSQL, []any{site, k.Site, k.Article, k.Number}, &n)
	return n, err
}

// keysSQL are the next states of a site, after an article and a revision.
const keysSQL = `SELECT f.id, r.number` + states + ` WHERE f.site = ?1 AND f.id >= ?2 AND (f.id > ?2 OR r.number > ?3)
	ORDER BY f.id, r.number LIMIT ?4`

// planStates sends the states after a key to be read, and to be waited for in
// order: site by site, because only so does the index find where to go on.
func (r *Reader) planStates(ctx context.Context, o *Rereading, after stateKey, work, inOrder chan<- *batch) error {
	var sites []string
	err := r.often(ctx, `SELECT name FROM site WHERE (?1 = '' OR name = ?1) AND name >= ?2 ORDER BY name`, []any{o.Site, after.Site},
		func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			sites = append(sites, name)
			return err
		})
	if err != nil {
		return err
	}
	for _, site := range sites {
		if site != after.Site {
			after = stateKey{Site: site}
		}
		if err := r.planSite(ctx, o, after, work, inOrder); err != nil {
			return err
		}
	}
	return nil
}

func (r *Reader) planSite(ctx context.Context, o *Rereading, after stateKey, work, inOrder chan<- *batch) error {
	var hash string
	var without bool
	for first := true; ; first = false {
		var keys []stateKey
		err := r.often(ctx, keysSQL, []any{after.Site, after.Article, after.Number, keysAtOnce}, func(scan func(...any) error) error {
			k := stateKey{Site: after.Site}
			err := scan(&k.Article, &k.Number)
			keys = append(keys, k)
			return err
		})
		if err != nil || len(keys) == 0 {
			return err
		}
		if first {
			if hash, err = o.Profile(after.Site); err != nil && !errors.Is(err, ErrNoRules) {
				return err
			}
			without = err != nil
		}
		after = keys[len(keys)-1]
		for some := range slices.Chunk(keys, batchMost) {
			b := &batch{done: make(chan struct{})}
			for _, k := range some {
				b.list = append(b.list, &rereading{key: k, hash: hash, skipped: without})
			}
			select {
			case inOrder <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
			work <- b // the workers take all there is, even after the end
		}
		if len(keys) < keysAtOnce {
			return nil
		}
	}
}

// statesSQL reads the revisions of a site from one to another, with their bytes and
// the visit that brought them.
const statesSQL = `SELECT f.id, r.number, r.content, r.parser, r.profile_hash,
		NOT EXISTS (SELECT 1 FROM revision l WHERE l.article_id = r.article_id AND l.number > r.number AND l.class <> 'removed'),
		v.url, v.at, coalesce(v.headers, '{}'), ` + snapshotColumns + `
	FROM article_facet f CROSS JOIN revision r ON r.article_id = f.id AND r.class <> 'removed'
	JOIN snapshot s ON s.id = r.snapshot_id JOIN visit v ON v.id =
		coalesce((SELECT min(id) FROM visit WHERE snapshot_id = r.snapshot_id AND article_id = r.article_id),
			(SELECT min(id) FROM visit WHERE snapshot_id = r.snapshot_id))
	WHERE f.site = ?1 AND f.id BETWEEN ?2 AND ?4 AND (f.id > ?2 OR r.number >= ?3) AND (f.id < ?4 OR r.number <= ?5)
	ORDER BY f.id, r.number`

// rereader reads states again, one batch after the other.
type rereader struct {
	r      *Reader
	load   *sql.Stmt
	o      *Rereading
	write  bool              // what is read is to be kept
	packed [batchMost]packed // the bytes of the batch at hand, as they are stored
	next   packed            // and those of the row at hand
	body   []byte            // room for those of one page
}

// roomMost is how large the room for a packed page may be that is kept for others.
const roomMost = 1 << 18

// reused is a column of bytes that is read to where the one before it was.
type reused []byte

func (b *reused) Scan(v any) error {
	from, _ := v.([]byte)
	*b = append((*b)[:0], from...)
	return nil
}

// readAgain reads states from the archive and their bytes with today's rules.
func (w *rereader) readAgain(ctx context.Context, b *batch) {
	if b.list[0].skipped {
		return
	}
	if w.loadStates(ctx, b.list, w.packed[:]) != nil { // where the file is damaged, those beside it can be read
		for i, j := range b.list {
			j.err = w.loadStates(ctx, b.list[i:i+1], w.packed[i:])
		}
	}
	for i, j := range b.list {
		if ctx.Err() != nil {
			return
		}
		if j.st == nil {
			j.st, j.err = &state{}, fmt.Errorf("its bytes: %w", cmp.Or(j.err, sql.ErrNoRows))
			continue
		}
		j.err = w.readState(ctx, j, &w.packed[i])
		if cap(w.packed[i].body) > roomMost {
			w.packed[i].body = nil
		}
	}
}

// loadStates fills in what the archive has of states that follow each other. One
// that has come between them meanwhile is passed over.
func (w *rereader) loadStates(ctx context.Context, list []*rereading, into []packed) error {
	from, to := list[0].key, list[len(list)-1].key
	rows, err := w.load.QueryContext(ctx, from.Site, from.Article, from.Number, to.Article, to.Number)
	if err != nil {
		return err
	}
	at := 0
	return eachRow(rows, func(scan func(...any) error) error {
		st, p, k := &state{}, &w.next, stateKey{Site: from.Site}
		if err := scan(&k.Article, &k.Number, &st.content, &st.parser, &st.profileHash, &st.current,
			&st.url, &st.at, &st.headers, &p.sha256, &p.size, &p.codec, &p.base, (*reused)(&p.body)); err != nil {
			return err
		}
		for list[at].key.before(k) { // to the last one, which no row is behind
			at++
		}
		if list[at].key == k {
			list[at].st = st
			into[at], *p = *p, into[at] // each has room of its own
		}
		return nil
	})
}

func (w *rereader) readState(ctx context.Context, j *rereading, p *packed) error {
	var header map[string][]string
	if err := json.Unmarshal([]byte(j.st.headers), &header); err != nil {
		return fmt.Errorf("stored headers: %w", err)
	}
	body, err := w.r.unpackInto(ctx, *p, w.body)
	if err != nil {
		return err
	}
	if p.codec != codecPlain {
		w.body = body
	}
	j.after, err = w.o.Read(j.key.Site, j.st.url, j.st.at.Time, header, body)
	if err != nil {
		return err
	}
	if j.after == nil {
		return errors.New("read as no article")
	}
	text, err := j.after.MarshalJSON() // json.Marshal would read it once more
	if err != nil {
		return err
	}
	if j.content = j.st.content; string(text) != j.content {
		j.content, j.before = string(text), &news.Article{}
		if err := j.before.UnmarshalJSON([]byte(j.st.content)); err != nil {
			return fmt.Errorf("stored content: %w", err)
		}
		j.differ = news.Differing(j.before, j.after)
		j.compare()
	}
	if w.write && j.toWrite(w.o) {
		j.digest = digest(j.after)
	}
	return nil
}

// compare lists what is read otherwise, and what says the same from elsewhere.
func (j *rereading) compare() {
	change := func(field, was, is string) FieldChange {
		return FieldChange{j.key.Article, j.st.url, j.key.Number, field, was, is}
	}
	otherwise := map[string]bool{}
	for _, f := range derived {
		if !j.differs(f.from) {
			continue
		}
		if was, is := f.of(j.before), f.of(j.after); was != is {
			otherwise[f.name] = true
			j.changed = append(j.changed, change(f.name, was, is))
		}
	}
	if !j.differs("provenance") {
		return
	}
	names := maps.Clone(j.before.Provenance)
	if names == nil {
		names = map[string]news.Provenance{}
	}
	maps.Copy(names, j.after.Provenance)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		was, is := source(j.before.Provenance[name]), source(j.after.Provenance[name])
		if was != is && !otherwise[name] {
			j.moved = append(j.moved, change(name, was, is))
		}
	}
}

// differs reports whether one of some fields, by their names in JSON, is stored
// otherwise than it is read.
func (j *rereading) differs(names ...string) bool {
	return slices.ContainsFunc(j.differ, func(name string) bool { return slices.Contains(names, name) })
}

// source is where a field came from, in words; empty when from nowhere.
func source(p news.Provenance) string {
	if p.Rule == "" {
		return string(p.Source)
	}
	return string(p.Source) + " " + p.Rule
}

// toWrite reports whether the archive has to be written to.
func (j *rereading) toWrite(o *Rereading) bool {
	return !j.skipped && j.err == nil && (j.content != j.st.content || j.st.parser != o.Parser || j.st.profileHash != j.hash)
}

// derived is all that is read from a page, as text to compare two readings of one:
// the newsroom's fields and the others. From is the name in JSON of what it is made of.
var derived = func() (list []derivation) {
	for _, f := range newsroomFields {
		if f.name == "published" { // both readings count from one moment
			f.of = func(a *news.Article) string { return instant(a.Published) }
		}
		list = append(list, f)
	}
	return append(list,
		derivation{"modified", "modified", func(a *news.Article) string { return instant(a.Modified) }},
		derivation{"kind", "kind", func(a *news.Article) string { return string(kindOf(a)) }},
		derivation{"language", "language", func(a *news.Article) string { return a.Language }},
		derivation{"canonical_url", "canonical_url", func(a *news.Article) string { return a.CanonicalURL }},
		derivation{"read_minutes", "read_minutes", func(a *news.Article) string { return strconv.Itoa(a.ReadMinutes) }},
		derivation{"shares", "shares", func(a *news.Article) string {
			if a.Shares == nil {
				return ""
			}
			return strconv.Itoa(*a.Shares)
		}},
		derivation{"paywalled", "paywalled", func(a *news.Article) string { return strconv.FormatBool(a.Paywalled) }},
		derivation{"links", "links", func(a *news.Article) string {
			return lines(a.Links, func(l news.Link) string { return string(l.Relation) + " " + l.URL + " " + l.Title })
		}})
}()
