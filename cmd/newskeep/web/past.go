package web

import (
	"context"
	"slices"
	"sync"
	"time"

	"newskeep/store"
)

// Making the archive of a moment takes up to seconds, and who looks at one looks at
// the next page of it too. It is kept for pastKept: what it says of its moment stays
// so, but for what is imported or read anew meanwhile, and longer it would keep the
// archive's log from being put away. Each has a connection and its memory, so there
// are no more than mostPasts.
const (
	pastKept  = time.Minute
	mostPasts = 3
)

// pasts gives readers of the past.
type pasts struct {
	open func(context.Context, time.Time) (*store.Reader, error)
	now  func() time.Time

	mu   sync.Mutex
	list []*past // the latest last
}

// past is one of them. Whoever holds the token of turn may use it: it answers one
// question at a time.
type past struct {
	at, made time.Time
	turn     chan struct{}
	reader   *store.Reader // nil: it could not be made, or is closed
}

// of gives the archive as of a moment, for one question. Done must be called, with
// the error of the question if there was one: then the reader is not used again, as
// a question that was broken off may have left it in pieces.
func (p *pasts) of(ctx context.Context, at time.Time) (r *store.Reader, done func(error), err error) {
	for {
		k, mine := p.take(at)
		if mine {
			k.reader, err = p.open(ctx, at)
			if err != nil {
				p.forget(k)
				k.turn <- struct{}{}
				return nil, nil, err
			}
			time.AfterFunc(pastKept, func() {
				p.forget(k)
				<-k.turn
				k.close()
			})
		} else {
			select {
			case <-k.turn:
			case <-ctx.Done():
				return nil, nil, ctx.Err()
			}
			if k.reader == nil {
				k.turn <- struct{}{}
				continue
			}
		}
		return k.reader, func(err error) {
			if err != nil {
				p.forget(k)
				k.close()
				return
			}
			k.turn <- struct{}{}
		}, nil
	}
}

// take finds the archive of a moment, or adds one, whose turn is the caller's.
func (p *pasts) take(at time.Time) (k *past, mine bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	for _, k := range p.list {
		// What was made before its moment was over knows nothing of the rest.
		if k.at.Equal(at) && k.made.After(at) && now.Sub(k.made) < pastKept {
			return k, false
		}
	}
	k = &past{at: at, made: now, turn: make(chan struct{}, 1)}
	if p.list = append(p.list, k); len(p.list) > mostPasts {
		oldest := p.list[0]
		p.list = p.list[1:]
		go func() {
			<-oldest.turn
			oldest.close()
		}()
	}
	return k, true
}

// forget lets nobody else have one.
func (p *pasts) forget(k *past) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = slices.DeleteFunc(p.list, func(other *past) bool { return other == k })
}

// close ends one whose turn is the caller's, and gives the turn back.
func (k *past) close() {
	if k.reader != nil {
		_ = k.reader.Close() // what it held was its own
		k.reader = nil
	}
	k.turn <- struct{}{}
}
