package extract

import (
	"net/url"
	"sort"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// linkedData adds what JSON-LD says to m.
func (m *metadata) linkedData(d *document, sources []string, titles []string) {
	ld := readLinkedData(sources)
	for _, o := range ld.objects {
		switch {
		case o.is(map[string]bool{"newsmediaorganization": true, "website": true}):
			m.addSite(ld.ldText(o["name"]))
		case o.is(map[string]bool{"breadcrumblist": true}):
			if crumbs := ld.breadcrumb(o, d); len(crumbs) > len(m.breadcrumb) {
				m.breadcrumb = crumbs
			}
		case o.is(listingTypes):
			m.listing = true
		case o.is(map[string]bool{"webpage": true, "howto": true}) && m.pageDate.stamp.IsZero():
			if s, ok := d.instant(ld.ldText(o["datePublished"])); ok {
				m.pageDate = candidate{stamp: s, source: news.FromJSONLD, rule: "datePublished of the page", weak: true}
			}
		}
		m.addSite(ld.ldText(o["publisher"]))
	}
	for _, o := range ld.main(d, titles) {
		m.linkedArticle(ld, o, d)
	}
}

// linkedArticle adds the fields of one JSON-LD article.
func (m *metadata) linkedArticle(ld *linkedData, o ldObject, d *document) {
	m.types = append(m.types, typesOf(o)...)
	m.article = m.article || o.is(articleTypes)
	put := func(f profile.Field, key string, weak bool) {
		if v := ld.ldText(o[key]); v != "" {
			m.fields.add(f, candidate{value: v, source: news.FromJSONLD, rule: key, weak: weak})
		}
	}
	put(profile.Headline, "headline", false)
	put(profile.Headline, "name", true)
	put(profile.Standfirst, "description", false)
	put(profile.Standfirst, "abstract", true)
	put(profile.Dateline, "dateline", false)
	for _, key := range []string{"author", "creator"} {
		list, org := ld.people(o[key], d)
		// Many templates name the outlet as author of everything; a person named
		// elsewhere on the page goes first.
		m.fields.add(profile.Bylines, candidate{list: list, source: news.FromJSONLD, rule: key, weak: org || m.isSite(list) || key == "creator"})
	}
	for _, w := range []struct {
		field profile.Field
		key   string
		weak  bool
	}{
		{profile.Published, "datePublished", false}, {profile.Published, "uploadDate", o.is(articleTypes)}, {profile.Published, "dateCreated", true},
		{profile.Modified, "dateModified", false},
	} {
		if s, ok := d.instant(ld.ldText(o[w.key])); ok {
			m.fields.add(w.field, candidate{stamp: s, source: news.FromJSONLD, rule: w.key, weak: w.weak})
		}
	}
	m.fields.add(profile.SectionPath, candidate{list: ld.sections(o["articleSection"]), source: news.FromJSONLD, rule: "articleSection"})
	m.fields.add(profile.Tags, candidate{list: keywordList(ld.strings(o["keywords"])), source: news.FromJSONLD, rule: "keywords"})
	for _, l := range ld.strings(o["inLanguage"]) {
		m.addLanguage(l)
	}
	if s := ld.body(o); len(s) > len(m.story) {
		m.story = s
	}
	m.ldLead(ld, o, d)
	if free := o["isAccessibleForFree"]; free == false || strings.EqualFold(jsonText(free), "false") {
		m.paywalled = true
	} else if free == true || strings.EqualFold(jsonText(free), "true") {
		m.free = true
	}
	if u := ld.ldURL(o["mainEntityOfPage"]); u != "" && m.ownURL == "" {
		m.ownURL = d.resolve(u)
	}
}

// body is articleBody, or the text of a live blog's updates.
func (ld *linkedData) body(o ldObject) string {
	if s := plainLines(jsonText(o["articleBody"])); s != "" {
		return s
	}
	return plainLines(jsonText(o["text"]))
}

// ldLead takes the main image.
func (m *metadata) ldLead(ld *linkedData, o ldObject, d *document) {
	each(o["image"], func(v any) {
		img := news.Image{URL: d.resolve(ld.ldURL(v))}
		if e, ok := ld.follow(v).(map[string]any); ok {
			for _, key := range []string{"caption", "description"} {
				if img.Caption == "" {
					img.Caption = ld.ldText(e[key])
				}
			}
			for _, key := range []string{"creditText", "copyrightHolder", "creator", "author"} {
				if img.Credit == "" {
					img.Credit = ld.ldText(e[key])
				}
			}
		}
		if img.URL != "" && (m.lead.URL == "" || m.lead.Caption == "" && img.Caption != "") {
			m.lead = img
		}
		if img.URL != "" && (img.Caption != "" || img.Credit != "") && len(m.described) < mostDescribed {
			img.Role = news.RoleGallery // of the article itself, not of what it links to
			m.described = append(m.described, img)
		}
	})
	if m.lead.URL == "" {
		m.lead.URL = d.resolve(ld.ldURL(o["thumbnailUrl"]))
	}
}

// strings are the texts of a property that is a string, a list or objects.
func (ld *linkedData) strings(v any) []string {
	var out []string
	each(v, func(e any) {
		if s := ld.ldText(e); s != "" {
			out = append(out, s)
		}
	})
	return out
}

// sections reads articleSection: a name, a list, or a path written with ">".
func (ld *linkedData) sections(v any) []named {
	var out []named
	for _, s := range ld.strings(v) {
		for part := range strings.SplitSeq(strings.ReplaceAll(s, "›", ">"), ">") {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, named{name: part})
			}
		}
	}
	return out
}

// breadcrumb reads a BreadcrumbList without the home page and the page itself.
func (ld *linkedData) breadcrumb(o ldObject, d *document) []string {
	type step struct {
		name string
		at   float64
		own  bool
		home bool
	}
	var steps []step
	each(o["itemListElement"], func(v any) {
		e, ok := ld.follow(v).(map[string]any)
		if !ok {
			return
		}
		item, _ := ld.follow(e["item"]).(map[string]any)
		s := step{name: ld.ldText(e["name"])}
		if s.name == "" && item != nil {
			s.name = ld.ldText(item["name"])
		}
		address := ld.ldURL(e["item"])
		if address == "" {
			address = ld.ldURL(e["url"])
		}
		if at, ok := e["position"].(float64); ok {
			s.at = at
		} else if n, ok := firstNumber(jsonText(e["position"])); ok {
			s.at = float64(n)
		}
		u, err := url.Parse(d.resolve(address))
		s.home = err == nil && u.Host != "" && strings.Trim(u.Path, "/") == ""
		s.own = samePage(d.resolve(address), d.url)
		if s.name != "" {
			steps = append(steps, s)
		}
	})
	sort.SliceStable(steps, func(i, j int) bool { return steps[i].at < steps[j].at })
	var out []string
	for i, s := range steps {
		if s.own || s.home || i == 0 && isHome(s.name) || i > 0 && i == len(steps)-1 && len(s.name) > 60 {
			continue
		}
		out = append(out, s.name)
	}
	return out
}
