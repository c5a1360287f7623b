package profile

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"newskeep/scraper/news"
)

// Normalize returns the address a page is known by: two addresses are one page
// exactly when this is the same. Scheme and host are in lower case, the default
// port, user name and fragment are gone; in the path, percent-encoding is unified
// (RFC 3986 §6.2.2: upper-case hex, unreserved characters plain, everything
// beyond ASCII encoded), dot segments are resolved and trailing slashes dropped;
// in the query, known tracking parameters and the profile's drop_params are
// gone and the others keep their order; ids of sessions are gone from both. %2F is never made a slash. Normalize of
// its own result changes nothing.
//
// A nil profile drops only what is known everywhere. An address that is not
// absolute http or https is returned as it is written.
func (p *Profile) Normalize(u *url.URL) string {
	return normalize(u, func(name string) bool {
		return isTracking(name) || isSession(name) || p != nil && slices.Contains(p.Drop, name)
	})
}

// ImageIdentity is [news.ImageIdentity] by which, beside the parameters known
// everywhere, the profile's image_drop_params name a rendition.
func (p *Profile) ImageIdentity(address string) string {
	if p == nil {
		return news.ImageIdentity(address)
	}
	return news.ImageIdentity(address, p.ImageDrop...)
}

func absolute(u *url.URL) bool {
	s := strings.ToLower(u.Scheme)
	return (s == "http" || s == "https") && u.Host != "" && u.Opaque == ""
}

func normalize(u *url.URL, drop func(name string) bool) string {
	if !absolute(u) {
		return u.String()
	}
	var b strings.Builder
	scheme := strings.ToLower(u.Scheme)
	b.WriteString(scheme)
	b.WriteString("://")
	b.WriteString(hostKey(scheme, u))
	b.WriteString(pathKey(u.EscapedPath()))
	if q := queryKey(u.RawQuery, drop); q != "" {
		b.WriteByte('?')
		b.WriteString(q)
	}
	return b.String()
}

// hostKey is the host in the form it goes over the wire, with its port unless it
// is the scheme's own.
func hostKey(scheme string, u *url.URL) string {
	host, port := asciiHost(u.Hostname()), u.Port()
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // IPv6
	}
	if port != "" && !(scheme == "http" && port == "80") && !(scheme == "https" && port == "443") {
		host += ":" + port
	}
	// net/url decodes host names; only it knows how to write back what no host
	// name should hold.
	return strings.TrimPrefix((&url.URL{Host: host}).String(), "//")
}

// asciiHost is a host name in lower case, with labels beyond ASCII in Punycode
// where they can be.
func asciiHost(name string) string {
	name = strings.ToLower(name)
	if ascii(name) {
		return name
	}
	if a, err := idna.Lookup.ToASCII(name); err == nil && a != "" {
		return a
	}
	return name
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// pathKey is the path of the key: encoded in one way, dot segments resolved,
// no slash at the end but the root's.
func pathKey(escaped string) string {
	path := strings.TrimRight(resolveDots(withoutSession(recode(escaped, pathChar))), "/")
	if path == "" {
		return "/"
	}
	return path
}

// resolveDots removes "." and ".." as RFC 3986 §5.2.4 says. Encoded dots were
// made plain before, since browsers resolve them too.
func resolveDots(path string) string {
	if !strings.Contains(path, "/.") {
		return path
	}
	var kept []string
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		switch s {
		case ".", "..":
			if s == ".." && len(kept) > 0 {
				kept = kept[:len(kept)-1]
			}
			if i == len(segments)-1 {
				kept = append(kept, "")
			}
		default:
			kept = append(kept, s)
		}
	}
	return "/" + strings.Join(kept, "/")
}

// queryKey is the query without what drop names, in the order it was written.
func queryKey(query string, drop func(name string) bool) string {
	var kept []string
	for param := range strings.SplitSeq(query, "&") {
		if param == "" {
			continue
		}
		name, _, _ := strings.Cut(param, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if !drop(name) {
			kept = append(kept, recode(param, queryChar))
		}
	}
	return strings.Join(kept, "&")
}

// recode writes percent-encoding in one way: encoded unreserved characters
// become plain, other encodings get upper-case hex, and bytes that may not stand
// there as they are become encoded.
func recode(s string, allowed func(c byte) bool) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		encoded := false
		if c == '%' && i+2 < len(s) {
			high, low := strings.IndexByte(hex, upper(s[i+1])), strings.IndexByte(hex, upper(s[i+2]))
			if high >= 0 && low >= 0 {
				c, encoded, i = byte(high<<4|low), true, i+2
			}
		}
		if unreserved(c) || !encoded && allowed(c) {
			b.WriteByte(c)
			continue
		}
		b.WriteByte('%')
		b.WriteByte(hex[c>>4])
		b.WriteByte(hex[c&15])
	}
	return b.String()
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'f' {
		return c - ('a' - 'A')
	}
	return c
}

// unreserved are the characters of RFC 3986 §2.3.
func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

// pathChar are the reserved characters that may stand in a path (RFC 3986 §3.3).
func pathChar(c byte) bool { return strings.IndexByte("!$&'()*+,;=:@/", c) >= 0 }

// queryChar are those that may stand in a query (RFC 3986 §3.4).
func queryChar(c byte) bool { return pathChar(c) || c == '?' }

// isSession reports a parameter that names the visit of a reader: sites that do not
// trust in cookies give each visit addresses of its own.
func isSession(name string) bool {
	return slices.Contains(sessions, strings.ToLower(name))
}

var sessions = []string{"phpsessid", "jsessionid", "sessionid", "session_id", "sessid", "asp.net_sessionid", "oscsid", "zenid", "cftoken"}

// pathSession is a session in a path: a parameter of servlets (Jakarta Servlet 6.0,
// §7.1.3), or a segment of ASP.NET's "cookieless" sessions, 24 characters of each kind.
var pathSession = regexp.MustCompile(`(?i);jsessionid=[^/;]*|/\((?:[A-Z]\([0-9a-z]{24,}\))+\)(/|$)`)

func withoutSession(path string) string {
	if !strings.ContainsAny(path, ";(") {
		return path
	}
	return pathSession.ReplaceAllString(path, "$1")
}

// isTracking reports a parameter that says where a reader came from and nothing
// about the page.
func isTracking(name string) bool {
	name = strings.ToLower(name)
	return slices.Contains(tracking, name) ||
		strings.HasPrefix(name, "utm_") || strings.HasPrefix(name, "at_") && slices.Contains(atInternet, name)
}

// tracking are the parameters that advertisers, mailers and networks add.
var tracking = []string{
	"fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid", "twclid", "ttclid",
	"li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "_hsenc", "_hsmi",
	"__hssc", "__hstc", "__hsfp", "hsctatracking", "vero_id", "vero_conv", "oly_enc_id", "oly_anon_id",
	"ref_src", "ref_url", "wt_mc", "wt.mc_id", "wt.mc_ev", "cmpid", "ocid", "smid", "rb_clickid", "s_cid",
	"srsltid", "guccounter", "guce_referrer", "guce_referrer_sig", "pk_campaign", "pk_kwd",
	"mtm_campaign", "mtm_source", "mtm_medium", "mtm_keyword", "ns_campaign", "ns_mchannel", "ns_source",
}

// atInternet are those of one analytics firm whose prefix is too short to trust.
var atInternet = []string{
	"at_medium", "at_campaign", "at_custom1", "at_custom2", "at_custom3", "at_custom4",
	"at_link_id", "at_link_type", "at_link_origin", "at_format", "at_ptr_name", "at_bbc_team",
}
