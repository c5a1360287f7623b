package extract

import (
	"net/url"
	"sort"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// articleTypes are the schema.org types of things that are read as an article.
// See https://schema.org/Article and https://schema.org/NewsArticle.
var articleTypes = map[string]bool{
	"article": true, "newsarticle": true, "reportagenewsarticle": true, "analysisnewsarticle": true, "opinionnewsarticle": true,
	"backgroundnewsarticle": true, "asknewsarticle": true, "reviewnewsarticle": true, "advertisercontentarticle": true,
	"satiricalarticle": true, "report": true, "blogposting": true, "liveblogposting": true, "socialmediaposting": true,
	"techarticle": true, "scholarlyarticle": true, "discussionforumposting": true, "review": true,
}

// mediaTypes can be what a page is about, when it holds no article.
var mediaTypes = map[string]bool{"videoobject": true, "imagegallery": true, "mediagallery": true, "imageobject": false, "audioobject": true, "podcastepisode": true}

// listingTypes are pages that list others.
var listingTypes = map[string]bool{"collectionpage": true, "itemlist": true, "searchresultspage": true}

// ldObject is one JSON-LD object, references looked up.
type ldObject map[string]any

// linkedData is all JSON-LD of a page.
type linkedData struct {
	objects []ldObject          // every typed object that is not an item of a list of other pages
	byID    map[string]ldObject // by @id, the fullest of those that share one
	broken  int                 // scripts that are not JSON by any reading
}

// readLinkedData flattens the JSON-LD scripts of a page: lists, @graph, objects
// inside objects.
func readLinkedData(sources []string) *linkedData {
	ld := &linkedData{byID: map[string]ldObject{}}
	for _, s := range sources {
		v, err := readJSON(s)
		if err != nil {
			ld.broken++
			continue
		}
		ld.flatten(v, 0)
	}
	return ld
}

// outward are the properties that lead to other pages' articles.
var outward = map[string]bool{
	"itemListElement": true, "relatedLink": true, "significantLink": true, "citation": true, "isBasedOn": true,
	"comment": true, "hasPart": true, "blogPost": true, "blogPosts": true, "liveBlogUpdate": true, "mentions": true, "about": true,
}

func (ld *linkedData) flatten(v any, depth int) {
	if depth > 12 {
		return
	}
	each(v, func(e any) {
		o, ok := e.(map[string]any)
		if !ok {
			return
		}
		if id := jsonText(o["@id"]); id != "" && len(o) > len(ld.byID[id]) {
			ld.byID[id] = o
		}
		if len(typesOf(o)) > 0 && len(o) > 1 {
			ld.objects = append(ld.objects, o)
		}
		for _, key := range sortedKeys(o) {
			if !outward[key] {
				ld.flatten(o[key], depth+1)
			}
		}
	})
}

// sortedKeys makes a walk over an object repeatable.
func sortedKeys(o map[string]any) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// typesOf are an object's types in lower case, without the schema.org prefix.
func typesOf(o ldObject) []string {
	var out []string
	each(o["@type"], func(v any) {
		s := jsonText(v)
		s = s[strings.LastIndexAny(s, "/#:")+1:]
		if s != "" {
			out = append(out, strings.ToLower(s))
		}
	})
	return out
}

func (o ldObject) is(set map[string]bool) bool {
	for _, t := range typesOf(o) {
		if set[t] {
			return true
		}
	}
	return false
}

// follow replaces a reference {"@id": …} by the object it names.
func (ld *linkedData) follow(v any) any {
	o, ok := v.(map[string]any)
	if !ok {
		return v
	}
	if id := jsonText(o["@id"]); id != "" && len(o) <= 2 {
		if full, ok := ld.byID[id]; ok {
			return map[string]any(full)
		}
	}
	return v
}

// ldText is the value of a text property: the first string, or the name or text
// of the first object; entities and tags taken off.
func (ld *linkedData) ldText(v any) string {
	out := ""
	each(v, func(e any) {
		if out != "" {
			return
		}
		switch e := ld.follow(e).(type) {
		case map[string]any:
			for _, k := range []string{"name", "@value", "text", "headline"} {
				if s := jsonText(e[k]); s != "" {
					out = plainText(s)
					return
				}
			}
		default:
			out = plainText(jsonText(e))
		}
	})
	return out
}

// ldURL is the address of a property that may be a string or an object.
func (ld *linkedData) ldURL(v any) string {
	out := ""
	each(v, func(e any) {
		if out != "" {
			return
		}
		switch e := ld.follow(e).(type) {
		case map[string]any:
			for _, k := range []string{"url", "contentUrl", "@id"} {
				if s := jsonText(e[k]); strings.Contains(s, "/") {
					out = s
					return
				}
			}
			each(e["url"], func(u any) {
				if out == "" {
					out = jsonText(u)
				}
			})
		default:
			out = jsonText(e)
		}
	})
	return strings.TrimSpace(out)
}

// people reads author and creator in all their forms.
func (ld *linkedData) people(v any, d *document) (list []named, organisation bool) {
	organisation = true
	each(v, func(e any) {
		switch e := ld.follow(e).(type) {
		case map[string]any:
			o := ldObject(e)
			if !o.is(map[string]bool{"organization": true, "newsmediaorganization": true, "corporation": true, "website": true}) {
				organisation = false
			}
			address := ld.ldURL(e["url"])
			if address == "" {
				address = ld.ldURL(e["sameAs"])
			}
			each(e["name"], func(n any) {
				for _, name := range authorNames(plainText(jsonText(n))) {
					list = append(list, named{name, d.resolve(address)})
				}
			})
		default:
			organisation = false
			for _, name := range authorNames(plainText(jsonText(e))) {
				list = append(list, named{name: name})
			}
		}
	})
	return list, organisation && len(list) > 0
}

// main orders the objects that describe this page's article, the best first:
// those whose address is the page's, then those whose headline is the page's,
// then the first. An object that names another page is none.
func (ld *linkedData) main(d *document, titles []string) []ldObject {
	type ranked struct {
		o    ldObject
		rank int
	}
	var found []ranked
	for _, set := range []map[string]bool{articleTypes, mediaTypes} {
		for _, o := range ld.objects {
			if !o.is(set) {
				continue
			}
			rank := 0
			own, foreign := false, false
			for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
				if u := ld.ldURL(o[key]); u != "" {
					if samePage(d.resolve(u), d.url) {
						own = true
					} else if key != "@id" && strings.Contains(u, "/") {
						foreign = true
					}
				}
			}
			head := ld.ldText(o["headline"])
			if head == "" {
				head = ld.ldText(o["name"])
			}
			kin := 0.0
			for _, t := range titles {
				kin = max(kin, kinship(head, t))
			}
			switch {
			case own:
				rank += 4
			case foreign && kin < 0.6:
				rank -= 8
			}
			if kin >= 0.6 {
				rank += 2
			}
			if o["datePublished"] != nil || o["uploadDate"] != nil {
				rank++
			}
			found = append(found, ranked{o, rank})
		}
		if len(found) > 0 {
			break // a video inside an article is no article
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].rank > found[j].rank })
	var out []ldObject
	for i, f := range found {
		if f.rank < -2 && i == 0 && len(titles) > 0 {
			return nil
		}
		// Others beside the best complete it only when they are about the same page.
		if i > 0 && f.rank < max(2, found[0].rank-3) {
			break
		}
		out = append(out, f.o)
	}
	return out
}

// samePage compares addresses as far as they name a page: scheme, "www.", a
// trailing slash, query and fragment aside.
func samePage(raw string, page *url.URL) bool {
	if raw == "" || page == nil || page.Host == "" {
		return false
	}
	u, err := url.Parse(raw)
	if err != nil {
		return false
	}
	trim := func(s string) string { return strings.TrimPrefix(strings.ToLower(s), "www.") }
	return trim(u.Host) == trim(page.Host) && strings.TrimRight(u.Path, "/") == strings.TrimRight(page.Path, "/")
}

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
		{profile.Published, "datePublished", false}, {profile.Published, "uploadDate", false}, {profile.Published, "dateCreated", true},
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
		if m.lead.URL != "" && m.lead.Caption != "" {
			return
		}
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
		if img.URL != "" && (m.lead.URL == "" || img.Caption != "") {
			m.lead = img
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
