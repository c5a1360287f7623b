package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"newskeep/scraper/news"
	"newskeep/store"
)

// Column is one of a table that is exported, in words: the codebook.
type Column struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// Columns are those of CSV and, but for lists, of Parquet.
var Columns = []Column{
	{"id", "Number of the article in the archive; it never changes."},
	{"site", "Name of the site's profile."},
	{"url", "Address the article is known by."},
	{"kind", "news, opinion, analysis, blog, feature, video, gallery, infographic or liveblog."},
	{"language", "BCP 47 tag; empty when unknown."},
	{"headline", "Headline as printed."},
	{"kicker", "Short line above the headline."},
	{"standfirst", "Summary under the headline."},
	{"bylines", "Who signed it; several joined by \"; \"."},
	{"source", "Agency or outlet it names as source."},
	{"dateline", "Place the report opens with."},
	{"published", "When the page says it was published, RFC 3339 with the offset as understood; empty when it does not say."},
	{"published_text", "The same as printed."},
	{"modified", "When the page says it was changed, RFC 3339; empty when it does not say."},
	{"section", "Path of its section, outermost first, joined by \" / \"."},
	{"tags", "Tags as readers see them, joined by \"; \"."},
	{"body", "Text of the body, blocks separated by an empty line."},
	{"captions", "Captions of its images in their order, joined by \"; \"; an image without one leaves its place empty."},
	{"credits", "Credits of its images in the same order, joined by \"; \"."},
	{"revision", "Number of the state that is written here; the first is 1."},
	{"first_seen", "When the archive first saw this state, UTC."},
	{"last_seen", "When the archive last saw this state, UTC."},
	{"gone_at", "When the page was first found missing, UTC; empty while it is there."},
	{"permalink", "Where this state is found: in the reading room that was named as base, or as newskeep:ARCHIVE/article/ID/revision/N, which 'newskeep show' takes."},
}

// StoodColumns follow when it is said where articles stood; all are empty of one
// that was never seen in such a list.
var StoodColumns = stoodColumns()

func stoodColumns() (list []Column) {
	for _, of := range [][2]string{{"front_page", "the front page"}, {"most_read", "Most Read"}, {"section", "the list of a section"}} {
		list = append(list,
			Column{of[0] + "_from", "When the archive first saw it in " + of[1] + ", UTC."},
			Column{of[0] + "_until", "When the archive last saw it there, UTC."},
			Column{of[0] + "_seconds", "How long it stood there at least: seconds between visits that saw it."},
			Column{of[0] + "_best_slot", "Best place it held there; 1 is the first."})
	}
	return list
}

// CSVOptions are for spreadsheets; the zero CSVOptions are RFC 4180.
type CSVOptions struct {
	BOM       bool // begin with a byte order mark, by which Excel knows UTF-8
	Separator rune // of cells: comma, semicolon or tab; 0: comma. Excel takes its system's
}

type csvWriter struct {
	w *csv.Writer
	o Options
}

func newCSV(w io.Writer, o Options) *csvWriter {
	columns := Columns
	if o.Stood {
		columns = slices.Concat(Columns, StoodColumns)
	}
	return &csvWriter{headed(w, o.CSV, columns), o}
}

// headed begins a CSV file. Its errors come back from Flush.
func headed(w io.Writer, o CSVOptions, columns []Column) *csv.Writer {
	if o.BOM {
		_, _ = io.WriteString(w, "\ufeff") // a failing writer fails again below
	}
	c := csv.NewWriter(w)
	if o.Separator != 0 {
		c.Comma = o.Separator
	}
	_ = c.Write(each(columns, func(c Column) string { return c.Name }))
	return c
}

func (c *csvWriter) Write(a *store.StoredArticle) error {
	cells := append(row(a), Cell(c.o.permalink(a)))
	if c.o.Stood {
		cells = append(cells, StoodCells(a.Stood)...)
	}
	return c.w.Write(cells)
}

// StoodCells are those of [StoodColumns].
func StoodCells(s *store.Stood) []string {
	if s == nil {
		s = &store.Stood{}
	}
	var cells []string
	for _, at := range []*store.Standing{s.FrontPage, s.MostRead, s.Section} {
		if at == nil {
			cells = append(cells, "", "", "", "")
			continue
		}
		cells = append(cells, utc(at.From), utc(at.Until), fmt.Sprint(at.Seconds), fmt.Sprint(at.Best))
	}
	return cells
}

func (c *csvWriter) Close() error {
	c.w.Flush()
	return c.w.Error()
}

func row(s *store.StoredArticle) []string {
	var captions, credits []string
	for _, im := range s.Images {
		captions = append(captions, im.Caption)
		credits = append(credits, im.Credit)
	}
	cells := []string{
		fmt.Sprint(s.ID), s.Site, s.Address, string(s.Kind), s.Language, s.Headline, s.Kicker, s.Standfirst,
		strings.Join(bylines(s), "; "), s.Source, s.Dateline, s.Published.Value(), s.Published.Text, s.Modified.Value(),
		strings.Join(s.Section, " / "), strings.Join(tags(s), "; "), body(s),
		strings.Join(captions, "; "), strings.Join(credits, "; "), fmt.Sprint(s.Revision), utc(s.FirstSeen), utc(s.LastSeen), utc(s.GoneAt),
	}
	return defused(cells)
}

func body(s *store.StoredArticle) string {
	var blocks []string
	for _, b := range s.Body {
		if b.Text != "" {
			blocks = append(blocks, b.Text)
		}
	}
	return strings.Join(blocks, "\n\n")
}

func tags(s *store.StoredArticle) []string {
	return each(s.Tags, func(t news.Tag) string { return t.Name })
}

func bylines(s *store.StoredArticle) []string {
	return each(s.Bylines, func(b news.Byline) string { return b.Name })
}

func each[T any](list []T, f func(T) string) []string {
	all := make([]string, len(list))
	for i, x := range list {
		all[i] = f(x)
	}
	return all
}
