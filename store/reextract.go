package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"newskeep/scraper/news"
)

// Rereading says how stored snapshots are to be read again.
type Rereading struct {
	Site    string                                                                                               // only of this site; empty: of all
	Parser  string                                                                                               // version of the reader
	Workers int                                                                                                  // pages read at a time; 0: one a core
	Profile func(site string) (hash string, err error)                                                           // [ErrNoRules]: its states are left as they are
	Read    func(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error) // called from several goroutines; the body is overwritten when it has returned
	Changed func(FieldChange)                                                                                    // called for every field that is read otherwise, in order; nil: nobody asks
	Moved   func(FieldChange)                                                                                    // called for every field that says the same from another source; nil: nobody asks
	Shown   func(done, of int)                                                                                   // called after every revision; nil: nobody looks
}

// FieldChange is a field that today's rules read otherwise than it is stored, or
// read the same from somewhere else: then Before and After are sources with their
// rules, such as "profile h1.story-title" and "meta og:title".
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
	Revisions  int            `json:"revisions"`   // read again
	Changed    int            `json:"changed"`     // of them, with a field that is read otherwise
	Fields     map[string]int `json:"fields"`      // revisions by the field that is read otherwise
	SourceOnly int            `json:"source_only"` // revisions that say the same, some of it from another source
	Sources    map[string]int `json:"sources"`     // revisions by the field that says the same from another source
	Unreadable []Unreadable   `json:"unreadable"`  // their fields stay as they are
	Skipped    map[string]int `json:"skipped"`     // revisions of sites without rules, by site; they stay as they are
	Resumed    int            `json:"resumed"`     // of all of them, how many an earlier call had done that was stopped
}

// Unreadable is a revision whose snapshot gives no article today.
type Unreadable struct {
	Article  int64  `json:"id"`
	URL      string `json:"url"`
	Revision int    `json:"revision"`
	Reason   string `json:"reason"`
}

func newReextraction() *Reextraction {
	return &Reextraction{Fields: map[string]int{}, Sources: map[string]int{}, Unreadable: []Unreadable{}, Skipped: map[string]int{}}
}

// TryReextract reads every stored state again and only says what would change.
func (r *Reader) TryReextract(ctx context.Context, o Rereading) (*Reextraction, error) {
	sum := newReextraction()
	err := r.rereadAll(ctx, o, false, stateKey{}, func(j *rereading) error {
		sum.add(j, &o)
		return nil
	})
	return sum, err
}

// One transaction replaces replaceMost states, or what they say in replaceBytes: a
// kill costs no more work than that, and no more of them are in memory.
const (
	replaceMost  = 256
	replaceBytes = 4 << 20
)

// Reextract reads every stored state again with today's rules and keeps what they
// read. Fields follow; revisions, their times and their classes stay, because the
// newsroom changed nothing. It can be killed at any time: the next call with the
// same rules goes on where it was, and reports on the whole.
func (s *Store) Reextract(ctx context.Context, o Rereading) (*Reextraction, error) {
	sum := newReextraction()
	var at stateKey
	rules, err := s.read.rules(ctx, &o)
	if err != nil {
		return sum, err
	}
	work, err := s.takeUp(ctx, "reextract", rules, &at, sum)
	if err != nil {
		return sum, err
	}
	sum.Resumed = sum.Revisions + len(sum.Unreadable)
	var waiting []*rereading
	size := 0 // of what they say, in bytes
	flush := func(ctx context.Context) error {
		err := s.write(ctx, func(t *tx) error {
			r := replacing{tx: t, parser: o.Parser}
			for _, j := range waiting {
				if err := r.replace(j); err != nil {
					return fmt.Errorf("revision %d of article %d: %w", j.key.Number, j.key.Article, err)
				}
			}
			if err := r.end(); err != nil {
				return err
			}
			return t.save(work, at, sum)
		})
		clear(waiting)
		waiting, size = waiting[:0], 0
		return err
	}
	err = s.read.rereadAll(ctx, o, true, at, func(j *rereading) error {
		at = j.key
		sum.add(j, &o)
		if j.toWrite(&o) {
			waiting = append(waiting, j)
			size += len(j.content)
		}
		if len(waiting) >= replaceMost || size >= replaceBytes || work.stale(s.now()) {
			return flush(ctx)
		}
		return nil
	})
	switch {
	case err == nil && len(waiting) == 0:
	case err == nil || ctx.Err() != nil: // what was read before a signal is kept
		err = errors.Join(err, flush(context.WithoutCancel(ctx)))
	}
	if err != nil {
		return sum, err
	}
	return sum, s.write(ctx, func(t *tx) error { return t.finish(work) })
}

// rules names all that decides what reading again gives: the same rules on the
// same bytes say the same.
func (r *Reader) rules(ctx context.Context, o *Rereading) (rules struct {
	Site     string            `json:"site"`
	Parser   string            `json:"parser"`
	Profiles map[string]string `json:"profiles"` // hashes by site
}, err error) {
	rules.Site, rules.Parser, rules.Profiles = o.Site, o.Parser, map[string]string{}
	var sites []string
	err = r.often(ctx, `SELECT name FROM site WHERE (?1 = '' OR name = ?1) AND EXISTS (SELECT 1 FROM article_facet f WHERE f.site = name)`,
		[]any{o.Site}, func(scan func(...any) error) error {
			var name string
			err := scan(&name)
			sites = append(sites, name)
			return err
		})
	for _, site := range sites {
		if err == nil {
			if rules.Profiles[site], err = o.Profile(site); errors.Is(err, ErrNoRules) {
				err = nil
			}
		}
	}
	return rules, err
}

// add counts one state that was read again and tells of its fields.
func (sum *Reextraction) add(j *rereading, o *Rereading) {
	if j.skipped {
		sum.Skipped[j.key.Site]++
		return
	}
	if j.err != nil {
		sum.Unreadable = append(sum.Unreadable, Unreadable{j.key.Article, j.st.url, j.key.Number, j.err.Error()})
		return
	}
	sum.Revisions++
	if len(j.changed) > 0 {
		sum.Changed++
	} else if len(j.moved) > 0 {
		sum.SourceOnly++
	}
	for _, c := range j.changed {
		sum.Fields[c.Field]++
		if o.Changed != nil {
			o.Changed(c)
		}
	}
	for _, c := range j.moved {
		sum.Sources[c.Field]++
		if o.Moved != nil {
			o.Moved(c)
		}
	}
}
