package profile

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Hours is the part of a day in which a site may be asked. The zero Hours are all
// of it.
type Hours struct {
	From, Until int            // minutes after midnight; Until before From lies in the next day
	Zone        *time.Location // of both; nil in the zero Hours
}

// At says whether the hours are on at t, and when that changes next: when they
// end if they are on, when they begin if not. The zero Hours are always on and
// change at the zero time. Around a change of clocks a time that is left out
// stands for the one as long after midnight.
func (h Hours) At(t time.Time) (on bool, change time.Time) {
	if h.Zone == nil {
		return true, time.Time{}
	}
	year, month, day := t.In(h.Zone).Date()
	at := func(days, minutes int) time.Time {
		return time.Date(year, month, day+days, minutes/60, minutes%60, 0, 0, h.Zone)
	}
	for days := -1; days <= 1; days++ { // the hours that began yesterday may still be on
		from, until := at(days, h.From), at(days, h.Until)
		if h.Until <= h.From {
			until = at(days+1, h.Until)
		}
		switch {
		case t.Before(from):
			return false, from
		case t.Before(until):
			return true, until
		}
	}
	return false, at(2, h.From) // not reached: tomorrow's hours begin after today
}

// String is as a profile writes it; empty for the zero Hours.
func (h Hours) String() string {
	if h.Zone == nil {
		return ""
	}
	return fmt.Sprintf("%02d:%02d-%02d:%02d %s", h.From/60, h.From%60, h.Until/60, h.Until%60, h.Zone)
}

var hoursForm = regexp.MustCompile(`^(\d\d):(\d\d) ?- ?(\d\d):(\d\d)(?: (\S+))?$`)

// hours reads "01:00-05:30 Europe/Athens"; the zone may be left out for UTC.
func (n *node) hours() Hours {
	s := n.text()
	if s == "" {
		return Hours{}
	}
	m := hoursForm.FindStringSubmatch(s)
	if m == nil {
		n.fail("hours %q: want two times of a day and their zone, such as \"01:00-05:30 Europe/Athens\"", s)
		return Hours{}
	}
	minutes := func(hour, minute string) int {
		h, _ := strconv.Atoi(hour) // two digits each
		m, _ := strconv.Atoi(minute)
		if h > 23 || m > 59 {
			n.fail("hours %q: %s:%s is no time of a day", s, hour, minute)
		}
		return h*60 + m
	}
	h := Hours{From: minutes(m[1], m[2]), Until: minutes(m[3], m[4]), Zone: time.UTC}
	if h.From == h.Until {
		n.fail("hours %q: they begin when they end; leave them out for the whole day", s)
	}
	if m[5] != "" {
		if h.Zone = n.location(m[5]); h.Zone == nil {
			return Hours{}
		}
	}
	return h
}
