package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
)

// maxSnapshot bounds what a damaged archive can make a reader allocate, in bytes.
const maxSnapshot = 1 << 30

// How a snapshot is packed; the words of snapshot.codec.
const (
	codecPlain = "plain"
	codecZstd  = "zstd"
)

// packed is a body ready to be stored.
type packed struct {
	sha256 string // of the bytes as received, hex
	size   int
	codec  string
	body   []byte
}

// packBody hashes and compresses a body. It is done before the transaction, so
// that the write lock is not held meanwhile.
func (s *Store) packBody(body []byte) *packed {
	sum := sha256.Sum256(body)
	p := &packed{sha256: hex.EncodeToString(sum[:]), size: len(body), codec: codecPlain, body: body}
	if z := s.pack.EncodeAll(body, nil); len(z) < len(body) {
		p.codec, p.body = codecZstd, z
	}
	return p
}

// putSnapshot stores a body once and returns its id.
func (t *tx) putSnapshot(p *packed) (int64, error) {
	var id int64
	err := t.get(`SELECT id FROM snapshot WHERE sha256 = ?`, []any{p.sha256}, &id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	return t.insert(`INSERT INTO snapshot (sha256, size, codec, first_seen, body) VALUES (?, ?, ?, ?, ?)`,
		p.sha256, p.size, p.codec, clock{t.now}, p.body)
}

// body returns the bytes of a snapshot. The error is sql.ErrNoRows when there is
// none of that id, or [ErrCorrupt].
func (r *Reader) body(ctx context.Context, id int64) ([]byte, error) {
	var p packed
	err := r.db.QueryRowContext(ctx, `SELECT sha256, size, codec, body FROM snapshot WHERE id = ?`, id).
		Scan(&p.sha256, &p.size, &p.codec, &p.body)
	if err != nil {
		return nil, err
	}
	return r.unpackBody(p)
}

// bytesOf is [Reader.body] within a transaction, which sees what it has written.
func (t *tx) bytesOf(id int64) ([]byte, error) {
	var p packed
	if err := t.get(`SELECT sha256, size, codec, body FROM snapshot WHERE id = ?`, []any{id},
		&p.sha256, &p.size, &p.codec, &p.body); err != nil {
		return nil, fmt.Errorf("snapshot %d: %w", id, err)
	}
	return t.s.read.unpackBody(p)
}

// unpackBody gives the bytes back as they were received. The error is
// [ErrCorrupt] when they are not those of their SHA-256.
func (r *Reader) unpackBody(p packed) ([]byte, error) {
	body := p.body
	switch p.codec {
	case codecPlain:
	case codecZstd:
		var err error
		if body, err = r.unpack.DecodeAll(p.body, make([]byte, 0, min(p.size, maxSnapshot))); err != nil {
			return nil, fmt.Errorf("snapshot %s: %w: %w", p.sha256, ErrCorrupt, err)
		}
	default:
		return nil, fmt.Errorf("snapshot %s: codec %q is not known to this program", p.sha256, p.codec)
	}
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != p.sha256 {
		return nil, fmt.Errorf("snapshot %s: %w", p.sha256, ErrCorrupt)
	}
	return body, nil
}
