package export

import "slices"

// Codebook says in words what an export of a format holds: columns, fields or
// attributes, in their order; with stood, of one that says where articles stood. It
// is nil for formats it does not know.
func Codebook(f Format, stood bool) []Column {
	switch f {
	case CSV, Parquet:
		book := Columns
		if f == Parquet {
			book = parquetCodebook()
		}
		if stood {
			book = slices.Concat(book, StoodColumns)
		}
		return book
	case JSONL:
		return []Column{{"(line)", "One article: the document that 'newskeep show ID --json' prints. Lists are lists, times RFC 3339, absent values empty or left out; provenance tells each field's source; stood, when it was asked for, where it stood and how long; permalink leads to the state in the reading room that was named as base, or names it as newskeep:ARCHIVE/article/ID/revision/N, which 'newskeep show' takes."}}
	case RIS:
		return citeCodebook(1)
	case BibTeX:
		return citeCodebook(2)
	case CSL:
		return citeCodebook(3)
	case GEXF, GraphML:
		var book []Column
		for _, a := range nodeAttrs {
			book = append(book, Column{"node " + a.Name, a.About})
		}
		for _, a := range edgeAttrs {
			book = append(book, Column{"edge " + a.Name, a.About})
		}
		return book
	}
	return nil
}

// typed are the columns that Parquet has otherwise than CSV.
var typed = map[string]string{
	"bylines":    "List: who signed it.",
	"section":    "List: path of its section, outermost first.",
	"tags":       "List: tags as readers see them.",
	"published":  "Timestamp, UTC: when the page says it was published; null when it does not say.",
	"modified":   "Timestamp, UTC: when the page says it was changed; null when it does not say.",
	"first_seen": "Timestamp, UTC: when the archive first saw this state.",
	"last_seen":  "Timestamp, UTC: when the archive last saw this state.",
	"gone_at":    "Timestamp, UTC: when the page was first found missing; null while it is there.",
}

func parquetCodebook() []Column {
	var book []Column
	for _, c := range Columns {
		switch c.Name {
		case "captions":
			c = Column{"images", "List of url, caption, credit, alt and role, in the order of the page."}
		case "credits":
			c = Column{"links", "List of relation, url and title, in the order of the page."}
		default:
			if about, ok := typed[c.Name]; ok {
				c.About = about
			}
		}
		book = append(book, c)
	}
	return book
}

// CaptureCodebook says what a WARC, alone or in a WACZ, holds.
var CaptureCodebook = []Column{
	{"warcinfo", "The first record: program, operator, archive, and what was selected."},
	{"response", "What a server answered, with header and body, transfer and content codings undone."},
	{"revisit", "An answer whose body is that of a record before, or \"not modified\"; it names that record."},
	{"request", "What was asked for an answer, where it is known; it comes behind the answer."},
	{"WARC-Date", "When the answer came, UTC."},
	{"WARC-Record-ID", "Of an answer: the name of its visit in the archive, as a UUID."},
	{"WARC-Payload-Digest", "SHA-1 of the body, in base 32."},
}

// citeFields are the fields of references: what they mean, and their names in RIS,
// BibTeX and CSL-JSON; empty where a format has none.
var citeFields = [][4]string{
	{"Key: name, year, first word, article and revision; unique in the archive.", "ID", "(key)", "id"},
	{"Headline.", "TI", "title", "title"},
	{"Bylines; names of desks and agencies stay whole.", "AU", "author", "author"},
	{"Newspaper: what people call the site.", "T2", "organization", "container-title"},
	{"Path of the section.", "SE", "", "section"},
	{"Day of publication where the page was written.", "DA", "date", "issued"},
	{"Day on which the archive first saw the cited state, UTC.", "Y2", "urldate", "accessed"},
	{"Address.", "UR", "url", "URL"},
	{"Language, BCP 47.", "LA", "language", "language"},
	{"Standfirst.", "AB", "abstract", "abstract"},
	{"Tags.", "KW", "keywords", "keyword"},
	{"Article and revision within the archive.", "AN", "", "archive_location"},
	{"Archive, article, revision, the moment it was archived, and the permalink.", "N1", "note", "note"},
}

func citeCodebook(format int) []Column {
	var book []Column
	for _, f := range citeFields {
		if f[format] != "" {
			book = append(book, Column{f[format], f[0]})
		}
	}
	return book
}
