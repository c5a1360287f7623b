package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Spec is a cron spec in a zone, compiled. The zero Spec is never.
type Spec struct {
	text     string
	zone     *time.Location
	schedule cron.Schedule
	rate     bool // every hour, or every so often: it follows the time that passes, not what clocks show
}

// ErrSpec is wrapped by every error of [Parse].
var ErrSpec = errors.New("bad cron spec")

// Parse compiles five fields (minute hour day-of-month month day-of-week) or a
// descriptor such as "@daily". The zone is given apart; a spec that names one
// itself, and one that never comes true ("0 0 30 2 *"), is refused.
func Parse(text string, zone *time.Location) (s Spec, err error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "TZ=") || strings.HasPrefix(text, "CRON_TZ=") {
		// robfig/cron v3.0.1 panics on a zone without fields; a zone has its own place anyway.
		return Spec{}, fmt.Errorf("%w %q: give the zone apart from the spec", ErrSpec, text)
	}
	parsed, err := cron.ParseStandard(text)
	if err != nil {
		return Spec{}, fmt.Errorf("%w %q: %w", ErrSpec, text, err)
	}
	if zone == nil {
		zone = time.UTC
	}
	s = Spec{text: text, zone: zone, schedule: parsed, rate: everyHour(parsed)}
	// Any year shows it: the parser itself gives up after five.
	if s.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Spec{}, fmt.Errorf("%w %q: there is no such day", ErrSpec, text)
	}
	return s, nil
}

// everyHour tells specs that name no hour from those that do.
func everyHour(parsed cron.Schedule) bool {
	const hours = 1<<24 - 1
	fields, ok := parsed.(*cron.SpecSchedule)
	return !ok || fields.Hour&hours == hours
}

// Next is the first time after t; zero for the zero Spec.
//
// Where the zone changes its clocks it does what crontab(5) promises: a time that
// clocks skip comes when they have changed ("30 2 * * *" at three, and "0 0 * * *"
// at one where midnight is left out), a time that they show twice comes once, the
// first time. A spec for every hour of the day comes every hour that passes.
func (s Spec) Next(t time.Time) time.Time {
	if s.schedule == nil {
		return time.Time{}
	}
	if _, ok := s.schedule.(cron.ConstantDelaySchedule); ok {
		return s.schedule.Next(t)
	}
	// From one change of clocks to the next: between them every day has 24 hours.
	t = t.In(s.zone)
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		_, before := start.Add(-1).In(s.zone).Zone()
		if repeated := start.Add(seconds(before - offset)); !s.rate && t.Before(repeated) {
			t = repeated.Add(-1)
		}
	}
	for {
		next := s.schedule.Next(t.In(time.FixedZone("", offset)))
		if next.IsZero() || end.IsZero() || next.Before(end) {
			return in(next, s.zone)
		}
		_, then := end.In(s.zone).Zone()
		if !s.rate && next.Before(end.Add(seconds(then-offset))) {
			return end.In(s.zone) // clocks skip it
		}
		t = end.Add(-1)
		if !s.rate && then < offset {
			t = end.Add(seconds(offset - then)).Add(-1) // clocks show it twice
		}
		offset = then
		_, end = end.In(s.zone).ZoneBounds()
	}
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

func in(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}

// String is the spec as written and its zone.
func (s Spec) String() string {
	if s.schedule == nil {
		return "never"
	}
	return s.text + " " + s.zone.String()
}
