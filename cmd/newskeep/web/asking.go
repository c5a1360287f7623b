package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"newskeep/store"
	"newskeep/store/query"
)

// asking is what the views of a search have in common: the query, the dates it is
// narrowed to, and the moment of whose archive it is asked.
type asking struct {
	Given string `json:"given"` // query as typed
	From  string `json:"from"`  // first year, month or day of publication
	To    string `json:"to"`    // last one
	When  string `json:"given_as_of"`

	alone  query.Query // as parsed
	parsed query.Query // narrowed to the dates
	at     time.Time   // zero: today
}

// viewOf is the head of a view beside that of the hits.
func viewOf(title, query string) head {
	if query != "" {
		title += ": " + query
	}
	return head{Title: title, Nav: "/search"}
}

// asked is what an address asks, as typed.
func asked(q *http.Request) asking {
	value := func(name string) string { return strings.TrimSpace(q.FormValue(name)) }
	return asking{Given: value("q"), From: value("from"), To: value("to"), When: value("as_of")}
}

// ask reads it from an address.
func (r *room) ask(q *http.Request) (a asking, err error) {
	a = asked(q)
	if a.alone, err = r.archive.Parse(a.Given); err != nil {
		return a, err
	}
	if a.parsed, err = within(a.alone, a.From, a.To); err != nil {
		return a, err
	}
	a.at, err = moment(a.When)
	return a, err
}

// Doubts says where the query may have been read otherwise than it was meant.
func (a asking) Doubts() []string { return a.parsed.Doubts() }

// text of the query, canonical.
func (a asking) text() string { return a.parsed.String() }

// archiveOf gives the archive a search is about. Done must be called with the error of
// what was asked, if there was one.
func (r *room) archiveOf(q *http.Request, a asking) (archive *store.Reader, done func(error), err error) {
	if a.at.IsZero() {
		return r.archive, func(error) {}, nil
	}
	return r.pasts.of(q.Context(), a.at)
}

// address of a view of this search, with values of its own; empty ones are left out.
func (a asking) address(path string, own ...[2]string) string {
	v := given(append([][2]string{{"q", a.Given}, {"from", a.From}, {"to", a.To}, {"as_of", a.When}}, own...)...)
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// given are the values of an address without the empty ones.
func given(all ...[2]string) url.Values {
	v := url.Values{}
	for _, kv := range all {
		if kv[1] != "" {
			v.Set(kv[0], kv[1])
		}
	}
	return v
}

// and is this search with one more condition.
func (a asking) and(more query.Node) asking {
	a.alone = and(a.alone, more)
	a.Given = a.alone.String()
	return a
}

// over is this search over other dates.
func (a asking) over(from, to string) asking {
	a.From, a.To = from, to
	return a
}

// today is this search in the archive as it is.
func (a asking) today() asking {
	a.When = ""
	return a
}

// article is where an article that was found is read, in the state in which it was.
func (a asking) article(id int64, revision int) string {
	address := "/article/" + strconv.FormatInt(id, 10)
	if !a.at.IsZero() {
		address += "?revision=" + strconv.Itoa(revision)
	}
	return address
}

// view is one way to look at what a search finds.
type view struct {
	Name, Address string
	Here          bool
}

// Views are all of them, at one.
func (a asking) Views(here string) (all []view) {
	for _, v := range [][2]string{{"/search", "Articles"}, {"/concordance", "Concordance"}, {"/words", "Words"}, {"/counts", "Counts"}} {
		all = append(all, view{Name: v[1], Address: a.address(v[0]), Here: v[0] == here})
	}
	return all
}

// cannot says why there is no answer: on the page, above the form in which the
// question can be put otherwise; to programs as a refusal.
func cannot(q *http.Request, why string) (hint string, err error) {
	if wantsTwin(q) {
		return "", badRequest("%s", why)
	}
	return why, nil
}

// other reads a second query of an address, which is not the one that a refusal can
// point into.
func (r *room) other(q *http.Request, name string) (text string, parsed query.Query, err error) {
	text = strings.TrimSpace(q.FormValue(name))
	var syntax *query.SyntaxError
	if parsed, err = r.archive.Parse(text); errors.As(err, &syntax) {
		err = badRequest("The query in %s cannot be understood: at character %d: %s.", name, syntax.Pos+1, strings.TrimSuffix(syntax.Msg, "."))
	}
	return text, parsed, err
}

// within narrows a query to a time of publication: what the fields for dates, the
// bars and the brush of the timeline do.
func within(q query.Query, from, to string) (query.Query, error) {
	if from == "" && to == "" {
		return q, nil
	}
	for _, end := range []string{from, to} {
		if _, err := query.Parse("published:" + quoted(end)); end != "" && err != nil {
			return q, badRequest("%q is no date of publication: give a year, month or day, such as 2024, 2024-12 or 2024-12-01.", end)
		}
	}
	// Each end may be right, and both together not: 2025 to 2024.
	var syntax *query.SyntaxError
	both, err := query.Parse("published:" + quoted(from+".."+to))
	if errors.As(err, &syntax) {
		return q, badRequest("The dates of publication cannot be meant: %s.", strings.TrimPrefix(syntax.Msg, "published: "))
	}
	return and(q, both.Root), nil
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, "") + `"` }

// and adds one more condition to a query, or those of another.
func and(q query.Query, more query.Node) query.Query {
	var all query.And
	for _, n := range []query.Node{q.Root, more} {
		if parts, ok := n.(query.And); ok {
			all = append(all, parts...)
		} else if n != nil {
			all = append(all, n)
		}
	}
	switch len(all) {
	case 0:
		return query.Query{}
	case 1:
		return query.Query{Root: all[0]}
	}
	return query.Query{Root: all}
}
