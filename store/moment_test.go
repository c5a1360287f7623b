package store_test

import (
	"testing"
	"time"

	"newskeep/store"
)

func TestMomentsMeanTheirEnd(t *testing.T) {
	for text, want := range map[string]string{
		"":                          "",
		"2024-12-01":                "2024-12-01T23:59:59.999Z",
		"2024-12-01T17:00":          "2024-12-01T17:00:59.999Z",
		"2024-12-01T17:00:05":       "2024-12-01T17:00:05.999Z",
		"2024-12-01T17:00:05Z":      "2024-12-01T17:00:05Z",
		"2024-12-01T17:00:05+02:00": "2024-12-01T15:00:05Z",
		"2024-02-30":                "error",
		"noon":                      "error",
		"2024":                      "2024-12-31T23:59:59.999Z",
		"2024-02":                   "2024-02-29T23:59:59.999Z",
		"2024-12-01 17:00":          "2024-12-01T17:00:59.999Z",
		"2024-12-01T17:00+02:00":    "2024-12-01T15:00:59.999Z",
		"2024-12-01T17:00Z":         "2024-12-01T17:00:59.999Z",
		"24":                        "error",
	} {
		at, err := store.Moment(text)
		got := at.Format(time.RFC3339Nano)
		switch {
		case err != nil:
			got = "error"
		case at.IsZero():
			got = ""
		}
		if got != want {
			t.Errorf("%q: %s, want %s (%v)", text, got, want, err)
		}
	}
}
