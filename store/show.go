package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
)

// ArticleAt picks one state of an article. The zero ArticleAt is the current one.
type ArticleAt struct {
	Revision int       // number of the state; 0: see AsOf
	AsOf     time.Time // the state first seen last before or at this moment; zero: the current one
}

// StoredArticle is an article as the archive holds it: what a revision says, and
// what we know about it.
type StoredArticle struct {
	news.Article
	ID              int64
	Site            string
	Address         string // the page is known by; Article.URL is where the revision was read from
	Revision        int
	FirstSeen       time.Time // of the revision
	LastSeen        time.Time // of the revision
	ClaimedModified string    // RFC 3339; the newest modification time the page claimed; empty when none
	GoneAt          time.Time // when the page was first found missing; zero while it is there, as of a moment: while it was there
	SameAs          int64     // id of the article this one turned out to be; 0 otherwise
	Digest          string    // SHA-256 of the newsroom's fields, in hex: equal digests mean the same words
	Parser          string    // version of the reader that read it
	Rules           string    // SHA-256 of the profile it was read with, in hex
	Stood           *Stood    // where it stood; nil when it was not asked for
}

// MarshalJSON writes the article object of CONTRACT.md with our own keys added.
func (a StoredArticle) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(a.Article)
	if err != nil {
		return nil, err
	}
	ours, err := json.Marshal(struct {
		ID              int64     `json:"id"`
		Site            string    `json:"site"`
		Address         string    `json:"address"`
		Revision        int       `json:"revision"`
		FirstSeen       time.Time `json:"first_seen"`
		LastSeen        time.Time `json:"last_seen"`
		ClaimedModified string    `json:"claimed_modified,omitempty"`
		GoneAt          time.Time `json:"gone_at,omitzero"`
		SameAs          int64     `json:"same_as,omitzero"`
		Stood           *Stood    `json:"stood,omitempty"`
	}{a.ID, a.Site, a.Address, a.Revision, a.FirstSeen, a.LastSeen, a.ClaimedModified, a.GoneAt, a.SameAs, a.Stood})
	if err != nil {
		return nil, err
	}
	// Two objects made one: ours first, without its closing brace.
	return append(append(ours[:len(ours)-1], ','), bytes.TrimPrefix(b, []byte("{"))...), nil
}

// storedColumns belong to storedFrom and scanStored.
const (
	storedColumns = `a.id, a.site, a.url, r.number, r.first_seen, r.last_seen, a.modified, a.gone_at, coalesce(a.same_as, 0), r.digest, r.parser, r.profile_hash, r.content`
	storedFrom    = ` FROM article a JOIN revision r ON r.article_id = a.id`
)

func scanStored(scan func(...any) error) (*StoredArticle, error) {
	var s StoredArticle
	var first, last, gone clock
	var content string
	if err := scan(&s.ID, &s.Site, &s.Address, &s.Revision, &first, &last, &s.ClaimedModified, &gone, &s.SameAs, &s.Digest, &s.Parser, &s.Rules, &content); err != nil {
		return nil, err
	}
	s.FirstSeen, s.LastSeen, s.GoneAt = first.Time, last.Time, gone.Time
	if err := json.Unmarshal([]byte(content), &s.Article); err != nil {
		return nil, fmt.Errorf("content of revision %d of article %d: %w", s.Revision, s.ID, err)
	}
	return &s, nil
}

// Article returns an article by its id, any address it is known by, or a [Permalink],
// of which the revision counts when at names no state. The error is [ErrNotFound] when there is none, or none at that moment or of that number.
func (r *Reader) Article(ctx context.Context, ref string, at ArticleAt) (*StoredArticle, error) {
	id, err := r.articleID(ctx, ref)
	if err != nil {
		return nil, err
	}
	if link, ok := ParsePermalink(ref); ok && at == (ArticleAt{}) {
		at.Revision = link.Revision
	}
	gone := "a.gone_at"
	query, args := " WHERE a.id = ? AND r.number = a.revision", []any{id}
	switch {
	case at.Revision != 0:
		query, args = " WHERE a.id = ? AND r.number = ?", []any{id, at.Revision}
	case !at.AsOf.IsZero():
		gone = "CASE r.class WHEN 'removed' THEN r.first_seen END"
		query = " WHERE a.id = ? AND r.first_seen <= ? ORDER BY r.number DESC LIMIT 1"
		args = append(args, clock{at.AsOf})
	}
	columns := strings.Replace(storedColumns, "a.gone_at", gone, 1)
	s, err := scanStored(r.db.QueryRowContext(ctx, "SELECT "+columns+storedFrom+query, args...).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("article %s at that time or revision: %w", ref, ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("article %s: %w", ref, err)
	}
	return s, nil
}

// articleID finds an article by its id, an address in any of its spellings, or a
// permalink.
func (r *Reader) articleID(ctx context.Context, ref string) (int64, error) {
	var id int64
	if link, ok := ParsePermalink(ref); ok {
		if err := r.holds(ctx, link); err != nil {
			return 0, err
		}
		ref = strconv.FormatInt(link.Article, 10)
	}
	if n, err := strconv.ParseInt(ref, 10, 64); err == nil {
		err := r.db.QueryRowContext(ctx, "SELECT id FROM article WHERE id = ?", n).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			err = ErrNotFound
		}
		if err != nil {
			return 0, fmt.Errorf("article %s: %w", ref, err)
		}
		return id, nil
	}
	for _, address := range spellings(ref) {
		err := r.db.QueryRowContext(ctx, "SELECT id FROM article WHERE page_id = ("+pageAt+")", address, address).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return id, err
		}
	}
	return 0, fmt.Errorf("article %s: %w", ref, ErrNotFound)
}

// spellings are the forms in which an address may have been stored: as given,
// percent-encoded, raw, without fragment, with and without its last slash.
func spellings(ref string) []string {
	list := []string{ref}
	u, err := url.Parse(ref)
	if err != nil {
		return list
	}
	u.Fragment, u.RawFragment = "", ""
	slash := u.JoinPath("/")
	if p := u.Path; len(p) > 1 && p[len(p)-1] == '/' {
		c := *u
		c.Path, c.RawPath = p[:len(p)-1], ""
		slash = &c
	}
	for _, v := range []*url.URL{u, slash} {
		list = append(list, v.String())
		c := *v
		c.RawPath = "" // the path as this library would write it
		list = append(list, c.String())
		if raw, err := url.PathUnescape(c.String()); err == nil {
			list = append(list, raw)
		}
	}
	return list
}
