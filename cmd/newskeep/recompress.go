package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"newskeep/store"
)

const recompressHelp = `Pack the stored bytes of all pages again, each with the earlier page that is most
like it as dictionary: pages of one template, and versions of one page. A crawl does
so as it goes, with one reference page for each site; this looks back over all, and
tries several, for sites whose pages have several templates.

The bytes stay what they are: each new packing is unpacked and compared before it
replaces the old one, and a damaged one is left as it is and named. Killed at any
moment, the archive is whole; the same command goes on where it was. No crawl can
run meanwhile.

--depth says how many other snapshots have to be unpacked before one can be: 2
packs a version of a page with its first one, which may need the reference page of
its site; 1 allows plain references only and takes about twice the space; 0
packs each page alone, so that no damage ever touches two, and takes thirty times.

The file keeps its size: what is saved is used by the next runs. 'newskeep backup'
writes a small copy.`

func (a *app) recompressCmd() *cobra.Command {
	o := store.Recompressing{Depth: 2}
	cmd := &cobra.Command{
		Use: "recompress", Short: "Pack the stored pages smaller", Long: recompressHelp, Args: cobra.NoArgs,
		Example: "  newskeep recompress\n  newskeep recompress && newskeep backup small.db",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Depth < 0 || o.Depth > 2 {
				return usage("--depth is 0, 1 or 2, not %d", o.Depth)
			}
			ctx := cmd.Context()
			s, release, err := a.openThere(ctx, "recompress")
			if err != nil {
				return err
			}
			defer release()
			line := a.progressLine()
			defer line.Clear()
			o.Shown = func(done, of int) { line.ShowWork("recompress", "snapshots", done, of) }
			sum, err := s.Recompress(ctx, o)
			if err != nil {
				return err
			}
			line.Clear()
			return a.printRecompression(sum)
		},
	}
	cmd.Flags().IntVar(&o.Depth, "depth", o.Depth, "other snapshots that one may need, one after the other: `N` is 0, 1 or 2")
	return cmd
}

func (a *app) printRecompression(r *store.Recompression) error {
	if a.json {
		if err := a.printJSON(r); err != nil {
			return err
		}
	} else {
		fmt.Fprintf(a.stdout, "%d snapshots of %s, %d packed again: %s before, %s after\n",
			r.Snapshots, size(r.Size), r.Repacked, size(r.Before), size(r.After))
		if r.Resumed > 0 {
			fmt.Fprintf(a.stdout, "%d of them were done before it was stopped\n", r.Resumed)
		}
	}
	if len(r.Damaged) > 0 {
		a.note("%d snapshots are damaged and were left as they are; newskeep verify names them and what to do", len(r.Damaged))
		return &statusError{status: exitIntegrity}
	}
	return nil
}
