package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Revision is one state of an article, as `history --json` prints it.
type Revision struct {
	Number    int       `json:"revision"`
	FirstSeen time.Time `json:"first_seen"`
	LastSeen  time.Time `json:"last_seen"`
	Published time.Time `json:"published,omitzero"` // as this state claims, UTC
	Modified  time.Time `json:"modified,omitzero"`  // as this state claims, UTC
	Class     string    `json:"class"`
	Silent    bool      `json:"silent"`
	Changed   []string  `json:"changed"`
	Parser    string    `json:"parser"`
}

// Revisions lists the states of an article, oldest first. Ref is as for Article;
// the error is [ErrNotFound] when there is none.
func (r *Reader) Revisions(ctx context.Context, ref string) ([]Revision, error) {
	id, err := r.articleID(ctx, ref)
	if err != nil {
		return nil, err
	}
	list := []Revision{}
	err = r.each(ctx, "SELECT "+revisionColumns+" FROM revision WHERE article_id = ? ORDER BY number", []any{id}, func(scan func(...any) error) error {
		v, err := scanRevision(scan)
		list = append(list, v.Revision)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("revisions of article %d: %w", id, err)
	}
	return list, nil
}

// ArticleRevision is one state of an article, known by its id.
type ArticleRevision struct {
	Article int64
	Revision
}

// revisionColumns belong to scanRevision.
const revisionColumns = `article_id, number, first_seen, last_seen, published_at, modified_at, class, silent, changed, parser`

func scanRevision(scan func(...any) error) (v ArticleRevision, err error) {
	var first, last, published, modified clock
	var changed string
	if err := scan(&v.Article, &v.Number, &first, &last, &published, &modified, &v.Class, &v.Silent, &changed, &v.Parser); err != nil {
		return v, err
	}
	v.FirstSeen, v.LastSeen, v.Published, v.Modified = first.Time, last.Time, published.Time, modified.Time
	return v, json.Unmarshal([]byte(changed), &v.Changed)
}

// Snapshot is what a server answered, as it was stored.
type Snapshot struct {
	SHA256 string              `json:"sha256"`
	URL    string              `json:"url"` // that answered
	At     time.Time           `json:"at"`  // when it was asked
	Status int                 `json:"status"`
	Header map[string][]string `json:"headers"`
	Size   int                 `json:"size"` // bytes
	Body   []byte              `json:"-"`
}

// Snapshot returns the bytes an article's state was read from, with the headers
// they came with. The error is [ErrNotFound] when nothing was stored, or
// [ErrCorrupt] when the bytes do not match their SHA-256.
func (r *Reader) Snapshot(ctx context.Context, ref string, at ArticleAt) (*Snapshot, error) {
	a, err := r.Article(ctx, ref, at)
	if err != nil {
		return nil, err
	}
	return r.snapshot(ctx, fmt.Sprintf("article %d, revision %d", a.ID, a.Revision),
		`v.snapshot_id = (SELECT snapshot_id FROM revision WHERE article_id = ? AND number = ?)`, a.ID, a.Revision)
}

// SnapshotOf returns the bytes of the last answer to an address, article or not:
// a section page, or a challenge kept as evidence. Errors are those of Snapshot.
func (r *Reader) SnapshotOf(ctx context.Context, address string) (*Snapshot, error) {
	for _, a := range spellings(address) {
		s, err := r.snapshot(ctx, "page "+address, `v.page_id IN (`+pageAt+`) AND v.snapshot_id IS NOT NULL`, a, a)
		if !errors.Is(err, ErrNotFound) {
			return s, err
		}
	}
	return nil, fmt.Errorf("snapshot of %s: %w", address, ErrNotFound)
}

// SnapshotNamed returns any stored bytes, by their SHA-256 in hex or, as verify
// names them, by "snapshot 12"; the headers are those of the last answer that
// brought them. Named is false when the text is no such name; errors are those of
// Snapshot.
func (r *Reader) SnapshotNamed(ctx context.Context, name string) (s *Snapshot, named bool, err error) {
	if number, ok := strings.CutPrefix(name, "snapshot "); ok {
		if id, err := strconv.ParseInt(number, 10, 64); err == nil {
			s, err := r.snapshot(ctx, name, `s.id = ?`, id)
			return s, true, err
		}
	}
	if sum, err := hex.DecodeString(name); err == nil && len(sum) == sha256.Size {
		s, err := r.snapshot(ctx, name, `s.sha256 = ?`, hex.EncodeToString(sum))
		return s, true, err
	}
	return nil, false, nil
}

func (r *Reader) snapshot(ctx context.Context, of, where string, args ...any) (*Snapshot, error) {
	var s Snapshot
	var p packed
	var at clock
	var headers string
	err := r.db.QueryRowContext(ctx, `SELECT `+snapshotColumns+`, v.url, v.at, coalesce(v.status, 0), coalesce(v.headers, '{}')
		FROM visit v JOIN snapshot s ON s.id = v.snapshot_id WHERE `+where+` ORDER BY v.at DESC, v.id DESC LIMIT 1`, args...).
		Scan(append(p.into(), &s.URL, &at, &s.Status, &headers)...)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err == nil {
		s.Body, err = r.unpackBody(ctx, p)
	}
	if err == nil {
		err = json.Unmarshal([]byte(headers), &s.Header)
	}
	if err != nil {
		return nil, fmt.Errorf("snapshot of %s: %w", of, err)
	}
	s.SHA256, s.Size, s.At = p.sha256, p.size, at.Time
	return &s, nil
}
