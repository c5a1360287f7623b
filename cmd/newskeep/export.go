package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"newskeep/store"
	"newskeep/store/export"
)

const exportHelp = `Write the articles a query finds, all of them, in their current state, or with
--as-of in the state of a moment. Without a query, every article.

  csv       one row an article; lists joined by "; "; for Excel --bom, and --separator
            semicolon where it has the decimal comma;
            --tables DIR adds bylines.csv, tags.csv, images.csv, links.csv, revisions.csv;
            what a spreadsheet could take for a formula has an apostrophe before it, and
            the manifest says how to take it off again
  jsonl     one document a line, with everything 'show --json' prints
  parquet   typed columns, lists as lists: for pandas, R (arrow) and DuckDB
  ris, bibtex, csl-json   references: published, archived, article and revision
  gexf, graphml           a graph between the articles, with --graph:
            links   which article links to which, with the text of the link
            tags    which tags stand together, with the articles
            images  which pictures are shown by several articles, with captions
  warc, wacz              what servers sent: every capture of the pages of those
            articles, in order; without a query, of all pages. WACZ has an index, for
            replay in ReplayWeb.page. 'newskeep import' reads both.

Each article has a permalink to the state that is written, in a column, key or note:
newskeep:ARCHIVE/article/ID/revision/N, which 'show' takes, with the id of the archive,
the same in every copy. No file knows the address of its reading room: --permalink-base
names it, and permalinks are addresses there. Where captures older than the archive's
may still be imported, revisions can get other numbers: cite the time as well.

With -o the file is written under a temporary name first and gets a manifest beside
it, FILE.manifest.json: the query as typed and as understood, the archive and its
state, the program, rows, SHA-256, and what each column means. FILE.states.csv lists
the state of each article. With both, --again says what differs today and why. The
last line on stderr says whether the export is complete.`

// exportRequest is what is to be exported, and how.
type exportRequest struct {
	query, format string
	graph         store.Graph // for formats of graphs
	file          string      // empty: stdout
	tables        string      // folder for side tables; empty: none
	bom           bool
	separator     string // of CSV: a word of separators; empty: comma
	stood         bool   // say where articles stood
	base          string // of permalinks: address of a reading room; empty: none
	asOf          string // RFC 3339, or as typed; empty: today
}

func (a *app) exportCmd() *cobra.Command {
	var o exportRequest
	var graph, operator, again string
	cmd := &cobra.Command{
		Use: "export [QUERY]", Short: "Write articles as tables, references or graphs, or their pages as WARC", Long: exportHelp,
		Example: "  newskeep export 'tag:harbour published:2024..' --format csv -o harbour.csv\n  newskeep export --format jsonl | gzip > all.jsonl.gz\n  newskeep export tag:harbour --format bibtex -o harbour.bib\n  newskeep export --format gexf --graph tags -o tags.gexf\n  newskeep export --again harbour.csv.manifest.json\n  newskeep export --format warc -o all.warc.gz --operator 'Ada, ada@example.org'\n  newskeep export 'section:politics published:2024..' --format wacz -o politics.wacz",
		RunE: func(cmd *cobra.Command, args []string) error {
			if again != "" {
				for _, name := range []string{"format", "graph", "tables", "bom", "separator", "placements", "as-of", "permalink-base"} {
					if cmd.Flags().Changed(name) {
						return usage("--%s: the manifest says it; leave it out", name)
					}
				}
				if len(args) > 0 {
					return usage("the manifest has its query; leave %q out", strings.Join(args, " "))
				}
				return a.exportAgain(cmd.Context(), again, o.file)
			}
			if a.json {
				return usage("export has formats of its own: say --format jsonl")
			}
			o.query = strings.Join(args, " ")
			if cmd.Flags().Changed("permalink-base") && !o.ofArticles() {
				return usage("--permalink-base is for %s: --format %s has no permalinks", orList(wordsOf(export.Formats)), o.format)
			}
			if err := o.check(graph); err != nil {
				return err
			}
			if slices.Contains(captureFormats, o.format) {
				return a.exportCaptures(cmd.Context(), captureRequest{
					query: o.query, format: o.format, operator: operator, file: o.file, name: baseOf(o.file), made: time.Now().UTC().Truncate(time.Second),
				})
			}
			return a.export(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "csv", orList(exportFormats))
	f.StringVarP(&o.file, "output", "o", "", "write to `FILE` instead of stdout")
	f.StringVar(&graph, "graph", "", "for gexf and graphml: links, tags or images")
	f.BoolVar(&o.bom, "bom", false, "begin CSV with a byte order mark, by which Excel knows UTF-8")
	f.StringVar(&o.separator, "separator", "", "put `WHAT` between cells of CSV: comma, semicolon (as Excel has it in most of Europe) or tab (default comma)")
	f.StringVar(&o.tables, "tables", "", "for csv: write side tables into `DIR`")
	f.BoolVar(&o.stood, "placements", false, "for csv, jsonl and parquet: say of each article where it ever stood, how long and in which slot")
	f.StringVar(&o.base, "permalink-base", os.Getenv("NEWSKEEP_BASE"), "make permalinks addresses in the reading room at `URL`, such as https://archive.example.org (env NEWSKEEP_BASE)")
	asOfFlag(f, &o.asOf)
	f.StringVar(&again, "again", "", "make the export of a `MANIFEST` again and say what differs and why; -o keeps the new one")
	f.StringVar(&operator, "operator", fromEnv("NEWSKEEP_CONTACT", ""), "who made the captures and how to reach them, said in a WARC (env NEWSKEEP_CONTACT)")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(exportFormats, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("separator", cobra.FixedCompletions([]string{"comma", "semicolon", "tab"}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("graph", cobra.FixedCompletions(wordsOf(store.Graphs), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

var exportFormats = slices.Concat(wordsOf(export.Formats), wordsOf(export.GraphFormats), captureFormats)

var separators = map[string]rune{"": ',', "comma": ',', "semicolon": ';', "tab": '\t'}

func (o *exportRequest) csv() export.CSVOptions {
	return export.CSVOptions{BOM: o.bom, Separator: separators[o.separator]}
}

// check refuses what does not go together.
func (o *exportRequest) check(graph string) (err error) {
	if !slices.Contains(exportFormats, o.format) {
		return usage("--format is one of %s, not %q", strings.Join(exportFormats, ", "), o.format)
	}
	switch ofGraph := o.ofGraph(); {
	case ofGraph && graph == "":
		return usage("--format %s needs --graph links, tags or images", o.format)
	case !ofGraph && graph != "":
		return usage("--graph %s is written as --format gexf or graphml", graph)
	case ofGraph:
		if o.graph, err = store.ParseGraph(graph); err != nil {
			return usage("--graph: %v", err)
		}
	}
	if o.format != string(export.CSV) && (o.bom || o.tables != "" || o.separator != "") {
		return usage("--bom, --separator and --tables are for --format csv")
	}
	if _, ok := separators[o.separator]; !ok {
		return usage("--separator is comma, semicolon or tab, not %q", o.separator)
	}
	if o.stood && !slices.Contains([]string{string(export.CSV), string(export.JSONL), string(export.Parquet)}, o.format) {
		return usage("--placements is for --format csv, jsonl and parquet")
	}
	if o.asOf != "" && slices.Contains(captureFormats, o.format) {
		return usage("--as-of is for articles; a %s holds captures with the times they were made: narrow the query with seen:", o.format)
	}
	if err := o.checkBase(); err != nil {
		return err
	}
	if o.tables != "" && !isDir(o.tables) {
		return usage("--tables: there is no folder %s", o.tables)
	}
	return nil
}

// ofArticles reports whether the format is one of articles or of references to them.
func (o *exportRequest) ofArticles() bool {
	return slices.Contains(export.Formats, export.Format(o.format))
}

// checkBase refuses what can be no address of a reading room, and takes off what is
// not needed of one.
func (o *exportRequest) checkBase() error {
	if !o.ofArticles() {
		o.base = ""
	}
	u, err := url.Parse(o.base)
	if o.base != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil) {
		return usage("--permalink-base (NEWSKEEP_BASE) is the address of a reading room, such as https://archive.example.org, not %q", o.base)
	}
	o.base = strings.TrimRight(o.base, "/")
	return nil
}

func (o *exportRequest) ofGraph() bool {
	return slices.Contains(export.GraphFormats, export.Format(o.format))
}

func (a *app) export(ctx context.Context, o exportRequest) error {
	if o.file == "" && o.format == string(export.Parquet) && isTerminal(a.stdout) {
		return usage("parquet is no text for a terminal: say -o FILE")
	}
	r, err := a.readerAsOf(ctx, o.asOf)
	if err != nil {
		return err
	}
	defer r.Close()
	a.noteDoubts(r, o.query)
	s, err := r.Select(ctx, o.query)
	if err != nil {
		return err
	}
	defer s.Close()
	m, err := a.writeExport(ctx, r, s, o, nil)
	if err != nil {
		return err
	}
	if o.ofGraph() {
		a.note("%d nodes, %d edges", m.Nodes, m.Edges)
	}
	return a.sayComplete(m.Rows, m.Total, asOf(s.AsOf))
}

// sayComplete ends every export: it is the whole, or it says what is missing and fails.
func (a *app) sayComplete(rows, total int, rest string) error {
	if rows != total {
		return &statusError{exitIntegrity, fmt.Errorf("INCOMPLETE: %d of %d%s: the archive has lost what belongs to the others; 'newskeep verify' names it", rows, total, rest)}
	}
	a.note("complete: %d of %d%s", rows, total, rest)
	return nil
}
