package store

import (
	"context"
	"database/sql"
	sqldriver "database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// QuestionError says what is wrong with a question in SQL.
type QuestionError struct {
	Message string // SQLite's
	Hint    string // what to do; empty when there is nothing to say
}

func (e *QuestionError) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + "\n" + e.Hint
}

// maxCell bounds what one value may grow to, in bytes.
const maxCell = 64 << 20

// Ask answers one question in SQL, row by row; a value is nil, int64, float64,
// string or []byte. Whatever could write, attach another file or change a setting
// is refused when the question is read. The answer ends with the context; the error
// is a [*QuestionError] or the context's.
func (r *Reader) Ask(ctx context.Context, question string) (columns []string, rows iter.Seq2[[]any, error], err error) {
	if more := secondStatement(question); more != "" {
		return nil, nil, &QuestionError{"more than one statement: " + more, "ask one question at a time"}
	}
	c, err := r.db.Conn(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("sql: %w", err)
	}
	// The connection keeps its guard, so it does not go back to the others.
	discard := func() {
		_ = c.Raw(func(any) error { return sqldriver.ErrBadConn })
		_ = c.Close()
	}
	if err := guard(ctx, c); err != nil {
		discard()
		return nil, nil, fmt.Errorf("sql: %w", err)
	}
	found, err := c.QueryContext(ctx, question)
	if err == nil {
		columns, err = found.Columns()
	}
	if err == nil && len(columns) == 0 {
		err = errors.Join(&QuestionError{"nothing is asked", "begin with SELECT, WITH, VALUES or EXPLAIN QUERY PLAN"}, found.Close())
	}
	if err != nil {
		discard()
		return nil, nil, r.explain(ctx, err)
	}
	return columns, func(yield func([]any, error) bool) {
		defer discard()
		defer found.Close()
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range into {
			into[i] = &values[i]
		}
		for found.Next() {
			err := found.Scan(into...)
			if !yield(values, err) || err != nil {
				return
			}
		}
		if err := found.Err(); err != nil {
			yield(nil, r.explain(ctx, err))
		}
	}, nil
}

// guard lets a connection only read: https://www.sqlite.org/c3ref/set_authorizer.html.
// What is sorted goes to temporary files: no question is known before it is asked,
// and one that sorts more than there is memory would take the whole machine.
func guard(ctx context.Context, c *sql.Conn) error {
	if _, err := c.ExecContext(ctx, "PRAGMA temp_store = FILE"); err != nil {
		return err
	}
	if _, err := driver.Limit(c, sqlite3.SQLITE_LIMIT_ATTACHED, 0); err != nil {
		return err
	}
	if _, err := driver.Limit(c, sqlite3.SQLITE_LIMIT_LENGTH, maxCell); err != nil {
		return err
	}
	return c.Raw(func(conn any) error {
		with, ok := conn.(driver.AuthorizerRegisterer)
		if !ok {
			return errors.New("the driver cannot guard a connection")
		}
		return with.RegisterAuthorizer(mayRead)
	})
}

// describing are the pragmas that tell of tables; data_version is asked by the
// full-text index itself.
var describing = []string{"table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "function_list", "compile_options", "data_version"}

// telling are those that tell a setting when they are given no value.
var telling = []string{"user_version", "application_id", "page_count", "page_size", "freelist_count", "encoding", "query_only", "temp_store"}

func mayRead(action driver.AuthorizerActionCode, arg1, arg2, _, _ string) driver.AuthorizerReturnCode {
	name := strings.ToLower(arg1)
	switch action {
	case driver.AuthSelect, driver.AuthRead, driver.AuthRecursive:
		return driver.AuthorizerOK
	case driver.AuthFunction:
		if strings.EqualFold(arg2, "load_extension") || strings.EqualFold(arg2, "best") { // best writes into somebody's ranking
			return driver.AuthorizerDeny
		}
		return driver.AuthorizerOK
	case driver.AuthPragma:
		if slices.Contains(describing, name) || arg2 == "" && slices.Contains(telling, name) {
			return driver.AuthorizerOK
		}
	}
	return driver.AuthorizerDeny
}

// explain adds to an error of SQLite what to do.
func (r *Reader) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if strings.HasPrefix(err.Error(), "missing named argument") || strings.HasPrefix(err.Error(), "missing argument") { // the driver's own; it has no type for it
		return &QuestionError{err.Error(), "put the value itself in its place, text in 'single quotes'"}
	}
	var e *driver.Error
	if !errors.As(err, &e) {
		return err
	}
	// The driver's text ends with the name and number of the code.
	text := strings.TrimPrefix(e.Error(), "SQL logic error: ")
	text, _, _ = strings.Cut(text, fmt.Sprintf(" (%d)", e.Code()))
	q := &QuestionError{Message: text}
	switch {
	case strings.Contains(text, "not authorized"), e.Code()&0xff == sqlite3.SQLITE_AUTH, e.Code()&0xff == sqlite3.SQLITE_READONLY:
		q.Message, q.Hint = "this would do more than read", "only SELECT, WITH, VALUES and EXPLAIN QUERY PLAN are answered, and pragmas that describe tables"
	case strings.Contains(text, "no such table: "):
		_, name, _ := strings.Cut(text, "no such table: ")
		q.Hint = r.tablesLike(ctx, name)
	case strings.Contains(text, "no such column: "):
		q.Hint = "'newskeep schema TABLE' names the columns; text stands in 'single quotes'"
	case e.Code()&0xff == sqlite3.SQLITE_TOOBIG:
		q.Hint = fmt.Sprintf("a value may have %d MiB", maxCell>>20)
	case e.Code()&0xff != sqlite3.SQLITE_ERROR && e.Code()&0xff != sqlite3.SQLITE_RANGE && e.Code()&0xff != sqlite3.SQLITE_MISMATCH:
		return err
	}
	return q
}

// tablesLike names the tables and views, those first that share letters with name.
func (r *Reader) tablesLike(ctx context.Context, name string) string {
	var all []string
	err := r.each(ctx, `SELECT l.name FROM pragma_table_list l WHERE l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND l.name NOT LIKE 'sqlite!_%' ESCAPE '!'
		ORDER BY l.type <> 'view', l.name`, nil, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		all = append(all, s)
		return err
	})
	if err != nil || len(all) == 0 {
		return ""
	}
	for _, t := range all {
		if strings.HasPrefix(t, name) || strings.HasPrefix(name, t) {
			return fmt.Sprintf("there is %s; 'newskeep schema' tells of all tables", t)
		}
	}
	return "views and tables: " + strings.Join(all, ", ")
}

// secondStatement is what follows the first statement; empty when nothing does.
func secondStatement(s string) string {
	for i := 0; i < len(s); i++ {
		end := ""
		switch {
		case s[i] == '\'', s[i] == '"', s[i] == '`':
			end = s[i : i+1]
		case s[i] == '[':
			end = "]"
		case strings.HasPrefix(s[i:], "--"):
			end = "\n"
		case strings.HasPrefix(s[i:], "/*"):
			end = "*/"
		case s[i] == ';':
			rest := withoutComments(s[i+1:])
			if rest != "" {
				return rest
			}
		}
		if end == "" {
			continue
		}
		skip := 1
		if end == "*/" {
			skip = 2
		}
		n := strings.Index(s[i+skip:], end)
		if n < 0 {
			return "" // SQLite says what is not closed
		}
		i += skip + n + len(end) - 1
	}
	return ""
}

// withoutComments drops space, semicolons and comments at the beginning.
func withoutComments(s string) string {
	for {
		s = strings.TrimLeft(s, "; \t\r\n\f")
		var found bool
		switch {
		case strings.HasPrefix(s, "--"):
			_, s, found = strings.Cut(s, "\n")
		case strings.HasPrefix(s, "/*"):
			_, s, found = strings.Cut(s, "*/")
		default:
			return s
		}
		if !found {
			return ""
		}
	}
}
