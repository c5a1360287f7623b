package extract

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

// metadata is what a page says about itself outside its visible text, gathered
// once. The candidates of fields stand in the order of the cascade: the site's
// own JSON, JSON-LD, microdata and RDFa, meta tags.
type metadata struct {
	fields     fields
	amp        string       // absolute; "" when the page has no AMP version
	canonical  string       // absolute; "" when the page names none
	ownURL     string       // what other metadata give as the page's address; "" when none
	languages  []string     // as stated, the html element first
	siteNames  []string     // what the site calls itself
	siteKeys   []string     // the same folded and without spaces
	longestKey int          // bytes of the longest of these
	pageDate   candidate    // the day of the page where it describes no article
	types      []string     // schema.org types of the page's main object, and og:type, in lower case
	story      string       // JSON-LD articleBody or the body in the site's JSON, plain text, one paragraph a line
	markup     string       // that body as HTML, when it holds images
	lead       news.Image   // URL, Caption, Credit and Alt of the main image
	described  []news.Image // what metadata say of images by their addresses; those of the body in its order
	paywalled  bool         // it is said that readers pay
	free       bool         // or that they do not
	breadcrumb []string     // names from the home page down, home and the page itself left out
	article    bool         // some metadata call the page an article
	listing    bool         // some metadata call the page a collection or the site itself
	title      string       // the title element
	marks      *marks
	versions   foldSet // made on first use; see [metadata.headlines]
	said       []saidHeadline
	d          *document
}

// metadata gathers what the page says about itself.
func (d *document) metadata() *metadata {
	if d.meta != nil {
		return d.meta
	}
	m := &metadata{fields: fields{}, marks: d.note(), d: d}
	d.meta = m
	m.addLanguage(d.lang)
	if m.marks.title != nil && m.marks.title.FirstChild != nil {
		m.title = squeeze(m.marks.title.FirstChild.Data)
	}
	fromMeta := readMeta(m.marks.metas)
	m.addSite(fromMeta.first("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"))
	titles := []string{fromMeta.first("og:title", "twitter:title"), m.title}
	for _, h := range m.marks.headings[:min(len(m.marks.headings), 5)] {
		titles = append(titles, d.text(h))
	}
	sources := make([]string, len(m.marks.ld))
	for i, n := range m.marks.ld {
		sources[i] = d.script(n)
	}
	m.siteJSON(d, sources, titles)
	m.linkedData(d, sources, titles)
	m.microdata(d)
	m.metaTags(d, fromMeta)
	m.linkTags(d)
	return m
}

// addSite remembers a name the site gives itself.
func (m *metadata) addSite(name string) {
	if name = squeeze(name); name == "" || len(name) > 80 {
		return
	}
	for _, s := range m.siteNames {
		if foldEqual(s, name) {
			return
		}
	}
	m.siteNames = append(m.siteNames, name)
	if key := strings.ReplaceAll(fold(name), " ", ""); key != "" {
		m.siteKeys = append(m.siteKeys, key)
		m.longestKey = max(m.longestKey, len(key))
	}
}

// addLanguage remembers a stated language.
func (m *metadata) addLanguage(tag string) {
	if tag = language(tag); tag != "" {
		m.languages = append(m.languages, tag)
	}
}

// isSite reports that every one of the names is the site's own, or its host's.
func (m *metadata) isSite(list []named) bool {
	for _, n := range list {
		if !m.isOutlet(n.name) {
			return false
		}
	}
	return len(list) > 0
}

// isOutlet reports a name of the site or of its host.
// "Portmere News (www.portmere.example)" is the site's as well.
func (m *metadata) isOutlet(name string) bool {
	host := strings.TrimPrefix(m.d.url.Hostname(), "www.")
	for _, mark := range []string{" – ", " — ", " - ", " | "} {
		if front, _, ok := strings.Cut(name, mark); ok && (m.isSiteName(front) || hostNames(m.d, front)) {
			return true // its slogan follows
		}
	}
	return m.isSiteName(name) || hostNames(m.d, name) || host != "" && strings.Contains(strings.ToLower(name), host)
}

// isSiteName reports a name of the site, with or without its domain ending.
func (m *metadata) isSiteName(name string) bool {
	var short [256]byte
	f, whole := appendFold(short[:0], name, 2*m.longestKey) // there are fewer spaces than letters
	if !whole {
		return false
	}
	n := 0
	for _, c := range f {
		if c != ' ' {
			f[n] = c
			n++
		}
	}
	return slices.Contains(m.siteKeys, string(f[:n]))
}

// stampHints is what the date readers need to know of the page.
func (d *document) stampHints() stampHints {
	h := stampHints{lang: d.lang, home: d.home(), seen: d.seen}
	if d.profile != nil {
		if h.lang == "" {
			h.lang = strings.ToLower(d.profile.Language)
		}
		if d.profile.ZoneGiven {
			h.zone, h.zoneSource = d.profile.Zone, news.ZoneProfile
		}
	}
	return h
}

// instant reads a machine date of metadata.
func (d *document) instant(value string) (news.Stamp, bool) {
	if value == "" || len(value) > 100 {
		return news.Stamp{}, false
	}
	s, ok := readInstant(value, d.stampHints())
	if !ok {
		return news.Stamp{}, false
	}
	s.Text = "" // nobody sees it
	return s, plausible(s.Time, d.seen)
}

// plausible reports an instant at which a page could have been published: not
// before the web, and not after it was fetched (a day's margin for zones and
// clocks).
func plausible(t, seen time.Time) bool {
	if t.IsZero() || t.Year() < 1990 {
		return false
	}
	if seen.IsZero() {
		return t.Year() < 2100
	}
	return !t.After(seen.Add(24 * time.Hour))
}

// keywordList makes names of keywords: those given as one string are split at
// commas or semicolons.
func keywordList(values []string) []named {
	var out []named
	for _, v := range values {
		sep := ","
		if strings.Count(v, ";") > strings.Count(v, ",") {
			sep = ";"
		}
		if len(values) > 1 && strings.Count(v, ",") < 3 || strings.Contains(v, ", &") || strings.Contains(v, ", and ") {
			sep = "\x00" // a list already, or one name with a comma: it belongs to the name
		}
		for part := range strings.SplitSeq(v, sep) {
			if part = squeeze(part); part != "" {
				out = append(out, named{name: part})
			}
		}
	}
	return out
}

// first is the value of the first name that is set.
func (t metaTags) first(names ...string) string {
	for _, n := range names {
		if v := t[n]; len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// standsIn reports whether n is ancestor, or an element or text inside it.
func standsIn(n, ancestor *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == ancestor {
			return true
		}
	}
	return false
}
