package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Problem is one thing that is wrong with an archive.
type Problem struct {
	Check  string `json:"check"` // one of the names of checks
	Where  string `json:"where"` // table, row, article or snapshot
	Detail string `json:"detail"`
}

// Verification is what [Reader.Verify] found. An archive is clean when it has
// no problems.
type Verification struct {
	Archive   string    `json:"archive"`
	Quick     bool      `json:"quick"`
	Snapshots int       `json:"snapshots"` // unpacked and compared with their SHA-256
	Bytes     int64     `json:"bytes"`     // of those, unpacked
	Articles  int       `json:"articles"`
	Revisions int       `json:"revisions"`
	Intervals int       `json:"placements"` // the ticker's lines included
	Problems  []Problem `json:"problems"`

	// Unreadable are the snapshots whose bytes are lost: damaged ones and those
	// that need one as dictionary. What was read from them is in the revisions.
	Unreadable []int64 `json:"unreadable"`

	Skipped []string `json:"skipped"` // checks that could not be made now, with the reason
}

// Clean reports whether nothing is wrong.
func (v *Verification) Clean() bool { return len(v.Problems) == 0 }

// maxProblems of one check are listed; a broken index breaks every row.
const maxProblems = 100

// Verify checks an archive from the pages of the file up to what the rows mean.
// With quick, snapshots are not unpacked, and articles and the full-text index
// are not compared with the revisions they come from.
//
// Damage is no error but a [Problem], and ends no other check. The error is that
// of ctx.
//
// The index is compared by SQLite itself, which locks writers out meanwhile; it
// is left out while a run holds the archive, and where the file is read-only.
func (r *Reader) Verify(ctx context.Context, quick bool) (*Verification, error) {
	v := &verifying{Reader: r, report: &Verification{Archive: r.path, Quick: quick, Problems: []Problem{}, Unreadable: []int64{}, Skipped: []string{}}}
	checks := []check{
		{"pages", v.pages},
		{"foreign keys", v.foreignKeys},
		{"revisions", v.revisions},
		{"placements", v.placements},
	}
	if !quick {
		checks = append(checks,
			check{"articles", v.articles},
			check{"snapshots", v.snapshots},
			check{"full text", v.fullText})
	}
	for _, c := range checks {
		v.check, v.found = c.name, 0
		if err := c.run(ctx); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			v.problem("", "%v", err)
		}
	}
	return v.report, nil
}

type check struct {
	name string
	run  func(context.Context) error
}

// verifying is one call of Verify.
type verifying struct {
	*Reader
	report *Verification
	check  string // that is being made
	found  int    // problems of it so far
}

func (v *verifying) problem(where, format string, args ...any) {
	v.found++
	switch {
	case v.found < maxProblems:
		v.report.Problems = append(v.report.Problems, Problem{v.check, where, fmt.Sprintf(format, args...)})
	case v.found == maxProblems:
		v.report.Problems = append(v.report.Problems, Problem{v.check, "", "more of the same; only the first are listed"})
	}
}

// pages is SQLite's own check of the file: pages, cells, indexes, constraints.
func (v *verifying) pages(ctx context.Context) error {
	query := fmt.Sprintf("PRAGMA integrity_check(%d)", maxProblems)
	if v.report.Quick {
		query = fmt.Sprintf("PRAGMA quick_check(%d)", maxProblems)
	}
	return v.each(ctx, query, nil, func(scan func(...any) error) error {
		var said string
		if err := scan(&said); err != nil {
			return err
		}
		if said != "ok" {
			for line := range strings.Lines(said) {
				v.problem("file", "%s", strings.TrimSpace(line))
			}
		}
		return nil
	})
}

func (v *verifying) foreignKeys(ctx context.Context) error {
	return v.each(ctx, `SELECT "table", coalesce(rowid, 0), parent FROM pragma_foreign_key_check`, nil, func(scan func(...any) error) error {
		var table, parent string
		var row int64
		err := scan(&table, &row, &parent)
		v.problem(fmt.Sprintf("%s row %d", table, row), "refers to a row of %s that is not there", parent)
		return err
	})
}

// snapshots unpacks every body. A damaged one does not keep the others from
// being looked at: each is fetched by its number. Those that were packed with a
// damaged one are told with it, all of them, however many.
func (v *verifying) snapshots(ctx context.Context) error {
	var last sql.NullInt64
	if err := v.db.QueryRowContext(ctx, `SELECT max(id) FROM snapshot`).Scan(&last); err != nil {
		return err
	}
	causes := map[int64]int64{} // of what cannot be read, the damaged snapshot it needs
	lost := map[int64][]int64{} // by the damaged snapshot, those that need it
	for id := int64(1); id <= last.Int64; id++ {
		if cause, known := causes[v.baseOf(ctx, id)]; known {
			causes[id] = cause
			lost[cause] = append(lost[cause], id)
			v.report.Unreadable = append(v.report.Unreadable, id)
			continue
		}
		body, err := v.body(ctx, id)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, sql.ErrNoRows):
			v.problem(fmt.Sprintf("snapshot %d", id), "is missing: snapshots are never deleted")
		case err != nil:
			v.problem(fmt.Sprintf("snapshot %d", id), "%v%s", err, v.usedBy(ctx, id))
		default:
			v.report.Snapshots++
			v.report.Bytes += int64(len(body))
			continue
		}
		causes[id] = id
		v.report.Unreadable = append(v.report.Unreadable, id)
	}
	for _, cause := range slices.Sorted(maps.Keys(lost)) {
		v.problem("snapshots "+ranges(lost[cause]), "cannot be read: they are packed with snapshot %d as dictionary", cause)
	}
	return nil
}

// baseOf is the dictionary of a snapshot; 0 when it has none, or that cannot be
// told.
func (v *verifying) baseOf(ctx context.Context, id int64) int64 {
	var base sql.NullInt64
	if err := v.db.QueryRowContext(ctx, `SELECT base_id FROM snapshot WHERE id = ?`, id).Scan(&base); err != nil {
		return 0 // the reading of its body says why
	}
	return base.Int64
}

// ranges writes sorted numbers as "4, 7–12, 30".
func ranges(list []int64) string {
	var parts []string
	for i := 0; i < len(list); {
		j := i
		for j+1 < len(list) && list[j+1] == list[j]+1 {
			j++
		}
		switch j - i {
		case 0:
			parts = append(parts, fmt.Sprint(list[i]))
		case 1:
			parts = append(parts, fmt.Sprint(list[i]), fmt.Sprint(list[j]))
		default:
			parts = append(parts, fmt.Sprintf("%d–%d", list[i], list[j]))
		}
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// usedBy names what is lost with a snapshot, so that a person knows.
func (v *verifying) usedBy(ctx context.Context, id int64) string {
	var address string
	err := v.db.QueryRowContext(ctx, `SELECT url FROM visit WHERE snapshot_id = ? ORDER BY id LIMIT 1`, id).Scan(&address)
	if err != nil {
		return ""
	}
	return "; it came from " + address
}

// fullText compares the indexes with what they are about.
func (v *verifying) fullText(ctx context.Context) error {
	held, err := Lock(v.path, Holder{Command: "verify"})
	if err != nil {
		v.report.Skipped = append(v.report.Skipped, fmt.Sprintf("full text: %v", err))
		return nil
	}
	defer held.Release()
	db, err := openDB(v.path, "rw", false, []string{"busy_timeout(10000)"})
	if err != nil {
		return err
	}
	defer db.Close()
	err = allIndexed(ctx, db, func(t *sql.Tx) {
		// https://www.sqlite.org/fts5.html#the_integrity_check_command: with rank 1
		// the index is compared with the external content too.
		for index, about := range map[string]string{"article_fts": "articles", "image_text_fts": "images"} {
			if _, err := t.ExecContext(ctx, `INSERT INTO `+index+` (`+index+`, rank) VALUES ('integrity-check', 1)`); err != nil {
				v.problem(index, "does not say what the %s say: %v", about, err)
			}
		}
	})
	if err == nil {
		return nil
	}
	for _, s := range []string{"readonly", "locked", "unable to open"} {
		if strings.Contains(err.Error(), s) {
			v.report.Skipped = append(v.report.Skipped, fmt.Sprintf("full text: %v", err))
			return nil
		}
	}
	return err
}
