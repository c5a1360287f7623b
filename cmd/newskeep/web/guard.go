package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// policy lets a page load from the room itself and nothing else, and be framed by
// nobody. https://www.w3.org/TR/CSP3/
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// Guarded lets in who may come in and puts the room's rules on every answer.
func (o Options) Guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-DNS-Prefetch-Control", "off")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cache-Control", "no-store")
		switch {
		case !o.hostKnown(q.Host):
			// A name that a stranger's page points at this machine (DNS rebinding)
			// would let that page read the archive.
			http.Error(w, "This is not known under that name. Open it by its IP address or as localhost, or start newskeep with --host NAME.", http.StatusMisdirectedRequest)
		case o.Token != "" && !o.tokenGiven(q):
			h.Set("WWW-Authenticate", `Basic realm="newskeep", charset="UTF-8"`)
			http.Error(w, "Give the token: as the password with any user name, or in a header Authorization: Bearer TOKEN.", http.StatusUnauthorized)
		case q.Method != http.MethodGet && q.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			http.Error(w, "This is read-only: GET or HEAD.", http.StatusMethodNotAllowed)
		default:
			next.ServeHTTP(w, q)
		}
	})
}

// hostKnown reports whether a Host header names this program. Addresses in figures
// always do: nobody can point them elsewhere.
func (o Options) hostKnown(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || slices.ContainsFunc(o.Hosts, func(h string) bool { return strings.EqualFold(h, name) })
}

func (o Options) tokenGiven(q *http.Request) bool {
	scheme, given, _ := strings.Cut(q.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		_, given, _ = q.BasicAuth()
	}
	// Sums of equal length, so that time tells nothing of the token.
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(o.Token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// cached lets a browser keep what only changes with the program.
func cached(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Cache-Control", "private, max-age=300")
		next.ServeHTTP(w, q)
	})
}
