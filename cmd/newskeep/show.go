package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/scraper/news"
	"newskeep/store"
)

const showHelp = `Print an article of the archive, by its id, any address it is known by, or a permalink
of an export (newskeep:ARCHIVE/article/ID/revision/N), which names a state of it.
Without more, its current state; --revision and --as-of give it as it stood.

--raw gives the bytes as the site sent them, checked against their SHA-256, and
--headers the answer's headers, alone or before them. Both also take what is no
article: the address of any page that was asked for, the SHA-256 of stored bytes,
or "snapshot 12" as verify names it.`

func (a *app) showCmd() *cobra.Command {
	var at store.ArticleAt
	var asOf string
	var raw, plain, headers bool
	cmd := &cobra.Command{
		Use: "show ID|URL", Short: "Print an article of the archive", Long: showHelp, Args: cobra.ExactArgs(1),
		Example: "  newskeep show 111234567\n  newskeep show https://news.example/world/story --as-of 2024-12-01\n  newskeep show 111234567 --raw > page.html\n  newskeep show 'snapshot 12' --headers",
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if at.AsOf, err = moment(asOf); err != nil {
				return err
			}
			if raw || headers {
				return a.showBytes(cmd.Context(), args[0], at, headers, raw)
			}
			return a.show(cmd.Context(), args[0], at, plain)
		},
	}
	f := cmd.Flags()
	f.IntVar(&at.Revision, "revision", 0, "state `N` of the article, from 1")
	f.StringVar(&asOf, "as-of", "", "the article as it stood at `TIME`: 2024-12-01, 2024-12-01T18:00 (their end, UTC) or RFC 3339")
	f.BoolVar(&raw, "raw", false, "the bytes as the site sent them")
	f.BoolVar(&headers, "headers", false, "what the server said with the bytes: status, headers, time, SHA-256")
	f.BoolVar(&plain, "text", false, "headline, standfirst and body alone, as plain text")
	return cmd
}

// moment reads a time a person typed.
func moment(s string) (time.Time, error) {
	t, err := store.Moment(s)
	if err != nil {
		return t, usage("%v", err)
	}
	return t, nil
}

func (a *app) show(ctx context.Context, ref string, at store.ArticleAt, plain bool) error {
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	art, err := r.Article(ctx, a.known(ref), at)
	if err != nil {
		return err
	}
	switch {
	case a.json:
		return a.printJSON(art)
	case plain:
		fmt.Fprintln(a.stdout, plainText(&art.Article))
		return nil
	}
	a.printArticle(a.stdout, &art.Article)
	a.title(a.stdout, "In the archive")
	fmt.Fprintf(a.stdout, "  id %d · %s · revision %d\n  first seen %s UTC · last seen %s UTC\n",
		art.ID, art.Site, art.Revision, clockTime(art.FirstSeen), clockTime(art.LastSeen))
	if !art.GoneAt.IsZero() {
		fmt.Fprintln(a.stdout, a.paint(a.stdout, "  gone from the site since "+clockTime(art.GoneAt)+" UTC", text.FgYellow))
	}
	return nil
}

// showBytes prints what a server answered, byte for byte.
func (a *app) showBytes(ctx context.Context, ref string, at store.ArticleAt, headers, raw bool) error {
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	snap, named, err := r.SnapshotNamed(ctx, ref)
	if !named {
		snap, err = r.Snapshot(ctx, a.known(ref), at)
	}
	if !named && errors.Is(err, store.ErrNotFound) {
		snap, err = r.SnapshotOf(ctx, a.known(ref))
	}
	if err != nil {
		return err
	}
	if headers && a.json {
		return a.printJSON(snap)
	}
	if headers {
		fmt.Fprintf(a.stdout, "%s\nasked %s, HTTP status %d, %d bytes, SHA-256 %s\n", harmless(snap.URL),
			snap.At.UTC().Format(time.RFC3339), snap.Status, snap.Size, snap.SHA256)
		for _, name := range slices.Sorted(maps.Keys(snap.Header)) {
			for _, value := range snap.Header[name] {
				fmt.Fprintf(a.stdout, "%s: %s\n", harmless(name), harmless(value))
			}
		}
	}
	if headers && raw {
		fmt.Fprintln(a.stdout)
	}
	if raw {
		_, err = a.stdout.Write(snap.Body)
	}
	return err
}

// known is an address as the archive keeps it: without fragment and tracking
// parameters, by the rules of its site. An id stays as it is.
func (a *app) known(ref string) string {
	u, err := url.Parse(ref)
	if err != nil || !isAddress(ref) {
		return ref
	}
	set, err := a.sites()
	if err != nil {
		return ref
	}
	return set.ForHost(u.Host).Normalize(u) // a site nobody has a profile for is normalised too
}

// plainText is what a reader reads, without markup.
func plainText(art *news.Article) string {
	var parts []string
	for _, s := range []string{art.Headline, art.Standfirst} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	for _, b := range art.Body {
		if b.Text != "" {
			parts = append(parts, b.Text)
		}
	}
	return harmless(strings.Join(parts, "\n\n"))
}
