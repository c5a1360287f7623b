package export

import (
	"io"
	"time"

	"github.com/parquet-go/parquet-go"

	"newskeep/store"
)

// parquetRow is an article with types: https://parquet.apache.org/docs/file-format/types/logicaltypes/.
// Column names are those of [Columns]; a moment that is not known is null.
type parquetRow struct {
	ID            int64          `parquet:"id"`
	Site          string         `parquet:"site,dict"`
	URL           string         `parquet:"url"`
	Kind          string         `parquet:"kind,dict"`
	Language      string         `parquet:"language,dict"`
	Headline      string         `parquet:"headline"`
	Kicker        string         `parquet:"kicker"`
	Standfirst    string         `parquet:"standfirst"`
	Bylines       []string       `parquet:"bylines,list"`
	Source        string         `parquet:"source,dict"`
	Dateline      string         `parquet:"dateline,dict"`
	Published     *time.Time     `parquet:"published,optional,timestamp(microsecond)"`
	PublishedText string         `parquet:"published_text"`
	Modified      *time.Time     `parquet:"modified,optional,timestamp(microsecond)"`
	Section       []string       `parquet:"section,list"`
	Tags          []string       `parquet:"tags,list"`
	Body          string         `parquet:"body"`
	Images        []parquetImage `parquet:"images,list"`
	Links         []parquetLink  `parquet:"links,list"`
	Revision      int32          `parquet:"revision"`
	FirstSeen     time.Time      `parquet:"first_seen,timestamp(microsecond)"`
	LastSeen      time.Time      `parquet:"last_seen,timestamp(microsecond)"`
	GoneAt        *time.Time     `parquet:"gone_at,optional,timestamp(microsecond)"`
	Permalink     string         `parquet:"permalink"`
}

// parquetStood is one that says where it stood.
type parquetStood struct {
	parquetRow
	FrontPageFrom    *time.Time `parquet:"front_page_from,optional,timestamp(microsecond)"`
	FrontPageUntil   *time.Time `parquet:"front_page_until,optional,timestamp(microsecond)"`
	FrontPageSeconds *int64     `parquet:"front_page_seconds,optional"`
	FrontPageBest    *int64     `parquet:"front_page_best_slot,optional"`
	MostReadFrom     *time.Time `parquet:"most_read_from,optional,timestamp(microsecond)"`
	MostReadUntil    *time.Time `parquet:"most_read_until,optional,timestamp(microsecond)"`
	MostReadSeconds  *int64     `parquet:"most_read_seconds,optional"`
	MostReadBest     *int64     `parquet:"most_read_best_slot,optional"`
	SectionFrom      *time.Time `parquet:"section_from,optional,timestamp(microsecond)"`
	SectionUntil     *time.Time `parquet:"section_until,optional,timestamp(microsecond)"`
	SectionSeconds   *int64     `parquet:"section_seconds,optional"`
	SectionBest      *int64     `parquet:"section_best_slot,optional"`
}

func newParquetStood(r parquetRow, s *store.Stood) parquetStood {
	p := parquetStood{parquetRow: r}
	if s == nil {
		return p
	}
	for _, of := range []struct {
		at            *store.Standing
		from, until   **time.Time
		seconds, best **int64
	}{
		{s.FrontPage, &p.FrontPageFrom, &p.FrontPageUntil, &p.FrontPageSeconds, &p.FrontPageBest},
		{s.MostRead, &p.MostReadFrom, &p.MostReadUntil, &p.MostReadSeconds, &p.MostReadBest},
		{s.Section, &p.SectionFrom, &p.SectionUntil, &p.SectionSeconds, &p.SectionBest},
	} {
		if of.at == nil {
			continue
		}
		best := int64(of.at.Best)
		*of.from, *of.until, *of.seconds, *of.best = known(of.at.From), known(of.at.Until), &of.at.Seconds, &best
	}
	return p
}

type parquetImage struct {
	URL     string `parquet:"url"`
	Caption string `parquet:"caption"`
	Credit  string `parquet:"credit"`
	Alt     string `parquet:"alt"`
	Role    string `parquet:"role,dict"`
}

type parquetLink struct {
	Relation string `parquet:"relation,dict"`
	URL      string `parquet:"url"`
	Title    string `parquet:"title"`
}

// A group of rows is held in memory until it is written.
const (
	rowsOfGroup  = 5000
	bytesOfGroup = 8 << 20 // of bodies, the most of it
)

type parquetWriter struct {
	o Options
	w interface {
		Flush() error
		Close() error
	}
	write func(parquetRow, *store.Stood) error
	rows  int // of the present group
	bytes int
}

func newParquet(out io.Writer, o Options) *parquetWriter {
	if o.Stood {
		w := parquet.NewGenericWriter[parquetStood](out, parquet.Compression(&parquet.Zstd))
		return &parquetWriter{o: o, w: w, write: func(r parquetRow, s *store.Stood) error {
			_, err := w.Write([]parquetStood{newParquetStood(r, s)})
			return err
		}}
	}
	w := parquet.NewGenericWriter[parquetRow](out, parquet.Compression(&parquet.Zstd))
	return &parquetWriter{o: o, w: w, write: func(r parquetRow, _ *store.Stood) error {
		_, err := w.Write([]parquetRow{r})
		return err
	}}
}

func (p *parquetWriter) Write(a *store.StoredArticle) error {
	r := parquetRow{
		ID: a.ID, Site: a.Site, URL: a.Address, Kind: string(a.Kind), Language: a.Language, Headline: a.Headline, Kicker: a.Kicker,
		Standfirst: a.Standfirst, Bylines: bylines(a), Source: a.Source, Dateline: a.Dateline,
		Published: known(a.Published.Time), PublishedText: a.Published.Text, Modified: known(a.Modified.Time),
		Section: a.Section, Tags: tags(a), Body: body(a), Revision: int32(a.Revision),
		FirstSeen: a.FirstSeen.UTC(), LastSeen: a.LastSeen.UTC(), GoneAt: known(a.GoneAt), Permalink: p.o.permalink(a),
	}
	for _, m := range a.Images {
		r.Images = append(r.Images, parquetImage{m.URL, m.Caption, m.Credit, m.Alt, string(m.Role)})
	}
	for _, l := range a.Links {
		r.Links = append(r.Links, parquetLink{string(l.Relation), l.URL, l.Title})
	}
	if err := p.write(r, a.Stood); err != nil {
		return err
	}
	p.rows++
	p.bytes += len(r.Body)
	if p.rows < rowsOfGroup && p.bytes < bytesOfGroup {
		return nil
	}
	p.rows, p.bytes = 0, 0
	return p.w.Flush()
}

func (p *parquetWriter) Close() error { return p.w.Close() }

func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
