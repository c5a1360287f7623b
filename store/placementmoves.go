package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
	"time"
)

// Words of [Move].
const (
	MoveEntered  = "entered"  // first seen in the module
	MoveReturned = "returned" // there again, after having left
	MovePromoted = "promoted" // put higher among those that stayed
	MoveDemoted  = "demoted"  // put lower among those that stayed
	MoveRetitled = "retitled" // another title in the module, at whatever slot
	MoveLeft     = "left"     // not there any more
)

// Move is something that an editor, or a count of readers, did to an item of a
// module. That others came or went above it, so that its slot is another, is none.
type Move struct {
	At      time.Time `json:"at"`        // visit that first saw it
	After   time.Time `json:"not_until"` // visit that last saw the module without it; zero for a module first seen
	Move    string    `json:"move"`
	Site    string    `json:"site"`
	Module  string    `json:"module"`
	Section string    `json:"section"`
	Page    string    `json:"page,omitempty"`
	URL     string    `json:"url"`
	Title   string    `json:"title"`
	Before  string    `json:"title_before,omitempty"` // of retitled
	From    int       `json:"from_slot,omitzero"`     // 0 when it was not there
	To      int       `json:"to_slot,omitzero"`       // 0 when it is not there

	item string // of the placement
}

// Moves lists what was moved in modules, oldest first. AsOf is not asked; the
// ticker, whose lines have no slot, has only entered and left. With Article, only
// its moves. The error is that of [Reader.Placements].
func (r *Reader) Moves(ctx context.Context, q PlacementRequest) ([]Move, error) {
	modules, own, err := r.modulesOver(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("moves: %w", err)
	}
	moves := []Move{}
	for _, m := range modules {
		for _, v := range movesOf(m) {
			if own == nil || own[v.URL] {
				moves = append(moves, v)
			}
		}
	}
	slices.SortStableFunc(moves, func(a, b Move) int { return a.At.Compare(b.At) })
	if q.Limit > 0 && len(moves) > q.Limit {
		moves = moves[len(moves)-q.Limit:] // the latest
	}
	return moves, nil
}

// modulesOver reads placements module by module, each oldest first. Own are the
// addresses of the article asked for, whose modules are read from when it came until it
// left: its moves are told from those that stood there with it. Nil when none was.
func (r *Reader) modulesOver(ctx context.Context, q PlacementRequest) (modules [][]Placement, own map[string]bool, err error) {
	q.AsOf, q.Latest, q.Limit = time.Time{}, false, math.MaxInt32
	if q.Article == "" {
		list, err := r.Placements(ctx, q)
		start := 0
		for i := range list {
			if i+1 == len(list) || !sameModule(list[i], list[i+1]) {
				modules, start = append(modules, list[start:i+1]), i+1
			}
		}
		return modules, nil, err
	}
	id, err := r.articleID(ctx, q.Article)
	if err != nil {
		return nil, nil, err
	}
	own = map[string]bool{}
	err = r.each(ctx, `SELECT url FROM `+addressesOf, []any{id, id}, func(scan func(...any) error) error {
		var address string
		err := scan(&address)
		own[address] = true
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	spans, err := r.modulesOf(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	q.Article = ""
	for _, over := range spans {
		q.over = &over
		list, err := r.Placements(ctx, q)
		if err != nil {
			return nil, nil, err
		}
		if len(list) > 0 { // else it is of another site or name than asked for
			modules = append(modules, list)
		}
	}
	return modules, own, nil
}

// moduleSpan is a module, by its number, from one moment to another, as the archive
// writes them.
type moduleSpan struct {
	module      int64
	first, last string
}

// modulesOf are the modules in which an article stood, in their order, from when it
// first came until it last left or, while it is there, for ever.
func (r *Reader) modulesOf(ctx context.Context, article int64) (spans []moduleSpan, err error) {
	err = r.each(ctx, `SELECT m.id, min(p.from_at), max(coalesce(p.to_at, '9999')) FROM placement p JOIN module m ON m.id = p.module_id LEFT JOIN page g ON g.id = m.page_id
		WHERE p.url IN `+addressesOf+` GROUP BY m.id ORDER BY m.site, m.name, m.section, g.url`, []any{article, article}, func(scan func(...any) error) error {
		var s moduleSpan
		err := scan(&s.module, &s.first, &s.last)
		spans = append(spans, s)
		return err
	})
	return spans, err
}

func sameModule(a, b Placement) bool {
	return a.Site == b.Site && a.Module == b.Module && a.Section == b.Section && a.Page == b.Page
}

// item tells what stands in a module apart: by where it leads, in the ticker by
// what it says.
func (p Placement) item() string {
	if p.Slot == 0 {
		return "\x00" + p.Title
	}
	return p.URL
}

// movesOf replays a module.
func movesOf(list []Placement) []Move {
	times := map[time.Time]bool{}
	for _, p := range list {
		times[p.From] = true
		if !p.To.IsZero() {
			times[p.To] = true
		}
	}
	order := make([]time.Time, 0, len(times))
	for t := range times {
		order = append(order, t)
	}
	slices.SortFunc(order, time.Time.Compare)
	opens, closes := map[time.Time][]Placement{}, map[time.Time][]Placement{}
	for _, p := range list {
		opens[p.From] = append(opens[p.From], p)
		if !p.To.IsZero() {
			closes[p.To] = append(closes[p.To], p)
		}
	}
	var moves []Move
	type place struct {
		slot int
		item string
	}
	held := map[place]Placement{} // what stands now
	was, known := map[string]Placement{}, map[string]bool{}
	for _, at := range order {
		var after time.Time
		for _, p := range closes[at] {
			delete(held, place{p.Slot, p.item()})
			if p.LastSeen.After(after) {
				after = p.LastSeen
			}
		}
		for _, p := range opens[at] {
			held[place{p.Slot, p.item()}] = p
		}
		now := map[string]Placement{}
		for s, p := range held { // an item that stands twice counts where it is highest
			if had, twice := now[s.item]; !twice || p.Slot < had.Slot {
				now[s.item] = p
			}
		}
		moves = append(moves, compareStates(at, after, was, now, known)...)
		was = now
	}
	return moves
}

// compareStates tells what became of the items of a module between two visits.
func compareStates(at, after time.Time, was, now map[string]Placement, known map[string]bool) []Move {
	var moves []Move
	add := func(move string, p Placement, before string, from, to int) {
		moves = append(moves, Move{At: at, After: after, Move: move, Site: p.Site, Module: p.Module, Section: p.Section, Page: p.Page,
			URL: p.URL, Title: p.Title, Before: before, From: from, To: to, item: p.item()})
	}
	var stayed []string
	for item, p := range now {
		old, there := was[item]
		switch {
		case there:
			stayed = append(stayed, item)
			if old.Title != p.Title {
				add(MoveRetitled, p, old.Title, old.Slot, p.Slot)
			}
		case known[item]:
			add(MoveReturned, p, "", 0, p.Slot)
		default:
			add(MoveEntered, p, "", 0, p.Slot)
		}
		known[item] = true
	}
	for item, p := range was {
		if _, there := now[item]; !there {
			add(MoveLeft, p, "", p.Slot, 0)
		}
	}
	slices.SortFunc(stayed, func(a, b string) int { return cmp.Compare(was[a].Slot, was[b].Slot) })
	places := make([]int, len(stayed))
	for i, item := range stayed {
		places[i] = now[item].Slot
	}
	if len(stayed) > 0 && now[stayed[0]].Slot == 0 {
		places = nil // lines of the ticker have no order
	}
	ranks := slices.Sorted(slices.Values(places))
	for _, i := range outOfOrder(places) {
		move := MovePromoted
		if sort.SearchInts(ranks, places[i]) > i {
			move = MoveDemoted
		}
		p := now[stayed[i]]
		add(move, p, "", was[stayed[i]].Slot, p.Slot)
	}
	slices.SortFunc(moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(rank(a.Move), rank(b.Move)), cmp.Compare(slotOrLast(a.To), slotOrLast(b.To)), cmp.Compare(a.From, b.From), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Move, b.Move))
	})
	return moves
}

// rank puts what left behind what is there.
func rank(move string) int {
	if move == MoveLeft {
		return 1
	}
	return 0
}

func slotOrLast(slot int) int {
	if slot == 0 {
		return math.MaxInt32
	}
	return slot
}

// outOfOrder are the fewest items, by index, that must have been moved for the
// others to have kept their order: all but a longest increasing subsequence. Of
// two that changed places the one that rose counts as moved, as an editor would
// say; so the subsequence is looked for from the end.
func outOfOrder(places []int) []int {
	var heads []int // index of the largest first place of a subsequence of each length
	next := make([]int, len(places))
	for i := len(places) - 1; i >= 0; i-- {
		n := sort.Search(len(heads), func(k int) bool { return places[heads[k]] <= places[i] })
		next[i] = -1
		if n > 0 {
			next[i] = heads[n-1]
		}
		if n == len(heads) {
			heads = append(heads, i)
		} else {
			heads[n] = i
		}
	}
	kept := make([]bool, len(places))
	if len(heads) > 0 {
		for i := heads[len(heads)-1]; i >= 0; i = next[i] {
			kept[i] = true
		}
	}
	var moved []int
	for i, k := range kept {
		if !k {
			moved = append(moved, i)
		}
	}
	return moved
}
