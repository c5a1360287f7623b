package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"newskeep/scraper/news"
	"newskeep/store"
)

// articlePage is what is known of an article.
type articlePage struct {
	Article    *store.StoredArticle `json:"article"`
	Current    int                  `json:"current_revision"`
	Revisions  []store.Revision     `json:"revisions"`
	LinksTo    []outgoing           `json:"links_to"`
	LinkedFrom []store.Linking      `json:"linked_from"`
	Tenures    []*store.Tenure      `json:"placements"`
	Images     []*store.ImageUse    `json:"images"` // of the current revision, with what is known of their files
	Sources    []fieldSource        `json:"sources"`
	Fetch      *store.Snapshot      `json:"fetch"` // null when the page was not stored

	cited cited
	files []*store.ImageUse // Images, and those that stood there before when an earlier revision is shown
}

// outgoing is a link of the article, with the article it leads to.
type outgoing struct {
	news.Link
	ID int64 // in the archive; 0: not there
}

// MarshalJSON adds the id to what a link says.
func (o outgoing) MarshalJSON() ([]byte, error) {
	b, err := json.Marshal(o.Link)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, `{"id":%d,%s`, o.ID, b[1:]), nil
}

// fieldSource is how a field is known.
type fieldSource struct {
	Field string `json:"field"`
	news.Provenance
}

func (p articlePage) head() head {
	return head{Title: p.Article.Headline, Language: p.Article.Language, Nav: "/search", Cited: &p.cited}
}

// ref is the article an address names, without the ending of twins.
func ref(q *http.Request) (string, error) {
	id := strings.TrimSuffix(q.PathValue("id"), ".json")
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		return "", notFound("%q is no number of an article. By address: search for url:…", id)
	}
	return id, nil
}

// picked is the article and the revision a request is about.
func (r *room) picked(q *http.Request) (*store.StoredArticle, error) {
	id, err := ref(q)
	if err != nil {
		return nil, err
	}
	n, err := number(q, "revision", 0, 1, 1<<30)
	if err != nil {
		return nil, err
	}
	return r.archive.Article(q.Context(), id, store.ArticleAt{Revision: n})
}

func (r *room) article(q *http.Request) (shown, error) {
	ctx := q.Context()
	a, err := r.picked(q)
	if err != nil {
		return nil, err
	}
	p := articlePage{Article: a, LinksTo: []outgoing{}, Sources: []fieldSource{}}
	id := strconv.FormatInt(a.ID, 10)
	if p.Revisions, err = r.archive.Revisions(ctx, id); err != nil {
		return nil, err
	}
	p.Current = p.Revisions[len(p.Revisions)-1].Number
	if p.LinkedFrom, err = r.archive.LinkedFrom(ctx, a.ID); err != nil {
		return nil, err
	}
	if p.Tenures, err = r.archive.Tenures(ctx, store.PlacementRequest{Article: id}); err != nil {
		return nil, err
	}
	if p.Tenures == nil {
		p.Tenures = []*store.Tenure{}
	}
	if p.Images, err = r.archive.Images(ctx, store.ImageRequest{Article: id}); err != nil {
		return nil, err
	}
	if p.Images == nil {
		p.Images = []*store.ImageUse{}
	}
	if p.files = p.Images; p.Old() {
		if p.files, err = r.archive.Images(ctx, store.ImageRequest{Article: id, Past: true}); err != nil {
			return nil, err
		}
	}
	if p.LinksTo, err = r.outgoing(q, a.Links); err != nil {
		return nil, err
	}
	for _, f := range fieldOrder(a.Provenance) {
		p.Sources = append(p.Sources, fieldSource{f, a.Provenance[f]})
	}
	if p.Fetch, err = r.fetched(ctx, id, a.Revision); err != nil {
		return nil, err
	}
	if p.cited, err = r.citation(q, a); err != nil {
		return nil, err
	}
	return p, nil
}

// outgoing finds the articles that links lead to.
func (r *room) outgoing(q *http.Request, links []news.Link) ([]outgoing, error) {
	list := []outgoing{}
	var addresses []string
	for _, l := range links {
		if slices.Contains(relationsShown, l.Relation) {
			list, addresses = append(list, outgoing{Link: l}), append(addresses, l.URL)
		}
	}
	ids, err := r.archive.ArticlesAt(q.Context(), addresses)
	for i := range list {
		list[i].ID = ids[list[i].URL]
	}
	slices.SortStableFunc(list, func(a, b outgoing) int {
		return slices.Index(relationsShown, a.Relation) - slices.Index(relationsShown, b.Relation)
	})
	return list, err
}

// fieldOrder is that of a page, then that of the alphabet.
func fieldOrder(m map[string]news.Provenance) []string {
	order := []string{"headline", "kicker", "standfirst", "bylines", "source", "dateline", "published", "modified", "section", "tags", "body", "images"}
	var list []string
	for f := range m {
		list = append(list, f)
	}
	place := func(f string) int {
		if i := slices.Index(order, f); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(list, func(a, b string) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return list
}

// Old reports whether a later revision is there.
func (p articlePage) Old() bool { return p.Article.Revision != p.Current }

// Disagreeing are the alternates of a field that say something else.
func (s fieldSource) Disagreeing() int {
	n := 0
	for _, a := range s.Alternates {
		if !a.Agrees {
			n++
		}
	}
	return n
}

// stood is a tenure, with how many more there are of its kind.
type stood struct {
	*store.Tenure
	Alike int
}

// prominence is the order in which places are told.
var prominence = []string{"home", "section", "most_read", "ticker", "coverage", "read_next"}

// Stood is where the article stood, the most prominent places first; boxes of single
// pages, such as Read Next, are told once, by the one in which it had the best slot and
// of those stood longest.
func (p articlePage) Stood() []stood {
	var list []stood
	of := map[string]int{}
	for _, t := range p.Tenures {
		alone := t.Module != "read_next" && t.Module != "coverage"
		if i, told := of[t.Module]; told && !alone {
			if list[i].Alike++; t.Best < list[i].Best {
				list[i].Tenure = t
			}
			continue
		}
		of[t.Module] = len(list)
		list = append(list, stood{Tenure: t})
	}
	slices.SortStableFunc(list, func(a, b stood) int {
		return slices.Index(prominence, a.Module) - slices.Index(prominence, b.Module)
	})
	return list
}
