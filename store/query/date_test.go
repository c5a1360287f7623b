package query

import (
	"fmt"
	"testing"
	"time"
)

// Every day lies in the week that the calendar of the standard library gives it.
func TestWeeksOfDates(t *testing.T) {
	for day := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2030; day = day.AddDate(0, 0, 1) {
		y, w := day.ISOWeek()
		text := fmt.Sprintf("%d-W%02d", y, w)
		from, until := Date{From: text, To: text}.Span(time.Time{})
		if day.Before(from) || !day.Before(until) || until.Sub(from) != 7*24*time.Hour {
			t.Fatalf("%s is in %s, which is %s to %s", day.Format(time.DateOnly), text, from, until)
		}
	}
}

// The texts of moments in an archive have years of four digits: one with five would
// come before all of them.
func TestTheLastYear(t *testing.T) {
	for _, in := range []string{"seen:2024..9999", "seen:9999", "changed:..9999-12-31", "published:9999 OR tram"} {
		q, err := Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		s := q.SQL(Setting{})
		for _, arg := range s.Args {
			if text := arg.(string); len(text) != len("2024-12-01T10:30:00") && text != `"tram"` {
				t.Errorf("%s asks for %q", in, text)
			}
		}
	}
}
