package web

import (
	"net/http"
	"strconv"
	"time"

	"newskeep/store"
)

// moment reads a time of an address.
func moment(s string) (time.Time, error) {
	t, err := store.Moment(s)
	if err != nil {
		return t, badRequest("%v.", err)
	}
	return t, nil
}

// number reads a count of an address; otherwise when it is not given.
func number(q *http.Request, name string, otherwise, least, most int) (int, error) {
	s := q.FormValue(name)
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, badRequest("%s is a number from %d to %d, not %q.", name, least, most, s)
	}
	return n, nil
}
