package web

import (
	"net/http"
	"net/url"
	"strconv"
)

// turning is which page of a long list is shown, the latest first.
type turning struct {
	Number int  `json:"page"` // from 1
	More   bool `json:"more"` // another follows
}

// mostPages are those that can be turned to: a page is found by counting those before it.
const mostPages = 100

// turned reads the page from an address.
func turned(q *http.Request) (t turning, err error) {
	t.Number, err = number(q, "page", 1, 1, mostPages)
	return t, err
}

// upTo is how many lines must be had for a page of so many: one more tells that another follows.
func (t turning) upTo(lines int) int { return t.Number*lines + 1 }

// ofPage are those of the page among them.
func ofPage[T any](t *turning, had []T, lines int) []T {
	from, to := min((t.Number-1)*lines, len(had)), min(t.Number*lines, len(had))
	t.More = len(had) > to && t.Number < mostPages
	return had[from:to]
}

// lead is the address of a page before or after, at a path with values; empty when
// there is none.
func (t turning) lead(by int, path string, v url.Values) string {
	n := t.Number + by
	if n < 1 || by > 0 && !t.More {
		return ""
	}
	if v.Del("page"); n > 1 {
		v.Set("page", strconv.Itoa(n))
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}
