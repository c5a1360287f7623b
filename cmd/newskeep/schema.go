package main

import (
	"fmt"
	"slices"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
)

const schemaHelp = `Print every table, view and column of the archive with a sentence each. The words
are comments in the file itself: 'sqlite3 FILE .schema' shows them too.

--datasette writes them as metadata for Datasette (https://datasette.io), with facets,
units, full-text search and stored queries: datasette FILE --metadata datasette.yaml`

func (a *app) schemaCmd() *cobra.Command {
	var sql, datasette bool
	cmd := &cobra.Command{
		Use: "schema [TABLE...]", Short: "Print the tables in words", Long: schemaHelp,
		Example: "  newskeep schema\n  newskeep schema article placement\n  newskeep schema --sql\n  newskeep schema --datasette > datasette.yaml",
		RunE: func(cmd *cobra.Command, names []string) error {
			r, err := a.reader(cmd.Context())
			if err != nil {
				return err
			}
			defer r.Close()
			all, err := r.Schema(cmd.Context())
			if err != nil {
				return err
			}
			list := all[:0:0]
			for _, t := range all {
				if len(names) == 0 || slices.Contains(names, t.Name) {
					list = append(list, t)
				}
			}
			if len(list) == 0 {
				return usage("no table or view is called %s", names[0])
			}
			if datasette {
				return printDatasette(a.stdout, a.archive, list)
			}
			if a.json {
				return a.printJSON(list)
			}
			for _, t := range list {
				if sql {
					fmt.Fprintf(a.stdout, "%s;\n\n", t.SQL)
					continue
				}
				fmt.Fprintf(a.stdout, "%s  %s\n  %s\n", a.paint(a.stdout, t.Name, text.Bold), a.paint(a.stdout, t.Kind, text.Faint), t.Comment)
				rows := a.table("column", "type", "what it is")
				for _, c := range t.Columns {
					what := c.Comment
					if c.References != "" {
						what += " -> " + c.References
					}
					rows.AppendRow([]any{"    " + c.Name, c.Type, what})
				}
				rows.ResetHeaders()
				rows.Render()
				fmt.Fprintln(a.stdout)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&sql, "sql", false, "print the CREATE statements")
	cmd.Flags().BoolVar(&datasette, "datasette", false, "print a datasette.yaml")
	return cmd
}
