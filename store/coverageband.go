package store

import (
	"fmt"
	"math"
	"slices"
	"time"

	"newskeep/scraper/news"
)

const (
	// silence is how unlikely a stretch without a new article must be by chance,
	// given on how many days the section usually has one.
	silence = 0.005
	// A section is judged once it has a week of history, and articles on some of
	// its days.
	silentDays, silentSome = 7, 3

	// A band needs bandDays days of history; a weekday has its own middle once it
	// was seen bandWeeks times.
	bandDays, bandWeeks = 14, 3
	// bandWidth deviations to either side are usual. 1.4826 makes the median
	// absolute deviation of normal noise its standard deviation.
	bandWidth = 4 * 1.4826
	// bandLeast is the least half width, in articles, whatever was seen.
	bandLeast = 5
	// Much news is news; only much more than the band is worth a word.
	bandAbove = 2
)

// ranDays are the days up to the last one on which a run got anything, in order.
// Other days say nothing about the newsroom.
func (g *gaps) ranDays() []string {
	var list []string
	for _, r := range g.runs {
		if r.got == 0 || r.outcome == news.RunBlocked || r.outcome == news.RunFailed {
			continue
		}
		for _, d := range g.days(g.day(r.started), g.day(r.until)) {
			if d <= g.to && (len(list) == 0 || d > list[len(list)-1]) {
				list = append(list, d)
			}
		}
	}
	return list
}

// sections are the names of all sections, the whole site first.
func (g *gaps) sections() []string {
	list := []string{""}
	for key := range g.lines {
		if !slices.Contains(list, key.section) {
			list = append(list, key.section)
		}
	}
	slices.Sort(list)
	return list
}

// newOn is how many articles of a section were first seen on a day; of the whole
// site for the empty name.
func (g *gaps) newOn(section, day string) int {
	if section != "" {
		if l := g.lines[ledgerKey{section, day}]; l != nil {
			return l.New
		}
		return 0
	}
	if g.totals == nil {
		g.totals = map[string]int{}
		for key, l := range g.lines {
			g.totals[key.day] += l.New
		}
	}
	return g.totals[day]
}

// silent finds sections without a new article for a stretch that chance does not
// explain: a section with articles on a share p of its days is silent for k days
// with a probability of (1-p)^k. Today counts only once it has brought something.
func (g *gaps) silent() {
	days := g.ranDays()
	if len(days) == 0 {
		return
	}
	for _, section := range g.sections() {
		if section == "" || g.reported(section) {
			continue
		}
		list := days
		if last := len(list) - 1; list[last] == g.today && g.newOn(section, g.today) == 0 {
			list = list[:last]
		}
		quiet := 0
		for quiet < len(list) && g.newOn(section, list[len(list)-1-quiet]) == 0 {
			quiet++
		}
		before := list[:len(list)-quiet]
		before = before[max(0, len(before)-usualDays):]
		some := 0
		for _, d := range before {
			if g.newOn(section, d) > 0 {
				some++
			}
		}
		if quiet == 0 || len(before) < silentDays || some < silentSome {
			continue
		}
		p := (float64(some) + 0.5) / (float64(len(before)) + 1)
		if math.Pow(1-p, float64(quiet)) >= silence {
			continue
		}
		stretch := list[len(list)-quiet:]
		g.report(news.Finding{
			Kind: news.FindSectionSilent, Section: section, Since: g.start(stretch[0]),
			Evidence: fmt.Sprintf("no new article on the last %s with a run, though it had one on %d of the %d before", several(quiet, "day", "days"), some, len(before)),
			Advice:   "open the section's page: it may have moved, or its list is read no more ('newskeep sites check " + g.name + "')",
		}, stretch...)
	}
}

// reported says whether a section has a finding already.
func (g *gaps) reported(section string) bool {
	return slices.ContainsFunc(g.found, func(f news.Finding) bool { return f.Section == section })
}

// volume finds days with more or fewer new articles than usual: for the whole
// site, and for sections on days when the whole is as usual.
func (g *gaps) volume() {
	days := g.ranDays()
	for _, section := range g.sections() {
		for i, day := range days {
			if i == 0 || day < g.from || day >= g.today || len(g.marked[ledgerKey{"", day}]) > 0 || len(g.marked[ledgerKey{section, day}]) > 0 {
				continue // today is not over, and what is wrong already needs no second word
			}
			// The first day brings all that the lists show, not a day's news.
			from, _ := slices.BinarySearch(days, g.next(day, -usualDays))
			history := slices.DeleteFunc(slices.Clone(days[max(1, from):i]), func(d string) bool { return len(g.marked[ledgerKey{"", d}]) > 0 })
			n := g.newOn(section, day)
			b, ok := g.band(section, day, history)
			if !ok || float64(n) >= b.middle-b.width && float64(n) <= b.middle+bandAbove*b.width {
				continue
			}
			word, advice := "fewer", "see whether sections failed or moved that day (newskeep coverage "+g.name+"), and what the site itself shows"
			if float64(n) > b.middle {
				word, advice = "more", "see whether articles got other addresses and are counted as new, or the site lists old ones"
			} else {
				g.short(day)
			}
			g.report(news.Finding{
				Kind: news.FindVolume, Section: section, Day: day, Since: g.start(day),
				Evidence: fmt.Sprintf("%s, %s than usual: %.0f ± %.0f on %s of the %d days before", several(n, "new article", "new articles"), word, b.middle, b.width, b.days, len(history)),
				Advice:   advice,
			}, day)
		}
	}
}

// band is what is usual.
type band struct {
	middle, width float64
	days          string // which days the middle is of
}

// band is the median of a weekday's new articles, once that weekday was seen
// three times, and of all days before; and around it four times the median of
// the days' distances from their own middle. Medians, so that an outlier of last
// week hides none of today; by weekday, because newsrooms have weekends; distances
// of all days together, because four of a weekday make no spread. The width is at
// least three times what chance does to a count (its square root).
func (g *gaps) band(section, day string, history []string) (b band, ok bool) {
	if len(history) < bandDays {
		return b, false
	}
	all := make([]float64, 0, len(history))
	byWeekday := map[time.Weekday][]float64{}
	for _, d := range history {
		n := float64(g.newOn(section, d))
		all = append(all, n)
		w := g.start(d).Weekday()
		byWeekday[w] = append(byWeekday[w], n)
	}
	middle := func(d string) (float64, string) {
		w := g.start(d).Weekday()
		if list := byWeekday[w]; len(list) >= bandWeeks {
			return median(list), w.String() + "s"
		}
		return median(all), "all"
	}
	distances := make([]float64, len(history))
	for i, d := range history {
		m, _ := middle(d)
		distances[i] = math.Abs(all[i] - m)
	}
	b.middle, b.days = middle(day)
	b.width = max(bandWidth*median(distances), 3*math.Sqrt(b.middle), bandLeast)
	return b, true
}

// median of a list that is not empty.
func median(list []float64) float64 {
	s := slices.Sorted(slices.Values(list))
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}
