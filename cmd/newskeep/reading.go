package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"newskeep/cmd/newskeep/compare"
	"newskeep/scraper/news"
)

// printReading shows a page to a person.
func (a *app) printReading(r *news.Reading) error {
	w := a.stdout
	switch r.Kind {
	case news.PageArticle:
		a.printArticle(w, r.Article)
	case news.PageSection:
		a.printListing(w, r.Listing)
	default:
		fmt.Fprintf(w, "%s: %s\n", strings.ReplaceAll(string(r.Kind), "_", " "), harmless(detail(r)))
	}
	if len(r.Ticker) > 0 {
		a.title(w, "Ticker")
		for _, l := range r.Ticker {
			fmt.Fprintln(w, "  "+harmless(l.Text))
		}
	}
	for _, m := range r.Warnings {
		a.note("warning: %s", harmless(m))
	}
	return nil
}

func detail(r *news.Reading) string {
	if r.Detail != "" {
		return r.Detail
	}
	return strings.ReplaceAll(string(r.Reason), "_", " ")
}

func (a *app) title(w io.Writer, s string) {
	fmt.Fprintf(w, "\n%s\n", a.paint(w, s, text.Faint))
}

// printArticle lays an article out as a page: head, pictures, text, lists.
func (a *app) printArticle(w io.Writer, art *news.Article) {
	field := func(label, value string) {
		if value != "" {
			fmt.Fprintf(w, "%s %s\n", a.paint(w, fmt.Sprintf("%-10s", label), text.Faint), harmless(value))
		}
	}
	if art.Kicker != "" {
		fmt.Fprintln(w, a.paint(w, harmless(art.Kicker), text.Faint))
	}
	fmt.Fprintln(w, a.paint(w, harmless(art.Headline), text.Bold))
	if art.Standfirst != "" {
		fmt.Fprintln(w, wrap(harmless(art.Standfirst), textWidth(w), ""))
	}
	fmt.Fprintln(w)
	field("by", compare.Names(art.Bylines))
	field("source", art.Source)
	field("dateline", art.Dateline)
	field("published", art.Published.Shown())
	field("modified", art.Modified.Shown())
	field("section", strings.Join(art.Section, " / "))
	field("kind", string(art.Kind))
	field("tags", compare.TagNames(art.Tags))
	field("url", art.URL)
	if art.CanonicalURL != art.URL {
		field("canonical", art.CanonicalURL)
	}
	if art.ReadMinutes > 0 {
		field("read time", fmt.Sprintf("%d min", art.ReadMinutes))
	}
	if art.Shares != nil {
		field("shares", fmt.Sprint(*art.Shares))
	}
	for _, im := range art.Images {
		field(string(im.Role)+" image", im.URL)
		field("  caption", im.Caption)
		if im.Alt != im.Caption {
			field("  alt", im.Alt)
		}
		field("  credit", im.Credit)
	}
	fmt.Fprintln(w)
	for _, b := range art.Body {
		a.printBlock(w, b)
	}
	byRelation := map[news.Relation][]news.Link{}
	for _, l := range art.Links {
		if l.Relation == news.TagLink || l.Relation == news.Author {
			continue // named above
		}
		byRelation[l.Relation] = append(byRelation[l.Relation], l)
	}
	for _, rel := range slices.Sorted(maps.Keys(byRelation)) {
		a.title(w, strings.ReplaceAll(string(rel), "_", " "))
		for _, l := range byRelation[rel] {
			a.printLink(w, l)
		}
	}
}

func (a *app) printBlock(w io.Writer, b news.Block) {
	s := harmless(b.Text)
	switch b.Type {
	case news.Heading:
		fmt.Fprintf(w, "%s\n\n", a.paint(w, s, text.Bold))
	case news.Quote:
		fmt.Fprintf(w, "%s\n\n", wrap(s, textWidth(w), "  | "))
	case news.List:
		for item := range strings.SplitSeq(s, "\n") {
			fmt.Fprintf(w, "  - %s\n", item)
		}
		fmt.Fprintln(w)
	case news.Table:
		fmt.Fprintf(w, "%s\n\n", strings.ReplaceAll(s, "\t", "  |  "))
	case news.ImageBlock, news.Embed:
		fmt.Fprintf(w, "%s\n\n", a.paint(w, strings.TrimSpace("["+string(b.Type)+"] "+s+" "+b.URL), text.Faint))
	case news.Correction:
		fmt.Fprintf(w, "%s\n\n", a.paint(w, wrap(s, textWidth(w), "  ! "), text.FgYellow))
	default:
		fmt.Fprintf(w, "%s\n\n", wrap(s, textWidth(w), ""))
	}
}

func (a *app) printListing(w io.Writer, l *news.Listing) {
	fmt.Fprintln(w, a.paint(w, harmless(l.Name), text.Bold))
	for _, it := range l.Items {
		a.printLink(w, it)
	}
	if l.Next != "" {
		fmt.Fprintln(w, "  next: "+l.Next)
	}
	for _, m := range l.Modules {
		a.title(w, harmless(m.Name))
		for _, it := range m.Items {
			a.printLink(w, it)
		}
	}
}

func (a *app) printLink(w io.Writer, l news.Link) {
	var about []string
	for _, s := range []string{l.Section, l.Published.Text} {
		if s != "" {
			about = append(about, s)
		}
	}
	fmt.Fprintf(w, "  %2d. %s", l.Position, harmless(l.Title))
	if len(about) > 0 {
		fmt.Fprintf(w, "  %s", a.paint(w, "("+harmless(strings.Join(about, ", "))+")", text.Faint))
	}
	fmt.Fprintf(w, "\n      %s\n", a.paint(w, l.URL, text.Faint))
}

// explain shows, for each field, the source that won, its rule, the value, and
// under it what other sources say.
func (a *app) explain(r *news.Reading) error {
	fmt.Fprintf(a.stdout, "page kind: %s", r.Kind)
	if d := detail(r); d != "" {
		fmt.Fprintf(a.stdout, " (%s)", harmless(d))
	}
	fmt.Fprintln(a.stdout)
	if r.Article == nil {
		return nil
	}
	values := fieldValues(r.Article)
	t := a.table("field", "source", "rule", "value")
	room := max(30, width(a.stdout)-64)
	for _, f := range fieldOrder {
		p, ok := r.Article.Provenance[f]
		if !ok {
			if v := values[f]; v != "" {
				t.AppendRow([]any{f, "", "", cut(harmless(v), room)})
			} else {
				t.AppendRow([]any{f, "-", "", ""})
			}
			continue
		}
		t.AppendRow([]any{f, p.Source, cut(harmless(p.Rule), 32), cut(harmless(values[f]), room)})
		for _, alt := range p.Alternates {
			mark := "≠ "
			if alt.Agrees {
				mark = "= "
			}
			t.AppendRow([]any{"", mark + string(alt.Source), cut(harmless(alt.Rule), 32), cut(harmless(alt.Value), room)})
		}
	}
	t.Render()
	fmt.Fprintln(a.stdout, "\n= another source agrees   ≠ it gives something else   - the page does not give it")
	for _, m := range r.Warnings {
		fmt.Fprintln(a.stdout, "warning: "+harmless(m))
	}
	return nil
}

// fieldOrder is that of CONTRACT.md.
var fieldOrder = []string{
	"headline", "kicker", "standfirst", "bylines", "source", "dateline", "published", "modified", "section", "tags",
	"body", "images", "links", "kind", "language", "canonical_url", "read_minutes", "shares", "paywalled",
}

// fieldValues are the fields as short texts.
func fieldValues(art *news.Article) map[string]string {
	v := map[string]string{
		"headline": art.Headline, "kicker": art.Kicker, "standfirst": art.Standfirst, "bylines": compare.Names(art.Bylines),
		"source": art.Source, "dateline": art.Dateline, "published": art.Published.Shown(), "modified": art.Modified.Shown(),
		"section": strings.Join(art.Section, " / "), "tags": compare.TagNames(art.Tags), "kind": string(art.Kind), "language": art.Language,
		"canonical_url": art.CanonicalURL,
		"body":          fmt.Sprintf("%d blocks", len(art.Body)),
		"images":        fmt.Sprintf("%d images", len(art.Images)),
		"links":         fmt.Sprintf("%d links", len(art.Links)),
	}
	if len(art.Body) > 0 {
		v["body"] += ": " + art.Body[0].Text
	}
	if len(art.Images) > 0 {
		v["images"] += ": " + art.Images[0].Caption
	}
	if art.ReadMinutes > 0 {
		v["read_minutes"] = fmt.Sprint(art.ReadMinutes)
	}
	if art.Shares != nil {
		v["shares"] = fmt.Sprint(*art.Shares)
	}
	if art.Paywalled {
		v["paywalled"] = "yes"
	}
	return v
}

func textWidth(w io.Writer) int { return min(width(w), 90) }

// wrap breaks text into lines of at most n cells, each behind a prefix.
func wrap(s string, n int, prefix string) string {
	lines := strings.Split(text.WrapSoft(s, n-len(prefix)), "\n")
	for i := range lines {
		lines[i] = prefix + strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
