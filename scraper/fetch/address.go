package fetch

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// follow is where a redirect points (RFC 9110 §10.2.2). The error is ErrNoTarget.
func follow(from *url.URL, h http.Header) (*url.URL, error) {
	location := h.Get("Location")
	if location == "" {
		return nil, ErrNoTarget
	}
	ref, err := url.Parse(strings.TrimSpace(location))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTarget, err)
	}
	next, err := parse(from.ResolveReference(ref).String())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTarget, err)
	}
	return next, nil
}

// parse reads an absolute http(s) address into the one form in which it is
// checked, sent and remembered: host in lower case, no default port, no dot
// segments that would hide a path from robots.txt, no fragment, no password, and
// a name in other letters as it is sent. The error is ErrAddress.
func parse(s string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, bare(err))
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return nil, ErrAddress
	}
	u.Host = strings.ToLower(u.Host)
	if name := u.Hostname(); strings.IndexFunc(name, func(c rune) bool { return c > unicode.MaxASCII }) >= 0 {
		ascii, err := idna.Lookup.ToASCII(name)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrAddress, err)
		}
		u.Host = strings.Replace(u.Host, name, ascii, 1)
	}
	if p := u.Port(); p == "" || p == "80" && u.Scheme == "http" || p == "443" && u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":"+p)
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	if escaped := u.EscapedPath(); strings.Contains(escaped, "%2") {
		// An encoded dot is a dot, RFC 3986 §6.2.2.2.
		plain := strings.NewReplacer("%2e", ".", "%2E", ".").Replace(escaped)
		if path, err := url.PathUnescape(plain); err == nil {
			u.Path, u.RawPath = path, plain
		}
	}
	u = u.ResolveReference(u)
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}
