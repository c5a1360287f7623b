package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"newskeep/cmd/newskeep/saved"
	"newskeep/scraper/news"
)

// badShown are the broken records that are listed; all are counted.
const badShown = 1000

// importReport is what an import came to, as `import --json` prints it.
type importReport struct {
	Files    int             `json:"files"`
	Captures int             `json:"captures"` // found in them
	Kept     int             `json:"kept"`
	Repeated int             `json:"repeated"` // were there already
	Skipped  map[string]int  `json:"skipped"`  // no pages, or none for the archive, by reason
	BadCount int             `json:"bad_count"`
	Bad      []saved.Bad     `json:"bad"`  // could not be read; the first 1000
	Runs     []*news.Summary `json:"runs"` // what became of those kept, by site

	file string // that is being read
}

func newImportReport() *importReport {
	return &importReport{Skipped: map[string]int{}, Bad: []saved.Bad{}, Runs: []*news.Summary{}}
}

func (r *importReport) skip(reason string) { r.Skipped[reason]++ }

func (r *importReport) addBad(b saved.Bad) {
	if r.BadCount++; r.BadCount <= badShown {
		r.Bad = append(r.Bad, b)
	}
}

func (a *app) printImport(r *importReport) error {
	if a.json {
		return a.printJSON(r)
	}
	if a.quiet {
		if r.BadCount > 0 {
			fmt.Fprintf(a.stderr, "import: %s could not be read\n", plural(r.BadCount, "record"))
		}
		return nil
	}
	w := a.stdout
	line := func(label, format string, args ...any) {
		fmt.Fprintf(w, "  %s %s\n", a.paint(w, fmt.Sprintf("%-9s", label), text.Faint), fmt.Sprintf(format, args...))
	}
	fmt.Fprintf(w, "%s  %s in %s\n", a.paint(w, "import", text.Bold), plural(r.Captures, "capture"), plural(r.Files, "file"))
	line("kept", "%d · %d were there already", r.Kept, r.Repeated)
	if len(r.Skipped) > 0 {
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(r.Skipped)) {
			parts = append(parts, fmt.Sprintf("%d %s", r.Skipped[k], strings.ReplaceAll(k, "_", " ")))
		}
		line("left out", "%s", strings.Join(parts, " · "))
	}
	if r.BadCount > 0 {
		line("broken", "%s", plural(r.BadCount, "record"))
	}
	for _, s := range r.Runs {
		line(s.Site, "%d new · %d changed · %d unchanged articles · %d not modified · %s", s.ArticlesNew, s.ArticlesChanged,
			s.ArticlesUnchanged, s.NotModified, plural(s.Sections, "section page"))
		if n := len(s.Blocked); n > 0 {
			line("", "%s kept as evidence, of which no article was made", plural(n, "refusal"))
		}
	}
	if r.Skipped["no_profile"] > 0 && r.Kept+r.Repeated == 0 {
		a.note("no capture is of a site with a profile: see 'newskeep sites', write one with 'newskeep sites new URL', or say --generic")
	}
	return nil
}
