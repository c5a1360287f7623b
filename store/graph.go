package store

import (
	"context"
	"fmt"
	"iter"
	"time"
)

// Graph is what articles are connected by.
type Graph string

// The graphs of a [Selection].
const (
	GraphLinks  Graph = "links"  // article -> article it links to, both found; one edge a link
	GraphTags   Graph = "tags"   // tag - tag on the same articles, one edge a pair
	GraphImages Graph = "images" // article -> picture that at least two of the articles show
)

// Graphs are all of them.
var Graphs = []Graph{GraphLinks, GraphTags, GraphImages}

// Directed reports whether the edges lead from one end to the other.
func (g Graph) Directed() bool { return g != GraphTags }

// GraphNode is an article, a tag or a picture.
type GraphNode struct {
	ID       string    // "a" and the id of an article, "t" of a tag, "p" of a picture
	Label    string    // headline, tag, or what stands under the picture
	Kind     string    // article, tag or image
	Site     string    // of an article; empty for others
	URL      string    // address; empty when there is none
	Articles int       // that have it; 1 for an article
	From     time.Time // publication of the first of them, UTC; zero when not known
	Until    time.Time // publication of the last of them, UTC; zero when not known
}

// GraphEdge connects two nodes, with what shows it.
type GraphEdge struct {
	Source, Target string // ids of nodes
	Relation       string // of a link: related, inline and so on; together for tags; lead, inline or gallery for pictures
	Weight         int    // articles behind it
	Evidence       string // text of the link; ids of the articles, separated by spaces; caption and credit
	Revision       string // number of the article's state that shows it; of tags, those of the articles in Evidence, in their order
	URL            string // address the link names, or of the picture; empty for tags
	Position       int    // of the link in its list, or of the picture on the page, from 1; 0 for tags
	From, Until    time.Time
}

// Times of edges: a link is seen from the first to the last visit of the state it
// stands in; tags and pictures from the first to the last publication.

const hitsFirst = "WITH hit AS MATERIALIZED (%s) "

// sharedImages are the pictures that two articles show; renditions are one picture.
const sharedImages = `, shown AS MATERIALIZED (SELECT ai.article_id, ai.position, ai.caption, ai.credit, ai.role, i.url,
		iif(i.identity = '', i.url, i.identity) AS same, i.id AS image_id
	FROM hit JOIN article_image ai ON ai.article_id = hit.id JOIN image i ON i.id = ai.image_id),
	shared AS MATERIALIZED (SELECT same, min(image_id) AS id, count(DISTINCT article_id) AS articles FROM shown GROUP BY same HAVING count(DISTINCT article_id) > 1) `

var graphNodes = map[Graph]string{
	GraphLinks: hitsFirst + `SELECT 'a' || a.id, a.headline, 'article', a.site, a.url, 1, a.published_at, a.published_at
		FROM hit JOIN article a ON a.id = hit.id ORDER BY a.id`,
	GraphTags: hitsFirst + `SELECT 't' || t.id, t.name, 'tag', '', t.url, count(*), min(f.published_at), max(f.published_at)
		FROM hit JOIN article_tag x ON x.article_id = hit.id JOIN tag t ON t.id = x.tag_id JOIN article_facet f ON f.id = hit.id GROUP BY t.id ORDER BY t.id`,
	GraphImages: hitsFirst + sharedImages + `SELECT 'a' || a.id, a.headline, 'article', a.site, a.url, 1, a.published_at, a.published_at
		FROM article a WHERE a.id IN (SELECT article_id FROM shown WHERE same IN (SELECT same FROM shared))
		UNION ALL SELECT 'p' || s.id, (SELECT caption FROM shown w WHERE w.same = s.same ORDER BY w.caption = '', w.article_id LIMIT 1), 'image', '',
			(SELECT url FROM image WHERE id = s.id), s.articles,
			(SELECT min(f.published_at) FROM shown w JOIN article_facet f ON f.id = w.article_id WHERE w.same = s.same),
			(SELECT max(f.published_at) FROM shown w JOIN article_facet f ON f.id = w.article_id WHERE w.same = s.same) FROM shared s`,
}

var graphEdges = map[Graph]string{
	GraphLinks: hitsFirst + `SELECT 'a' || l.article_id, 'a' || t.id, l.relation, 1, l.title, a.revision, l.url, l.rank, r.first_seen, r.last_seen
		FROM hit JOIN article a ON a.id = hit.id JOIN revision r ON r.article_id = a.id AND r.number = a.revision
		JOIN article_link l ON l.article_id = a.id
		LEFT JOIN page p ON p.url = l.url LEFT JOIN page_alias pa ON pa.url = l.url
		JOIN article t ON t.page_id = coalesce(pa.page_id, p.same_as, p.id)
		WHERE t.id IN (SELECT id FROM hit) AND l.relation NOT IN ('tag', 'author') ORDER BY l.article_id, l.position`,
	GraphTags: hitsFirst + `, state AS MATERIALIZED (SELECT a.id, a.revision FROM hit JOIN article a ON a.id = hit.id)
		SELECT 't' || x.tag_id, 't' || y.tag_id, 'together', count(*), group_concat(s.id, ' ' ORDER BY s.id), group_concat(s.revision, ' ' ORDER BY s.id), '', 0,
		min(f.published_at), max(f.published_at)
		FROM state s JOIN article_tag x ON x.article_id = s.id JOIN article_tag y ON y.article_id = s.id AND y.tag_id > x.tag_id
		JOIN article_facet f ON f.id = s.id GROUP BY x.tag_id, y.tag_id ORDER BY x.tag_id, y.tag_id`,
	GraphImages: hitsFirst + sharedImages + `SELECT 'a' || w.article_id, 'p' || s.id, w.role, 1, trim(w.caption || iif(w.credit = '', '', ' (' || w.credit || ')')), a.revision, w.url, w.position,
		a.published_at, a.published_at FROM shown w JOIN shared s ON s.same = w.same JOIN article a ON a.id = w.article_id ORDER BY w.article_id, w.position`,
}

// Nodes gives the nodes of a graph between the hits.
func (s *Selection) Nodes(ctx context.Context, g Graph) iter.Seq2[GraphNode, error] {
	return selected(ctx, s, graphNodes[g], func(scan func(...any) error) (n GraphNode, err error) {
		var from, until clock
		err = scan(&n.ID, &n.Label, &n.Kind, &n.Site, &n.URL, &n.Articles, &from, &until)
		n.From, n.Until = from.Time, until.Time
		return n, err
	})
}

// Edges gives the edges of a graph between the hits; both ends are among [Selection.Nodes].
func (s *Selection) Edges(ctx context.Context, g Graph) iter.Seq2[GraphEdge, error] {
	return selected(ctx, s, graphEdges[g], func(scan func(...any) error) (e GraphEdge, err error) {
		var from, until clock
		err = scan(&e.Source, &e.Target, &e.Relation, &e.Weight, &e.Evidence, &e.Revision, &e.URL, &e.Position, &from, &until)
		e.From, e.Until = from.Time, until.Time
		return e, err
	})
}

// ParseGraph reads the name of a graph.
func ParseGraph(name string) (Graph, error) {
	for _, g := range Graphs {
		if string(g) == name {
			return g, nil
		}
	}
	return "", fmt.Errorf("a graph is of links, tags or images, not %q", name)
}
