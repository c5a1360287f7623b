package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/compare"
	"newskeep/store"
)

const diffHelp = `What differs between two revisions of an article, field by field and word by word.
Without numbers, the last two; with one, that and the last. In a terminal words
that went are red and words that came are green; elsewhere they are set as
[-gone-] and {+new+}. Captions, credits and alternative texts are compared picture
by picture, whatever rendition the page shows.

With --html it is one page that needs nothing else: to be mailed, printed or put
beside a story. -o names the file.`

func (a *app) diffCmd() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use: "diff ID|URL [A [B]]", Short: "Two revisions of an article, compared word by word", Long: diffHelp, Args: cobra.RangeArgs(1, 3),
		Example: "  newskeep diff 111234567\n  newskeep diff https://news.example/world/story 1 3 --json\n  newskeep diff 111234567 --html -o changes.html",
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.html && a.json {
				return usage("--html and --json are two forms: choose one")
			}
			if f.out != "" && !f.html {
				return usage("-o is for --html; other forms go where you send them: newskeep diff %s > FILE", args[0])
			}
			var numbers []int
			for _, s := range args[1:] {
				n, err := strconv.Atoi(s)
				if err != nil || n < 1 {
					return usage("%q is no number of a revision; 'newskeep history %s' lists them", s, args[0])
				}
				numbers = append(numbers, n)
			}
			return a.diff(cmd.Context(), a.known(args[0]), numbers, f)
		},
	}
	cmd.Flags().BoolVar(&f.html, "html", false, "one self-contained HTML page")
	cmd.Flags().StringVarP(&f.out, "output", "o", "", "write the page to `FILE` instead of stdout")
	return cmd
}

// diffFlags say in which form a comparison is wanted.
type diffFlags struct {
	html bool
	out  string // file; empty: stdout
}

// comparison is what diff prints.
type comparison struct {
	Article int64           `json:"id"`
	URL     string          `json:"url"`
	From    int             `json:"from"` // number of the earlier revision
	To      int             `json:"to"`
	Class   string          `json:"class"` // of the revision To
	Silent  bool            `json:"silent"`
	Fields  []compare.Field `json:"fields"`
}

func (a *app) diff(ctx context.Context, ref string, numbers []int, f diffFlags) error {
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
		Class: list[numbers[1]-1].Class, Silent: list[numbers[1]-1].Silent, Fields: compare.Fields(&states[0].Article, &states[1].Article)}
	switch {
	case a.json:
		return a.printJSON(c)
	case f.html:
		return a.writePage(f.out, newDiffPage(c, &states[1].Article, list))
	}
	a.printComparison(c, list)
	return nil
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
		if f.Image != "" {
			fmt.Fprintln(w, a.paint(w, harmless(f.Image), text.Faint))
		}
		fmt.Fprintln(w, a.wordsOf(f.Words))
	}
}

// contextWords is how much unchanged text is shown around a change: words, and
// the spaces between them.
const contextWords = 24

// wordsOf sets a comparison for reading: long unchanged stretches are cut.
func (a *app) wordsOf(d []compare.Span) string {
	var b strings.Builder
	for i, s := range d {
		t := harmless(s.Text)
		switch {
		case s.Op == compare.Equal:
			t = shorten(t, i == 0, i == len(d)-1)
		case a.color(a.stdout):
			colour := text.Colors{text.FgGreen}
			if s.Op == compare.Delete {
				colour = text.Colors{text.FgRed, text.CrossedOut}
			}
			t = colour.Sprint(t)
		default:
			body := strings.TrimRightFunc(t, func(r rune) bool { return r == ' ' || r == '\n' })
			open, end := "{+", "+}"
			if s.Op == compare.Delete {
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
	w := compare.Pieces(s)
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
