package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/cmd/newskeep/searches"
	"newskeep/store"
	"newskeep/store/export"
	"newskeep/store/query"
)

const searchesHelp = `List the searches you saved: how many articles each finds, and how many of those the
archive first saw in the last seven days. In any query, of every command, of the
reading room, its feeds and of assistants, saved:NAME stands for the query of that
name, in brackets:

  newskeep search 'saved:harbour -tram published:2024'

They are kept in a YAML file of your own, not in the archive: beside it, for news.db as
news.searches.yaml, or where --searches or NEWSKEEP_SEARCHES says. Edit it at will;
comments and order are kept when the program adds, removes or renames. A saved query
may name others, as long as none comes back to itself:

  harbour: 'tag:harbour OR headline:ferry'
  quiet:
    query: 'saved:harbour silent:true'
    note: 'for the Monday meeting'

Exports, counts and all JSON write the query out, with what the name stood for, so
that they stay true when the file changes.`

const searchesExample = `  newskeep searches add harbour 'tag:harbour OR headline:ferry'
  newskeep searches add quiet 'saved:harbour silent:true' --note 'for the Monday meeting'
  newskeep searches
  newskeep export saved:harbour --format csv -o harbour.csv
  newskeep searches rename harbour port
  newskeep searches remove quiet port`

// savedList is the answer of 'searches --json'.
type savedList struct {
	File     string             `json:"file"`
	Searches []store.SavedCount `json:"searches"`
}

func (a *app) searchesCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "searches", Short: "Searches under a name: list them, and save, remove or rename one", Long: searchesHelp, Example: searchesExample, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := a.formatted(format)
			if err != nil {
				return err
			}
			return a.listSearches(cmd, format)
		},
	}
	formatFlag(cmd, &format)
	cmd.AddCommand(a.searchesAddCmd(), a.searchesRemoveCmd(), a.searchesRenameCmd())
	return cmd
}

func (a *app) searchesAddCmd() *cobra.Command {
	var note string
	var replace bool
	cmd := &cobra.Command{
		Use: "add NAME QUERY", Short: "Save a query under a name", Args: cobra.MinimumNArgs(2),
		Long:    "Save a query under a name: letters and digits, and within it - _ or . (capitals do\nnot matter). A query that cannot be understood is not saved.",
		Example: "  newskeep searches add harbour 'tag:harbour OR headline:ferry'\n  newskeep searches add harbour 'tag:harbour' --replace --note 'ferries have a search of their own'",
		RunE: func(_ *cobra.Command, args []string) error {
			s := store.SavedSearch{Name: args[0], Query: strings.Join(args[1:], " "), Note: note}
			err := a.editSearches(func(f *searches.File) error { return f.Add(s, replace) })
			if err == nil {
				if q, err := query.Parse(s.Query); err == nil {
					for _, doubt := range q.Doubts() {
						a.note("%s", doubt)
					}
				}
				a.note("saved in %s; ask with: newskeep search saved:%s", a.searchesFile(), s.Name)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "a `TEXT` for those who read the list")
	cmd.Flags().BoolVar(&replace, "replace", false, "put it in the place of the query that has the name")
	return cmd
}

func (a *app) searchesRemoveCmd() *cobra.Command {
	return &cobra.Command{
		Use: "remove NAME…", Short: "Forget saved searches", Args: cobra.MinimumNArgs(1), ValidArgsFunction: a.savedNames,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.editSearches(func(f *searches.File) error {
				for _, name := range args {
					if err := f.Remove(name); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func (a *app) searchesRenameCmd() *cobra.Command {
	return &cobra.Command{
		Use: "rename NAME NEW", Short: "Give a saved search another name, also in the saved searches that name it", Args: cobra.ExactArgs(2), ValidArgsFunction: a.savedNames,
		RunE: func(_ *cobra.Command, args []string) error {
			return a.editSearches(func(f *searches.File) error { return f.Rename(args[0], args[1]) })
		},
	}
}

// editSearches changes the file, all of it or nothing.
func (a *app) editSearches(edit func(*searches.File) error) error {
	f, err := searches.Read(a.searchesFile())
	if err != nil {
		return err
	}
	if err := edit(f); err != nil {
		var syntax *query.SyntaxError
		if errors.As(err, &syntax) {
			return err
		}
		return usage("%w", err)
	}
	return f.Write()
}

// searchesFile is where searches are saved.
func (a *app) searchesFile() string {
	if a.searches != "" {
		return a.searches
	}
	return strings.TrimSuffix(a.archive, filepath.Ext(a.archive)) + ".searches.yaml"
}

// savedSearches lists what the file has at this moment, for the reader of an archive.
func (a *app) savedSearches() ([]store.SavedSearch, error) {
	if a.searches != "" {
		if _, err := os.Stat(a.searches); err != nil {
			return nil, usage("--searches: %v", err)
		}
	}
	f, err := searches.Read(a.searchesFile())
	if err != nil {
		return nil, err
	}
	return f.List(), nil
}

// savedNames completes the name of a saved search.
func (a *app) savedNames(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	list, err := a.savedSearches()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, s := range list {
		names = append(names, s.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) listSearches(cmd *cobra.Command, format string) error {
	r, err := a.reader(cmd.Context())
	if err != nil {
		return err
	}
	defer r.Close()
	list, err := r.CountSaved(cmd.Context())
	if err != nil {
		return err
	}
	err = deliver(a, format, delivery[store.SavedCount]{
		whole: savedList{a.searchesFile(), list}, lines: list,
		csv:   func() [][]string { return savedRows(list) },
		table: func() { a.printSaved(list) },
		note: func() {
			if len(list) == 0 {
				a.note("no search is saved in %s; save one with: newskeep searches add NAME QUERY", a.searchesFile())
			}
		},
	})
	if err != nil {
		return err
	}
	return a.wrongSearches(list)
}

// wrongSearches says where the ones stand that cannot be understood.
func (a *app) wrongSearches(list []store.SavedCount) error {
	f, err := searches.Read(a.searchesFile())
	if err != nil {
		return err
	}
	var wrong []error
	for _, s := range list {
		if s.Problem != "" {
			wrong = append(wrong, &searches.Error{File: a.searchesFile(), Line: max(f.Line(s.Name), 1), Column: 1, Msg: s.Problem})
		}
	}
	return errors.Join(wrong...)
}

func savedRows(list []store.SavedCount) [][]string {
	rows := [][]string{{"name", "query", "hits", "new_7_days", "note", "canonical", "problem"}}
	for _, s := range list {
		rows = append(rows, []string{export.Cell(s.Name), export.Cell(s.Query), counted(s.Hits, ""), counted(s.New, ""), export.Cell(s.Note), export.Cell(s.Canonical), export.Cell(s.Problem)})
	}
	return rows
}

func (a *app) printSaved(list []store.SavedCount) {
	if len(list) == 0 {
		return
	}
	t := a.table("name", "articles", "new, 7 days", "query", "note")
	room := max(30, width(a.stdout)-50)
	for _, s := range list {
		t.AppendRow([]any{harmless(s.Name), counted(s.Hits, "?"), counted(s.New, "?"), cut(harmless(s.Query), room), cut(harmless(s.Note), 30)})
	}
	t.Render()
}

// counted is a number; otherwise when it could not be counted.
func counted(n *int, otherwise string) string {
	if n == nil {
		return otherwise
	}
	return fmt.Sprint(*n)
}
