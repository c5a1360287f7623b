package extract

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// behindNames is what lines of names end in that belongs to no name: when, an account,
// an address of mail.
var behindNames = regexp.MustCompile(`(?i)[\s(|•·,;–—-]+(?:(?:first\s+|last\s+)?(?:updated|published|posted|modified)(?:\s.*)?|(?:zuletzt\s+)?(?:aktualisiert|veröffentlicht|erschienen)(?:\s.*)?|(?:mis\s+à\s+jour|publiée?|publicad[oa]|actualizad[oa]|atualizad[oa]|aggiornat[oa]|pubblicat[oa]|gepubliceerd|bijgewerkt|publicerad|uppdaterad|publisert|oppdatert|udgivet|opdateret|julkaistu|päivitetty|opublikowano|aktualizacja|publikováno|aktualizováno|güncelleme|yayınlanma|опубликовано|обновлено)(?:\s.*)?|@\w+|\S+@\S+\.\S+)\)?$`)

// whereOrFor is where somebody wrote or for whom, behind a full name.
var whereOrFor = regexp.MustCompile(`^(\S+\s+\S.*?)\s+(?:(?:in|from|aus|à)\s+\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+)?|(?:for|für|pour|para|voor|för|dla)\s+(?:the\s+|die\s+|das\s+|den\s+|le\s+|la\s+)?\p{Lu}.*)$`)

// talk stands between those of an interview.
var talk = regexp.MustCompile(`(?i)\s+(?:im\s+gespräch\s+mit|im\s+interview\s+mit|in\s+conversation\s+with|en\s+conversación\s+con|en\s+conversation\s+avec|in\s+gesprek\s+met)\s+`)

// printedNames are the names of a line that prints them: authorNames without what
// such lines add to names, when, where and for whom.
func printedNames(text string) []string {
	for range 3 {
		cut := behindNames.ReplaceAllString(text, "")
		if cut == text {
			break
		}
		text = cut
	}
	text = nameAlone(text)
	text = pictured.ReplaceAllString(talk.ReplaceAllString(text, ", "), "")
	if m := whereOrFor.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	list := authorNames(text)
	if n := len(list); n > 1 && isPlaceBehind(list[n-1], list[:n-1]) {
		list = list[:n-1]
	}
	return list
}

// isPlaceBehind reports one word behind full names, "Jane Doe, Portmere": where they
// wrote. Agencies are known, in capitals or small letters, or hold a dot.
func isPlaceBehind(s string, names []string) bool {
	if strings.ContainsAny(s, " .") || s == strings.ToUpper(s) || s == strings.ToLower(s) || agencyNames.has(s) || isSuffixed(s) {
		return false
	}
	return !slices.ContainsFunc(names, func(n string) bool { return !isPersonName(n) })
}

// isSuffixed reports a capital within a word, as outlets have it: "BuzzFeed".
func isSuffixed(s string) bool {
	return len(s) > 1 && strings.ToLower(s[1:]) != s[1:]
}

// unlabelled reads a line below the headline that holds nothing but names: of several
// people with the word for "and" between them, or of people right above or below the
// line of the date, their post between at most.
func (w *articleReader) unlabelled() ([]named, string, *html.Node) {
	for i := w.r.head + 1; i >= 0 && i < w.r.to && i <= w.r.head+15; i++ {
		l := w.r.lines[i]
		if w.labels.used[i] || l.level > 0 || len(l.text) > 120 || hasDigit(l.text) && !strings.Contains(l.text, "@") || w.d.isCaption(l.node) || w.d.within3(l.node, nameLabel|nameTags|nameRelated|nameJunk|nameCredit) || w.isSectionName(l.text) {
			continue
		}
		if slices.ContainsFunc(l.links, func(a *html.Node) bool {
			return !isAuthorLink(a) && !strings.HasPrefix(attr(a, "href"), "mailto:") && !strings.HasPrefix(w.d.text(a), "@")
		}) {
			continue
		}
		list := people(strings.Join(slices.DeleteFunc(slices.Clone(l.parts), isPost), " "))
		if len(list) == 0 || len(list) > 4 {
			continue
		}
		switch {
		case inAddress(l.node) && isPersonName(list[0].name):
			for j := i + 1; j < min(i+5, w.r.to) && inAddress(w.r.lines[j].node); j++ {
				for _, more := range people(strings.Join(slices.DeleteFunc(slices.Clone(w.r.lines[j].parts), isPost), " ")) {
					if isPersonName(more.name) && !covers(list, []named{more}) {
						list = append(list, more)
					}
				}
			}
			return list, "names in address elements", l.node
		case strings.Contains(l.text, "@"):
			return list, "before an address of mail", l.node
		case len(list) > 1 && !strings.ContainsAny(l.text, ",|/•·"), w.besideDateLine(i):
			for j := i + 1; j < min(i+5, w.r.to); j++ {
				for _, name := range w.d.besideLinked(w.r.lines[j], l.node) {
					list = append(list, named{name: name})
				}
			}
			return list, "names below the headline", l.node
		}
	}
	return nil, "", nil
}

// inAddress reports a line in an address element, which HTML has for those who wrote an
// article (4.3.10, "The address element").
func inAddress(n *html.Node) bool {
	for steps := 0; n != nil && steps < 3; n, steps = n.Parent, steps+1 {
		if n.DataAtom == atom.Address {
			return true
		}
	}
	return false
}

// besideDateLine reports that line i stands next to the line of the date, or that
// only what the person is stands between.
func (w *articleReader) besideDateLine(i int) bool {
	isDate := func(j int) bool {
		if j <= w.r.head || j >= w.r.to || !w.labels.used[j] {
			return false
		}
		for _, f := range []profile.Field{profile.Published, profile.Modified} {
			if slices.ContainsFunc(w.labels.fields[f], func(c candidate) bool { return c.node == w.r.lines[j].node }) {
				return true
			}
		}
		return false
	}
	return isDate(i+1) || isDate(i-1) || i+1 < w.r.to && isPost(w.r.lines[i+1].text) && isDate(i+2)
}

// isSectionName reports a name of the menu or of a section.
func (w *articleReader) isSectionName(text string) bool {
	return slices.ContainsFunc(w.menu, func(l news.NavLink) bool { return foldEqual(l.Label, text) }) ||
		slices.ContainsFunc(w.m.breadcrumb, func(b string) bool { return foldEqual(b, text) }) ||
		slices.ContainsFunc(w.m.fields[profile.SectionPath], func(c candidate) bool {
			return slices.ContainsFunc(c.list, func(n named) bool { return foldEqual(n.name, text) })
		})
}

// editorLabel begins a line that names who edited an article.
var editorLabel = regexp.MustCompile(`(?i)^(?:editor|penyunting|redaktur|edited\s+by|edición|editado\s+por|redaktion|redaktør|editör|редактор|تحرير|편집|编辑|編輯|責任編集|责任编辑)\s*[:：]\s*`)

// followsEditorLabel reports a name in a line, behind the words that say that it is the
// editor's.
func followsEditorLabel(line, name string) bool {
	before, _, ok := strings.Cut(line, name)
	return ok && before != "" && lastEditorLabel.MatchString(before)
}

// lastEditorLabel ends the part of a line before an editor's name.
var lastEditorLabel = regexp.MustCompile(`(?i)(?:edited\s+by|editor|penyunting|redaktur|editado\s+por|editör|редактор|تحرير|편집|编辑|編輯|संपादन|संपादक)\s*[:：]?\s*$`)

// writersFirst makes metadata weak that name the one whom the page prints as the editor,
// where it prints somebody else as the author: some systems know of no other person.
func (w *articleReader) writersFirst(cands []candidate) []candidate {
	first := slices.IndexFunc(cands, func(c candidate) bool { return len(c.list) > 0 && !c.weak })
	if first < 0 || len(cands[first].list) != 1 || cands[first].source == news.FromProfile || cands[first].node != nil {
		return cands
	}
	editor := cands[first].list[0].name
	if !slices.ContainsFunc(cands[first+1:], func(c candidate) bool {
		return !c.weak && c.node != nil && len(c.list) > 0 && !covers(c.list, cands[first].list) && isPersonName(c.list[0].name)
	}) {
		return cands
	}
	for _, l := range w.d.allLines() {
		if len(l.text) > longestDateLine || !strings.Contains(l.text, editor) || !editorLabel.MatchString(l.text) {
			continue
		}
		if foldEqual(editorLabel.ReplaceAllString(l.text, ""), editor) {
			for i := range cands {
				cands[i].weak = cands[i].weak || len(cands[i].list) == 1 && foldEqual(cands[i].list[0].name, editor)
			}
			break
		}
	}
	return cands
}

// lineNaming finds the line or part of a line at the headline that prints all names of
// the list and some more, and nothing else.
func (w *articleReader) lineNaming(list []named) []named {
	for i := max(w.r.from, 0); i < w.r.to; i++ {
		l := w.r.lines[i]
		if len(l.text) > longestLabelLine || l.level > 0 || !strings.Contains(l.text, list[0].name) {
			continue
		}
		for part := range strings.SplitSeq(l.text, "|") {
			if more := people(strings.Trim(part, "•·–— ")); len(more) > len(list) && len(more) <= len(list)+4 && covers(more, list) {
				return more
			}
		}
		if more := eachPerson(l.parts); len(more) > len(list) && len(more) <= len(list)+4 && covers(more, list) {
			return more
		}
	}
	return nil
}

// eachPerson are the names of a line each of whose parts is one; none otherwise.
func eachPerson(parts []string) []named {
	var list []named
	for _, part := range parts {
		if part = strings.Trim(part, " ,•·–—"); !isPersonName(part) || isPost(part) {
			return nil
		}
		list = append(list, named{name: part})
	}
	return list
}
