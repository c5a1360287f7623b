package fetch

import (
	"context"
	"sync"
)

// slots bound the requests in flight per host. There is one channel per host
// ever asked, and none per address.
type slots struct {
	perHost int
	mu      sync.Mutex
	hosts   map[string]chan struct{}
}

// take waits for a slot of host, and gives it back when the returned function is
// called. The error is that of ctx.
func (s *slots) take(ctx context.Context, host string) (release func(), err error) {
	s.mu.Lock()
	slot, ok := s.hosts[host]
	if !ok {
		slot = make(chan struct{}, s.perHost)
		s.hosts[host] = slot
	}
	s.mu.Unlock()
	select {
	case slot <- struct{}{}:
		return func() { <-slot }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
