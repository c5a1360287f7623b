package store

import (
	"database/sql/driver"
	"fmt"
	"time"
)

const (
	clockLayout = "2006-01-02T15:04:05.000Z" // moments of our own clock
	claimLayout = "2006-01-02T15:04:05Z"     // moments a page claims
)

// clock is a moment of our own clock as a column holds it; zero is NULL.
type clock struct{ time.Time }

func (c clock) Value() (driver.Value, error) {
	if c.IsZero() {
		return nil, nil
	}
	return c.text(), nil
}

func (c clock) text() string { return c.UTC().Format(clockLayout) }

// Scan reads both layouts, so that it serves claims as well.
func (c *clock) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		c.Time = time.Time{}
		return nil
	case string:
		t, err := time.Parse(time.RFC3339, v)
		c.Time = t
		return err
	}
	return fmt.Errorf("a %T is no time", v)
}

// claim is a moment a page claims as a column holds it; zero is NULL.
type claim struct{ time.Time }

func (c claim) Value() (driver.Value, error) {
	if c.IsZero() || c.Year() < 0 || c.Year() > 9999 {
		return nil, nil // years outside four digits would not sort as text
	}
	return c.UTC().Format(claimLayout), nil
}
