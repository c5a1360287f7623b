package extract

import (
	"net/url"
	"sort"
	"strings"
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

// mostLinked bounds the objects kept; real pages have some dozens.
const mostLinked = 2000

func (ld *linkedData) flatten(v any, depth int) {
	if depth > 12 || len(ld.objects) > mostLinked {
		return
	}
	each(v, func(e any) {
		o, ok := e.(map[string]any)
		if !ok || len(ld.objects) > mostLinked {
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
