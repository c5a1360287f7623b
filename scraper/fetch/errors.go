package fetch

import (
	"errors"
	"fmt"

	"newskeep/scraper/news"
)

// What an [Error] may wrap, beside what net/http returned.
var (
	ErrTooLarge         = errors.New("body or header is larger than the limit")
	ErrTruncated        = errors.New("body ends before its announced end")
	ErrEncoding         = errors.New("content coding cannot be undone")
	ErrRobots           = errors.New("disallowed by robots.txt")
	ErrRobotsDown       = errors.New("robots.txt cannot be had, so nothing is allowed") // RFC 9309 §2.3.1.4
	ErrRedirectLoop     = errors.New("redirect to an address asked for before")
	ErrTooManyRedirects = errors.New("more than 10 redirects")
	ErrNoTarget         = errors.New("redirect without a usable target")
	ErrForeignHost      = errors.New("redirect out of the site")
	ErrPrivateAddress   = errors.New("loopback, private or reserved address")
	ErrAddress          = errors.New("not an http or https address")
	ErrUnaskedFor       = errors.New("an answer to another request") // 304 without validators, 206 without a range, 1xx
)

// Error is a page that could not be had. It is about the page, its server or the
// way there; an error of Get that is no *Error is about us: the context ended, or
// Wait failed.
type Error struct {
	Class    news.FailureClass
	URL      string   // at which it went wrong: the page, or a redirect's target
	Hops     []string // addresses asked for before URL
	Requests int      // made in vain, robots.txt and redirects included
	Err      error
}

func (e *Error) Error() string { return fmt.Sprintf("fetch %s: %v", e.URL, e.Err) }

func (e *Error) Unwrap() error { return e.Err }
