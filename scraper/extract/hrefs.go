package extract

// hrefs are all distinct addresses the page links to, absolute, in page order;
// of two that differ in their fragment alone the first. Links inside cut parts
// (menus, modules) are among them: the crawl finds sections by them.
func (d *document) hrefs() []string {
	s := d.survey()
	var (
		out  []string
		raw  = make(map[string]bool, len(s.links))
		seen = make(map[string]bool, len(s.links))
	)
	for _, i := range s.links {
		h := attr(s.spots[i].node, "href")
		if raw[h] {
			continue // resolving is the dear part
		}
		raw[h] = true
		if u := d.resolve(h); u != "" && !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	return out
}
