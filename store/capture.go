package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"newskeep/scraper/news"
)

// Capture is a visit that was answered, with what was sent both ways.
type Capture struct {
	Number  int64 // in the order they were kept
	ID      news.VisitID
	Page    int64
	URL     string // that answered
	At      time.Time
	Outcome news.Outcome
	Kind    news.PageKind // empty when it was not read
	Title   string        // of the article it showed; empty when it is none
	Status  int
	Header  map[string][]string
	Asked   map[string][]string // headers of the request; nil when they are not known
	Via     news.Via
	Body    int64  // snapshot of the body; 0 when it had none
	SHA256  string // of the body, in hex; empty when it had none
}

// capturesFrom are the visits that were answered: those of the articles a query
// finds, under whatever address they went before, or all.
const (
	capturesFrom = ` FROM visit v JOIN page p ON p.id = v.page_id LEFT JOIN snapshot s ON s.id = v.snapshot_id WHERE v.status IS NOT NULL`
	ofHits       = ` AND v.page_id IN (WITH hit AS (SELECT page_id FROM article WHERE id IN (%s))
		SELECT page_id FROM hit UNION SELECT id FROM page WHERE same_as IN (SELECT page_id FROM hit))`
	ofAll = `%.0s` // the ids of the hits are not printed
)

func (s *Selection) captures() string {
	if s.Query == "" {
		return capturesFrom + ofAll
	}
	return capturesFrom + ofHits
}

// Captures gives every visit that was answered, in the order they were kept: those of
// the hits, or of all pages, sections and feeds included, when the query is empty. It
// holds no bodies; see [Reader.Body]. An error ends it.
func (s *Selection) Captures(ctx context.Context) iter.Seq2[*Capture, error] {
	return selected(ctx, s, `SELECT v.id, v.uid, coalesce(p.same_as, p.id), v.url, v.at, v.outcome, v.page_kind,
			coalesce((SELECT json_extract(r.content, '$.headline') FROM revision r WHERE r.article_id = v.article_id AND r.number = v.revision), ''),
			v.status, v.headers, v.request, v.via, coalesce(v.snapshot_id, 0), coalesce(s.sha256, '')`+s.captures()+` ORDER BY v.id`, scanCapture)
}

// CountCaptures counts what [Selection.Captures] gives.
func (s *Selection) CountCaptures(ctx context.Context) (n int, err error) {
	for n, err = range selected(ctx, s, `SELECT count(*)`+s.captures(), func(scan func(...any) error) (n int, err error) { return n, scan(&n) }) {
	}
	return n, err
}

func scanCapture(scan func(...any) error) (*Capture, error) {
	var c Capture
	var at clock
	var headers, asked sql.NullString
	if err := scan(&c.Number, &c.ID, &c.Page, &c.URL, &at, &c.Outcome, &c.Kind, &c.Title, &c.Status, &headers, &asked, &c.Via, &c.Body, &c.SHA256); err != nil {
		return nil, err
	}
	c.At = at.Time
	for _, h := range []struct {
		text sql.NullString
		to   *map[string][]string
	}{{headers, &c.Header}, {asked, &c.Asked}} {
		if !h.text.Valid {
			continue
		}
		if err := json.Unmarshal([]byte(h.text.String), h.to); err != nil {
			return nil, fmt.Errorf("headers of the visit %s: %w", c.ID, err)
		}
	}
	return &c, nil
}

// Body returns the bytes of a snapshot by its id. The error is [ErrNotFound] or
// [ErrCorrupt], wrapped.
func (r *Reader) Body(ctx context.Context, snapshot int64) ([]byte, error) {
	body, err := r.body(ctx, snapshot)
	if err == sql.ErrNoRows {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("snapshot %d: %w", snapshot, err)
	}
	return body, nil
}

// BodyAt is the answer that a page gave last at or before a moment and that was
// read; [ErrNotFound] when there is none. An address that is no page's is no
// error of its own.
func (r *Reader) BodyAt(ctx context.Context, address string, at time.Time) (*news.Response, error) {
	snap, err := r.snapshot(ctx, address,
		`v.page_id IN (SELECT p.id FROM page p JOIN (`+pageAt+`) k ON p.id = k.page_id OR p.same_as = k.page_id)
			AND v.at <= ? AND v.outcome <> 'not_modified' AND v.snapshot_id IS NOT NULL`,
		address, address, clock{at})
	if err != nil {
		return nil, err
	}
	return &news.Response{URL: snap.URL, Status: snap.Status, Header: snap.Header, Body: snap.Body}, nil
}

// Visited reports whether a visit is kept.
func (r *Reader) Visited(ctx context.Context, id news.VisitID) (bool, error) {
	var yes bool
	if err := r.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM visit WHERE uid = ?)`, id).Scan(&yes); err != nil {
		return false, fmt.Errorf("visit %s: %w", id, err)
	}
	return yes, nil
}

// SameCapture reports whether a visit is kept that saw the same bytes at the same time
// under an address: one capture that two files hold, each under a name of its own.
func (r *Reader) SameCapture(ctx context.Context, address string, at time.Time, body []byte) (yes bool, err error) {
	sum := sha256.Sum256(body)
	err = r.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM (`+pageAt+`) k
		JOIN visit v ON v.page_id IN (SELECT id FROM page WHERE id = k.page_id OR same_as = k.page_id)
		JOIN snapshot s ON s.id = v.snapshot_id WHERE v.at = ? AND v.outcome <> 'not_modified' AND s.sha256 = ?)`,
		address, address, clock{at}, hex.EncodeToString(sum[:])).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("captures of %s: %w", address, err)
	}
	return yes, nil
}

// Captured says of a capture that others made at a time whether its visit was kept,
// and whether the archive holds an answer of its address that it need not be asked
// for: one of a crawl or an import, or one that a web archive made no later.
func (s *Store) Captured(ctx context.Context, id news.VisitID, address string, at time.Time) (kept, held bool, err error) {
	if kept, err = s.read.Visited(ctx, id); err != nil {
		return false, false, err
	}
	err = s.read.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM (`+pageAt+`) k
		JOIN visit v ON v.page_id IN (SELECT id FROM page WHERE id = k.page_id OR same_as = k.page_id)
		WHERE v.outcome IN ('fetched', 'not_modified') AND (v.via <> ? OR v.at <= ?))`, address, address, news.ViaWayback, clock{at}).Scan(&held)
	if err != nil {
		return false, false, fmt.Errorf("page %s: %w", address, err)
	}
	return kept, held, nil
}

// Indexed counts requests of a run that belong to no page: those for the index of a
// web archive.
func (s *Store) Indexed(ctx context.Context, run news.RunID, requests int, bytes int64) error {
	err := s.write(ctx, func(t *tx) error {
		return t.exec(`UPDATE run SET index_requests = index_requests + ?, index_bytes = index_bytes + ? WHERE id = ?`, requests, bytes, run)
	})
	if err != nil {
		return fmt.Errorf("requests of run %d: %w", run, err)
	}
	return nil
}

// Holds reports whether the archive has an answer of an address, whoever got it.
func (r *Reader) Holds(ctx context.Context, address string) (yes bool, err error) {
	err = r.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM (`+pageAt+`) k WHERE
		EXISTS (SELECT 1 FROM visit v WHERE v.page_id = k.page_id AND v.outcome IN ('fetched', 'not_modified')) OR
		EXISTS (SELECT 1 FROM article a WHERE a.page_id = k.page_id))`, address, address).Scan(&yes)
	if err != nil {
		return false, fmt.Errorf("page %s: %w", address, err)
	}
	return yes, nil
}
