package draft

import (
	"encoding/json"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// linkedData selects JSON-LD (https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents).
const linkedData = `script[type="application/ld+json"]`

// linkedPaths are where schema.org puts the fields of an article.
var linkedPaths = map[profile.Field][]string{
	profile.Headline: {"headline"}, profile.Standfirst: {"description"}, profile.Bylines: {"author", "name"},
	profile.Published: {"datePublished"}, profile.Modified: {"dateModified"},
	profile.SectionPath: {"articleSection"}, profile.Tags: {"keywords"},
}

// costMetadata is the cost of rules for what readers do not see: exact for dates,
// and often a version for search engines otherwise.
func costMetadata(f profile.Field) float64 {
	switch f {
	case profile.Published, profile.Modified:
		return 1
	case profile.Bylines, profile.SectionPath:
		return 2.5
	}
	return 4
}

// ofMetadata proposes rules for a field from the head of a page: meta elements
// that could hold it, and JSON-LD. What they hold is compared later.
func ofMetadata(s *sample, f profile.Field) []rule {
	var out []rule
	cost := costMetadata(f)
	words := metaWords[f]
	for n := range s.trial.Root().Descendants() {
		switch n.DataAtom {
		case atom.Meta:
			for i, key := range []string{"property", "name", "itemprop"} {
				name := attribute(n, key)
				if name == "" || attribute(n, "content") == "" || !plainValue(name) {
					continue
				}
				for _, w := range words {
					if low := strings.ToLower(name); strings.Contains(low, w) && !(f == profile.Published && strings.Contains(low, "modif")) {
						out = append(out, rule{sel: "meta[" + key + `="` + name + `"]`, attr: "content", cost: cost + 0.1*float64(i)})
						break
					}
				}
			}
		case atom.Script:
			if strings.EqualFold(attribute(n, "type"), "application/ld+json") {
				out = append(out, ofLinkedData(s.trial.Script(n), f, cost+0.15)...)
			}
		}
	}
	return out
}

// metaWords are parts of the names of meta elements that fill a field.
var metaWords = map[profile.Field][]string{
	profile.Headline:    {"title", "headline"},
	profile.Standfirst:  {"description", "abstract"},
	profile.Bylines:     {"author", "creator", "byl"},
	profile.Published:   {"publish", "pubdate", "pub-date", "issued", "datecreated", "created"},
	profile.Modified:    {"modified", "updated", "lastmod", "revised"},
	profile.SectionPath: {"section", "category", "channel"},
	profile.Tags:        {"tag", "keywords"},
}

// ofLinkedData proposes the path of a field inside one script of JSON-LD. The
// selector holds all such scripts of a page, so the first that has the path wins.
func ofLinkedData(source string, f profile.Field, cost float64) []rule {
	path, ok := linkedPaths[f]
	if !ok {
		return nil
	}
	var v any
	if json.Unmarshal([]byte(source), &v) != nil {
		return nil
	}
	var out []rule
	add := func(prefix ...string) {
		r := rule{json: linkedData, path: append(prefix, path...), cost: cost + 0.1*float64(len(prefix))}
		if f == profile.Tags {
			r.clean = []string{"commas"}
		}
		out = append(out, r)
	}
	walkTypes(v, func(prefix []string, has map[string]any) {
		if _, there := has[path[0]]; there {
			add(prefix...)
		}
	})
	return out
}

// walkTypes visits the objects a page's JSON-LD describes: those at the top, in a
// list, or in a graph, there by their type.
func walkTypes(v any, visit func(prefix []string, has map[string]any)) {
	switch v := v.(type) {
	case []any:
		for i, e := range v {
			if o, ok := e.(map[string]any); ok && i < 20 {
				if kind, ok := o["@type"].(string); ok {
					visit([]string{"@type=" + kind}, o)
				} else {
					visit([]string{strconv.Itoa(i)}, o)
				}
			}
		}
	case map[string]any:
		visit(nil, v)
		if graph, ok := v["@graph"].([]any); ok {
			for i, e := range graph {
				if o, ok := e.(map[string]any); ok && i < 20 {
					if kind, ok := o["@type"].(string); ok {
						visit([]string{"@graph", "@type=" + kind}, o)
					}
				}
			}
		}
	}
}
