package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"

	"newskeep/scraper/news"
)

// Pages of one template are alike, and so are versions of one page. A body is
// packed with another one as raw dictionary (RFC 8878, 5: a dictionary without
// the magic number is content only):
//
//   - the reference of its site and role, which needs no dictionary itself;
//   - from its second version on, the page's own first version, which may need
//     the reference: two steps, and never more.
//
// A lost snapshot takes with it only those that name it as base, and theirs:
// [Reader.Verify] names them. One step more than a plain reference, because on pages
// of 170 KB with four versions each (BenchmarkSnapshotBytes) one step alone takes 2.4
// times the bytes (0.081 against 0.034 of gzip, 0.069 against 0.007 for a page that
// is fetched again) and saves half of 0.46 ms when a page is read. Who wants it: a
// [Recompressing] of depth 1.
const (
	depthMost     = 2       // dictionaries one may need, one after the other
	minDictionary = 1 << 10 // bytes; below it the page gains nothing
	maxDictionary = 4 << 20 // bytes; above it the window would cost too much memory
	window        = 8 << 20 // bytes a match may lie back: a dictionary and a page
)

// A reference serves badly when a page packed with it is more than badly of what
// it is alone. After missesMost such pages in a row the template has changed, and
// the last of them becomes the reference.
const (
	badly      = 0.6
	missesMost = 3
)

// worth is what a page packed with a dictionary must at most take, of what it
// takes otherwise, to be made to depend on it.
const worth = 0.9

// dictionary reports whether a body is of a size to be one, and to need one.
func dictionary(size int) bool { return size >= minDictionary && size <= maxDictionary }

// A version is so like the first one that no reference can do better when it
// takes less than alike of what it is alone. The first one is looked for among the
// last versionsMost visits: a front page is asked for all day.
const (
	alike        = 0.1
	versionsMost = 200
)

// usage is what packing one page tells about the reference of its site and role.
type usage struct {
	site   string
	role   news.PageRole
	missed bool    // it serves badly, or there is none
	none   bool    // there is none yet
	misses int     // in a row, before this one
	alone  float64 // what the reference takes, of its size; 0: there is none
}

// encoder packs with one dictionary. Making one is dear, so the last few are kept.
type encoder struct {
	base int64
	*zstd.Encoder
}

// keptEncoders is how many dictionaries stay ready: sections and articles of a
// few sites at once.
const keptEncoders = 4

// encoder returns one for a dictionary and a body of a size. Keep says that it
// will be asked for again, for bodies of any size; one that will not has no larger
// window than it needs, because clearing that would cost more than the packing.
func (s *Store) encoder(ctx context.Context, base int64, size int, keep bool) (*zstd.Encoder, error) {
	for i, e := range s.encoders {
		if e.base == base {
			copy(s.encoders[1:i+1], s.encoders[:i]) // the latest used first
			s.encoders[0] = e
			return e.Encoder, nil
		}
	}
	dictionary, err := s.read.body(ctx, base)
	if err != nil {
		return nil, fmt.Errorf("dictionary: %w", err)
	}
	reach := window
	if !keep {
		reach = min(window, 1<<bits.Len(uint(len(dictionary)+size)))
	}
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(reach), zstd.WithEncoderLevel(s.level), zstd.WithEncoderDictRaw(dictionaryID(base), dictionary))
	if err != nil || !keep {
		return e, err
	}
	s.encoders = append([]encoder{{base, e}}, s.encoders[:min(len(s.encoders), keptEncoders-1)]...)
	return e, nil
}

// dictionaryID is the id that frames name; 0 means none.
func dictionaryID(base int64) uint32 { return uint32(base%(1<<31-1)) + 1 }

// known is what the archive has for packing a body.
type known struct {
	stored bool  // the very bytes
	own    int64 // the latest snapshot of the page that needs at most the reference: the dictionary for its next version; 0: none
	ref    int64 // the reference of its site and role; 0: none yet
	use    *usage
}

// knownOf asks for it in one statement, and on the writing connection: the others
// would read anew, after each visit, all that it has in memory.
func (s *Store) knownOf(ctx context.Context, v *news.Visit, sha256 string) (known, error) {
	k := known{use: &usage{site: v.Target.Site, role: v.Target.Role}}
	var own, ref, misses sql.NullInt64
	var alone sql.NullFloat64
	err := s.look(ctx, func(t *tx) error {
		return t.get(`SELECT EXISTS (SELECT 1 FROM snapshot WHERE sha256 = ?1),
			(SELECT s.id
				FROM (SELECT snapshot_id, at FROM visit WHERE page_id = ?2 AND outcome = 'fetched' ORDER BY at DESC LIMIT ?5) v
				JOIN snapshot s ON s.id = v.snapshot_id LEFT JOIN snapshot b ON b.id = s.base_id
				WHERE s.size BETWEEN ?6 AND ?7 AND coalesce(b.codec, '') <> 'zstd-base'
				ORDER BY v.at DESC LIMIT 1),
			r.snapshot_id, r.misses, length(s.body) * 1.0 / s.size
			FROM (SELECT 1) LEFT JOIN snapshot_reference r ON r.site = ?3 AND r.role = ?4 LEFT JOIN snapshot s ON s.id = r.snapshot_id`,
			[]any{sha256, v.Target.Page, v.Target.Site, v.Target.Role, versionsMost, minDictionary, maxDictionary},
			&k.stored, &own, &ref, &misses, &alone)
	})
	k.own, k.ref = own.Int64, ref.Int64
	k.use.none, k.use.misses, k.use.alone = !ref.Valid, int(misses.Int64), alone.Float64
	return k, err
}

// putUsage remembers how well a reference served, and replaces it.
func (t *tx) putUsage(u *usage, snapshot int64) error {
	switch {
	case u.missed && (u.none || u.misses+1 >= missesMost):
		return t.exec(`INSERT INTO snapshot_reference (site, role, snapshot_id, misses)
			SELECT name, ?, ?, 0 FROM site WHERE name = ?
			ON CONFLICT (site, role) DO UPDATE SET snapshot_id = excluded.snapshot_id, misses = 0`, u.role, snapshot, u.site)
	case u.missed || u.misses > 0:
		misses := 0
		if u.missed {
			misses = u.misses + 1
		}
		return t.exec(`UPDATE snapshot_reference SET misses = ? WHERE site = ? AND role = ?`, misses, u.site, u.role)
	}
	return nil
}

// decoders keeps the last few decoders that need a dictionary.
type decoders struct {
	mu   sync.Mutex
	list []decoder // the latest used first
}

type decoder struct {
	base int64
	*zstd.Decoder
}

// keptDecoders are shared by all questions at once.
const keptDecoders = 8

// decode unpacks a body that is not plain, into room if there is enough of it.
func (r *Reader) decode(ctx context.Context, p packed, room []byte) ([]byte, error) {
	into := slices.Grow(room[:0], min(max(p.size, 0), maxSnapshot))
	if !p.base.Valid {
		return r.unpack.DecodeAll(p.body, into)
	}
	d, err := r.decoder(ctx, p.base.Int64)
	if err != nil {
		return nil, fmt.Errorf("dictionary, snapshot %d: %w", p.base.Int64, err)
	}
	return d.DecodeAll(p.body, into)
}

func (r *Reader) decoder(ctx context.Context, base int64) (*zstd.Decoder, error) {
	if d := r.dictionaries.find(base); d != nil {
		return d, nil
	}
	dictionary, err := r.body(ctx, base) // it may have a base too; each is older than the one that names it, so this ends
	if err != nil {
		return nil, err
	}
	d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(readers), zstd.WithDecoderMaxMemory(maxSnapshot),
		zstd.WithDecoderDictRaw(dictionaryID(base), dictionary))
	if err != nil {
		return nil, err
	}
	r.dictionaries.put(base, d)
	return d, nil
}

func (c *decoders) find(base int64) *zstd.Decoder {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, d := range c.list {
		if d.base == base {
			copy(c.list[1:i+1], c.list[:i])
			c.list[0] = d
			return d.Decoder
		}
	}
	return nil
}

// put keeps a decoder. One that is pushed out is left to the collector: another
// question may still be using it.
func (c *decoders) put(base int64, d *zstd.Decoder) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = append([]decoder{{base, d}}, c.list[:min(len(c.list), keptDecoders-1)]...)
}
