package extract

// hrefs are all distinct addresses the page links to, absolute, in page order;
// of two that differ in their fragment alone the first. Links inside cut parts
// (menus, modules) are among them: the crawl finds sections by them.
func (d *document) hrefs() []string {
	s := d.survey()
	var (
		out  []string
		seen = make(map[string]bool, len(s.links))
	)
	for _, i := range s.links {
		if u := d.resolve(attr(s.spots[i].node, "href")); u != "" && !seen[u] {
			seen[u] = true
			out = append(out, u)
		}
	}
	return out
}
