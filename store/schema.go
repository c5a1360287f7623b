package store

import (
	"context"
	"fmt"
	"strings"
)

// SchemaTable is a table or view of the archive in words. The words are the
// comments in its own CREATE statement, so they travel with the file.
type SchemaTable struct {
	Name    string         `json:"name"`
	Kind    string         `json:"kind"` // "table", "view" or "full-text index"
	Comment string         `json:"comment"`
	SQL     string         `json:"sql"` // as the file has it
	Columns []SchemaColumn `json:"columns"`
}

// SchemaColumn is a column in words.
type SchemaColumn struct {
	Name       string `json:"name"`
	Type       string `json:"type,omitempty"` // empty for columns of views and of the full-text index
	Comment    string `json:"comment"`
	References string `json:"references,omitempty"` // "table.column" it points to
}

// Schema describes every table and view of the archive, in the order they were
// made. Tables that SQLite keeps for the full-text index are left out.
func (r *Reader) Schema(ctx context.Context) ([]SchemaTable, error) {
	list := []SchemaTable{}
	err := r.each(ctx, `SELECT s.name, s.type, s.sql FROM sqlite_schema s JOIN pragma_table_list l ON l.name = s.name AND l.schema = 'main'
		WHERE s.type IN ('table', 'view') AND l.type <> 'shadow' AND s.name NOT LIKE 'sqlite!_%' ESCAPE '!'
		ORDER BY s.type, s.rowid`, nil, func(scan func(...any) error) error {
		var t SchemaTable
		err := scan(&t.Name, &t.Kind, &t.SQL)
		if strings.HasPrefix(t.SQL, "CREATE VIRTUAL TABLE") {
			t.Kind = "full-text index"
		}
		list = append(list, t)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	for i := range list {
		if err := r.columns(ctx, &list[i]); err != nil {
			return nil, fmt.Errorf("schema of %s: %w", list[i].Name, err)
		}
	}
	return list, nil
}

func (r *Reader) columns(ctx context.Context, t *SchemaTable) error {
	var comments map[string]string
	t.Comment, comments = spoken(t.SQL)
	references := map[string]string{}
	err := r.each(ctx, `SELECT "from", "table" || '.' || "to" FROM pragma_foreign_key_list(?)`, []any{t.Name},
		func(scan func(...any) error) error {
			var from, to string
			err := scan(&from, &to)
			references[from] = to
			return err
		})
	if err != nil {
		return err
	}
	return r.each(ctx, `SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0`, []any{t.Name},
		func(scan func(...any) error) error {
			var c SchemaColumn
			err := scan(&c.Name, &c.Type)
			c.Comment, c.References = comments[c.Name], references[c.Name]
			if t.Kind != "table" {
				c.Type = ""
			}
			t.Columns = append(t.Columns, c)
			return err
		})
}

// spoken finds the comments in a CREATE statement: that of the table on a line of
// its own, that of a column at the end of the line that begins with its name.
func spoken(sql string) (table string, columns map[string]string) {
	columns = map[string]string{}
	for line := range strings.Lines(sql) {
		code, comment, ok := strings.Cut(line, "-- ")
		if !ok {
			continue
		}
		comment = strings.TrimSpace(comment)
		// A column added later stands behind an empty comment and a comma.
		if words := strings.Fields(strings.TrimLeft(code, "/*, ")); len(words) > 0 {
			columns[strings.TrimRight(words[0], ",")] = comment
		} else if name, about, ok := strings.Cut(comment, ": "); ok && !strings.Contains(name, " ") {
			columns[name] = about // of a table whose columns are not written out
		} else {
			table = strings.TrimSpace(table + " " + comment)
		}
	}
	return table, columns
}
