package main

import (
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/store"
	"newskeep/store/export"
)

const placementsHelp = `What stood where and when: the slots of section pages, the front page, Most Read,
Read Next, Coverage, and the ticker, as intervals. With an article, the slots it
held. The front page as it stood at a moment: --module home --as-of TIME.

--tenure sums up each item: how long it stood in the module (at least: between
visits that saw it), its best slot, and how often it was moved. --moves lists what
was done: entered, returned, promoted, demoted, retitled, left. That others came or
went above an item, so that its slot is another, is no move of it. Both are exact to
the distance of two visits: what came and went between them nobody saw.`

// path is an address without its host; "everywhere" for a module that is the
// same on all pages.
func path(address string) string {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return "everywhere"
	}
	return u.Path
}

func (a *app) placementsCmd() *cobra.Command {
	var q store.PlacementRequest
	var asOf, format string
	var moves, tenure bool
	cmd := &cobra.Command{
		Use: "placements [ID|URL]", Short: "What stood on which page, in which slot, from when to when", Long: placementsHelp, Args: cobra.MaximumNArgs(1),
		Example: "  newskeep placements --section Politics --as-of 2024-12-01T18:00\n  newskeep placements --module most_read\n  newskeep placements --module ticker          # a log with first and last time seen\n  newskeep placements --module home --moves\n  newskeep placements --module most_read --tenure --limit 10\n  newskeep placements --module home --format csv > front.csv\n  newskeep placements https://news.example/world/story",
		RunE: func(cmd *cobra.Command, args []string) error {
			if q.Module != "" && !slices.Contains(store.ModuleNames, q.Module) {
				return usage("--module is one of %s, not %q", strings.Join(store.ModuleNames, ", "), q.Module)
			}
			if moves && tenure || asOf != "" && (moves || tenure) {
				return usage("--as-of, --moves and --tenure are three questions: ask one at a time")
			}
			var err error
			if format, err = a.formatted(format); err != nil {
				return err
			}
			if q.AsOf, err = moment(asOf); err != nil {
				return err
			}
			if len(args) > 0 {
				q.Article = a.known(args[0])
			}
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			switch {
			case moves:
				return a.moves(cmd.Context(), r, q, format)
			case tenure:
				return a.tenures(cmd.Context(), r, q, format)
			}
			list, err := r.Placements(cmd.Context(), q)
			if err != nil {
				return err
			}
			return deliver(a, format, delivery[store.Placement]{
				whole: list, lines: list,
				csv:   func() [][]string { return placementRows(list) },
				table: func() { a.printPlacements(list) },
				note:  func() { a.noteOf(len(list), q.Limit, "placement") },
			})
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.Site, "site", "", "of this `SITE`")
	f.StringVar(&q.Section, "section", "", "of the section called `NAME`")
	f.StringVar(&q.Module, "module", "", "of `MODULE`: home, section, most_read, read_next, coverage or ticker")
	f.StringVar(&asOf, "as-of", "", "what stood at `TIME`: 2024-12-01, 2024-12-01T18:00 (their end, UTC) or RFC 3339")
	f.BoolVar(&moves, "moves", false, "what was put where: the latest moves, oldest first")
	f.BoolVar(&tenure, "tenure", false, "how long each item stood, where best, how often moved")
	f.IntVar(&q.Limit, "limit", 1000, "at most `N`")
	formatFlag(cmd, &format)
	return cmd
}

func (a *app) printPlacements(list []store.Placement) {
	t := a.table("module", "page", "slot", "from", "last seen", "to", "title")
	for _, p := range list {
		to := "still there"
		if !p.To.IsZero() {
			to = clockTime(p.To)
		}
		t.AppendRow([]any{p.Module, cut(path(p.Page), 28), number(p.Slot), clockTime(p.From), clockTime(p.LastSeen), to, cut(harmless(p.Title), max(20, width(a.stdout)-106))})
	}
	t.Render()
}

// placementRows are the head and the rows of placements in CSV.
func placementRows(list []store.Placement) [][]string {
	rows := [][]string{{"site", "module", "section", "page", "slot", "from", "last_seen", "to", "title", "url", "via"}}
	for _, p := range list {
		rows = append(rows, []string{p.Site, p.Module, export.Cell(p.Section), export.Cell(p.Page), number(p.Slot), exact(p.From), exact(p.LastSeen), exact(p.To),
			export.Cell(p.Title), export.Cell(p.URL), string(p.Via)})
	}
	return rows
}
