package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"newskeep/schedule"
)

// calendarOf is a cron spec as systemd.time(7) writes it. Minute and hour may be
// numbers, lists, steps or *; days of the month, months and weekdays are only *,
// or one weekday: what more is wanted is written by hand.
func calendarOf(spec string) (string, error) {
	if _, err := schedule.Parse(spec, time.UTC); err != nil {
		return "", err
	}
	f := strings.Fields(spec)
	if len(f) != 5 {
		return "", fmt.Errorf("%q: give the five fields of crontab, such as \"15 1 * * *\"", spec)
	}
	if f[2] != "*" || f[3] != "*" {
		return "", fmt.Errorf("%q: only minute, hour and one weekday are put into a timer; write OnCalendar= by hand for days and months", spec)
	}
	day := ""
	if f[4] != "*" {
		names := []string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
		n, err := strconv.Atoi(f[4])
		if err != nil || n < 0 || n >= len(names) {
			return "", fmt.Errorf("%q: the weekday is * or one number from 0 (Sunday) to 6", spec)
		}
		day = names[n] + " "
	}
	var parts []string
	for _, field := range []string{f[1], f[0]} {
		var list []string
		for p := range strings.SplitSeq(field, ",") {
			from, step, stepped := strings.Cut(p, "/")
			from = strings.ReplaceAll(from, "-", "..")
			switch {
			case stepped && from == "*":
				p = "00/" + step
			case stepped:
				p = from + "/" + step
			case len(from) == 1 && from != "*":
				p = "0" + from
			default:
				p = from
			}
			list = append(list, p)
		}
		parts = append(parts, strings.Join(list, ","))
	}
	return day + "*-*-* " + parts[0] + ":" + parts[1] + ":00", nil
}
