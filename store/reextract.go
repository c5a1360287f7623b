package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"newskeep/scraper/news"
)

// Rereading says how stored snapshots are to be read again.
type Rereading struct {
	Site    string // only of this site; empty: of all
	Parser  string // version of the reader
	Profile func(site string) (hash string, err error)
	Read    func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error)
	Changed func(FieldChange) // called for every field that is read otherwise; nil: nobody asks
}

// FieldChange is a field that today's rules read otherwise than it is stored.
type FieldChange struct {
	Article  int64  `json:"id"`
	URL      string `json:"url"`
	Revision int    `json:"revision"`
	Field    string `json:"field"`
	Before   string `json:"before"`
	After    string `json:"after"`
}

// Reextraction is what reading again came to.
type Reextraction struct {
	Revisions  int            `json:"revisions"`  // read again
	Changed    int            `json:"changed"`    // of them, with a field that is read otherwise
	Fields     map[string]int `json:"fields"`     // revisions by the field that is read otherwise
	Unreadable []Unreadable   `json:"unreadable"` // their fields stay as they are
}

// Unreadable is a revision whose snapshot gives no article today.
type Unreadable struct {
	Article  int64  `json:"id"`
	URL      string `json:"url"`
	Revision int    `json:"revision"`
	Reason   string `json:"reason"`
}

// TryReextract reads every stored state again and only says what would change.
func (r *Reader) TryReextract(ctx context.Context, o Rereading) (*Reextraction, error) {
	return r.reextract(ctx, o, func(*state, *news.Article, string) error { return nil })
}

// Reextract reads every stored state again with today's rules and keeps what they
// read. Fields follow; revisions, their times and their classes stay, because the
// newsroom changed nothing. It can be stopped and begun again at any time.
func (s *Store) Reextract(ctx context.Context, o Rereading) (*Reextraction, error) {
	return s.read.reextract(ctx, o, func(st *state, a *news.Article, hash string) error {
		return s.write(ctx, func(t *tx) error { return t.replace(st, a, o.Parser, hash) })
	})
}

// state is a revision with the bytes it was read from.
type state struct {
	article     int64
	number      int
	site        string
	url         string // that answered
	at          clock
	headers     string
	snapshot    int64
	content     string
	parser      string
	profileHash string
	current     bool // no later revision shows anything else
}

func (r *Reader) reextract(ctx context.Context, o Rereading, keep func(*state, *news.Article, string) error) (*Reextraction, error) {
	sum := &Reextraction{Fields: map[string]int{}, Unreadable: []Unreadable{}}
	hashes := map[string]string{}
	st := &state{}
	for {
		next, err := r.nextState(ctx, st, o.Site)
		if errors.Is(err, sql.ErrNoRows) {
			return sum, nil
		}
		if err != nil {
			return sum, fmt.Errorf("read stored revisions: %w", err)
		}
		st = next
		hash, known := hashes[st.site]
		if !known {
			if hash, err = o.Profile(st.site); err != nil {
				return sum, err
			}
			hashes[st.site] = hash
		}
		after, before, err := r.readAgain(ctx, st, o)
		if ctx.Err() != nil {
			return sum, ctx.Err()
		}
		if err != nil {
			sum.Unreadable = append(sum.Unreadable, Unreadable{st.article, st.url, st.number, err.Error()})
			continue
		}
		sum.Revisions++
		fields := o.tell(st, before, after)
		for _, f := range fields {
			sum.Fields[f]++
		}
		if len(fields) > 0 {
			sum.Changed++
		}
		if jsonText(after) != st.content || st.parser != o.Parser || st.profileHash != hash {
			if err := keep(st, after, hash); err != nil {
				return sum, fmt.Errorf("revision %d of article %d: %w", st.number, st.article, err)
			}
		}
	}
}

// nextState returns the state after another one, in the order of articles. A
// removal has no state of its own.
func (r *Reader) nextState(ctx context.Context, after *state, site string) (*state, error) {
	var s state
	err := r.db.QueryRowContext(ctx, `SELECT r.article_id, r.number, a.site, r.snapshot_id, r.content, r.parser, r.profile_hash,
			NOT EXISTS (SELECT 1 FROM revision l WHERE l.article_id = r.article_id AND l.number > r.number AND l.class <> 'removed'),
			v.url, v.at, coalesce(v.headers, '{}')
		FROM revision r JOIN article a ON a.id = r.article_id JOIN visit v ON v.id =
			coalesce((SELECT min(id) FROM visit WHERE snapshot_id = r.snapshot_id AND article_id = r.article_id),
				(SELECT min(id) FROM visit WHERE snapshot_id = r.snapshot_id))
		WHERE (r.article_id, r.number) > (?, ?) AND r.class <> 'removed' AND (?3 = '' OR a.site = ?3)
		ORDER BY r.article_id, r.number LIMIT 1`, after.article, after.number, site).
		Scan(&s.article, &s.number, &s.site, &s.snapshot, &s.content, &s.parser, &s.profileHash, &s.current, &s.url, &s.at, &s.headers)
	return &s, err
}

func (r *Reader) readAgain(ctx context.Context, st *state, o Rereading) (after, before *news.Article, err error) {
	before = &news.Article{}
	if err := json.Unmarshal([]byte(st.content), before); err != nil {
		return nil, nil, fmt.Errorf("stored content: %w", err)
	}
	var header map[string][]string
	if err := json.Unmarshal([]byte(st.headers), &header); err != nil {
		return nil, nil, fmt.Errorf("stored headers: %w", err)
	}
	body, err := r.body(ctx, st.snapshot)
	if err != nil {
		return nil, nil, err
	}
	after, err = o.Read(st.site, st.url, st.at.Time, header, body)
	if err == nil && after == nil {
		err = errors.New("read as no article")
	}
	return after, before, err
}

// tell reports the fields that are read otherwise and returns their names.
func (o *Rereading) tell(st *state, before, after *news.Article) []string {
	var names []string
	new := derived(after)
	for i, f := range derived(before) {
		if f.value == new[i].value {
			continue
		}
		names = append(names, f.name)
		if o.Changed != nil {
			o.Changed(FieldChange{st.article, st.url, st.number, f.name, f.value, new[i].value})
		}
	}
	return names
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

// replace puts another reading in the place of a state, and of the removal that
// repeats it.
func (t *tx) replace(st *state, a *news.Article, parser, hash string) error {
	err := t.exec(`UPDATE revision SET published_at = ?, modified_at = ?, parser = ?, profile_hash = ?, digest = ?, content = ?
		WHERE article_id = ? AND (number = ? OR number = ? AND class = 'removed')`,
		claim{a.Published.Time}, claim{a.Modified.Time}, parser, hash, digest(a), jsonText(a),
		st.article, st.number, st.number+1)
	if err != nil || !st.current {
		return err
	}
	k := &keeping{tx: t, v: &news.Visit{At: st.at.Time}, queue: &queue{t: t, site: st.site}}
	return k.setArticle(st.article, a)
}
