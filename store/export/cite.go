package export

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// citations writes each article as a reference.
type citations struct {
	w                  io.Writer
	o                  Options
	open, between, end string
	write              func(io.Writer, Reference) error
	n                  int
}

func (c *citations) Write(a *store.StoredArticle) error {
	before := c.between
	if c.n++; c.n == 1 {
		before = c.open
	}
	if _, err := io.WriteString(c.w, before); err != nil {
		return err
	}
	return c.write(c.w, Cite(a, c.o))
}

func (c *citations) Close() error {
	end := c.end
	if c.n == 0 {
		end = c.open + c.end
	}
	_, err := io.WriteString(c.w, end)
	return err
}

// Reference is what is cited of an article: a state of it, with the day it was
// published and the moment it was archived.
type Reference struct {
	Key       string // unique within an archive, such as "quill2024ferry-1848610880-2"
	Title     string
	Kind      news.ArticleKind
	Authors   []string
	Newspaper string
	Source    string // agency or outlet the article names
	Section   string
	Language  string
	Published time.Time // with its offset; zero when not known
	DayOnly   bool      // only the day is known
	Archived  time.Time // when the archive first saw this state, UTC
	URL       string
	Tags      []string
	Abstract  string
	Archive   string // id of the archive; empty when it has none
	Article   int64
	Revision  int
	Permalink string // see Options.Base; empty without archive and base
}

// Where is the place within the archive.
func (r Reference) Where() string {
	return fmt.Sprintf("article %d, revision %d", r.Article, r.Revision)
}

// Note says where the cited state is kept and since when.
func (r Reference) Note() string {
	in := "newskeep archive"
	if r.Archive != "" {
		in += " " + r.Archive
	}
	return fmt.Sprintf("%s, %s, archived %s", in, r.Where(), r.Archived.Format(time.RFC3339))
}

// noted is Note with the permalink, for formats that have no field for one.
func (r Reference) noted() string {
	if r.Permalink == "" {
		return r.Note()
	}
	return r.Note() + ", " + r.Permalink
}

// String is the reference as a line of text.
func (r Reference) String() string {
	var b strings.Builder
	if len(r.Authors) > 0 {
		b.WriteString(strings.Join(r.Authors, ", ") + ": ")
	}
	b.WriteString("“" + oneLine(r.Title) + "”, " + r.Newspaper)
	if !r.Published.IsZero() {
		b.WriteString(", " + r.Published.Format(time.DateOnly))
	}
	return b.String() + ". " + r.URL + " (" + r.Note() + ")"
}

// Cite makes a reference of an article.
func Cite(a *store.StoredArticle, o Options) Reference {
	r := Reference{
		Title: a.Headline, Kind: a.Kind, Authors: bylines(a), Source: a.Source, Section: strings.Join(a.Section, " / "), Language: a.Language,
		Published: a.Published.Time, DayOnly: a.Published.Day, Archived: a.FirstSeen.UTC(), URL: a.Address, Tags: tags(a),
		Abstract: a.Standfirst, Archive: o.Archive, Article: a.ID, Revision: a.Revision, Permalink: o.permalink(a),
	}
	host := ""
	if u, err := url.Parse(a.Address); err == nil {
		host = u.Hostname()
	}
	r.Newspaper = cmp.Or(o.Sites[a.Site].Title, host, a.Site)
	who := a.Site
	if len(r.Authors) > 0 {
		words := strings.Fields(r.Authors[0])
		who = words[len(words)-1]
	}
	year := ""
	if !r.Published.IsZero() {
		year = strconv.Itoa(r.Published.Year())
	}
	first, _, _ := strings.Cut(strings.TrimSpace(a.Headline), " ")
	r.Key = fmt.Sprintf("%s%s%s-%d-%d", ascii(who), year, ascii(first), a.ID, a.Revision)
	return r
}

// ascii is what a citation key may hold of a word.
func ascii(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r | 0x20
		}
		return -1
	}, s)
}

// oneLine keeps a value from ending its own field.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func writeRIS(w io.Writer, r Reference) error {
	var b strings.Builder
	put := func(tag, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", tag, value)
		}
	}
	put("TY", "NEWS")
	put("ID", r.Key)
	put("TI", r.Title)
	for _, a := range r.Authors {
		if given, family := r.split(a); family != "" {
			a = family + ", " + given // RIS tells names apart by the comma
		}
		put("AU", a)
	}
	put("T2", r.Newspaper)
	put("SE", r.Section)
	if !r.Published.IsZero() {
		put("PY", strconv.Itoa(r.Published.Year()))
		put("DA", r.Published.Format("2006/01/02"))
	}
	put("Y2", r.Archived.Format("2006/01/02"))
	put("UR", r.URL)
	put("LA", r.Language)
	put("AB", r.Abstract)
	for _, t := range r.Tags {
		put("KW", t)
	}
	put("AN", r.Where())
	put("N1", r.noted())
	b.WriteString("ER  - \r\n\r\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// texSpecial are the characters that mean something to TeX.
var texSpecial = strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `%`, `\%`, `&`, `\&`, `#`, `\#`, `$`, `\$`, `_`, `\_`, `~`, `\textasciitilde{}`, `^`, `\textasciicircum{}`)

func writeBibTeX(w io.Writer, r Reference) error {
	var b strings.Builder
	fmt.Fprintf(&b, "@online{%s,\n", r.Key)
	put := func(name, value string) {
		if value = oneLine(value); value != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
		}
	}
	put("title", "{"+texSpecial.Replace(oneLine(r.Title))+"}")
	names := make([]string, len(r.Authors))
	for i, a := range r.Authors {
		names[i] = "{" + texSpecial.Replace(oneLine(a)) + "}" // whole: a desk or an agency has no last name
		if given, family := r.split(a); family != "" {
			if a = oneLine(a); caseless(a) {
				a = family + ", " + given
			}
			names[i] = texSpecial.Replace(a)
		}
	}
	put("author", strings.Join(names, " and "))
	put("organization", texSpecial.Replace(r.Newspaper))
	if !r.Published.IsZero() {
		put("date", r.Published.Format(time.DateOnly))
	}
	put("url", strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(r.URL))
	put("urldate", r.Archived.Format(time.DateOnly))
	put("language", texSpecial.Replace(r.Language))
	put("keywords", texSpecial.Replace(strings.Join(r.Tags, ", ")))
	put("abstract", texSpecial.Replace(r.Abstract))
	put("note", texSpecial.Replace(r.noted()))
	b.WriteString("}\n\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// cslItem is an item of CSL-JSON.
type cslItem struct {
	ID              string    `json:"id"`
	Type            string    `json:"type"`
	Title           string    `json:"title"`
	Author          []cslName `json:"author,omitempty"`
	ContainerTitle  string    `json:"container-title"`
	Section         string    `json:"section,omitempty"`
	Issued          *cslDate  `json:"issued,omitempty"`
	Accessed        *cslDate  `json:"accessed"`
	URL             string    `json:"URL"`
	Language        string    `json:"language,omitempty"`
	Abstract        string    `json:"abstract,omitempty"`
	Keyword         string    `json:"keyword,omitempty"`
	Archive         string    `json:"archive"`
	ArchiveLocation string    `json:"archive_location"`
	Note            string    `json:"note"`
}

type cslName struct {
	Family  string `json:"family,omitempty"`
	Given   string `json:"given,omitempty"`
	Literal string `json:"literal,omitempty"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

func dateParts(t time.Time) *cslDate {
	if t.IsZero() {
		return nil
	}
	return &cslDate{[][]int{{t.Year(), int(t.Month()), t.Day()}}}
}

// MarshalCSL is a reference as one item of CSL-JSON.
func (r Reference) MarshalCSL() ([]byte, error) {
	item := cslItem{
		ID: r.Key, Type: "article-newspaper", Title: oneLine(r.Title), ContainerTitle: r.Newspaper, Section: r.Section,
		Issued: dateParts(r.Published), Accessed: dateParts(r.Archived), URL: r.URL, Language: r.Language, Abstract: oneLine(r.Abstract),
		Keyword: strings.Join(r.Tags, ", "), Archive: strings.TrimSpace("newskeep " + r.Archive), ArchiveLocation: r.Where(), Note: r.noted(),
	}
	for _, a := range r.Authors {
		if given, family := r.split(a); family != "" {
			item.Author = append(item.Author, cslName{Given: given, Family: family})
		} else {
			item.Author = append(item.Author, cslName{Literal: oneLine(a)})
		}
	}
	return json.Marshal(item)
}

func writeCSL(w io.Writer, r Reference) error {
	b, err := r.MarshalCSL()
	if err == nil {
		_, err = w.Write(b)
	}
	return err
}

// WriteReference writes one reference in a format that is one of citations. The
// error is [ErrFormat] for others.
func WriteReference(w io.Writer, f Format, r Reference) error {
	switch f {
	case RIS:
		return writeRIS(w, r)
	case BibTeX:
		return writeBibTeX(w, r)
	case CSL:
		return writeCSL(w, r)
	}
	return fmt.Errorf("%q: %w", f, ErrFormat)
}
