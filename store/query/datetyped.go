package query

import (
	"strings"
	"time"
	"unicode"
)

// dateAsMeant is an end of a date, as people type and copy it, in the way [period] reads
// it: small and capital letters do not matter, digits may be those of any script, a time
// may have a zone, and seconds, which its minute has too. What is no date stays none.
func dateAsMeant(s string) string {
	s = strings.Map(plainDigit, s)
	if low := strings.ToLower(s); relative(low) {
		return low
	}
	s = strings.ToUpper(s)
	if len(s) < len("2006-01-02T15:04") {
		return s
	}
	s = strings.Replace(s, " ", "T", 1)
	for _, zone := range []string{"Z07:00", "Z0700", "Z07", ""} {
		for _, clock := range []string{"15:04", "15:04:05"} {
			if t, err := time.Parse("2006-01-02T"+clock+zone, s); err == nil {
				return moment(t)
			}
		}
	}
	return s
}

// digit is the value of a decimal digit: those of a script stand in a row from zero on.
func digit(r rune) rune {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) {
		zero--
	}
	return (r - zero) % 10
}
