package compare

import (
	"slices"
	"strings"

	"newskeep/scraper/news"
)

// Field is one field that differs.
type Field struct {
	Field  string `json:"field"`           // as in extract --json, or caption, credit, alt, role of one image; image for one that came or went
	Image  string `json:"image,omitempty"` // what the renditions of that image have in common; empty for other fields
	Before string `json:"before"`
	After  string `json:"after"`
	Words  []Span `json:"words"`
}

// Fields compares two states field by field, in the order of a page, and then
// picture by picture.
func Fields(before, after *news.Article) []Field {
	diffs := []Field{}
	add := func(name, image, old, new string) {
		if old == new {
			return
		}
		if d := Words(old, new); !same(d) {
			diffs = append(diffs, Field{name, image, old, new, d})
		}
	}
	new := texts(after)
	for i := range new {
		if new[i][0] == "tags" {
			new[i][1] = TagNames(inOrder(before.Tags, after.Tags))
		}
	}
	for i, f := range texts(before) {
		add(f[0], "", f[1], new[i][1])
	}
	for _, p := range pairs(before.Images, after.Images) {
		switch {
		case p.before == nil:
			add("image", p.identity, "", shown(*p.after))
		case p.after == nil:
			add("image", p.identity, shown(*p.before), "")
		default:
			add("caption", p.identity, p.before.Caption, p.after.Caption)
			add("credit", p.identity, p.before.Credit, p.after.Credit)
			add("alt", p.identity, p.before.Alt, p.after.Alt)
			add("role", p.identity, string(p.before.Role), string(p.after.Role))
		}
	}
	return diffs
}

// texts are the fields of an article as text, by JSON name; its images are not
// among them.
func texts(a *news.Article) [][2]string {
	var body []string
	for _, b := range a.Body {
		switch {
		case b.Text == "":
		case b.Type == news.Heading:
			body = append(body, strings.Repeat("#", max(b.Level, 1))+" "+b.Text)
		case b.Type == news.Quote:
			body = append(body, "> "+b.Text)
		default:
			body = append(body, b.Text)
		}
	}
	return [][2]string{
		{"headline", a.Headline}, {"kicker", a.Kicker}, {"standfirst", a.Standfirst},
		{"bylines", Names(a.Bylines)}, {"source", a.Source}, {"dateline", a.Dateline},
		{"published", a.Published.Shown()}, {"modified", a.Modified.Shown()},
		{"section", strings.Join(a.Section, " / ")}, {"tags", TagNames(a.Tags)},
		{"body", strings.Join(body, "\n\n")},
	}
}

// pair is one picture in two states; nil where it does not stand.
type pair struct {
	identity      string
	before, after *news.Image
}

// pairs matches the pictures of two states by their identity, in the order of the
// later state, those that went last. A picture that stands twice is matched with
// the first of its like that is still free.
func pairs(before, after []news.Image) []pair {
	free := map[string][]int{}
	for i, m := range before {
		free[m.Same()] = append(free[m.Same()], i)
	}
	taken := make([]bool, len(before))
	like := func(m news.Image) int { // under a path that was signed anew
		return slices.IndexFunc(before, func(was news.Image) bool { return len(free[was.Same()]) > 0 && m.SameAs(was) })
	}
	var list []pair
	for i, m := range after {
		p := pair{identity: m.Same(), after: &after[i]}
		if at := free[p.identity]; len(at) > 0 {
			p.before, taken[at[0]], free[p.identity] = &before[at[0]], true, at[1:]
		} else if at := like(m); at >= 0 {
			same := before[at].Same()
			at = free[same][0]
			p.before, taken[at], free[same] = &before[at], true, free[same][1:]
		}
		list = append(list, p)
	}
	for i, m := range before {
		if !taken[i] {
			list = append(list, pair{identity: m.Same(), before: &before[i]})
		}
	}
	return list
}

// shown is all that is printed with a picture that came or went.
func shown(m news.Image) string {
	line := m.URL
	for _, part := range [][2]string{{"caption", m.Caption}, {"alt", m.Alt}, {"credit", m.Credit}} {
		if part[1] != "" {
			line += "\n" + part[0] + ": " + part[1]
		}
	}
	return line
}

// Names are the names of bylines, joined by "; ".
func Names(bylines []news.Byline) string {
	var s []string
	for _, b := range bylines {
		s = append(s, b.Name)
	}
	return strings.Join(s, "; ")
}

// inOrder are the tags of a later state as an earlier one has them, new ones last:
// their order says nothing.
func inOrder(before, after []news.Tag) []news.Tag {
	at := func(t news.Tag) int {
		i := slices.IndexFunc(before, func(was news.Tag) bool { return was.Name == t.Name })
		if i < 0 {
			return len(before)
		}
		return i
	}
	list := slices.Clone(after)
	slices.SortStableFunc(list, func(a, b news.Tag) int { return at(a) - at(b) })
	return list
}

// TagNames are the names of tags, joined by ", ".
func TagNames(tags []news.Tag) string {
	var s []string
	for _, t := range tags {
		s = append(s, t.Name)
	}
	return strings.Join(s, ", ")
}
