package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"newskeep/store"
)

// SideTable is a CSV with one row for each thing an article has many of, for those
// who would otherwise have to take joined lists apart.
type SideTable struct {
	Name    string // of the file, without ".csv"
	Columns []Column
	rows    func(*store.StoredArticle) [][]string
}

var ofArticle = []Column{
	{"article_id", "Article; id in the table of articles."},
	{"position", "Order on the page, from 1."},
}

// SideTables are those of the articles themselves; [Revisions] comes beside them.
var SideTables = []SideTable{
	{"bylines", append(ofArticle[:2:2], Column{"name", "Who signed it, as printed."}, Column{"url", "Page of the author; empty when none was linked."}),
		func(a *store.StoredArticle) [][]string {
			return numbered(a, a.Bylines, func(i int) []string { return []string{a.Bylines[i].Name, a.Bylines[i].URL} })
		}},
	{"tags", append(ofArticle[:2:2], Column{"name", "Tag as printed."}, Column{"url", "Page of the tag; empty when none was linked."}),
		func(a *store.StoredArticle) [][]string {
			return numbered(a, a.Tags, func(i int) []string { return []string{a.Tags[i].Name, a.Tags[i].URL} })
		}},
	{"images", append(ofArticle[:2:2], Column{"url", "Address, in the largest rendition the page offers."}, Column{"role", "lead, inline or gallery."},
		Column{"caption", "Caption, without the credit."}, Column{"credit", "Photographer or agency."}, Column{"alt", "Text for those who cannot see it."}),
		func(a *store.StoredArticle) [][]string {
			return numbered(a, a.Images, func(i int) []string {
				m := a.Images[i]
				return []string{m.URL, string(m.Role), m.Caption, m.Credit, m.Alt}
			})
		}},
	{"links", append(ofArticle[:2:2], Column{"relation", "related, inline, read_next, most_read, coverage, tag or author."}, Column{"url", "Where it leads."},
		Column{"title", "Its text."}, Column{"rank", "Position within its list, from 1."}),
		func(a *store.StoredArticle) [][]string {
			return numbered(a, a.Links, func(i int) []string {
				l := a.Links[i]
				return []string{string(l.Relation), l.URL, l.Title, strconv.Itoa(l.Position)}
			})
		}},
}

func numbered[T any](a *store.StoredArticle, list []T, cells func(int) []string) [][]string {
	rows := make([][]string, len(list))
	for i := range list {
		rows[i] = append([]string{strconv.FormatInt(a.ID, 10), strconv.Itoa(i + 1)}, cells(i)...)
	}
	return rows
}

// Rows begins the table in w. Close writes what is held back, and does not close w.
func (t SideTable) Rows(w io.Writer, o CSVOptions) *SideRows {
	return &SideRows{rows: t.rows, w: headed(w, o, t.Columns)}
}

// SideRows writes the rows of one [SideTable].
type SideRows struct {
	N    int // rows written
	rows func(*store.StoredArticle) [][]string
	w    *csv.Writer
}

// Write writes the rows of an article.
func (s *SideRows) Write(a *store.StoredArticle) error {
	for _, row := range s.rows(a) {
		s.N++
		if err := s.w.Write(defused(row)); err != nil {
			return err
		}
	}
	return nil
}

// Close writes what is held back.
func (s *SideRows) Close() error {
	s.w.Flush()
	return s.w.Error()
}

// RevisionColumns are those of the side table of revisions.
var RevisionColumns = []Column{
	{"article_id", "Article; id in the table of articles."},
	{"revision", "Number of the state, from 1."},
	{"first_seen", "When the archive first saw this state, UTC."},
	{"last_seen", "When the archive last saw this state, UTC."},
	{"published", "When this state says it was published, UTC; empty when it does not say."},
	{"modified", "When this state says it was changed, UTC; empty when it does not say."},
	{"class", "first, whitespace, typo, substantive, correction, removed or restored: what kind of change made it."},
	{"silent", "1 when text changed and neither the modification time nor a note says so, else 0."},
	{"changed", "Fields that changed, joined by \"; \"."},
}

// Revisions writes the side table of every state of every article.
func Revisions(w io.Writer, o CSVOptions, all func(func(store.ArticleRevision, error) bool)) (n int, err error) {
	c := headed(w, o, RevisionColumns)
	for v, err := range all {
		if err != nil {
			return n, err
		}
		silent := "0"
		if v.Silent {
			silent = "1"
		}
		n++
		if err := c.Write(defused([]string{
			fmt.Sprint(v.Article), fmt.Sprint(v.Number), utc(v.FirstSeen), utc(v.LastSeen), utc(v.Published), utc(v.Modified),
			v.Class, silent, strings.Join(v.Changed, "; "),
		})); err != nil {
			return n, err
		}
	}
	c.Flush()
	return n, c.Error()
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
