package extract

import (
	"slices"
	"strings"

	"github.com/abadojack/whatlanggo"

	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// articleReader fills an article from all that was gathered.
type articleReader struct {
	d       *document
	m       *metadata
	h       headline
	st      *story
	r       region
	labels  *labelReader
	modules []moduleBox
	menu    []news.NavLink
	a       *news.Article
}

// take notes where a field came from.
func (w *articleReader) take(field profile.Field, c choice) bool {
	if !c.found {
		return false
	}
	w.a.Provenance[string(field)] = c.provenance()
	return true
}

// text decides a field of plain text.
func (w *articleReader) text(field profile.Field, cands []candidate, valid func(candidate) bool) string {
	c := choose(cands, func(c candidate) bool { return c.value != "" && valid(c) })
	w.take(field, c)
	return c.value
}

// number decides a field that is a count printed on the page.
func (w *articleReader) number(field profile.Field, label candidate) (int, bool) {
	cands := w.d.byRules(field)
	if label.value != "" {
		cands = append(cands, label)
	}
	c := choose(cands, func(c candidate) bool { _, ok := firstNumber(c.value); return ok })
	w.take(field, c)
	return firstNumber(c.value)
}

// bylines decides who wrote it.
func (w *articleReader) bylines() {
	cands := w.d.byRules(profile.Bylines)
	for i := range cands {
		var list []named
		for _, n := range cands[i].list {
			for _, name := range authorNames(n.name) {
				list = append(list, named{name, n.url})
			}
		}
		cands[i].list = list
	}
	ruled := cands
	cands = append(cands, w.m.fields[profile.Bylines]...)
	cands = append(cands, w.labels.fields[profile.Bylines]...)
	if !w.d.decided(ruled, func(c candidate) bool { return isBylines(c) && allLinked(c.list) }) {
		cands = append(cands, w.d.bylineElements(w.r.lines, w.r.from, w.r.to)...)
	}
	for i := range cands {
		if cands[i].source != news.FromProfile {
			w.m.withoutHouse(cands[i].list)
		}
		// "By Portmere News with agencies" names nobody.
		cands[i].weak = cands[i].weak || cands[i].source != news.FromProfile && w.m.isNobody(cands[i].list) && !w.m.isSite(cands[i].list)
	}
	if !w.m.namePeople(cands) {
		cands = append(w.farBylines(), cands...)
	}
	urls := map[string]string{}
	for _, c := range cands {
		for _, n := range c.list {
			if key := fold(n.name); urls[key] == "" {
				urls[key] = n.url
			}
		}
	}
	cands = w.writersFirst(cands)
	c := choose(cands, isBylines)
	if !w.take(profile.Bylines, c) {
		return
	}
	if c.source != news.FromProfile {
		spelledOut(c.list, cands)
		c.list = w.withCoAuthors(c.list, cands)
	}
	seen := map[string]bool{}
	outlet := w.m.isNobody(c.list)
	for _, n := range c.list {
		if !outlet && c.source != news.FromProfile && w.m.isOutlet(n.name) {
			continue // beside the people who wrote it
		}
		if key := fold(n.name); !seen[key] && key != fold(w.h.value) && !w.isMoreOf(n.name) {
			seen[key] = true
			w.a.Bylines = append(w.a.Bylines, news.Byline{Name: n.name, URL: urls[key]})
		}
	}
}

// isMoreOf reports a link to all that an author wrote, "All stories by Jane Doe",
// beside the author.
func (w *articleReader) isMoreOf(name string) bool {
	for _, b := range w.a.Bylines {
		if strings.Contains(b.Name, " ") && len(strings.Fields(name)) >= len(strings.Fields(b.Name))+2 && strings.HasSuffix(fold(name), fold(b.Name)) {
			return true
		}
	}
	return false
}

// isBylines refuses lists too long to be of those who wrote one article.
func isBylines(c candidate) bool { return len(c.list) > 0 && len(c.list) < 30 }

// allLinked reports names none of which lacks an address.
func allLinked(list []named) bool {
	return !slices.ContainsFunc(list, func(n named) bool { return n.url == "" })
}

// section decides the path of sections.
func (w *articleReader) section() {
	cands := w.d.byRules(profile.SectionPath)
	ruled := cands
	own := w.profileSection()
	var site, rest []candidate
	for _, c := range w.m.fields[profile.SectionPath] {
		if c.source == news.FromSiteJSON {
			site = append(site, c)
		} else {
			rest = append(rest, c)
		}
	}
	said := slices.Clone(site)
	if len(w.m.breadcrumb) > 0 {
		c := candidate{source: news.FromJSONLD, rule: "BreadcrumbList"}
		for _, b := range w.m.breadcrumb {
			if !foldEqual(b, w.h.value) {
				c.list = append(c.list, named{name: b})
			}
		}
		said = append(said, c)
	}
	said = append(said, rest...)
	if len(own) > 0 && len(ruled) == 0 {
		if c, ok := w.otherSection(own[0], append(slices.Clone(said), w.printedSection()...)); ok {
			cands = append(cands, c)
		}
	}
	cands = append(append(cands, own...), said...)
	valid := func(c candidate) bool {
		for _, n := range c.list {
			if len(n.name) > 80 || isHome(n.name) && len(c.list) == 1 || w.m.isSiteName(n.name) || isAddressLike(n.name) {
				return false
			}
		}
		return len(c.list) > 0 && len(c.list) < 8
	}
	if !w.d.decided(ruled, valid) {
		cands = append(cands, w.printedSection()...)
		cands = append(cands, w.filedSection()...)
		cands = append(cands, w.menuSection()...)
	}
	c := choose(cands, valid)
	if w.take(profile.SectionPath, c) {
		w.a.Section = names(c.list)
	}
}

// profileSection is the section of the profile under whose address the page lies.
func (w *articleReader) profileSection() []candidate {
	if w.d.profile == nil {
		return nil
	}
	best, length := -1, 0
	for i, s := range w.d.profile.Sections {
		if s.URL == nil || s.URL.Host != w.d.url.Host {
			continue
		}
		p := strings.TrimRight(s.URL.Path, "/")
		if p != "" && len(p) > length && strings.HasPrefix(w.d.url.Path, p+"/") {
			best, length = i, len(p)
		}
	}
	if best < 0 {
		return nil
	}
	c := candidate{source: news.FromURL, rule: "section of the profile"}
	for _, name := range w.d.profile.Sections[best].Path {
		c.list = append(c.list, named{name: name})
	}
	return []candidate{c}
}

// filedSection is the first link that says rel=category, as blogs file their posts,
// in the smallest element that holds the headline and one.
func (w *articleReader) filedSection() []candidate {
	filed := w.m.marks.filed
	for up := w.h.shown; up != nil && up.DataAtom != atom.Body && len(filed) > 0; up = up.Parent {
		for _, a := range filed {
			if t := w.d.text(a); t != "" && len(t) < 50 && standsIn(a, up) && !w.d.within(a, nameMenu) {
				return []candidate{{list: []named{{t, w.d.resolve(attr(a, "href"))}}, source: news.FromLabel, rule: "rel=category", node: a}}
			}
		}
	}
	return nil
}

// menuSection is the entry of the menu under whose address the page lies, with the
// menu it stands in.
func (w *articleReader) menuSection() []candidate {
	best, length := -1, 0
	for i, l := range w.menu {
		_, rest, _ := strings.Cut(l.URL, "://")
		host, path, _ := strings.Cut(rest, "/")
		path, _, _ = strings.Cut(path, "?")
		path = "/" + strings.TrimRight(path, "/")
		if path == "/" || !strings.EqualFold(host, w.d.url.Host) || len(path) <= length {
			continue
		}
		if strings.HasPrefix(w.d.url.Path, path+"/") {
			best, length = i, len(path)
		}
	}
	if best < 0 {
		return nil
	}
	c := candidate{source: news.FromURL, rule: "menu entry " + w.menu[best].URL}
	if g := w.menu[best].Group; g != "" && g != w.menu[best].Label {
		c.list = append(c.list, named{name: g})
	}
	c.list = append(c.list, named{name: w.menu[best].Label})
	return []candidate{c}
}

// printedSection reads a breadcrumb or a linked label above the headline.
func (w *articleReader) printedSection() []candidate {
	if w.h.shown == nil {
		return nil
	}
	var crumbs []named
	all := w.d.allLines()
	head := -1
	for i, l := range all {
		if standsIn(l.from, w.h.shown) {
			head = i
			break
		}
	}
	for i := head - 1; i >= 0 && i >= head-8; i-- {
		if !isHome(all[i].text) || w.d.within(all[i].node, nameMenu) {
			continue
		}
		for _, l := range all[i+1 : head] {
			name := withoutNumber(l.text)
			if strings.Trim(name, "/>›»→-") == "" {
				continue
			}
			start := strings.TrimRight(name, ".… ")
			if len(name) > 60 || strings.HasPrefix(fold(w.h.value), fold(start)) && len(start) > 12 {
				break
			}
			if !slices.ContainsFunc(w.a.Bylines, func(b news.Byline) bool { return foldEqual(b.Name, name) }) {
				crumbs = append(crumbs, named{name: name})
			}
		}
		break
	}
	for i := head - 1; i >= 0 && i >= head-8 && len(crumbs) == 0; i-- {
		crumbs = w.d.crumbsOf(all[i])
	}
	var out []candidate
	if len(crumbs) > 0 {
		out = append(out, candidate{list: crumbs, source: news.FromLabel, rule: ruleOfBreadcrumb})
	}
	for i := w.r.head; i >= w.r.from && i >= 0; i-- {
		l := w.r.lines[i]
		if len(l.links) == 1 && !standsIn(l.from, w.h.shown) && len(l.text) < 50 && fold(w.d.text(l.links[0])) == fold(l.text) && !isHome(l.text) && !authorPath.MatchString(attr(l.links[0], "href")) {
			if u := w.d.resolve(attr(l.links[0], "href")); u != "" && !isRoot(u) {
				out = append(out, candidate{list: []named{{withoutNumber(l.text), u}}, source: news.FromLabel, rule: "label above the headline", node: l.node})
			}
			break
		}
	}
	return out
}

// language decides the language: as stated, unless the text is surely in another
// that is stated elsewhere on the page or by the profile.
func (w *articleReader) language() {
	var cands []candidate
	for _, c := range w.d.byRules(profile.Language) {
		c.value = language(c.value)
		cands = append(cands, c)
	}
	for i, l := range w.m.languages {
		rule, source := "metadata", news.FromMeta
		if i == 0 && l == w.d.lang {
			rule = "html lang"
		}
		cands = append(cands, candidate{value: l, source: source, rule: rule})
	}
	if w.d.profile != nil && w.d.profile.Language != "" {
		cands = append(cands, candidate{value: strings.ToLower(w.d.profile.Language), source: news.FromProfile, rule: "language", weak: true})
	}
	// Telling a language from its letters costs as much as half a parse, so it is
	// asked only when statements are missing or differ.
	unsure := len(cands) == 0
	for _, c := range cands {
		unsure = unsure || baseLanguage(c.value) != baseLanguage(cands[0].value)
	}
	if text := bodyText(w.a, 800); unsure && letters(text) > 200 {
		if got := whatlanggo.Detect(text); got.IsReliable() && got.Lang.Iso6391() != "" {
			code := got.Lang.Iso6391()
			c := candidate{value: code, source: news.FromStructure, rule: "letters of the text", weak: true}
			for _, k := range cands {
				// Templates state the language they were made for; here another
				// statement and the text itself say otherwise.
				if baseLanguage(k.value) == code && len(cands) > 0 && baseLanguage(cands[0].value) != code && got.Confidence > 0.95 && cands[0].source != news.FromProfile {
					k.weak = false
					cands = append([]candidate{k}, cands...)
					break
				}
			}
			cands = append(cands, c)
		}
	}
	w.a.Language = canonicalTag(w.text(profile.Language, cands, func(c candidate) bool { return true }))
}

// canonicalTag writes a language tag as RFC 5646 §2.1.1 recommends: ar-LB, zh-Hant.
func canonicalTag(tag string) string {
	parts := strings.Split(tag, "-")
	for i, p := range parts {
		switch {
		case i == 0 || p == "":
		case len(p) == 2:
			parts[i] = strings.ToUpper(p)
		case len(p) == 4:
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "-")
}

// kicker is the short line right above the headline.
func (w *articleReader) kicker() {
	cands := append(w.d.byRules(profile.Kicker), w.m.fields[profile.Kicker]...)
	if w.h.kicker != "" {
		cands = append(cands, candidate{value: w.h.kicker, source: news.FromStructure, rule: "label inside the headline"})
	}
	if i := w.r.headFirst(w.h) - 1; w.h.shown != nil && i >= w.r.from && i >= 0 && !w.labels.used[i] {
		l := w.r.lines[i]
		n := letters(l.text)
		near := l.node != nil && (l.node.Parent == w.h.shown.Parent || l.node.Parent != nil && w.h.shown.Parent != nil && l.node.Parent == w.h.shown.Parent.Parent || nameOf(l.node)&nameLabel != 0)
		if near && n >= 3 && n <= 60 && (!buttonWords[fold(l.text)] || nameOf(l.node)&nameLabel != 0) && !isHome(l.text) && !w.m.isSiteName(l.text) && (len(l.links) == 0 || nameOf(l.node)&nameLabel != 0) && !startsBy(l.text) && !isBadge(l) {
			cands = append(cands, candidate{value: l.text, source: news.FromStructure, rule: "line above the headline", node: l.node})
		}
	}
	if len(cands) == 0 && w.h.shown != nil {
		if l, ok := w.namedKicker(); ok {
			cands = append(cands, candidate{value: l.text, source: news.FromStructure, rule: "element named as kicker", node: l.node})
		}
	}
	isSection := func(s string) bool {
		return slices.ContainsFunc(w.a.Section, func(name string) bool { return foldEqual(name, s) }) ||
			slices.ContainsFunc(w.menu, func(l news.NavLink) bool { return foldEqual(l.Label, s) })
	}
	w.a.Kicker = w.text(profile.Kicker, cands, func(c candidate) bool {
		return c.source == news.FromProfile || len(c.value) < 120 && !isSection(c.value) && !foldEqual(c.value, w.a.Headline)
	})
}

// namedKicker is the line near the headline that its element calls the kicker,
// wherever the template has it in the markup.
func (w *articleReader) namedKicker() (line, bool) {
	first := w.r.headFirst(w.h)
	for i := max(first-4, w.r.from, 0); i < min(w.r.head+4, w.r.to); i++ {
		l := w.r.lines[i]
		if n := letters(l.text); i >= first && i <= w.r.head || w.labels.used[i] || n < 3 || n > 60 || !w.d.within3(l.node, nameKicker) && !w.d.within3(l.from, nameKicker) {
			continue
		}
		if !isHome(l.text) && !w.m.isSiteName(l.text) && !startsBy(l.text) && !isBadge(l) {
			return l, true
		}
	}
	return line{}, false
}

// badges mark an article in lists and above its headline; they say nothing of it.
var badges = phraseSet(
	"Featured|Top Story|Top Stories|Breaking|Breaking News|Alert|Spotlight|Popular|Trending|New|Updated|Update|Premium|Plus|Members only|Subscribers only|Subscriber only|Subscriber exclusive|For subscribers|Subscriber content|Editor's pick|Editors' pick|Must read|Sponsored|Sponsored content|Paid content|Advertorial",
	"Anzeige|Abo|Nur für Abonnenten|Nur für Mitglieder|Exklusiv für Abonnenten|Abonnés|Réservé aux abonnés|Article réservé aux abonnés|Suscriptores|Solo suscriptores|Solo para suscriptores|Exclusivo suscriptores|Abbonati|Riservato agli abbonati|Assinantes|Exclusivo para assinantes|Exclusivo para subscritores|Abonnees|Alleen voor abonnees|For abonnenter|Tylko dla prenumeratorów|Eilmeldung|Última hora|Urgente|Son dakika|Срочно|Молния|عاجل|فوری|속보|速報",
)

// isBadge reports a line of nothing else.
func isBadge(l line) bool {
	return badges.has(l.text) || len(l.parts) > 0 && !slices.ContainsFunc(l.parts, func(p string) bool { return !badges.has(p) })
}

// startsBy reports a line of a byline.
func startsBy(s string) bool {
	m := byLabel.FindString(s)
	return m != "" && startsLikeName(s[len(m):])
}

// headFirst is the first line of the headline, -1 when none shows it.
func (r region) headFirst(h headline) int {
	if h.shown == nil || r.head < 0 {
		return -1
	}
	i := r.head
	for i > 0 && standsIn(r.lines[i-1].from, h.shown) {
		i--
	}
	return i
}
