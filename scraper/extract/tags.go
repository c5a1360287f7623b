package extract

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// Lists of metadata longer than this are written for search engines. news_keywords
// and article:tag are not, and may be longer; but readers see what is below.
const (
	mostKeywords = 8
	mostTags     = 25
)

// tags decides the keywords. Those readers see go before those of metadata, unless
// metadata complete them; a list that the article does not speak of yields to one
// that it does.
func (w *articleReader) tags() {
	ruled := w.d.byRules(profile.Tags)
	shown := w.shownTags()
	var cands []candidate
	if shown.list = slices.DeleteFunc(keptTags(shown.list), w.isAuthor); len(shown.list) > 0 {
		cands = append(cands, shown)
	}
	for _, c := range w.m.fields[profile.Tags] {
		most := mostTags
		if c.weak && c.rule != "news_keywords" {
			most = mostKeywords
		}
		if len(c.list) > most && c.rule != "article:tag" {
			continue
		}
		kept := keptTags(w.withoutOutlet(c.list))
		// Codes in a list tell that the rest of it is not for readers either.
		c.weak = c.weak || c.rule != "article:tag" && slices.ContainsFunc(c.list, isCode) && hasRule(w.m.fields[profile.Tags], "article:tag")
		c.list = kept
		cands = append(cands, c)
	}
	if len(ruled) == 0 && len(cands) > 1 {
		w.weighTags(cands)
	}
	cands = append(ruled, cands...)
	c := choose(cands, func(c candidate) bool { return len(c.list) > 0 && len(c.list) <= 60 })
	if c.found && c.source != news.FromProfile {
		c = completed(c)
	}
	if !w.take(profile.Tags, c) {
		return
	}
	urls := map[string]string{}
	for _, n := range shown.list {
		urls[fold(n.name)] = n.url
	}
	seen := map[string]bool{}
	for _, n := range c.list {
		name := strings.TrimSpace(strings.TrimPrefix(n.name, "#"))
		if n.url == "" {
			n.url = urls[fold(n.name)]
		}
		if name != "" && !seen[fold(name)] {
			seen[fold(name)] = true
			w.a.Tags = append(w.a.Tags, news.Tag{Name: name, URL: n.url})
		}
	}
}

// shownTags are the tags of the page's boxes.
func (w *articleReader) shownTags() candidate {
	shown := candidate{source: news.FromLabel, rule: "list of tags"}
	for _, box := range w.modules {
		if box.relation != news.TagLink {
			continue
		}
		if box.name != "" {
			shown.rule = box.name
		}
		for _, l := range box.links {
			shown.list = append(shown.list, named{l.Title, l.URL})
		}
	}
	return shown
}

// weighTags makes those lists weak that the article speaks of less than of another:
// a box of other things, a list of sections, keywords of the whole site. A list
// that shares a name with another one stays.
func (w *articleReader) weighTags(cands []candidate) {
	isAlone, alone, weak := make([]bool, len(cands)), false, 0
	for i, c := range cands {
		isAlone[i] = !slices.ContainsFunc(cands, func(o candidate) bool { return o.rule != c.rule && overlap(o.list, c.list) })
		alone = alone || isAlone[i]
		if c.weak {
			weak++
		}
	}
	if !alone && weak < 2 {
		return
	}
	text := " " + fold(w.a.Headline+" "+w.a.Standfirst+" "+bodyText(w.a, 8000)) + " "
	spoken := func(c candidate) float64 {
		n := 0
		for _, t := range c.list {
			if f := fold(t.name); f != "" && strings.Contains(text, f) {
				n++
			}
		}
		return float64(n) / float64(max(len(c.list), 1))
	}
	best := 0.0
	for _, c := range cands {
		best = max(best, spoken(c))
	}
	for i := range cands {
		if s := spoken(cands[i]); isAlone[i] && s < best && (s == 0 || len(cands[i].list) > 15 || cands[i].source == news.FromLabel) {
			cands[i].weak = true
		}
	}
	// Of weak ones the most spoken of goes first.
	slices.SortStableFunc(cands, func(a, b candidate) int {
		if !a.weak || !b.weak {
			return 0
		}
		return cmp.Compare(min(spoken(b), 0.01), min(spoken(a), 0.01))
	})
}

// completed replaces a single tag, which is rather the label of a topic, or a list
// of metadata by another one that holds all of it and some more. Many more are
// keywords; and where readers see several tags, these are all.
func completed(c choice) choice {
	if c.source == news.FromLabel && len(c.list) > 1 {
		return c
	}
	for i, k := range c.alternates {
		if n := len(c.list); k.source != news.FromProfile && (!k.weak || k.source == news.FromMeta) && len(k.list) > n && len(k.list) <= 2*n+4 && covers(k.list, c.list) {
			c.candidate, c.alternates[i] = k, c.candidate
			return c
		}
	}
	return c
}

// covers reports a list that holds every name of another one.
func covers(list, part []named) bool {
	in := map[string]bool{}
	for _, n := range list {
		in[fold(strings.TrimPrefix(n.name, "#"))] = true
	}
	return len(part) > 0 && !slices.ContainsFunc(part, func(n named) bool { return !in[fold(strings.TrimPrefix(n.name, "#"))] })
}

// hasRule reports a candidate of that rule.
func hasRule(cands []candidate, rule string) bool {
	return slices.ContainsFunc(cands, func(c candidate) bool { return c.rule == rule })
}

// isCode reports what a content system wrote for itself.
func isCode(n named) bool { return isMachine(n.name) }

// withoutOutlet leaves the names of the site and of the authors out, and takes off what sorts the
// names of a list: "Subject: Trams", "topic/trams".
func (w *articleReader) withoutOutlet(list []named) []named {
	folders, sorted := 0, 0
	for _, n := range list {
		if folderTag.MatchString(n.name) {
			folders++
		}
		if i := strings.Index(n.name, ": "); i > 0 && i < 20 {
			sorted++
		}
	}
	var out []named
	for _, n := range list {
		if m := sortedTag.FindStringSubmatch(n.name); m != nil {
			n.name = m[1]
		} else if sorted > 3 && 2*sorted > len(list) {
			continue // a code among names that are sorted
		}
		if m := folderTag.FindStringSubmatch(n.name); m != nil && folders > 1 && folders == len(list) {
			n.name = m[1]
		}
		if !w.isAuthor(n) && !w.m.isOutlet(n.name) {
			out = append(out, n)
		}
	}
	return out
}

// isAuthor reports the name of one who wrote the article, as systems put it among
// the tags.
func (w *articleReader) isAuthor(n named) bool {
	return slices.ContainsFunc(w.a.Bylines, func(b news.Byline) bool { return foldEqual(b.Name, n.name) })
}

var (
	sortedTag = regexp.MustCompile(`^(?i:subjects?|topics?|tags?|keywords?|themes?):\s*(\S.*)$`)
	folderTag = regexp.MustCompile(`^[a-z_-]+/([^/]+)$`)
)

var machineTag = regexp.MustCompile(`^[0-9a-fA-F-]{20,}$|^[a-z]+:[a-z]|^[A-Z]{2,}:[A-Z]|^[\w ]{1,30}:\s|^[a-z]+(?:_[a-z]+)+$|^\d+$|=|:$|^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|uk|ca)$|\[|@`)

// isMachine is machineTag.MatchString, told without the expression for words of
// letters and spaces that are no long row of hexadecimal digits.
func isMachine(s string) bool {
	if !strings.ContainsAny(s, ":_=.[@0123456789") && (len(s) < 20 || strings.Contains(s, " ")) {
		return false
	}
	return machineTag.MatchString(s)
}

// keptTags drops what is no tag, and lists that are mostly codes.
func keptTags(list []named) []named {
	var out []named
	codes := 0
	for _, n := range list {
		n.name = strings.TrimSpace(n.name)
		if codeTag.MatchString(n.name) {
			codes++
		}
		if isTag(n.name) && !buttonWords[fold(n.name)] && !noTags.has(n.name) && !(hasDigit(n.name) && viewsLabel.MatchString(n.name)) {
			out = append(out, n)
		}
	}
	if len(list) >= 4 && codes*2 > len(list) {
		return nil
	}
	return out
}

// noTags are links that templates put among the tags of a post.
var noTags = phraseSet("Permalink|Leave a comment|Leave a reply|Post a comment|No comments|Comments off|Edit|Bookmark the permalink|Hinterlasse einen Kommentar|Schreibe einen Kommentar|Kommentar hinterlassen|Keine Kommentare|Bearbeiten|Deja un comentario|Dejar un comentario|Laisser un commentaire|Lascia un commento|Deixe um comentário|Plaats een reactie|Yorum yap|Оставить комментарий|اترك تعليقا|コメントを残す")

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
	r, _ := utf8.DecodeRuneInString(s)
	return (n >= 2 || unspaced(r)) && n <= 60 && !isMachine(s) && strings.ContainsFunc(s, unicode.IsLetter)
}
