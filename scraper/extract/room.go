package extract

import (
	"sync"

	"golang.org/x/net/html"
)

// room is memory that the reading of one page needs and the next one can use
// again. It is emptied between the two, but for what class names say and what the
// rules of the profile ask for, which is the same on every page of a site.
type room struct {
	markup   []byte // of [slim]
	survey   survey
	text     []byte            // for [document.text]
	lines    [2]lineRoom       // of the page as it came, and of what is left of it after the cuts
	resolved map[string]string // addresses by what [document.resolve] was asked for

	selectors *selectorWalk // of the profile of the last page that had one; nil before
}

var rooms = sync.Pool{New: func() any {
	return &room{survey: survey{at: make(map[*html.Node]int), names: make(map[string]name)}, resolved: make(map[string]string)}
}}

// The largest room that is kept: it is emptied after every page, which takes time
// by its size, and few pages are larger.
const (
	mostNames = 20_000 // values of class; those of the next page of a site are the same
	mostSpots = 20_000
	mostText  = 1 << 20
)

// leave gives the room of a document back. The document is of no use afterwards.
func (d *document) leave() {
	r := d.room
	d.room, d.surveyed, d.printed, d.current, d.walked = nil, nil, nil, nil, nil
	if len(r.survey.spots) > mostSpots || len(r.resolved) > mostSpots || cap(r.text) > mostText || cap(r.markup) > mostText {
		return
	}
	s := &r.survey
	clear(s.spots)
	clear(s.at)
	if len(s.names) > mostNames {
		clear(s.names)
	}
	clear(r.resolved)
	if r.selectors != nil {
		r.selectors.empty()
	}
	for i := range r.lines {
		r.lines[i].empty()
	}
	r.survey = survey{spots: s.spots[:0], at: s.at, names: s.names, links: s.links[:0], images: s.images[:0], chrome: s.chrome[:0]}
	rooms.Put(r)
}
