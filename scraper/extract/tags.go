package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// tags decides the keywords readers see. Those of metadata are written for
// machines and count only when the page shows none.
func (w *articleReader) tags() {
	cands := w.d.byRules(profile.Tags)
	shown := candidate{source: news.FromLabel, rule: "list of tags"}
	for _, box := range w.modules {
		if box.relation == news.TagLink {
			if box.name != "" {
				shown.rule = box.name
			}
			for _, l := range box.links {
				shown.list = append(shown.list, named{l.Title, l.URL})
			}
		}
	}
	shown.list = keptTags(shown.list)
	var meta []candidate
	for _, c := range w.m.fields[profile.Tags] {
		most := 15
		if c.weak {
			most = 8
		}
		if kept := keptTags(c.list); len(c.list) <= most || c.rule == "article:tag" {
			c.list = kept
			meta = append(meta, c)
		}
	}
	// A box that shares nothing with what metadata list may be about other things.
	shown.weak = len(meta) > 0 && !slices.ContainsFunc(meta, func(c candidate) bool { return overlap(c.list, shown.list) })
	if len(shown.list) > 0 {
		cands = append(cands, shown)
	}
	cands = append(cands, meta...)
	c := choose(cands, func(c candidate) bool { return len(c.list) > 0 && len(c.list) <= 60 })
	if !w.take(profile.Tags, c) {
		return
	}
	seen := map[string]bool{}
	for _, n := range c.list {
		if name := strings.TrimSpace(strings.TrimPrefix(n.name, "#")); name != "" && !seen[fold(name)] {
			seen[fold(name)] = true
			w.a.Tags = append(w.a.Tags, news.Tag{Name: name, URL: n.url})
		}
	}
}

var machineTag = regexp.MustCompile(`^[0-9a-fA-F-]{20,}$|^[A-Z]{2,}:[A-Z]|^[\w ]{1,30}:\s|^[a-z]+(?:_[a-z]+)+$|^\d+$|=|:$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|uk|ca)$|\[|@`)

// keptTags drops what is no tag, and lists that are mostly codes.
func keptTags(list []named) []named {
	var out []named
	codes := 0
	for _, n := range list {
		n.name = strings.TrimSpace(n.name)
		if codeTag.MatchString(n.name) {
			codes++
		}
		if isTag(n.name) && !buttonWords[fold(n.name)] {
			out = append(out, n)
		}
	}
	if len(list) >= 4 && codes*2 > len(list) {
		return nil
	}
	return out
}

// overlap reports a name that stands in both lists.
func overlap(a, b []named) bool {
	in := map[string]bool{}
	for _, n := range a {
		in[fold(strings.TrimPrefix(n.name, "#"))] = true
	}
	return slices.ContainsFunc(b, func(n named) bool { return in[fold(strings.TrimPrefix(n.name, "#"))] })
}

var codeTag = regexp.MustCompile(`^[A-Z]{2,8}\d{0,3}$`)

// isTag refuses codes of content systems.
func isTag(s string) bool {
	n := len([]rune(s))
	return n >= 2 && n <= 60 && !machineTag.MatchString(s) && strings.ContainsFunc(s, unicode.IsLetter)
}
