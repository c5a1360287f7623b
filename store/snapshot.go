package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// maxSnapshot bounds what a damaged archive can make a reader allocate, in bytes.
const maxSnapshot = 1 << 30

// How a snapshot is packed; the words of snapshot.codec.
const (
	codecPlain = "plain"
	codecZstd  = "zstd"
	codecBase  = "zstd-base"
)

// packed is a body ready to be stored.
type packed struct {
	sha256 string // of the bytes as received, hex
	size   int
	codec  string
	base   sql.NullInt64 // snapshot whose bytes are the dictionary, for codecBase
	body   []byte
	usage  *usage // what packing it told about the reference of its site; nil: nothing
}

// putSnapshot stores a body once and returns its id.
func (t *tx) putSnapshot(p *packed) (int64, error) {
	var id int64
	err := t.get(`SELECT id FROM snapshot WHERE sha256 = ?`, []any{p.sha256}, &id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	id, err = t.insert(`INSERT INTO snapshot (sha256, size, codec, base_id, first_seen, body) VALUES (?, ?, ?, ?, ?, ?)`,
		p.sha256, p.size, p.codec, p.base, clock{t.now}, p.body)
	if err != nil || p.usage == nil {
		return id, err
	}
	return id, t.putUsage(p.usage, id)
}

// snapshotColumns are what into takes, of a snapshot called s.
const snapshotColumns = `s.sha256, s.size, s.codec, s.base_id, s.body`

func (p *packed) into() []any { return []any{&p.sha256, &p.size, &p.codec, &p.base, &p.body} }

// body returns the bytes of a snapshot. The error is sql.ErrNoRows when there is
// none of that id, or [ErrCorrupt].
func (r *Reader) body(ctx context.Context, id int64) ([]byte, error) {
	var p packed
	err := r.db.QueryRowContext(ctx, `SELECT `+snapshotColumns+` FROM snapshot s
		WHERE s.id = ? AND (s.base_id IS NULL OR s.base_id < s.id)`, id).Scan(p.into()...)
	if err != nil {
		return nil, err
	}
	return r.unpackBody(ctx, p)
}

// unpackBody gives the bytes back as they were received. The error is
// [ErrCorrupt] when they are not those of their SHA-256.
func (r *Reader) unpackBody(ctx context.Context, p packed) ([]byte, error) {
	body, err := r.unpacked(ctx, p, nil)
	if err == nil {
		err = p.hold(body)
	}
	if err != nil {
		return nil, err
	}
	return body, nil
}

// unpackInto is unpackBody with room to use for the bytes, if it is large enough, and
// held against the checksum of their frame where it has one (XXH64; RFC 8878, 3.1.1).
// That tells damage as well; SHA-256, which verify holds all against, is 6 % of
// reading a page again. A plain body stays where it is.
func (r *Reader) unpackInto(ctx context.Context, p packed, room []byte) ([]byte, error) {
	body, err := r.unpacked(ctx, p, room)
	var frame zstd.Header
	if err == nil && (p.codec == codecPlain || frame.Decode(p.body) != nil || !frame.HasCheckSum) {
		err = p.hold(body)
	}
	if err != nil {
		return nil, err
	}
	return body, nil
}

// unpacked are the bytes as they come out.
func (r *Reader) unpacked(ctx context.Context, p packed, room []byte) ([]byte, error) {
	switch p.codec {
	case codecPlain:
		return p.body, nil
	case codecZstd, codecBase:
		body, err := r.decode(ctx, p, room)
		if err != nil {
			return nil, fmt.Errorf("snapshot %s: %w: %w", p.sha256, ErrCorrupt, err)
		}
		return body, nil
	}
	return nil, fmt.Errorf("snapshot %s: codec %q is not known to this program", p.sha256, p.codec)
}

// hold holds bytes against their SHA-256.
func (p *packed) hold(body []byte) error {
	if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) != p.sha256 {
		return fmt.Errorf("snapshot %s: %w", p.sha256, ErrCorrupt)
	}
	return nil
}
