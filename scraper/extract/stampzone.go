package extract

import (
	"strings"
	"time"
)

// zoneNames are the abbreviations that mean one offset wherever they are printed,
// in hours east of Greenwich times 60. Names with several meanings (CST, IST,
// BST, AST …) are not here; see [ambiguousZones].
var zoneNames = map[string]int{
	"utc": 0, "gmt": 0, "z": 0, "zulu": 0, "wet": 0, "غرينتش": 0, "جرينتش": 0, "غرينيتش": 0,
	"cet": 60, "mez": 60, "met": 60, "west": 60, "wat": 60, "cest": 120, "mesz": 120, "mest": 120,
	"eet": 120, "cat": 120, "sast": 120, "eest": 180, "msk": 180, "мск": 180, "eat": 180, "tsi": 180, "trt": 180, "irst": 210,
	"pkt": 300, "npt": 345, "wib": 420, "wita": 480, "hkt": 480, "sgt": 480, "myt": 480, "awst": 480,
	"jst": 540, "kst": 540, "wit": 540, "acst": 570, "aest": 600, "acdt": 630, "aedt": 660, "nzst": 720, "nzdt": 780,
	"est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "akst": -540, "akdt": -480, "hst": -600,
	"brt": -180, "art": -180, "clt": -240, "nst": -210, "ndt": -150,
}

// zonePlaces are names that follow the clocks of a place through the year.
var zonePlaces = map[string]string{"et": "America/New_York", "pt": "America/Los_Angeles", "بيروت": "Asia/Beirut", "القدس": "Asia/Jerusalem", "مكه": "Asia/Riyadh", "القاهره": "Africa/Cairo"}

// ambiguousZones have several meanings. They are understood only when the zone of
// the site itself, or of its country, goes by that name at that time: IST on a page
// of Asia/Kolkata.
var ambiguousZones = map[string]bool{"cst": true, "ist": true, "bst": true, "ast": true, "adt": true, "sst": true, "gst": true, "pht": true, "ct": true, "mt": true, "idt": true}

// zone is what a text says about the offset of a time.
type zone struct {
	stated    bool
	ambiguous string         // upper case: a name with several meanings
	loc       *time.Location // nil unless stated
}

// zoneNamed reads a name such as "EET".
func zoneNamed(word string) (zone, bool) {
	if minutes, ok := zoneNames[word]; ok {
		return fixedZone(minutes), true
	}
	if place, ok := zonePlaces[word]; ok {
		loc, err := time.LoadLocation(place)
		return zone{stated: err == nil, loc: loc}, err == nil
	}
	if ambiguousZones[word] {
		return zone{ambiguous: strings.ToUpper(word)}, true
	}
	return zone{}, false
}

// fixedZone is an offset of so many minutes east of Greenwich.
func fixedZone(minutes int) zone {
	if minutes == 0 {
		return zone{stated: true, loc: time.UTC}
	}
	return zone{stated: true, loc: time.FixedZone("", minutes*60)}
}

// offset reads hours and minutes as +02:00, +0200, +02 and +2 give them. No place
// is further from Greenwich than 14 hours.
func offset(negative bool, hours, minutes int) (zone, bool) {
	if hours > 14 || minutes > 59 {
		return zone{}, false
	}
	total := hours*60 + minutes
	if negative {
		total = -total
	}
	return fixedZone(total), true
}
