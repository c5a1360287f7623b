package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/compare"
	"newskeep/store"
	"newskeep/store/export"
	"newskeep/store/query"
)

const searchHelp = `Find articles. Words must all occur; capitals and accents do not matter, nor do
Arabic vowel signs and forms of alef and hamza, and strokes, ligatures and digits of
other scripts are as people type them without: lodz finds Łódź, strasse Straße, 2024
٢٠٢٤. English words are found in their other forms, Arabic ones of four letters and
more also where particles are written onto them, as in والحكومة and للحكومة.

  council bridge            both words, anywhere
  "town council"            as written: these words in this order, no other forms
  bridg*                    words that begin so
  NEAR(ferry strike, 5)     at most 5 words between them; without a number, 10
  council -bridge           without the second, as NOT bridge
  council OR mayor          either; parentheses group

  headline:council          words in one place: also standfirst: body: caption:
                            credit: alt: (text for those who cannot see a picture)
  headline:(council OR mayor)  several values of one field
  tag:Gaza                  also section:Politics byline:"Ada Quill" source:Reuters
                            site:demo kind:opinion lang:ar; a star: tag:Gaz*
  url:example.com/news/*    its address; link:example.com/a an address it links to
  has:image                 also caption, credit, video, correction, tag, byline
  published:2024-11..2025-01   by year, month, week (2024-W48), day, minute
                            (2024-12-01T10:30; UTC, or with a zone: T12:30+02:00),
                            today, yesterday, or a time back from now: P7D, PT12H;
                            P14D..P7D ends where P7D begins; either end may be left
                            out; since: and until: for one
  seen:P7D                  first seen by the archive
  changed:yesterday         the newsroom changed it and the archive saw it then
  class:correction          a revision of this class: whitespace, typo, substantive,
                            correction, removed, restored
  silent:true               changed without saying so
  placed:home               ever stood there: home, section, most_read, read_next,
                            coverage or ticker; one section's: placed:section/Politics
  saved:harbour             the search saved under that name, in brackets; save one with
                            newskeep searches add harbour 'tag:harbour OR headline:ferry'

A star stands at the end of a word, a name, an address or a phrase ("town counc"*).
Punctuation and signs are no part of words: C++ finds C, 10:30 the phrase 10 30. An
address alone is looked for as url:, however it was copied. A dash right before a word
is a minus, and quotes of any kind are quotes; AND, OR and NOT are in capitals. Text in
Chinese, Japanese or Thai has no spaces to cut it at and is found from the beginning of
a run of it on: 東京* finds 東京都知事選, 知事* does not. What cannot be meant is an error
that points at its character; what may not be meant is said on stderr.

Days are those of UTC; hits show the time by the site's own clock. A tag is meant
as a whole, a section by any step of its path (section:News/Politics by several), a
byline or source by any of its words. Names are no forms of each other: Adam does not find Adams.
Answers are ranked with the headline counting most, or by date, newest first.
They come at once, however large the archive: hits are counted up to 10,000 and the
newest 5,000 ranked; where each article with the words has to be looked up for the rest
of the query (its section, kind, language), the newest 2,500 of them are, or as many
more as fill the page. The answer says so ("complete", "looked" in JSON), and --exact
takes the time it takes.

--count-by day, week, month or year lists every period from the first hit to the
last, or over the dates the query names. ░, and "gap" in JSON and CSV, marks periods
of which articles may be missing, because nobody looked, the site refused or a run
was cut short: no hits there is no news about the news. Where the list begins before
the archive does, the answer says since when it has looked ("looked_since" in JSON):
a curve that rises there is the archive growing, not the news. --count-by captioned
counts the full names in captions, each once for an article: a guess by capital
letters, of which Arabic and Chinese have none.

--as-of asks the archive as it stood then: each article in the revision of that
moment, nothing that was first seen later; dates such as P7D are counted from it.
The answer takes longer by what came later: about a millisecond for each article
changed since and a second for a million first seen since.
--placements says of each hit where it ever stood: on the front page, in Most Read
and in the list of a section, from when, for how long at least and in which best slot.`

const searchExample = `  newskeep search 'ferry -tram'
  newskeep search 'tag:harbour published:2024..' --sort date --limit 50
  newskeep search '"town council"' --format csv > hits.csv
  newskeep search tram --count-by month --share
  newskeep search tram --count-by year --per-1000-words --share-of site:demo
  newskeep search 'saved:harbour -tram'
  newskeep search tram --facets
  newskeep search tram --kwic --sort right
  newskeep search 'headline:tram' --as-of 2024-12-01
  newskeep search tag:tram --placements --format csv > tram.csv`

// searchFlags are what a person can say about one search.
type searchFlags struct {
	format  string
	limit   int
	sort    string
	after   string
	names   int // --limit, when it was said: counts have none of their own
	countBy string
	share   bool
	shareOf string
	words   bool
	facets  bool
	kwic    bool
	asOf    string
	stood   bool
	exact   bool
}

// check refuses what cannot be meant: a flag that the answer asked for would ignore.
func (f *searchFlags) check() error {
	var instead []string // of a list of articles
	for _, way := range []struct {
		flag  string
		asked bool
	}{{"--count-by", f.countBy != ""}, {"--facets", f.facets}, {"--kwic", f.kwic}} {
		if way.asked {
			instead = append(instead, way.flag)
		}
	}
	switch {
	case f.countBy == "" && (f.share || f.shareOf != "" || f.words):
		return usage("--share, --share-of and --per-1000-words put counts into proportion: say --count-by as well")
	case len(instead) > 1:
		return usage("%s are different answers: ask for one at a time", strings.Join(instead, " and "))
	case len(instead) > 0 && f.stood:
		return usage("--placements is for a list of articles: leave %s out", instead[0])
	case len(instead) > 0 && f.exact:
		return usage("--exact is for a list of articles: leave it or %s out", instead[0])
	case len(instead) > 0 && f.after != "":
		return usage("--after goes on with a list of articles: with %s, a larger --limit shows more", instead[0])
	case len(instead) > 0 && f.sort != "" && !f.kwic:
		return usage("--sort orders articles, or the lines of --kwic: %s lists the most frequent names first, and periods in their order", instead[0])
	case f.limit < 1 || f.limit > math.MaxInt32:
		return usage("--limit is 1 to %d", math.MaxInt32)
	case !slices.Contains(searchFormats, f.format):
		return usage("--format is one of %s, not %q", strings.Join(searchFormats, ", "), f.format)
	}
	return nil
}

// fits refuses a query that has nothing of what the answer asked for is about.
func (f *searchFlags) fits(q query.Query) error {
	if !q.InBodies() && (f.kwic || f.words) {
		return usage("--kwic and --per-1000-words are about words in bodies, and this query looks for none there: add one, such as 'tram tag:budget' or 'body:tram'")
	}
	return nil
}

func (a *app) searchCmd() *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use: "search QUERY", Short: "Find articles in the archive", Long: searchHelp, Example: searchExample,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("say what to search for; '' is every article")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				f.format = "json"
			}
			if cmd.Flags().Changed("limit") {
				f.names = f.limit
			}
			if err := f.check(); err != nil {
				return err
			}
			asked := strings.Join(args, " ")
			if q, err := query.Parse(asked); err == nil { // otherwise it may have saved searches in it
				if err := f.fits(q); err != nil {
					return err
				}
			}
			return a.search(cmd.Context(), asked, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.format, "format", "table", "table, json, jsonl or csv")
	fl.IntVar(&f.limit, "limit", 20, "show `N` hits, lines, or names of a count or facet")
	fl.StringVar(&f.sort, "sort", "", "relevance (the default) or date; with --kwic date (the default), left or right (of the newest 5000 lines)")
	fl.StringVar(&f.after, "after", "", "go on after a page of hits: the `NEXT` it gave")
	fl.StringVar(&f.countBy, "count-by", "", "count instead of listing, by "+orList(countings))
	fl.BoolVar(&f.share, "share", false, "with --count-by: as part of all articles under each key, too")
	fl.StringVar(&f.shareOf, "share-of", "", "with --count-by: count those alone that another `QUERY` finds, too, and say which part of its hits they are")
	fl.BoolVar(&f.words, "per-1000-words", false, "with --count-by: how often the words stand in bodies, per 1,000 words of all bodies")
	fl.BoolVar(&f.facets, "facets", false, "show by what the hits can be narrowed: sites, sections, kinds, tags, bylines, sources, months")
	fl.BoolVar(&f.kwic, "kwic", false, "show each occurrence in its context, one a line")
	fl.BoolVar(&f.stood, "placements", false, "say of each article where it ever stood, how long and in which slot")
	fl.BoolVar(&f.exact, "exact", false, "count and rank all hits, however many and however long it takes")
	asOfFlag(fl, &f.asOf)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(searchFormats, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("count-by", cobra.FixedCompletions(countings, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

var (
	searchFormats = []string{"table", "json", "jsonl", "csv"}
	countings     = wordsOf(store.Countings)
)

func (a *app) search(ctx context.Context, asked string, f searchFlags) error {
	r, err := a.readerAsOf(ctx, f.asOf)
	if err != nil {
		return err
	}
	defer r.Close()
	q, err := r.Parse(asked)
	if err != nil {
		return err
	}
	if err := f.fits(q); err != nil {
		return err
	}
	defer a.noteDoubts(r, asked, f.shareOf)
	switch {
	case f.facets:
		return a.facets(ctx, r, asked, f)
	case f.countBy != "":
		return a.count(ctx, r, asked, f)
	case f.kwic:
		return a.kwic(ctx, r, asked, f)
	}
	req := store.SearchRequest{Query: asked, Sort: store.Sort(f.sort), Limit: f.limit, After: f.after, Exact: f.exact, Stood: f.stood}
	if f.format == "table" {
		// Marks that no page prints, turned into colour or brackets below.
		req.Mark = [2]string{"\x02", "\x03"}
	}
	res, err := r.Search(ctx, req)
	if err != nil {
		return err
	}
	return deliver(a, f.format, delivery[store.Hit]{
		whole: res, lines: res.Hits,
		csv:   func() [][]string { return hitRows(res.Hits, f.stood) },
		table: func() { a.printHits(res) },
		note:  func() { a.noteHits(res, f.format) },
	})
}

// printHits shows hits as a list for reading: what, when and where, the words
// found in their context, and the address.
func (a *app) printHits(res *store.SearchResult) {
	w := a.stdout
	room := width(w)
	for _, h := range res.Hits {
		about := []string{h.Site}
		if len(h.Published) >= 16 {
			about = append(about, strings.Replace(h.Published[:16], "T", " ", 1))
		} else {
			about = append(about, "undated")
		}
		if len(h.Section) > 0 {
			about = append(about, strings.Join(h.Section, " / "))
		}
		if by := compare.Names(h.Bylines); by != "" {
			about = append(about, by)
		}
		fmt.Fprintln(w, a.paint(w, harmless(h.Headline), text.Bold))
		fmt.Fprintln(w, "  "+a.paint(w, cut(harmless(strings.Join(about, " · ")), room-2), text.Faint))
		if h.Snippet != "" {
			fmt.Fprintln(w, "  "+a.marked(cut(fromMark(h.Snippet, room-2), room-2)))
		}
		for _, line := range stoodLines(h.Stood) {
			fmt.Fprintln(w, "  "+cut(line, room-2))
		}
		fmt.Fprintf(w, "  %s\n\n", a.paint(w, fmt.Sprintf("%d  %s", h.ID, h.URL), text.FgBlue))
	}
}

// fromMark leaves out words before the first one that was found, where it would be cut off.
func fromMark(snippet string, room int) string {
	before, rest, found := strings.Cut(snippet, "\x02")
	word, _, _ := strings.Cut(rest, "\x03")
	if !found || text.StringWidthWithoutEscSequences(before+word) < room {
		return snippet
	}
	words := strings.SplitAfter(before, " ")
	for len(words) > 0 && text.StringWidthWithoutEscSequences(strings.Join(words, "")+word) > 2*room/3 {
		words = words[1:]
	}
	return "…" + strings.Join(words, "") + "\x02" + rest
}

// noteHits says how many there are, and how the others are had.
func (a *app) noteHits(res *store.SearchResult, format string) {
	total := plural(res.Total, "article")
	switch {
	case res.Complete:
	case res.Looked > 0:
		total = fmt.Sprintf("%s or more (of the newest %d with these words; --exact looks at all)", total, res.Looked)
	case res.Counted():
		total += " (the newest are ranked; --exact ranks all)"
	default:
		total = "more than " + total + " (--exact counts all)"
	}
	about := ""
	if res.Query != "" {
		about = " for " + res.Query
	}
	about += asOf(res.AsOf)
	switch {
	case res.Total == 0:
		hint := ""
		if strings.TrimSpace(res.Query) != "" && res.AsOf.IsZero() {
			hint = "\na word or name may end with a star (bridg*, tag:town*), OR asks for either; --facets of a wider query shows the names there are"
		}
		a.note("nothing found%s%s", about, hint)
	case len(res.Hits) == 0:
		a.note("%s%s; they end before this page", total, about)
	case res.Next != "":
		all := ""
		if format == "csv" || format == "jsonl" {
			all = ", or all of them: newskeep export"
		}
		a.note("%d of %s%s; the next ones: --after %s, or a larger --limit%s", len(res.Hits), total, about, res.Next, all)
	default:
		a.note("%s%s", total, about)
	}
}

// marked shows the words that were found.
func (a *app) marked(s string) string {
	on, off := "[", "]"
	if a.color(a.stdout) {
		on, off = "\x1b[1;33m", "\x1b[0m"
	}
	var b strings.Builder
	for part := range strings.SplitAfterSeq(s, "\x03") {
		before, word, found := strings.Cut(part, "\x02")
		b.WriteString(harmless(before))
		if found {
			b.WriteString(on + harmless(strings.TrimSuffix(word, "\x03")) + off)
		}
	}
	return b.String()
}

// wordsOf are the values of a type of words.
func wordsOf[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, w := range list {
		all[i] = string(w)
	}
	return all
}

func orList(list []string) string {
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}

// hitRows are the head and the rows of hits in CSV.
func hitRows(hits []store.Hit, stood bool) [][]string {
	head := []string{"id", "site", "published", "headline", "bylines", "section", "kind", "url", "snippet", "score"}
	if stood {
		for _, c := range export.StoodColumns {
			head = append(head, c.Name)
		}
	}
	rows := [][]string{head}
	for _, h := range hits {
		row := []string{
			fmt.Sprint(h.ID), h.Site, h.Published, export.Cell(h.Headline), export.Cell(compare.Names(h.Bylines)), export.Cell(strings.Join(h.Section, " / ")),
			string(h.Kind), export.Cell(h.URL), export.Cell(h.Snippet), fmt.Sprintf("%.4f", h.Score),
		}
		if stood {
			row = append(row, export.StoodCells(h.Stood)...)
		}
		rows = append(rows, row)
	}
	return rows
}

// stoodLines say where an article stood, a line for each kind of list.
func stoodLines(s *store.Stood) (lines []string) {
	if s == nil {
		return nil
	}
	for _, at := range []struct {
		name string
		*store.Standing
	}{{"front page", s.FrontPage}, {"Most Read", s.MostRead}, {"section", s.Section}} {
		if at.Standing == nil {
			continue
		}
		until := stampDay(at.Until)
		if at.There {
			until += ", still there"
		}
		lines = append(lines, fmt.Sprintf("%s: slot %d at best, %s, %s to %s", at.name, at.Best, atLeast(at.Seconds), stampDay(at.From), until))
	}
	if lines == nil {
		lines = []string{"never seen on the front page, in Most Read or in the list of a section"}
	}
	return lines
}

// atLeast is how long something was seen to stand.
func atLeast(seconds int64) string {
	if seconds < 60 {
		return "seen once"
	}
	return long(seconds) + " at least"
}
