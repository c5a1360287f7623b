package store

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"sync"
	"time"
)

// strayList are the articles whose id does not stand for their date.
type strayList struct {
	byID   []dated // undated ones have the zero moment
	byDate []dated // without those
}

// at gives the date of an article that is one of them; zero when it has none.
func (s *strayList) at(id int64) (at time.Time, ok bool) {
	i, ok := slices.BinarySearchFunc(s.byID, id, func(d dated, id int64) int { return cmp.Compare(d.id, id) })
	if ok {
		at = s.byID[i].at
	}
	return at, ok
}

// since gives those of a moment or later and before another, if that is not zero,
// without those of a range of ids: so many at most.
func (s *strayList) since(from, until time.Time, first, last int64, most int) (list []dated) {
	i, _ := slices.BinarySearchFunc(s.byDate, from, func(d dated, from time.Time) int { return d.at.Compare(from) })
	for _, d := range s.byDate[i:] {
		if len(list) == most || !until.IsZero() && !d.at.Before(until) {
			break
		}
		if d.id < first || d.id > last {
			list = append(list, d)
		}
	}
	return list
}

// strayMemory keeps them while nobody writes to the archive: every page of the newest
// hits asks for some twice, which takes a seventh of the time of one. The zero value
// remembers nothing.
type strayMemory struct {
	mu    sync.Mutex
	watch *sql.DB
	conn  *sql.Conn // sees what others write
	tells *sql.Stmt // whether they did
	asked int64     // state of the archive when it was last asked for, as PRAGMA data_version has it
	state int64     // state that list is of
	list  *strayList
}

// strays gives those of the archive as it is, or nil where they have to be asked for:
// there are too many to be kept, or the archive was written to since the last question.
func (r *Reader) strays(ctx context.Context) *strayList {
	m := &r.remembered
	m.mu.Lock()
	defer m.mu.Unlock()
	ctx = unwatched{ctx}
	list, err := m.current(ctx, r)
	if err != nil { // whoever asks for them in SQL will be told
		m.forget()
	}
	return list
}

func (m *strayMemory) current(ctx context.Context, r *Reader) (*strayList, error) {
	if m.tells == nil {
		if err := m.open(ctx, r); err != nil {
			return nil, err
		}
	}
	var now int64
	if err := m.tells.QueryRowContext(ctx).Scan(&now); err != nil {
		return nil, err
	}
	if m.state == now || m.asked != now {
		m.asked = now
		if m.state != now {
			m.list = nil
		}
		return m.list, nil
	}
	m.state = now
	list := &strayList{}
	rows, err := m.conn.QueryContext(ctx, "SELECT id, published_at FROM article_facet INDEXED BY article_facet_strays WHERE out_of_order = 1 ORDER BY id LIMIT ?", costs.mostStrays+1)
	if err != nil {
		return nil, err
	}
	err = eachRow(rows, func(scan func(...any) error) error {
		var d dated
		var at clock
		err := scan(&d.id, &at)
		d.at = at.Time
		list.byID = append(list.byID, d)
		return err
	})
	if err != nil || len(list.byID) > costs.mostStrays {
		return nil, err
	}
	for _, d := range list.byID {
		if !d.at.IsZero() {
			list.byDate = append(list.byDate, d)
		}
	}
	slices.SortStableFunc(list.byDate, func(a, b dated) int { return a.at.Compare(b.at) })
	m.list = list
	return list, nil
}

// open does not take one of the reader's connections, which may all be waited for. It
// keeps to one of its own: another would count the writes anew.
func (m *strayMemory) open(ctx context.Context, r *Reader) (err error) {
	if m.watch, err = openDB(r.path, "ro", r.immutable, reading); err != nil {
		return err
	}
	if m.conn, err = m.watch.Conn(ctx); err != nil {
		return err
	}
	m.tells, err = m.conn.PrepareContext(ctx, "PRAGMA data_version")
	return err
}

func (m *strayMemory) forget() {
	if m.tells != nil {
		_ = m.tells.Close()
	}
	if m.conn != nil {
		_ = m.conn.Close()
	}
	if m.watch != nil {
		_ = m.watch.Close()
	}
	m.watch, m.conn, m.tells, m.list, m.state, m.asked = nil, nil, nil, nil, 0, 0
}

func (m *strayMemory) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forget()
}
