package store

import (
	"context"
	"database/sql"
	"fmt"

	"newskeep/store/query"
)

// namedBy are the columns that hold names as [query.Fold] makes them.
var namedBy = [][2]string{{"byline", "key"}, {"tag", "key"}, {"article_section", "key"}, {"article_facet", "source"}}

// beyondASCII is true of a text that has other letters. What has none is not compared
// otherwise than before.
const beyondASCII = ` GLOB '*[^ -~]*'`

// fillSpellings brings words and names of an older archive to version 18, in which
// more spellings of them are one.
func fillSpellings(ctx context.Context, c *sql.Conn) error {
	for _, q := range indexing { // words that wait for the index are not met in it
		if _, err := c.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	if err := fillWordSpellings(ctx, c); err != nil {
		return err
	}
	for _, n := range namedBy {
		if err := foldAgain(ctx, c, n[0], n[1]); err != nil {
			return fmt.Errorf("%s of %s: %w", n[1], n[0], err)
		}
	}
	return nil
}

// fillWordSpellings goes through the words of the full-text index, some at a time.
func fillWordSpellings(ctx context.Context, c *sql.Conn) error {
	const some = 10_000
	for last := ""; ; {
		words, err := texts(ctx, c, `SELECT term FROM article_word WHERE term > ? AND term`+beyondASCII+` ORDER BY term LIMIT ?`, last, some)
		if err != nil || len(words) == 0 {
			return err
		}
		for _, word := range words {
			if key, form, ok := query.Spelled(word); ok {
				if _, err := c.ExecContext(ctx, addWord, query.ByLetters, key, form, false); err != nil {
					return err
				}
			}
		}
		last = words[len(words)-1]
	}
}

// foldAgain compares names as today. What a name was compared by holds all that is
// needed for it.
func foldAgain(ctx context.Context, c *sql.Conn, table, column string) error {
	names, err := texts(ctx, c, fmt.Sprintf("SELECT DISTINCT %[1]s FROM %[2]s WHERE %[1]s", column, table)+beyondASCII)
	if err != nil {
		return err
	}
	if _, err := c.ExecContext(ctx, "CREATE TEMP TABLE folded (was TEXT PRIMARY KEY, now TEXT) WITHOUT ROWID"); err != nil {
		return err
	}
	for _, was := range names {
		if now := query.Fold(was); now != was {
			if _, err := c.ExecContext(ctx, "INSERT INTO temp.folded VALUES (?, ?)", was, now); err != nil {
				return err
			}
		}
	}
	for _, q := range []string{
		fmt.Sprintf("UPDATE %[2]s SET %[1]s = (SELECT now FROM temp.folded WHERE was = %[1]s) WHERE %[1]s IN (SELECT was FROM temp.folded)", column, table),
		"DROP TABLE temp.folded",
	} {
		if _, err := c.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

func texts(ctx context.Context, c querier, question string, args ...any) (list []string, err error) {
	rows, err := c.QueryContext(ctx, question, args...)
	if err != nil {
		return nil, err
	}
	err = eachRow(rows, func(scan func(...any) error) error {
		var s string
		err := scan(&s)
		list = append(list, s)
		return err
	})
	return list, err
}
