package main

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/store"
)

const placementsHelp = `What stood where and when: the slots of section pages, the front page, Most Read,
Read Next, Coverage, and the ticker, as intervals. With an article, the slots it
held.`

// path is an address without its host; "everywhere" for a module that is the
// same on all pages.
func path(address string) string {
	u, err := url.Parse(address)
	if err != nil || address == "" {
		return "everywhere"
	}
	return u.Path
}

var modules = []string{"home", "section", "most_read", "read_next", "coverage", "ticker"}

func (a *app) placementsCmd() *cobra.Command {
	var q store.PlacementRequest
	var asOf string
	cmd := &cobra.Command{
		Use: "placements [ID|URL]", Short: "What stood on which page, in which slot, from when to when", Long: placementsHelp, Args: cobra.MaximumNArgs(1),
		Example: "  newskeep placements --section Politics --as-of 2024-12-01T18:00\n  newskeep placements --module most_read\n  newskeep placements --module ticker\n  newskeep placements https://news.example/world/story",
		RunE: func(cmd *cobra.Command, args []string) error {
			if q.Module != "" && !slices.Contains(modules, q.Module) {
				return usage("--module is one of %s, not %q", strings.Join(modules, ", "), q.Module)
			}
			var err error
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
			list, err := r.Placements(cmd.Context(), q)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(list)
			}
			t := a.table("module", "page", "slot", "from", "to", "title")
			for _, p := range list {
				to, slot := "still there", fmt.Sprint(p.Slot)
				if !p.To.IsZero() {
					to = clockTime(p.To)
				}
				if p.Slot == 0 {
					slot = ""
				}
				t.AppendRow([]any{p.Module, cut(path(p.Page), 28), slot, clockTime(p.From), to, cut(harmless(p.Title), max(20, width(a.stdout)-88))})
			}
			t.Render()
			more := ""
			if len(list) == q.Limit {
				more = "; there may be more: a larger --limit"
			}
			a.note("%s; times are UTC%s", plural(len(list), "placement"), more)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&q.Site, "site", "", "of this `SITE`")
	f.StringVar(&q.Section, "section", "", "of the section called `NAME`")
	f.StringVar(&q.Module, "module", "", "of `MODULE`: home, section, most_read, read_next, coverage or ticker")
	f.StringVar(&asOf, "as-of", "", "what stood at `TIME`: 2024-12-01T18:00 or RFC 3339, UTC")
	f.IntVar(&q.Limit, "limit", 1000, "at most `N`")
	return cmd
}
