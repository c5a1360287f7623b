package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"math"
)

// looksUp reports whether every article that has the words is looked up before it is
// known to be a hit.
func (p plan) looksUp() bool {
	return p.Match != "" && p.Where != "" && (!onlyIDs(p.Where) || len(p.Owned) > 0 && !p.sets)
}

// lookFurther has a question answered among the newest articles that have the words, of
// which each is looked up: among so many, or [costs].lookedUp for 0, and among four times
// as many until that is enough or there are no more. Looked is how many that were, 0 when
// it was all of them.
func (r *Reader) lookFurther(ctx context.Context, p plan, first int, answer func(p plan, looked int) (enough bool, err error)) error {
	if !p.looksUp() || first == math.MaxInt {
		_, err := answer(p, 0)
		return err
	}
	words := p
	words.Where, words.Args, words.Owned = "", nil, nil
	for n := cmp.Or(first, costs.lookedUp); ; n *= 4 {
		from, err := r.newestFrom(ctx, words, n)
		if errors.Is(err, sql.ErrNoRows) {
			from, n, err = 0, 0, nil
		}
		if err != nil {
			return err
		}
		within := p
		within.from = from
		if enough, err := answer(within, n); err != nil || enough || n == 0 {
			return err
		}
	}
}

// newestFrom is the id from which on n hits are; the error is [sql.ErrNoRows] when there
// are fewer.
func (r *Reader) newestFrom(ctx context.Context, p plan, n int) (from int64, err error) {
	ids, args := p.all("%s AS id")
	err = r.one(ctx, "SELECT id FROM ("+ids+") ORDER BY id DESC LIMIT 1 OFFSET ?", append(args, n-1), &from)
	return from, err
}
