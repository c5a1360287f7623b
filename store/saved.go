package store

import (
	"context"
	"errors"
	"fmt"

	"newskeep/store/query"
)

// SavedSearch is a query that people ask again and again, under a name: saved:NAME
// stands for it in other queries. It is kept outside of the archive.
type SavedSearch struct {
	Name  string `json:"name"`
	Query string `json:"query"` // as saved; it may have saved: too
	Note  string `json:"note"`  // for people; empty when there is none
}

// ErrSaved says that the saved searches could not be read.
var ErrSaved = errors.New("saved searches")

// SavedBy gives the reader, before it is used, what lists the saved searches. It is
// asked anew for each query that names one.
func (r *Reader) SavedBy(list func() ([]SavedSearch, error)) { r.saved = list }

// AddressesBy gives the reader, before it is used, what makes of an address that somebody
// asks for the one that the archive keeps a page by: the rules of sites are not the
// archive's.
func (r *Reader) AddressesBy(kept func(string) string) { r.address = kept }

// Saved lists the saved searches, in the order they were given; none when the reader
// knows of none. The error is [ErrSaved] with that of the list.
func (r *Reader) Saved() ([]SavedSearch, error) {
	if r.saved == nil {
		return nil, nil
	}
	list, err := r.saved()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSaved, err)
	}
	return list, nil
}

// Parse reads a query as all questions of the reader do: saved:NAME stands for the
// saved search of today. The error is a [*query.SyntaxError] or [ErrSaved].
func (r *Reader) Parse(text string) (query.Query, error) {
	q, err := query.Parse(text)
	var syntax *query.SyntaxError
	if !errors.As(err, &syntax) || syntax.Unsaved == "" {
		return q, err // of a query that names none, a broken list is no matter
	}
	list, err := r.Saved()
	if err != nil {
		return q, err
	}
	saved := query.Saved{}
	for _, s := range list {
		saved[s.Name] = s.Query
	}
	return saved.Parse(text)
}

// SavedCount is what a saved search finds.
type SavedCount struct {
	SavedSearch
	Canonical string `json:"canonical"`  // as understood; empty when it is not
	Hits      *int   `json:"hits"`       // nil when it could not be counted
	New       *int   `json:"new_7_days"` // those first seen in the last seven days
	Problem   string `json:"problem"`    // why it could not be counted; empty when it was
}

// freshly is how long a hit of a saved search is new.
const freshly = "P7D"

// CountSaved counts what each saved search finds. One that cannot be understood says so in
// its place, and so do those for which there was no time before ctx ended. The error
// is [ErrSaved], or what SQLite returned.
func (r *Reader) CountSaved(ctx context.Context) ([]SavedCount, error) {
	list, err := r.Saved()
	if err != nil {
		return nil, err
	}
	all := make([]SavedCount, len(list))
	for i, s := range list {
		all[i].SavedSearch = s
		q, err := r.Parse("saved:" + s.Name)
		if err != nil {
			var syntax *query.SyntaxError
			if !errors.As(err, &syntax) {
				return nil, err
			}
			all[i].Problem = syntax.Msg
			continue
		}
		all[i].Canonical = q.String()
		if err := r.countSaved(ctx, q, &all[i]); err != nil {
			if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return nil, err
			}
			all[i].Problem = "there was no time to count"
		}
	}
	return all, nil
}

func (r *Reader) countSaved(ctx context.Context, q query.Query, into *SavedCount) error {
	hits, err := r.Total(ctx, q.String())
	if err != nil {
		return err
	}
	fresh := query.And{q.Root, query.Date{Of: query.Seen, From: freshly, To: freshly}}
	if all, ok := q.Root.(query.And); ok {
		fresh = append(all[:len(all):len(all)], fresh[1])
	}
	recent, err := r.Total(ctx, query.Query{Root: fresh}.String())
	if err == nil {
		into.Hits, into.New = &hits, &recent
	}
	return err
}
