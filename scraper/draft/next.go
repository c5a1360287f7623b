package draft

import (
	"net/url"
	"strings"

	"newskeep/scraper/news"
)

// Stories are the addresses worth asking for when a profile is drafted: up to
// most items of lists read without rules, of as many kinds of address as there
// are, each once, on the host of home.
func Stories(home string, lists []*news.Reading, most int) []string {
	u, err := url.Parse(home)
	if err != nil {
		return nil
	}
	w := &work{home: u}
	var kinds []string
	byKind := map[string][]string{}
	seen := map[string]bool{}
	for _, r := range lists {
		if r == nil || r.Listing == nil {
			continue
		}
		for _, l := range r.Listing.Items {
			a, ok := w.addressOfPage(l.URL, true)
			if at := normal(l.URL); !ok || seen[at] {
				continue
			} else {
				seen[at] = true
			}
			kind := a.shape()
			if len(a.parts) > 1 && !strings.HasPrefix(kind, partYear) {
				kind += "/" + a.parts[0]
				if len(a.parts) > 2 {
					kind += "/" + a.parts[1]
				}
			}
			if byKind[kind] == nil {
				kinds = append(kinds, kind)
			}
			byKind[kind] = append(byKind[kind], l.URL)
		}
	}
	var out []string
	for round := 0; len(out) < most; round++ {
		before := len(out)
		for _, k := range kinds {
			if list := byKind[k]; round < len(list) && len(out) < most {
				out = append(out, list[round])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}
