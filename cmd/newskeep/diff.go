package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/scraper/news"
	"newskeep/store"
)

const diffHelp = `What differs between two revisions of an article, field by field and word by word.
Without numbers, the last two; with one, that and the last. In a terminal words
that went are red and words that came are green; elsewhere they are set as
[-gone-] and {+new+}.`

func (a *app) diffCmd() *cobra.Command {
	return &cobra.Command{
		Use: "diff ID|URL [A [B]]", Short: "Two revisions of an article, compared word by word", Long: diffHelp, Args: cobra.RangeArgs(1, 3),
		Example: "  newskeep diff 111234567\n  newskeep diff https://news.example/world/story 1 3 --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			var numbers []int
			for _, s := range args[1:] {
				n, err := strconv.Atoi(s)
				if err != nil || n < 1 {
					return usage("%q is no number of a revision; 'newskeep history %s' lists them", s, args[0])
				}
				numbers = append(numbers, n)
			}
			return a.diff(cmd.Context(), a.known(args[0]), numbers)
		},
	}
}

// comparison is what diff prints.
type comparison struct {
	Article int64       `json:"id"`
	URL     string      `json:"url"`
	From    int         `json:"from"` // number of the earlier revision
	To      int         `json:"to"`
	Class   string      `json:"class"` // of the revision To
	Silent  bool        `json:"silent"`
	Fields  []fieldDiff `json:"fields"`
}

// fieldDiff is one field that differs.
type fieldDiff struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
	Words  []span `json:"words"`
}

func (a *app) diff(ctx context.Context, ref string, numbers []int) error {
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	list, err := r.Revisions(ctx, ref)
	if err != nil {
		return err
	}
	last := list[len(list)-1].Number
	switch len(numbers) {
	case 0:
		if last == 1 {
			a.note("there is only one revision")
		}
		numbers = []int{max(1, last-1), last}
	case 1:
		numbers = append(numbers, last)
	}
	var states [2]*store.StoredArticle
	for i, n := range numbers {
		if states[i], err = r.Article(ctx, ref, store.ArticleAt{Revision: n}); err != nil {
			return err
		}
	}
	c := comparison{Article: states[1].ID, URL: states[1].Address, From: numbers[0], To: numbers[1],
		Class: list[numbers[1]-1].Class, Silent: list[numbers[1]-1].Silent, Fields: fieldDiffs(&states[0].Article, &states[1].Article)}
	if a.json {
		return a.printJSON(c)
	}
	a.printComparison(c, list)
	return nil
}

// fieldDiffs compares two states field by field, in the order of a page.
func fieldDiffs(before, after *news.Article) []fieldDiff {
	diffs := []fieldDiff{}
	new := texts(after)
	for i, f := range texts(before) {
		if f[1] == new[i][1] {
			continue
		}
		d := wordDiff(f[1], new[i][1])
		if !same(d) {
			diffs = append(diffs, fieldDiff{f[0], f[1], new[i][1], d})
		}
	}
	return diffs
}

// texts are the fields of an article as text, by JSON name.
func texts(a *news.Article) [][2]string {
	var body, images []string
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
	for _, m := range a.Images {
		line := m.URL
		for _, part := range [][2]string{{"caption", m.Caption}, {"alt", m.Alt}, {"credit", m.Credit}} {
			if part[1] != "" {
				line += "\n  " + part[0] + ": " + part[1]
			}
		}
		images = append(images, line)
	}
	return [][2]string{
		{"headline", a.Headline}, {"kicker", a.Kicker}, {"standfirst", a.Standfirst},
		{"bylines", names(a.Bylines)}, {"source", a.Source}, {"dateline", a.Dateline},
		{"published", stampText(a.Published)}, {"modified", stampText(a.Modified)},
		{"section", strings.Join(a.Section, " / ")}, {"tags", tagNames(a.Tags)},
		{"body", strings.Join(body, "\n\n")}, {"images", strings.Join(images, "\n")},
	}
}

func (a *app) printComparison(c comparison, list []store.Revision) {
	w := a.stdout
	class := c.Class
	if c.Silent {
		class += ", silent"
	}
	for i, n := range []int{c.From, c.To} {
		mark, colour := "---", text.FgRed
		if i == 1 {
			mark, colour = "+++", text.FgGreen
		}
		line := fmt.Sprintf("%s revision %d, first seen %s UTC", mark, n, clockTime(list[n-1].FirstSeen))
		if i == 1 {
			line += " (" + class + ")"
		}
		fmt.Fprintln(w, a.paint(w, line, colour))
	}
	if len(c.Fields) == 0 {
		fmt.Fprintln(w, "no words differ")
	}
	for _, f := range c.Fields {
		a.title(w, f.Field)
		fmt.Fprintln(w, a.wordsOf(f.Words))
	}
}

// contextWords is how much unchanged text is shown around a change: words, and
// the spaces between them.
const contextWords = 24

// wordsOf sets a comparison for reading: long unchanged stretches are cut.
func (a *app) wordsOf(d []span) string {
	var b strings.Builder
	for i, s := range d {
		t := harmless(s.Text)
		switch {
		case s.Op == opEqual:
			t = shorten(t, i == 0, i == len(d)-1)
		case a.color(a.stdout):
			colour := text.Colors{text.FgGreen}
			if s.Op == opDelete {
				colour = text.Colors{text.FgRed, text.CrossedOut}
			}
			t = colour.Sprint(t)
		default:
			body := strings.TrimRightFunc(t, func(r rune) bool { return r == ' ' || r == '\n' })
			open, end := "{+", "+}"
			if s.Op == opDelete {
				open, end = "[-", "-]"
			}
			t = open + body + end + t[len(body):]
		}
		b.WriteString(t)
	}
	return strings.TrimRight(b.String(), " \n")
}

// shorten leaves out the middle of an unchanged stretch, or its outer end.
func shorten(s string, first, last bool) string {
	w := pieces(s)
	if len(w) <= 2*contextWords+4 {
		return s
	}
	head, tail := strings.Join(w[:contextWords], ""), strings.Join(w[len(w)-contextWords:], "")
	switch {
	case first && last:
		return s
	case first:
		return "… " + tail
	case last:
		return head + "…"
	}
	return head + "… " + tail
}
