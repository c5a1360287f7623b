package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"

	"newskeep/scraper/news"
)

// packBody hashes and compresses the body of a visit. It is done before the
// transaction, so that the write lock is not held meanwhile.
func (s *Store) packBody(ctx context.Context, v *news.Visit) (*packed, error) {
	body := v.Response.Body
	sum := sha256.Sum256(body)
	p := &packed{sha256: hex.EncodeToString(sum[:]), size: len(body), codec: codecPlain, body: body}
	has, err := s.knownOf(ctx, v, p.sha256)
	if has.stored || err != nil {
		return p, err // putSnapshot takes the one that is there
	}
	s.packing.Lock()
	defer s.packing.Unlock()
	use := has.use
	c := &choice{s: s, p: p, plain: body, likely: use.alone * float64(len(body))}
	if v.Outcome != news.Fetched || !dictionary(len(body)) {
		c.settle()
		return p, nil
	}
	if has.own != 0 {
		if err := c.try(ctx, has.own, false); err != nil {
			return nil, err
		}
		if c.under(alike) {
			return p, nil
		}
	}
	if has.ref != 0 && has.ref != has.own {
		if err := c.try(ctx, has.ref, true); err != nil {
			return nil, err
		}
	}
	use.missed = !c.under(badly)
	p.usage = use
	if use.missed && (use.none || use.misses+1 >= missesMost) { // it becomes the reference, and must stand alone
		p.codec, p.base, p.body = codecZstd, sql.NullInt64{}, c.alone()
	}
	return p, nil
}

// choice is how one body is packed best.
type choice struct {
	s      *Store
	p      *packed // the best so far
	plain  []byte
	likely float64 // bytes it takes alone, judged by the reference; 0: not known
	single []byte  // what it is alone; nil: not tried yet
}

// try packs the body with a base and keeps that when it is clearly smaller.
func (c *choice) try(ctx context.Context, base int64, keep bool) error {
	return c.s.packWith(ctx, c.p, base, c.plain, keep)
}

// under reports whether the body is packed to less than a share of what it takes
// alone. That is tried only where the guess says no: it costs more than packing
// with a dictionary does.
func (c *choice) under(share float64) bool {
	if c.p.base.Valid && c.single == nil && float64(len(c.p.body)) < share*c.likely {
		return true
	}
	c.settle()
	return float64(len(c.p.body)) < share*float64(min(len(c.single), len(c.plain)))
}

// settle has the body depend on a base only where that is worth it.
func (c *choice) settle() {
	if c.single != nil {
		return
	}
	z := c.alone()
	if c.p.base.Valid && float64(len(c.p.body)) < worth*float64(min(len(z), len(c.plain))) {
		return
	}
	c.p.codec, c.p.base, c.p.body = codecPlain, sql.NullInt64{}, c.plain
	if len(z) < len(c.plain) {
		c.p.codec, c.p.body = codecZstd, z
	}
}

// alone packs the body without a base.
func (c *choice) alone() []byte {
	if c.single == nil {
		c.single = c.s.packAlone(c.plain)
	}
	return c.single
}

func (s *Store) packAlone(body []byte) []byte { return s.pack.EncodeAll(body, nil) }

// packWith packs a body with a base and keeps that when it is clearly smaller.
func (s *Store) packWith(ctx context.Context, p *packed, base int64, body []byte, keep bool) error {
	e, err := s.encoder(ctx, base, len(body), keep)
	if errors.Is(err, ErrCorrupt) {
		s.log.Warn("a damaged snapshot is not used as dictionary", "snapshot", base, "err", err)
		return nil
	}
	if err != nil {
		return err
	}
	if z := e.EncodeAll(body, nil); float64(len(z)) < worth*float64(len(p.body)) {
		p.codec, p.base, p.body = codecBase, sql.NullInt64{Int64: base, Valid: true}, z
	}
	return nil
}
