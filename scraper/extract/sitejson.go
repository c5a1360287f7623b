package extract

import (
	"slices"
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const (
	// Scripts over this many bytes are searched only when the page gives no other
	// description of its article: state dumps can be larger than the page.
	largeState = 96 << 10
	// Beside JSON-LD that names people, states in scripts that run over this say little
	// more for what reading them takes.
	smallState = 16 << 10
	// A search looks at no more objects than this.
	mostObjects = 60_000
	// A story in JSON has at least this many letters.
	leastStory = 200
)

// stateKeys are the names sites give the fields of an article in their own JSON.
var stateKeys = []struct {
	field profile.Field
	names []string
}{
	{profile.Headline, []string{"headline", "title", "articleTitle", "headlines", "name"}},
	{profile.Standfirst, []string{"standfirst", "subheadline", "subheadlines", "dek", "intro", "chapo", "subtitle", "description", "summary", "excerpt", "lead", "abstract"}},
	{profile.Bylines, []string{"byline", "bylines", "authors", "author", "writer", "writers", "reporter", "reporters", "credits"}},
	{profile.Published, []string{"published_time", "publishedTime", "publishedAt", "published_at", "datePublished", "publishDate", "publish_date", "publishedDate", "published_date", "display_date", "first_publish_date", "publicationDate", "pubDate", "published", "deployDt", "firstPublished", "createdAt", "created_at"}},
	{profile.Modified, []string{"last_updated", "lastUpdated", "last_updated_date", "updatedAt", "updated_at", "dateModified", "modifiedAt", "modified", "modified_time", "modifiedDate", "lastModified", "updated"}},
	{profile.SectionPath, []string{"section", "sectionName", "category", "categoryName", "primary_section"}},
}

// bodyKeys are the names of the text in a site's own JSON.
var bodyKeys = []string{"body", "content_elements", "articleBody", "content", "contents", "html", "paragraphs", "blocks", "text", "fullText", "story", "bodyText", "contentHtml"}

// siteJSON finds the object that describes the page's article in the scripts by
// which the site feeds its own code: a JSON script of any type, a state assigned
// to a variable, or React flight data.
func (m *metadata) siteJSON(d *document, linked, titles []string) {
	described := len(m.marks.ld) > 0
	most := largeState
	if slices.ContainsFunc(linked, func(source string) bool { return strings.Contains(source, `"Person"`) }) {
		most = smallState
	}
	s := stateSearch{d: d, titles: titles}
	var flight strings.Builder
	// Flight data repeat the whole page: they are searched when it has no text of
	// its own.
	bare := d.survey().prose < 2*leastStory
	for _, n := range m.marks.scripts {
		head, size := d.scriptHead(n)
		if isFlight(head) {
			if bare {
				flight.WriteString(flightChunk(d.script(n)))
			}
			continue
		}
		typ := strings.ToLower(attr(n, "type"))
		isJSON := strings.HasSuffix(typ, "json") || typ != "" && !strings.Contains(typ, "javascript") && !strings.Contains(typ, "module") && !strings.HasPrefix(typ, "text/template") && !strings.Contains(typ, "html")
		if size > largeState && (described || size > 20*largeState) || !isJSON && described && (size > most || !stateNames.in(head)) {
			continue
		}
		text := d.script(n)
		if !holdsArticle(text) {
			continue
		}
		if isJSON {
			s.where = "script"
			if id := attr(n, "id"); id != "" {
				s.where = "script#" + id
			} else if typ != "" {
				s.where = "script[type=" + typ + "]"
			}
			s.json(text)
		} else if name, state, ok := assignedState(text); ok {
			s.where = name
			s.json(state)
		}
	}
	if flight.Len() > 0 {
		s.where = "__next_f"
		s.flight(flight.String())
	}
	if s.best != nil {
		m.takeState(d, s)
	}
}

// stateNames are in the beginning of scripts by which frameworks hand the state of a
// page on. Beside JSON-LD, no other assignments are read.
var stateNames = newWordSet([]string{"window.fusion", "fusion.", "_state__", "__nuxt__", "__initial_", "__preloaded_", "__data__", "__app_data__", "__page_data__"})

// holdsArticle is a quick look for any of the keys that dates of articles have.
func holdsArticle(text string) bool {
	for _, w := range stateKeys[3].names[:16] {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// assignedState is the object in "window.NAME = {…};" or "Name.part={…};".
func assignedState(text string) (name, state string, ok bool) {
	rest := text
	for range 40 {
		eq := strings.IndexByte(rest, '=')
		if eq < 0 {
			return "", "", false
		}
		value := strings.TrimLeft(rest[eq+1:], " \t\r\n")
		if strings.HasPrefix(value, `{"`) || strings.HasPrefix(value, `[{"`) {
			left := strings.Fields(strings.TrimSpace(rest[:eq]))
			if len(left) > 0 {
				name = left[len(left)-1]
				name = name[strings.LastIndexAny(name, ";(){}")+1:]
			}
			if holdsArticle(value) {
				return clip(name, 60), value, true
			}
		}
		rest = rest[eq+1:]
	}
	return "", "", false
}

// stateSearch looks for the article in a tree of JSON values.
type stateSearch struct {
	d      *document
	titles []string
	where  string
	rows   map[string]any // of flight data, by id
	store  map[string]any // of a normalized cache, by id: what {"__ref":"Author:1"} stands for
	looked int
	best   map[string]any
	score  float64
	from   string
}

func (s *stateSearch) json(text string) {
	v, err := readJSON(text)
	if err == nil {
		s.search(payload(v), 0)
	}
}

// search scores every object: a headline that is the page's, a date, a text, the
// page's address.
func (s *stateSearch) search(v any, depth int) {
	if s.looked++; s.looked > mostObjects || depth > 60 {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			s.search(e, depth+1)
		}
	case map[string]any:
		if isStore(v) {
			s.store = v
		}
		if score := s.rate(v); score > s.score {
			s.best, s.score, s.from = v, score, s.where
		}
		for _, k := range sortedKeys(v) {
			switch v[k].(type) {
			case map[string]any, []any:
				s.search(v[k], depth+1)
			}
		}
	}
}

// rate is 0 for what cannot be the page's article.
func (s *stateSearch) rate(o map[string]any) float64 {
	head := s.text(o, stateKeys[0].names)
	if len([]rune(head)) < 8 {
		return 0
	}
	kin := 0.0
	for _, t := range s.titles {
		if t != "" {
			kin = max(kin, kinship(head, t))
		}
	}
	address := ""
	for _, k := range []string{"url", "canonical_url", "canonicalUrl", "link", "website_url", "href"} {
		if v := jsonText(o[k]); v != "" {
			address = s.d.resolve(v)
			break
		}
	}
	own := samePage(address, s.d.url)
	if kin < 0.7 && !own {
		return 0
	}
	score := kin
	if own {
		score++
	}
	if _, ok := s.stamp(o, stateKeys[3].names); ok {
		score++
	} else if !own {
		return 0
	}
	if len(s.story(o)) >= leastStory {
		score += 2
	}
	return score
}

// text is the first of the keys that holds text; an object gives its "basic",
// "text", "name" or "default".
func (s *stateSearch) text(o map[string]any, keys []string) string {
	for _, k := range keys {
		switch v := s.deref(o[k]).(type) {
		case string:
			if t := plainText(v); t != "" {
				return t
			}
		case map[string]any:
			for _, inner := range []string{"basic", "text", "name", "default", "title", "mobile"} {
				if t := plainText(jsonText(v[inner])); t != "" {
					return t
				}
			}
		}
	}
	return ""
}

func (s *stateSearch) stamp(o map[string]any, keys []string) (news.Stamp, bool) {
	for _, k := range keys {
		if st, ok := s.d.instant(strings.TrimPrefix(jsonText(o[k]), "$D")); ok {
			return st, true
		}
	}
	return news.Stamp{}, false
}

// story is the text of an object, one paragraph a line.
func (s *stateSearch) story(o map[string]any) string {
	best := ""
	for _, k := range bodyKeys {
		var b strings.Builder
		s.gather(&b, s.deref(o[k]), 0)
		if t := plainLines(b.String()); len(t) > len(best) {
			best = t
		}
	}
	return best
}

// gather joins the texts of a body that is a string, or a list of blocks that
// hold their text under one of the usual names.
func (s *stateSearch) gather(b *strings.Builder, v any, depth int) {
	if depth > 12 || b.Len() > 1<<20 {
		return
	}
	switch v := s.deref(v).(type) {
	case string:
		if strings.ContainsAny(v, " <") || depth > 0 {
			b.WriteString(v)
			b.WriteByte('\n')
		}
	case []any:
		for _, e := range v {
			s.gather(b, e, depth+1)
		}
	case map[string]any:
		for _, k := range []string{"content", "text", "html", "body", "value", "paragraphs", "children", "items"} {
			if inner, ok := v[k]; ok {
				s.gather(b, inner, depth+1)
				return
			}
		}
	}
}

// signed is a list of authors, or one of them, with what each object signs with as its
// name: systems give that beside given and family names.
func (s *stateSearch) signed(v any) any {
	switch v := s.deref(v).(type) {
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = s.signed(e)
		}
		return list
	case map[string]any:
		if byline := jsonText(dig(v, "additional_properties", "original", "byline")); byline != "" {
			return map[string]any{"name": byline, "url": v["url"]}
		}
		for _, o := range []any{v, v["node"], v["attributes"]} {
			one, _ := s.deref(o).(map[string]any)
			for _, k := range nameKeys {
				if name := jsonText(one[k]); name != "" {
					return map[string]any{"@type": v["@type"], "name": name, "url": one["url"]}
				}
			}
			if given, family := jsonText(one["firstName"]), jsonText(one["lastName"]); family != "" {
				return map[string]any{"name": given + " " + family, "url": one["url"]}
			}
		}
		return v
	default:
		return v
	}
}

// nameKeys are the names of the name of an author in a site's own JSON, the one that
// stories are signed with first.
var nameKeys = []string{"byline", "displayName", "display_name", "fullName", "full_name", "name", "authorName", "title", "label"}

// tagKeys are the names of keywords that readers see.
var tagKeys = []string{"tags", "topics", "articleTags", "taxonomyTags"}

// tags are the keywords of an object.
func (s *stateSearch) tags(o map[string]any) []named {
	lists := []any{dig(s.deref(o["taxonomy"]), "tags")}
	for _, k := range tagKeys {
		lists = append(lists, o[k])
	}
	for _, v := range lists {
		list, ok := s.deref(v).([]any)
		if !ok {
			continue
		}
		var out []named
		for _, e := range list {
			switch e := s.deref(e).(type) {
			case string:
				out = append(out, named{name: plainText(e)})
			case map[string]any:
				if inner, ok := s.deref(e["tag"]).(map[string]any); ok {
					e = inner
				}
				if name := s.text(e, []string{"name", "text", "title", "label", "displayName", "description"}); name != "" {
					out = append(out, named{name: name})
				}
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// dig is the value below a row of keys, nil when one of them is missing.
func dig(v any, keys ...string) any {
	for _, k := range keys {
		o, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = o[k]
	}
	return v
}

// takeState makes candidates of the object found.
func (m *metadata) takeState(d *document, s stateSearch) {
	o := s.best
	at := func(field profile.Field) []string {
		for _, k := range stateKeys {
			if k.field == field {
				return k.names
			}
		}
		return nil
	}
	base := candidate{source: news.FromSiteJSON, rule: s.from}
	for _, f := range []profile.Field{profile.Headline, profile.Standfirst} {
		c := base
		c.value = s.text(o, at(f))
		m.fields.add(f, c)
	}
	for _, f := range []profile.Field{profile.Published, profile.Modified} {
		if st, ok := s.stamp(o, at(f)); ok {
			c := base
			c.stamp = st
			m.fields.add(f, c)
		}
	}
	c := base
	for _, k := range at(profile.Bylines) {
		ld := &linkedData{}
		v := s.deref(o[k])
		if inner, ok := v.(map[string]any); ok && inner["by"] != nil {
			v = inner["by"]
		}
		if list, _ := ld.people(s.signed(v), d); len(list) > 0 {
			c.list, c.weak = list, m.isSite(list)
			break
		}
	}
	m.fields.add(profile.Bylines, c)
	c = base
	c.list = s.tags(o)
	m.fields.add(profile.Tags, c)
	t := s.text(o, at(profile.SectionPath))
	if taxonomy, ok := s.deref(o["taxonomy"]).(map[string]any); ok && t == "" {
		t = s.text(taxonomy, at(profile.SectionPath))
	}
	if t != "" {
		c := base
		c.list = []named{{name: t}}
		m.fields.add(profile.SectionPath, c)
	}
	for _, k := range []string{"lang", "language", "locale"} {
		m.addLanguage(jsonText(o[k]))
	}
	if story := s.story(o); len(story) >= leastStory {
		m.story, m.article = story, true
		m.markup = s.markup(o)
	}
	m.described = s.images(o)
	for _, k := range []string{"thumbnail", "image", "thumbnailUrl", "imageUrl"} {
		if u := d.resolve((&linkedData{}).ldURL(o[k])); u != "" && m.lead.URL == "" {
			m.lead.URL = u
		}
	}
}
