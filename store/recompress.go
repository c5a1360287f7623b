package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/klauspost/compress/zstd"

	"newskeep/scraper/news"
)

// Recompressing says how stored snapshots are to be packed again.
type Recompressing struct {
	// Depth is how many snapshots may have to be unpacked before one can be: 0
	// packs each alone, 1 with a plain one, 2 a version of a page with its first
	// one, which may need the reference of its site.
	Depth int
	Shown func(done, of int) // called after every snapshot; nil: nobody looks
}

// Recompression is what packing again came to. Bytes are those of the packed
// bodies; the file itself does not shrink, its free pages are used again.
type Recompression struct {
	Snapshots  int     `json:"snapshots"`  // looked at
	Repacked   int     `json:"repacked"`   // of them, packed otherwise than before
	References int     `json:"references"` // snapshots that are the dictionary of a template
	Size       int64   `json:"size"`       // bytes of the bodies as received
	Before     int64   `json:"before"`     // bytes they took
	After      int64   `json:"after"`      // bytes they take
	Damaged    []int64 `json:"damaged"`    // snapshots that cannot be read; they stay as they are
	Resumed    int     `json:"resumed"`    // of Snapshots, how many an earlier call had done that was stopped
}

// referencesKept are the dictionaries of a site and role that are tried for a
// page: its news, opinion and video pages may each have a template of their own.
const referencesKept = 4

// better is what another packing must take, of what the present one takes, to be
// worth writing.
const better = 0.99

// Recompress packs every snapshot again, in the order in which they were stored,
// with the dictionary that serves it best among the earlier ones: for those that
// came before their site had a reference, and for sites with several templates.
// The bytes that were received stay what they are; each new packing is unpacked
// and compared before it replaces the old one.
//
// A snapshot is a transaction, so that it can be killed at any time; the next
// call of the same depth goes on where it was. The caller holds the archive's
// [Lock].
func (s *Store) Recompress(ctx context.Context, o Recompressing) (*Recompression, error) {
	if o.Depth < 0 || o.Depth > depthMost {
		return nil, fmt.Errorf("recompress: a depth of %d: give 0 to %d", o.Depth, depthMost)
	}
	r := &repacking{s: s, depth: o.Depth, sum: &Recompression{Damaged: []int64{}}, references: map[template][]int64{}, misses: map[template]int{}}
	var last int64
	work, err := s.takeUp(ctx, "recompress", map[string]int{"depth": o.Depth}, &last, r.sum)
	if err != nil {
		return nil, err
	}
	defer s.packAt(s.packAt(zstd.SpeedBetterCompression))
	r.sum.Resumed = r.sum.Snapshots
	var total int
	if err := s.read.db.QueryRowContext(ctx, `SELECT count(*) FROM snapshot`).Scan(&total); err != nil {
		return nil, err
	}
	if err := r.recall(ctx, last); err != nil {
		return nil, fmt.Errorf("recompress: references: %w", err)
	}
	for {
		old, err := r.next(ctx, last)
		if errors.Is(err, sql.ErrNoRows) {
			break
		}
		if err != nil {
			return r.sum, fmt.Errorf("recompress: after snapshot %d: %w", last, err)
		}
		now, err := r.repack(ctx, old)
		if ctx.Err() != nil {
			return r.sum, ctx.Err()
		}
		if err != nil {
			return r.sum, fmt.Errorf("recompress: snapshot %d: %w", old.id, err)
		}
		last = old.id
		r.count(old, now)
		if now != nil || work.stale(s.now()) {
			err = s.write(ctx, func(t *tx) error {
				if now != nil {
					if err := t.exec(`UPDATE snapshot SET codec = ?, base_id = ?, body = ? WHERE id = ? AND sha256 = ?`,
						now.codec, now.base, now.body, old.id, now.sha256); err != nil {
						return err
					}
				}
				return t.save(work, last, r.sum)
			})
		}
		if err != nil {
			return r.sum, fmt.Errorf("recompress: snapshot %d: %w", old.id, err)
		}
		if o.Shown != nil {
			o.Shown(r.sum.Snapshots, total)
		}
	}
	return r.sum, s.write(ctx, func(t *tx) error { return t.finish(work) })
}

// packAt changes the level at which encoders with a dictionary work, and returns
// the one before. The better one takes twice the time of the default, for a tenth
// fewer bytes of real pages: there is time for it here, and not in a crawl.
func (s *Store) packAt(level zstd.EncoderLevel) zstd.EncoderLevel {
	s.packing.Lock()
	defer s.packing.Unlock()
	before := s.level
	s.level, s.encoders = level, nil
	return before
}

// template is what pages that are alike have in common, as far as we know
// before we have compared them.
type template struct {
	site string
	role news.PageRole
}

// repacking is one call of Recompress.
type repacking struct {
	s          *Store
	depth      int
	sum        *Recompression
	references map[template][]int64 // the latest used first
	misses     map[template]int     // pages in a row that none of them serves
}

// stored is a snapshot as the archive has it, with the page it came from.
type stored struct {
	packed
	id    int64
	page  int64 // 0: it came from none
	depth int   // dictionaries it needs, one after the other
	of    template
}

// depthSQL is how many dictionaries a snapshot s needs, one after the other; 3
// stands for more, as they may be while the work is under way.
const depthSQL = `CASE WHEN s.base_id IS NULL THEN 0 ELSE coalesce((SELECT CASE WHEN b.base_id IS NULL THEN 1
	WHEN (SELECT a.base_id FROM snapshot a WHERE a.id = b.base_id) IS NULL THEN 2 ELSE 3 END FROM snapshot b WHERE b.id = s.base_id), 3) END`

func (r *repacking) next(ctx context.Context, after int64) (*stored, error) {
	var o stored
	err := r.s.read.db.QueryRowContext(ctx, `SELECT s.id, `+depthSQL+`,
			coalesce(p.same_as, p.id, 0), coalesce(p.site, ''), coalesce(p.role, ''), `+snapshotColumns+`
		FROM snapshot s LEFT JOIN page p ON p.id = (SELECT page_id FROM visit v WHERE v.snapshot_id = s.id ORDER BY v.id LIMIT 1)
		WHERE s.id > ? ORDER BY s.id LIMIT 1`, after).
		Scan(append([]any{&o.id, &o.depth, &o.page, &o.of.site, &o.of.role}, o.into()...)...)
	return &o, err
}

// repack packs a snapshot in every way that is allowed and returns the best; nil
// when it is to stay as it is.
func (r *repacking) repack(ctx context.Context, old *stored) (*packed, error) {
	body, err := r.s.read.body(ctx, old.id)
	if errors.Is(err, ErrCorrupt) {
		r.sum.Damaged = append(r.sum.Damaged, old.id)
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	r.s.packing.Lock()
	defer r.s.packing.Unlock()
	best := &packed{sha256: old.sha256, size: old.size, codec: codecPlain, body: body}
	if z := r.s.packAlone(body); len(z) < len(body) {
		best.codec, best.body = codecZstd, z
	}
	alone := len(best.body)
	// When its depth grows, so does that of those that name it: they come later,
	// and are packed otherwise when it has become too much.
	if r.depth > 0 && dictionary(len(body)) {
		if err := r.tryDictionaries(ctx, best, old, body); err != nil {
			return nil, err
		}
	}
	if r.becomesReference(old, float64(len(best.body)) >= badly*float64(alone)) {
		*best = packed{sha256: old.sha256, size: old.size, codec: codecZstd, body: r.s.packAlone(body)}
		r.use(old.of, old.id)
		r.sum.References++
		if old.base.Valid {
			return best, r.prove(ctx, best, body)
		}
	}
	if old.depth <= r.depth && float64(len(best.body)) > better*float64(len(old.body)) {
		r.used(old.of, old.base)
		return nil, nil
	}
	r.used(old.of, best.base)
	return best, r.prove(ctx, best, body)
}

// becomesReference decides by the rule of Keep: a page that no dictionary serves
// is the first of a template, or the last of as many as it takes to be sure. One
// that is alone already costs nothing.
func (r *repacking) becomesReference(old *stored, poor bool) bool {
	if r.depth == 0 || old.page == 0 || !dictionary(old.size) {
		return false
	}
	if !poor {
		r.misses[old.of] = 0
		return false
	}
	r.misses[old.of]++
	if len(r.references[old.of]) > 0 && r.misses[old.of] < missesMost && old.base.Valid {
		return false
	}
	r.misses[old.of] = 0
	return true
}

// tryDictionaries packs with the page's first version and the references of its
// template, and keeps the smallest.
func (r *repacking) tryDictionaries(ctx context.Context, best *packed, old *stored, body []byte) error {
	bases, err := r.versions(ctx, old)
	if err != nil {
		return err
	}
	alone := len(best.body)
	for i, base := range append(bases, r.references[old.of]...) {
		if err := r.s.packWith(ctx, best, base, body, i >= len(bases)); err != nil {
			return err
		}
		if i < len(bases) && float64(len(best.body)) < alike*float64(alone) {
			return nil
		}
	}
	return nil
}

// versions is the latest of the page's earlier snapshots that may be a dictionary;
// none or one.
func (r *repacking) versions(ctx context.Context, old *stored) ([]int64, error) {
	if old.page == 0 {
		return nil, nil
	}
	var list []int64
	err := r.s.read.each(ctx, `SELECT s.id FROM snapshot s
		WHERE s.id IN (SELECT snapshot_id FROM visit WHERE page_id = ?1 AND snapshot_id < ?2 ORDER BY at DESC LIMIT ?3)
			AND s.size BETWEEN ?4 AND ?5 AND `+depthSQL+` < ?6
		ORDER BY s.id DESC LIMIT 1`, []any{old.page, old.id, versionsMost, minDictionary, maxDictionary, r.depth},
		func(scan func(...any) error) error {
			var id int64
			err := scan(&id)
			list = append(list, id)
			return err
		})
	return list, err
}

// used moves a reference to the front; other bases are first versions.
func (r *repacking) used(of template, base sql.NullInt64) {
	if base.Valid && slices.Contains(r.references[of], base.Int64) {
		r.use(of, base.Int64)
	}
}

func (r *repacking) use(of template, id int64) {
	list := []int64{id}
	for _, known := range r.references[of] {
		if known != id && len(list) < referencesKept {
			list = append(list, known)
		}
	}
	r.references[of] = list
}

// recall finds the references that were in use when the task was stopped: those
// that the latest snapshots up to last name.
func (r *repacking) recall(ctx context.Context, last int64) error {
	if last == 0 {
		return nil
	}
	return r.s.read.each(ctx, `SELECT p.site, p.role, b.id FROM snapshot b
			JOIN page p ON p.id = (SELECT page_id FROM visit v WHERE v.snapshot_id = b.id ORDER BY v.id LIMIT 1)
		WHERE b.id <= ?1 AND b.base_id IS NULL AND EXISTS (SELECT 1 FROM snapshot c WHERE c.base_id = b.id AND c.id <= ?1)
		ORDER BY (SELECT max(c.id) FROM snapshot c WHERE c.base_id = b.id AND c.id <= ?1)`, []any{last},
		func(scan func(...any) error) error {
			var of template
			var id int64
			err := scan(&of.site, &of.role, &id)
			r.use(of, id)
			return err
		})
}

// prove unpacks what is to be written and compares it with what was received.
func (r *repacking) prove(ctx context.Context, p *packed, body []byte) error {
	got, err := r.s.read.unpackBody(ctx, *p)
	if err == nil && !bytes.Equal(got, body) {
		err = ErrCorrupt
	}
	if err != nil {
		return fmt.Errorf("what was packed does not unpack: %w", err)
	}
	return nil
}

func (r *repacking) count(old *stored, now *packed) {
	r.sum.Snapshots++
	r.sum.Size += int64(old.size)
	r.sum.Before += int64(len(old.body))
	if now == nil {
		r.sum.After += int64(len(old.body))
		return
	}
	r.sum.Repacked++
	r.sum.After += int64(len(now.body))
}
