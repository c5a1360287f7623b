package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/scraper/news"
	"newskeep/store"
)

const exportHelp = `Write the articles a query finds, all of them, in their current state. Without a
query, every article. CSV has one row an article; JSONL has one document a line,
with everything 'show --json' prints.

WARC holds what servers sent: every capture of the pages of those articles, in the
order they were made; without a query, of all pages, section pages and visits that
found nothing new (as revisit records) among them. WACZ is the same in one file with an
index, for replay in ReplayWeb.page. 'newskeep import' reads both.

With -o the file is written under a temporary name first and gets a manifest
beside it: the query, the rows, the SHA-256, the program. The last line on stderr
says whether the export is complete.`

func (a *app) exportCmd() *cobra.Command {
	var format, file, operator string
	cmd := &cobra.Command{
		Use: "export [QUERY]", Short: "Write articles as CSV or JSONL, or their pages as WARC", Long: exportHelp,
		Example: "  newskeep export 'tag:harbour published:2024..' --format csv -o harbour.csv\n  newskeep export --format jsonl | gzip > all.jsonl.gz\n  newskeep export --format warc -o all.warc.gz --operator 'Ada, ada@example.org'\n  newskeep export 'section:politics published:2024..' --format wacz -o politics.wacz",
		RunE: func(cmd *cobra.Command, args []string) error {
			if a.json {
				return usage("export has formats of its own: say --format jsonl")
			}
			if !slices.Contains(exportFormats, format) {
				return usage("--format is one of %s, not %q", strings.Join(exportFormats, ", "), format)
			}
			if slices.Contains(captureFormats, format) {
				return a.exportCaptures(cmd.Context(), strings.Join(args, " "), format, file, operator)
			}
			return a.export(cmd.Context(), strings.Join(args, " "), format, file)
		},
	}
	cmd.Flags().StringVar(&format, "format", "csv", "csv, jsonl, warc or wacz")
	cmd.Flags().StringVarP(&file, "output", "o", "", "write to `FILE` instead of stdout")
	cmd.Flags().StringVar(&operator, "operator", fromEnv("NEWSKEEP_CONTACT", ""), "who made the captures and how to reach them, said in a WARC (env NEWSKEEP_CONTACT)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(exportFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

var exportFormats = append([]string{"csv", "jsonl"}, captureFormats...)

// manifest says what an export holds, so that it can be cited and made again.
type manifest struct {
	File     string    `json:"file"`
	Format   string    `json:"format"`
	Query    string    `json:"query"`
	Archive  string    `json:"archive"`
	Made     time.Time `json:"made"`
	Program  string    `json:"program"`
	Rows     int       `json:"rows"`
	Complete bool      `json:"complete"`
	SHA256   string    `json:"sha256"`
	Columns  []string  `json:"columns,omitempty"`
}

func (a *app) export(ctx context.Context, query, format, file string) (err error) {
	r, err := a.reader(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	total, err := r.Total(ctx, query)
	if err != nil {
		return err
	}
	out, done, err := a.exportTo(file)
	if err != nil {
		return err
	}
	sum := sha256.New()
	rows, err := writeArticles(ctx, io.MultiWriter(out, sum), format, r, query)
	if err := done(err); err != nil {
		return err
	}
	if info, err := os.Stat(file); file != "" && err == nil && info.Mode().IsRegular() {
		m := manifest{
			File: file, Format: format, Query: query, Archive: a.archive, Made: time.Now().UTC().Truncate(time.Second),
			Program: "newskeep " + version, Rows: rows, Complete: rows == total, SHA256: hexSum(sum),
		}
		if format == "csv" {
			m.Columns = articleColumns
		}
		if err := writeManifest(file+".manifest.json", m); err != nil {
			return err
		}
	}
	if rows != total {
		// A crawl wrote between the count and the reading.
		a.note("the archive changed meanwhile: %d of %d", rows, total)
		return nil
	}
	a.note("complete: %d of %d", rows, total)
	return nil
}

// exportTo opens what an export is written to. done closes it; a file gets its
// name only when nothing went wrong.
func (a *app) exportTo(file string) (w io.Writer, done func(error) error, err error) {
	if file == "" {
		b := bufio.NewWriter(a.stdout)
		return b, func(err error) error {
			if err != nil {
				return err
			}
			return b.Flush()
		}, nil
	}
	// A device or a pipe is written to as it is, and a link is followed: only a
	// file may be put in the place of a file.
	if target, err := filepath.EvalSymlinks(file); err == nil {
		file = target
	}
	if info, err := os.Stat(file); err == nil && !info.Mode().IsRegular() {
		if info.IsDir() {
			return nil, nil, usage("%s is a folder; name a file", file)
		}
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err != nil {
			return nil, nil, fmt.Errorf("export: %w", err)
		}
		return f, func(err error) error {
			if closed := f.Close(); err == nil {
				err = closed
			}
			return err
		}, nil
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".export-*")
	if err != nil {
		return nil, nil, fmt.Errorf("export: %w", err)
	}
	b := bufio.NewWriter(f)
	return b, func(err error) error {
		if err == nil {
			err = b.Flush()
		}
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err == nil {
			err = os.Chmod(f.Name(), 0o644)
		}
		if err == nil {
			err = os.Rename(f.Name(), file)
		}
		if err != nil {
			os.Remove(f.Name())
			return fmt.Errorf("export to %s: %w", file, err)
		}
		return nil
	}, nil
}

func hexSum(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }

func writeManifest(file string, m manifest) error {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(b, '\n'), 0o644)
}

// articleColumns of the CSV; lists are joined by "; ", times are RFC 3339.
var articleColumns = []string{
	"id", "site", "url", "kind", "language", "headline", "kicker", "standfirst", "bylines", "source", "dateline",
	"published", "published_text", "modified", "section", "tags", "body", "captions", "credits", "revision", "first_seen", "last_seen", "gone_at",
}

func writeArticles(ctx context.Context, w io.Writer, format string, r *store.Reader, query string) (rows int, err error) {
	write := func(*store.StoredArticle) error { return nil }
	flush := func() error { return nil }
	switch format {
	case "jsonl":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		write = func(art *store.StoredArticle) error { return e.Encode(art) }
	case "csv":
		c := csv.NewWriter(w)
		if err := c.Write(articleColumns); err != nil {
			return 0, err
		}
		write = func(art *store.StoredArticle) error { return c.Write(articleRow(art)) }
		flush = func() error { c.Flush(); return c.Error() }
	}
	for art, err := range r.Articles(ctx, query) {
		if err != nil {
			return rows, err
		}
		if err := write(art); err != nil {
			return rows, err
		}
		rows++
	}
	return rows, flush()
}

func articleRow(s *store.StoredArticle) []string {
	var body, captions, credits []string
	for _, b := range s.Body {
		if b.Text != "" {
			body = append(body, b.Text)
		}
	}
	for _, im := range s.Images {
		captions = append(captions, im.Caption)
		credits = append(credits, im.Credit)
	}
	row := []string{
		fmt.Sprint(s.ID), s.Site, s.Address, string(s.Kind), s.Language, s.Headline, s.Kicker, s.Standfirst,
		names(s.Bylines), s.Source, s.Dateline, s.Published.Value(), s.Published.Text, s.Modified.Value(),
		strings.Join(s.Section, " / "), strings.Join(tagList(s.Tags), "; "), strings.Join(body, "\n\n"),
		strings.Join(captions, "; "), strings.Join(credits, "; "), fmt.Sprint(s.Revision), stampUTC(s.FirstSeen), stampUTC(s.LastSeen), stampUTC(s.GoneAt),
	}
	for i := range row {
		row[i] = cell(row[i])
	}
	return row
}

func stampUTC(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func tagList(tags []news.Tag) []string {
	var s []string
	for _, t := range tags {
		s = append(s, t.Name)
	}
	return s
}
