package web

import (
	"fmt"
	"testing"
	"time"
)

// The week of every day begins with its Monday and ends with its Sunday.
func TestSpanOfWeeks(t *testing.T) {
	for at := time.Date(2014, 12, 25, 0, 0, 0, 0, time.UTC); at.Year() < 2027; at = at.AddDate(0, 0, 1) {
		year, week := at.ISOWeek()
		from, to := span(fmt.Sprintf("%d-W%02d", year, week))
		monday := at.AddDate(0, 0, -(int(at.Weekday())+6)%7)
		if from != day(monday) || to != day(monday.AddDate(0, 0, 6)) {
			t.Fatalf("%d-W%02d is %s to %s, and %s in it", year, week, from, to, day(at))
		}
	}
	if from, to := span("2024-12"); from != "2024-12" || to != "2024-12" {
		t.Errorf("a month is %s to %s", from, to)
	}
}
