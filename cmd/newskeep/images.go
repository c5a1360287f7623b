package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"newskeep/scraper/news"
	"newskeep/store"
	"newskeep/store/export"
)

const imagesHelp = `The pictures of the archive with what stands with them: caption, credit and
alternative text, in which article, from when to when. Words of QUERY are looked for
in these three; caption:, credit: and alt: in one of them; site:, section:, tag:,
since:, until: and the other names of 'newskeep search' narrow the articles. With --past,
words that stood with a picture before are found too. --as-of asks the archive as it
stood then: what stood with which picture on that day.

--reused lists pictures that stand in more than one article, --captions-differ those
that stood under more than one caption or credit, in one article over time or in
several. A picture is known by its address, whatever size the page asks for. After
'crawl --images' --same=bytes also knows copies of a file under other addresses, and
--same=look pictures that look alike: cut to another size or saved again.

--file writes a picture to a file, by its SHA-256, when 'crawl --image-bytes' kept it.`

const imagesExample = `  newskeep images 'credit:"Harbour Press" since:2024-11'
  newskeep images 'caption:tram' --as-of 2024-12-01
  newskeep images --captions-differ
  newskeep images site:demo --limit 0 --format csv > pictures.csv
  newskeep images --reused --same=look --json
  newskeep images --article https://news.example/world/story --past`

// imagesFlags are what a person can ask of pictures.
type imagesFlags struct {
	store.ImageRequest
	reused, differ bool
	same           string
	asOf           string
	sha256         string
	format         string
	out            string
}

func (a *app) imagesCmd() *cobra.Command {
	var f imagesFlags
	cmd := &cobra.Command{
		Use: "images [QUERY]", Short: "Pictures with captions, credits and alternative texts; which were used again or captioned otherwise",
		Long: imagesHelp, Example: imagesExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			f.Query = strings.Join(args, " ")
			var err error
			if f.format, err = a.formatted(f.format); err != nil {
				return err
			}
			switch {
			case !slices.Contains([]string{"address", "bytes", "look"}, f.same):
				return usage("--same is address, bytes or look, not %q", f.same)
			case f.Role != "" && !slices.Contains(news.ImageRoles, f.Role):
				return usage("--role is lead, inline or gallery, not %q", f.Role)
			case f.Limit < 0:
				return usage("--limit cannot be negative")
			case (f.sha256 == "") != (f.out == ""):
				return usage("--file and -o go together: newskeep images --file SHA256 -o picture.jpg")
			}
			if f.Article != "" {
				f.Article = a.known(f.Article)
			}
			return a.images(cmd.Context(), f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.Site, "site", "", "of this `SITE`")
	fl.StringVar(&f.Article, "article", "", "of the article with this `ID|URL`")
	fl.StringVar((*string)(&f.Role), "role", "", "in this `ROLE`: lead, inline or gallery")
	fl.BoolVar(&f.Past, "past", false, "what stood with them before, too")
	fl.BoolVar(&f.reused, "reused", false, "pictures that stand in more than one article")
	fl.BoolVar(&f.differ, "captions-differ", false, "pictures that stood under more than one caption or credit")
	fl.StringVar(&f.same, "same", "address", "one picture is told by `WHAT`: address, bytes or look")
	fl.IntVar(&f.Limit, "limit", 50, "at most `N` lines, or pictures; 0: all")
	fl.StringVar(&f.sha256, "file", "", "write the picture with this `SHA256` to the file that -o names")
	fl.StringVarP(&f.out, "output", "o", "", "`FILE` for --file")
	asOfFlag(fl, &f.asOf)
	formatFlag(cmd, &f.format)
	return cmd
}

func (a *app) images(ctx context.Context, f imagesFlags) error {
	r, err := a.readerAsOf(ctx, f.asOf)
	if err != nil {
		return err
	}
	defer r.Close()
	if f.sha256 != "" {
		body, kind, err := r.ImageFileBody(ctx, f.sha256)
		if err != nil {
			return fmt.Errorf("%w; files are kept by crawl --images --image-bytes", err)
		}
		if err := a.notTheArchive(f.out); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Clean(f.out), body, 0o644); err != nil {
			return err
		}
		a.note("%s: %s, %s", f.out, kind, size(int64(len(body))))
		return nil
	}
	a.noteDoubts(r, f.Query)
	if f.reused || f.differ {
		return a.imageGroups(ctx, r, f)
	}
	uses, err := r.Images(ctx, f.ImageRequest)
	if err != nil {
		return err
	}
	return deliver(a, f.format, delivery[*store.ImageUse]{
		whole: uses, lines: uses,
		csv: func() [][]string { return useRows(uses) },
		table: func() {
			for _, u := range uses {
				a.printImage(u)
			}
		},
		note: func() {
			more := ""
			if f.Limit > 0 && len(uses) >= f.Limit {
				more = "; there may be more: a larger --limit"
			}
			a.note("%s%s; times are UTC%s", plural(len(uses), "picture"), asOf(r.Past()), more)
		},
	})
}

// imageGroups lists pictures with all their uses. Which are used again or
// captioned otherwise is asked of all that fits; the limit is on what is shown.
func (a *app) imageGroups(ctx context.Context, r *store.Reader, f imagesFlags) error {
	most := f.Limit
	f.Past, f.Limit = f.Past || f.differ, 0
	f.Reused = f.reused && f.same == string(store.SameAddress) // all others are not held in memory
	uses, err := r.Images(ctx, f.ImageRequest)
	if err != nil {
		return err
	}
	groups := slices.DeleteFunc(store.GroupImages(uses, store.Sameness(f.same)), func(g *store.ImageGroup) bool {
		return f.reused && g.Articles < 2 || f.differ && g.Captions < 2 && g.Credits < 2
	})
	all := len(groups)
	if most > 0 && all > most {
		groups = groups[:most]
	}
	return deliver(a, f.format, delivery[*store.ImageGroup]{
		whole: groups, lines: groups,
		csv:   func() [][]string { return groupRows(groups) },
		table: func() { a.printGroups(groups) },
		note: func() {
			a.note("%d of %s%s; times are UTC", len(groups), plural(all, "picture"), asOf(r.Past()))
		},
	})
}

func (a *app) printGroups(groups []*store.ImageGroup) {
	w := a.stdout
	for _, g := range groups {
		fmt.Fprintf(w, "%s\n", a.paint(w, harmless(g.Image), text.Bold))
		fmt.Fprintf(w, "  %s · %s · %s\n", plural(g.Articles, "article"), plural(g.Captions, "caption"), plural(g.Credits, "credit"))
		for _, u := range g.Uses {
			a.printUse(u, u.Image != g.Image)
		}
	}
}

// groupRows are the uses of each picture under one name of it.
func groupRows(groups []*store.ImageGroup) [][]string {
	var all []*store.ImageUse
	for _, g := range groups {
		for _, u := range g.Uses {
			use := *u
			use.Image = g.Image
			all = append(all, &use)
		}
	}
	return useRows(all)
}

// useRows are the head and the rows of pictures in CSV, one for each use.
func useRows(uses []*store.ImageUse) [][]string {
	rows := [][]string{{"image", "url", "caption", "credit", "alt", "role", "id", "site", "article_url", "revision", "headline", "published", "first_seen", "last_seen", "current", "sha256"}}
	for _, u := range uses {
		file := ""
		if u.File != nil {
			file = u.File.SHA256
		}
		rows = append(rows, []string{export.Cell(u.Image), export.Cell(u.URL), export.Cell(u.Caption), export.Cell(u.Credit), export.Cell(u.Alt), string(u.Role),
			fmt.Sprint(u.Article), u.Site, export.Cell(u.Address), fmt.Sprint(u.Revision), export.Cell(u.Headline), u.Published, exact(u.FirstSeen), exact(u.LastSeen),
			fmt.Sprint(u.Current), file})
	}
	return rows
}

func (a *app) printImage(u *store.ImageUse) {
	w := a.stdout
	fmt.Fprintf(w, "%s\n", a.paint(w, harmless(u.Image), text.Bold))
	if m := u.File; m != nil {
		fmt.Fprintf(w, "  file     %s · %d x %d · %s · sha256 %s%s\n", m.MediaType, m.Width, m.Height, size(int64(m.Size)), m.SHA256, problem(m))
	}
	a.printUse(u, false)
}

func problem(m *store.ImageFile) string {
	if m.Problem == "" {
		return ""
	}
	return " · " + harmless(m.Problem)
}

// printUse tells one use: when, where, and each of the three texts that is there.
func (a *app) printUse(u *store.ImageUse, address bool) {
	w := a.stdout
	to := clockTime(u.LastSeen)
	fmt.Fprintf(w, "  %s to %s  %d  %s\n", clockTime(u.FirstSeen), to, u.Article, harmless(cmp.Or(u.Headline, u.Address)))
	for _, line := range [][2]string{{"caption", u.Caption}, {"credit", u.Credit}, {"alt", u.Alt}} {
		if line[1] != "" {
			fmt.Fprintf(w, "    %s %s\n", a.paint(w, fmt.Sprintf("%-7s", line[0]), text.Faint), harmless(line[1]))
		}
	}
	if address {
		fmt.Fprintf(w, "    %s %s\n", a.paint(w, "as     ", text.Faint), harmless(u.Image))
	}
}
