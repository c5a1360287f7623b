package web

import (
	"context"
	"errors"

	"newskeep/store"
)

// timeline counts hits by the finest period whose bars can be told apart. Late is not
// nil when there was no time for the measure: the counts are numbers then.
func timeline(ctx context.Context, count func(context.Context, store.CountRequest) (*store.CountResult, error), req store.CountRequest, m measure) (res *store.CountResult, late, err error) {
	const bars = 62
	req.By = store.CountMonth
	if res, err = count(ctx, req); err != nil {
		return nil, nil, err
	}
	months := len(res.Counts)
	if months > 0 && res.Counts[months-1].Key == "" { // those without a date
		months--
	}
	switch {
	case months <= 3:
		req.By = store.CountDay
	case months > 2*bars:
		req.By = store.CountYear
	case m == byNumbers:
		return res, nil, nil
	}
	finer, err := count(ctx, m.ask(req, ""))
	switch {
	case err == nil:
		return finer, nil, nil
	case m != byNumbers && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return res, err, nil
	}
	return nil, nil, err
}
