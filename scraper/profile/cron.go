package profile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A cron spec has five fields: minute, hour, day of the month, month, day of the
// week. Each is *, or a comma list of numbers, ranges (1-5) and steps (*/2,
// 1-9/2, 3/4 meaning from 3 on); months and weekdays may be named. Package
// schedule compiles the spec; here only specs pass that it can compile and that
// name a moment which exists, so that a mistake shows when the profile is read.
type cronField struct {
	name        string
	first, last int
	words       []string // names of the values from first on
}

var cronFields = [5]cronField{
	{"minute", 0, 59, nil},
	{"hour", 0, 23, nil},
	{"day of the month", 1, 31, nil},
	{"month", 1, 12, []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{"day of the week", 0, 6, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

var cronShort = []string{"@hourly", "@daily", "@midnight", "@weekly", "@monthly", "@yearly", "@annually"}

// longestMonth is how many days a month can have; February in a leap year.
var longestMonth = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// checkCron says what is wrong with a spec; nil when nothing is.
func checkCron(spec string) error {
	switch {
	case strings.HasPrefix(spec, "TZ=") || strings.HasPrefix(spec, "CRON_TZ="):
		return errors.New("the zone has a key of its own: zone")
	case strings.HasPrefix(spec, "@"):
		if !slices.Contains(cronShort, spec) {
			return fmt.Errorf("want five fields or one of %s", strings.Join(cronShort, ", "))
		}
		return nil
	}
	parts := strings.Fields(spec)
	if len(parts) != len(cronFields) {
		return fmt.Errorf("want five fields (minute, hour, day, month, weekday), got %d", len(parts))
	}
	var sets [5][]int
	for i, f := range cronFields {
		values, err := f.values(parts[i])
		if err != nil {
			return fmt.Errorf("%s %q: %w", f.name, parts[i], err)
		}
		sets[i] = values
	}
	return checkDays(parts, sets[2], sets[3])
}

// checkDays refuses days that no month of the spec has, such as 30 February:
// such a spec would be valid and silently never run. When the weekday is
// restricted as well, either of the two days will do (crontab(5)).
func checkDays(parts []string, days, months []int) error {
	if !starred(parts[4]) && !starred(parts[2]) {
		return nil
	}
	first := slices.Min(days)
	for _, m := range months {
		if first <= longestMonth[m] {
			return nil
		}
	}
	return fmt.Errorf("day %d is in no month of %q: it would never run", first, parts[3])
}

// starred reports a field with a part that is every value.
func starred(field string) bool {
	for _, part := range strings.Split(field, ",") {
		if part == "*" || part == "?" {
			return true
		}
	}
	return false
}

// values lists what a field stands for.
func (f cronField) values(text string) ([]int, error) {
	var all []int
	for _, part := range strings.Split(text, ",") {
		span, every, stepped := strings.Cut(part, "/")
		step := 1
		if stepped {
			var err error
			if step, err = strconv.Atoi(every); err != nil || !digitsOnly(every) || step < 1 || step > f.last-f.first+1 {
				return nil, fmt.Errorf("step %q: want 1 to %d", every, f.last-f.first+1)
			}
		}
		from, to, err := f.span(span)
		if err != nil {
			return nil, err
		}
		if stepped && from == to && !strings.Contains(span, "-") {
			to = f.last
		}
		for v := from; v <= to; v += step {
			all = append(all, v)
		}
	}
	return all, nil
}

// span reads "*", "?", "4", "mon" or "1-5".
func (f cronField) span(text string) (from, to int, err error) {
	if text == "*" || text == "?" {
		return f.first, f.last, nil
	}
	low, high, isRange := strings.Cut(text, "-")
	if from, err = f.value(low); err != nil {
		return 0, 0, err
	}
	if !isRange {
		return from, from, nil
	}
	if to, err = f.value(high); err != nil {
		return 0, 0, err
	}
	if to < from {
		return 0, 0, fmt.Errorf("range %s ends before it begins", text)
	}
	return from, to, nil
}

func (f cronField) value(text string) (int, error) {
	if i := slices.Index(f.words, strings.ToLower(text)); i >= 0 {
		return f.first + i, nil
	}
	v, err := strconv.Atoi(text)
	if err != nil || !digitsOnly(text) || v < f.first || v > f.last {
		hint := ""
		if f.last == 6 && text == "7" {
			hint = "; Sunday is 0"
		}
		return 0, fmt.Errorf("%q: want %d to %d%s", text, f.first, f.last, hint)
	}
	return v, nil
}

func digitsOnly(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
