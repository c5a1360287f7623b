package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/store"
	"newskeep/store/export"
)

const wordsHelp = `List the words of articles: how often each stands in their bodies, or, with --key,
which of them are telling: more frequent here than elsewhere.

Log-likelihood says how sure the difference is (above 15.13: p < 0.0001; negative:
rarer here), log ratio how large it is (1: twice as frequent; 2: four times). Words
count as they are written, small letters and capitals alike, cut where the full-text index
cuts: "it's" and "11:20" are two. What 'search --per-1000-words' divides by is what stands
between spaces, a per cent or so less. QUERY is what search takes; without one, all
articles.`

const wordsExample = `  newskeep words tag:tram
  newskeep words 'section:opinion' --key
  newskeep words 'gaza published:2024-11' --against 'gaza published:2024-10'
  newskeep words tag:tram --key --format csv > keywords.csv`

func (a *app) wordsCmd() *cobra.Command {
	var req store.WordRequest
	var against, format, past string
	var key bool
	cmd := &cobra.Command{
		Use: "words [QUERY]", Short: "Count the words of articles, and find the telling ones", Long: wordsHelp, Example: wordsExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				format = "json"
			}
			if !slices.Contains(searchFormats, format) {
				return usage("--format is one of %s, not %q", strings.Join(searchFormats, ", "), format)
			}
			if req.Limit < 1 || req.Least < 1 {
				return usage("--limit and --min are at least 1")
			}
			if key || against != "" {
				req.Against = &against
			}
			if req.Query = strings.Join(args, " "); key && req.Query == "" && against == "" {
				return usage("--key needs a QUERY: telling is what sets some articles apart from the others")
			}
			r, err := a.readerAsOf(cmd.Context(), past)
			if err != nil {
				return err
			}
			defer r.Close()
			a.noteDoubts(r, req.Query, against)
			line := a.progressLine()
			defer line.Clear()
			req.Shown = func(done, of int) { line.ShowWork("words", "articles", done, of) }
			res, err := r.Words(cmd.Context(), req)
			line.Clear()
			if err != nil {
				return err
			}
			return deliver(a, format, delivery[store.Word]{
				whole: res, lines: res.List,
				csv:   func() [][]string { return wordRows(res.List) },
				table: func() { a.printWords(res) },
				note:  func() { a.noteWords(res, r.Past(), req.Limit) },
			})
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&format, "format", "table", "table, json, jsonl or csv")
	fl.IntVar(&req.Limit, "limit", 50, "show `N` words")
	fl.IntVar(&req.Least, "min", 3, "leave out words that occur less than `N` times")
	fl.BoolVar(&key, "key", false, "compare with all other articles")
	fl.StringVar(&against, "against", "", "compare with the articles another `QUERY` finds")
	asOfFlag(fl, &past)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(searchFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// wordRows are the head and the rows of words in CSV.
func wordRows(list []store.Word) [][]string {
	rows := [][]string{{"word", "count", "articles", "per_million", "reference", "log_likelihood", "log_ratio"}}
	for _, x := range list {
		rows = append(rows, []string{export.Cell(x.Word), fmt.Sprint(x.Count), fmt.Sprint(x.Articles), fmt.Sprintf("%.2f", x.PerMillion),
			fmt.Sprint(x.Reference), fmt.Sprintf("%.3f", x.Likelihood), fmt.Sprintf("%.3f", x.Ratio)})
	}
	return rows
}

func (a *app) printWords(res *store.WordResult) {
	compared := res.Reference > 0
	head := []any{"word", "count", "articles", "per million"}
	if compared {
		head = append(head, "elsewhere", "likelihood", "ratio")
	}
	t := a.table(head...)
	for _, x := range res.List {
		row := []any{cut(harmless(x.Word), 30), x.Count, x.Articles, fmt.Sprintf("%.0f", x.PerMillion)}
		if compared {
			row = append(row, x.Reference, fmt.Sprintf("%.1f", x.Likelihood), fmt.Sprintf("%+.1f", x.Ratio))
		}
		t.AppendRow(row)
	}
	t.Render()
}

func (a *app) noteWords(res *store.WordResult, at time.Time, limit int) {
	about, more := "", ""
	if len(res.List) == limit {
		more = "; there may be more: a larger --limit"
	}
	if res.Reference > 0 {
		about = fmt.Sprintf(", compared with %s elsewhere", plural(res.Reference, "word"))
	}
	a.note("%s in %s%s%s", plural(res.Words, "word"), plural(res.Articles, "article"), asOf(at), about+more)
}
