package profile

import (
	"net/url"
	"slices"
	"strings"
)

// InScope reports whether u is an http or https address on one of the site's
// hosts. A host without a port stands for every port; www. is a host of its own.
func (p *Profile) InScope(u *url.URL) bool {
	return u != nil && (u.Scheme == "http" || u.Scheme == "https") && p.hasHost(u.Host)
}

// hasHost reports whether host, with a port or without, is one of the site's.
func (p *Profile) hasHost(host string) bool {
	full := strings.ToLower(host)
	name := asciiHost((&url.URL{Host: full}).Hostname())
	return slices.ContainsFunc(p.Hosts, func(h string) bool {
		entry := url.URL{Host: h}
		if entry.Port() != "" {
			return h == full
		}
		return asciiHost(entry.Hostname()) == name
	})
}

// IsArticle reports whether the profile's patterns take u for an article. Path
// and query are matched decoded, as "/news/politics/a-b?id=7". Without patterns
// every address may be one. What is included may be written with or without the
// slash at the end of a path: the addresses of pages are known without.
func (p *Profile) IsArticle(u *url.URL) bool {
	text, slashed := u.Path, strings.TrimSuffix(u.Path, "/")+"/"
	if u.RawQuery != "" {
		query, err := url.QueryUnescape(u.RawQuery)
		if err != nil {
			query = u.RawQuery
		}
		text, slashed = text+"?"+query, slashed+"?"+query
	}
	for _, re := range p.Articles.Exclude {
		if re.MatchString(text) {
			return false
		}
	}
	for _, re := range p.Articles.Include {
		if re.MatchString(text) || re.MatchString(slashed) {
			return true
		}
	}
	return len(p.Articles.Include) == 0
}
