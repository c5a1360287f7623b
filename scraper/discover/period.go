package discover

import (
	"net/url"
	"regexp"
	"strconv"
	"time"
)

var (
	// periodForm finds a year, with a month and a day or without, between signs
	// that are no digits: /2024/12/01/, sitemap-2024-12.xml, posts_202412.xml.
	periodForm = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:([-/_.]?)(0[1-9]|1[0-2])(?:[-/_.]?(0[1-9]|[12][0-9]|3[01]))?)?(?:[^0-9]|$)`)
	yearKeys   = []string{"year", "yyyy", "y"}
	monthKeys  = []string{"month", "mm", "m"}
	dayKeys    = []string{"day", "dd", "d"}
)

// Period is the day, month or year that an address names, in its path or in
// parameters such as year=2024&month=12: from its first moment up to that of the
// next, UTC. ok is false when it names none.
func Period(address string) (from, to time.Time, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return from, to, false
	}
	if m := periodForm.FindStringSubmatch(u.Path); m != nil {
		return period(m[1], m[3], m[4])
	}
	query := u.Query()
	named := func(keys []string) string {
		for _, k := range keys {
			if v := query.Get(k); v != "" {
				return v
			}
		}
		return ""
	}
	return period(named(yearKeys), named(monthKeys), named(dayKeys))
}

func period(year, month, day string) (from, to time.Time, ok bool) {
	y, err := strconv.Atoi(year)
	if err != nil || y < 1900 || y > 2099 {
		return from, to, false
	}
	m, err := strconv.Atoi(month)
	if err != nil || m < 1 || m > 12 {
		from = time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(1, 0, 0), true
	}
	d, err := strconv.Atoi(day)
	if err != nil || d < 1 || d > 31 {
		from = time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
		return from, from.AddDate(0, 1, 0), true
	}
	from = time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if from.Day() != d {
		return time.Time{}, time.Time{}, false // there is no 31 February
	}
	return from, from.AddDate(0, 0, 1), true
}
