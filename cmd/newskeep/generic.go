package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"newskeep/scraper/profile"
	"newskeep/store"
)

// genericProfile names a host that has no rules, and nothing more.
func genericProfile(u *url.URL) (*profile.Profile, error) {
	host := strings.ToLower(u.Host)
	name := strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, host), "-")
	return profile.Parse("generic: "+host, fmt.Appendf(nil, "name: %q\ntitle: %q\nhome: %q\nsections:\n  - {name: Home, url: /}\n", name, host, u.Scheme+"://"+host+"/"))
}

// genericSites gives the sites of an archive that were imported by structure alone
// their profiles back, so that their pages can be read again.
func (a *app) genericSites(ctx context.Context, r *store.Reader) error {
	set, err := a.sites()
	if err != nil {
		return err
	}
	kept, err := r.Sites(ctx)
	if err != nil {
		return err
	}
	for _, s := range kept {
		if _, err := set.Get(s.Name); err == nil {
			continue
		}
		u, err := url.Parse(s.Home)
		if err != nil || u.Host == "" {
			continue
		}
		if p, err := genericProfile(u); err == nil && p.Name == s.Name {
			set.Add(p)
		}
	}
	return nil
}
