package draft

import (
	"cmp"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// section is one entry of the menu that may be a section.
type section struct {
	name, group string
	url         string // relative to home where it is on home's host
	full        string // absolute, as the menu names it
	stories     int    // known stories whose address lies under it, or whose label it is
	sure        bool
}

// mostSections are taken from the menu.
const mostSections = 60

// services are words of menus that lead to no news, folded.
var services = func() map[string]bool {
	set := map[string]bool{}
	for w := range strings.SplitSeq("home|homepage|about|aboutus|contact|contactus|subscribe|subscriptions|subscription|abo|login|signin|logout|register|signup|myaccount|account|privacy|privacypolicy|cookies|cookiepolicy|cookiesettings|terms|termsofuse|termsandconditions|termsofservice|imprint|impressum|datenschutz|agb|kontakt|werbung|advertise|advertisewithus|advertising|mediadata|mediadaten|jobs|careers|karriere|newsletter|newsletters|epaper|shop|store|faq|help|hilfe|rss|feeds|sitemap|search|suche|buscar|apps|app|corrections|archive|archiv|puzzles|games|spiele|horoscope|horoskop|donate|support|membership|events|press|team|ourteam|staff|accessibility|feedback|tv programme|weather|wetter|follow us|facebook|twitter|instagram|youtube|linkedin|telegram|tiktok|whatsapp|x|mentionslégales|contactez|quisommesnous|abonnement|seconnecter|connexion|publicité|quienessomos|contacto|publicidad|suscríbete|avisolegal|politicadeprivacidad|acercade|من نحن|اتصل بنا|سياسة الخصوصية|الخصوصية|الرئيسية|اشترك|تسجيل الدخول|الشروط والأحكام|privacyverklaring|colofon|chisiamo|contatti|pubblicità|quem somos|contato|assine", "|") {
		set[key(w)] = true
	}
	return set
}()

// leastTold are the sections that must have stories before one without any is in
// doubt: on some sites addresses do not tell.
const leastTold = 3

// findSections takes sections from the menus of the pages, front page first.
func (w *work) findSections() []section {
	var out []section
	seen := map[string]bool{}
	for _, s := range append(slices.Clone(w.lists), w.articles...) {
		if len(out) > 0 && s.article() != nil {
			break // the menus of the lists are enough
		}
		for _, l := range s.reading.Navigation {
			u, ok := w.mayBeSection(l)
			if !ok || seen[u.Path] || len(out) >= mostSections {
				continue
			}
			seen[u.Path] = true
			sec := section{name: l.Label, group: l.Group, full: u.String(), url: u.String()}
			if key(sec.group) == key(sec.name) {
				sec.group = ""
			}
			if u.Host == w.home.Host {
				sec.url = u.EscapedPath()
			}
			out = append(out, sec)
		}
	}
	w.countStories(out)
	// What stands beside a section in its menu is one too.
	groups := map[string]bool{}
	told := 0
	for _, s := range out {
		if s.stories > 0 {
			told++
			groups[s.group] = groups[s.group] || s.group != ""
		}
	}
	for i := range out {
		out[i].sure = out[i].stories > 0 || groups[out[i].group] || told < leastTold
	}
	return distinct(out)
}

// furtherPage ends the address of a list's other pages.
var furtherPage = regexp.MustCompile(`(?i)(?:^|/)(?:page|seite|pagina|página|sayfa|strana|strona|sida|side|p)[/=-]?\d{1,4}$`)

// mayBeSection reports an entry of the menu that could lead to a section.
func (w *work) mayBeSection(l news.NavLink) (*url.URL, bool) {
	u, err := url.Parse(l.URL)
	if err != nil || !w.isOurs(u) || u.RawQuery != "" || services[key(l.Label)] || len(l.Label) > 60 {
		return nil, false
	}
	p := strings.Trim(u.Path, "/")
	if furtherPage.MatchString(p) || strings.Trim(l.Label, "0123456789 «»‹›<>→←") == "" {
		return nil, false
	}
	if p == "" || strings.Count(p, "/") > 3 || strings.Trim(w.home.Path, "/") == p {
		return nil, false
	}
	switch strings.ToLower(path.Ext(p)) {
	case "", ".html", ".htm", ".php", ".aspx", ".asp":
	default:
		return nil, false
	}
	for part := range strings.SplitSeq(p, "/") {
		if services[key(part)] {
			return nil, false
		}
	}
	return u, key(l.Label) != ""
}

// countStories counts the stories known to belong to each section.
func (w *work) countStories(sections []section) {
	stories := w.known()
	labels := map[string]int{}
	for _, s := range w.lists {
		for _, l := range s.reading.Listing.Items {
			labels[key(l.Section)]++
		}
	}
	for _, s := range w.articles {
		if a := s.article(); len(a.Section) > 0 {
			labels[key(a.Section[len(a.Section)-1])]++
		}
	}
	for i := range sections {
		u, err := url.Parse(sections[i].full)
		if err != nil {
			continue
		}
		under := strings.TrimSuffix(strings.TrimRight(u.Path, "/"), path.Ext(u.Path)) + "/"
		n := 0
		for _, a := range stories {
			if strings.HasPrefix(a.path, under) {
				n++
			}
		}
		sections[i].stories = max(n, labels[key(sections[i].name)])
	}
}

// distinct drops sections that the profile could not tell apart: those of the same
// name in the same menu.
func distinct(list []section) []section {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s section) bool {
		id := s.group + "\x00" + s.name
		was := seen[id]
		seen[id] = true
		return was
	})
}

// dropStories takes out entries of the menu that are stories by their address.
func (w *work) dropStories(list []section) []section {
	return slices.DeleteFunc(list, func(s section) bool {
		u, err := url.Parse(s.full)
		return err != nil || s.stories == 0 && w.patterns.match(strings.TrimRight(u.Path, "/"))
	})
}

// Sections are the addresses of a front page's sections that are worth asking for
// when a profile is drafted: those with most of its stories, most first. home is
// the address the page was read from.
func Sections(home string, front *news.Reading, most int) []string {
	w, ok := fromFront(home, front)
	if !ok {
		return nil
	}
	list := w.findSections()
	slices.SortStableFunc(list, func(a, b section) int { return cmp.Compare(b.stories, a.stories) })
	var out []string
	for _, s := range list[:min(len(list), most)] {
		out = append(out, s.full)
	}
	return out
}

func fromFront(home string, front *news.Reading) (*work, bool) {
	u, err := url.Parse(home)
	if err != nil || front == nil {
		return nil, false
	}
	s := &sample{url: u, reading: front}
	if front.Listing == nil {
		front.Listing = &news.Listing{}
	}
	w := &work{home: u, lists: []*sample{s}}
	return w, true
}

// sectionPath is what a section is called in the profile, outermost first.
func (s section) path() []string {
	if s.group == "" {
		return []string{s.name}
	}
	return []string{s.group, s.name}
}

// normal is an address as a crawl knows it.
func normal(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	return (*profile.Profile)(nil).Normalize(u)
}
