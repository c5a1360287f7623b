package extract

import (
	"runtime"
	"slices"
	"sync"

	"golang.org/x/net/html"

	"newskeep/scraper/extract/tree"
	"newskeep/scraper/profile"
)

// room is memory that the reading of one page needs and the next one can use
// again. It is emptied between the two, but for what class names say and what the
// rules of the profile ask for, which is the same on every page of a site.
type room struct {
	markup   []byte // of [slim]
	tree     tree.Room
	survey   survey
	text     []byte            // for [document.text]
	lines    [2]lineRoom       // of the page as it came, and of what is left of it after the cuts
	resolved map[string]string // addresses by what [document.resolve] was asked for

	profile   *profile.Profile // of the last page; nil when it had none
	keep      *wanted          // by that profile; nil before
	selectors *selectorWalk    // of the profile of the last page that had one; nil before
}

// rooms are those that no page is read in, the last one used at the end. (A
// sync.Pool would be empty after each collection of garbage: one page makes for
// several.)
var rooms struct {
	sync.Mutex
	free []*room
}

// mostRooms is how many are kept: as many as pages are read at one time.
var mostRooms = runtime.GOMAXPROCS(0)

// takeRoom gives a room, if there is one that was used for the profile before.
func takeRoom(p *profile.Profile) *room {
	rooms.Lock()
	defer rooms.Unlock()
	n := len(rooms.free)
	if n == 0 {
		return &room{survey: survey{at: make(map[*html.Node]int), names: new(nameMemory)}, resolved: make(map[string]string), profile: p}
	}
	i := n - 1
	for k, r := range rooms.free {
		if r.profile == p {
			i = k
		}
	}
	r := rooms.free[i]
	rooms.free = slices.Delete(rooms.free, i, i+1)
	if r.profile != p {
		r.profile, r.keep = p, nil
	}
	return r
}

// giveBack keeps a room that is empty.
func giveBack(r *room) {
	rooms.Lock()
	defer rooms.Unlock()
	if len(rooms.free) < mostRooms {
		rooms.free = append(rooms.free, r)
	}
}

// wanted is what of a page's markup is asked for.
func (r *room) wanted() *wanted {
	if r.keep == nil {
		r.keep = wantedBy(r.profile)
	}
	return r.keep
}

// The largest room that is kept: it is emptied after every page, which takes time
// by its size, and few pages are larger.
const (
	mostSpots = 20_000
	mostText  = 1 << 20
)

// leave gives the room of a document back. The document is of no use afterwards.
func (d *document) leave() {
	r := d.room
	d.room, d.surveyed, d.printed, d.current, d.walked = nil, nil, nil, nil, nil
	if len(r.survey.spots) > mostSpots || len(r.resolved) > mostSpots || r.tree.Len() > 4*mostSpots || cap(r.text) > mostText || cap(r.markup) > mostText {
		return
	}
	s := &r.survey
	clear(s.spots)
	clear(s.at)
	clear(r.resolved)
	r.tree.Empty()
	if r.selectors != nil {
		r.selectors.empty()
	}
	for i := range r.lines {
		r.lines[i].empty()
	}
	r.survey = survey{spots: s.spots[:0], at: s.at, names: s.names, links: s.links[:0], images: s.images[:0], chrome: s.chrome[:0]}
	giveBack(r)
}
