package news

import "time"

// ZoneSource says how the offset of a [Stamp] is known.
type ZoneSource string

const (
	ZoneStated  ZoneSource = "stated"  // the text or attribute names an offset or zone
	ZoneRule    ZoneSource = "rule"    // a profile rule says in which zone this field is written
	ZoneProfile ZoneSource = "profile" // the profile's time zone for printed dates
	ZoneAssumed ZoneSource = "assumed" // nothing says; read by the clocks of the country in the address, or as UTC
)

// Stamp is a point in time as a page gives it: the instant as understood and the
// text as printed. The zero Stamp means the page gives none.
type Stamp struct {
	Time time.Time  // zero when Text could not be understood; its location carries the offset
	Zone ZoneSource // how the offset is known; empty with a zero Time
	Day  bool       // only the day is given: Time is its midnight in the zone
	Text string     // as printed, white space squeezed; empty when taken from an attribute nobody sees
}

// IsZero reports whether the page gave neither an instant nor a text.
func (s Stamp) IsZero() bool { return s.Time.IsZero() && s.Text == "" }

// Value is the instant as RFC 3339 with the offset as understood, or "" when
// there is none.
func (s Stamp) Value() string {
	if s.Time.IsZero() {
		return ""
	}
	return s.Time.Format(time.RFC3339)
}

// Shown is the stamp for a reader: the instant with its offset, or the day alone,
// and the text as printed where it says it otherwise.
func (s Stamp) Shown() string {
	v := s.Value()
	if s.Day && v != "" {
		v = s.Time.Format(time.DateOnly)
	}
	switch {
	case v == "":
		return s.Text
	case s.Text != "" && s.Text != v:
		return v + "  (printed: " + s.Text + ")"
	}
	return v
}

// precision is "day" for a stamp that gives no time of day, otherwise empty.
func (s Stamp) precision() string {
	if s.Day {
		return "day"
	}
	return ""
}
