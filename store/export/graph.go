package export

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"newskeep/store"
)

// Formats of graphs.
const (
	GEXF    Format = "gexf"    // https://gexf.net/schema.html, dynamic: nodes and edges have their times
	GraphML Format = "graphml" // http://graphml.graphdrawing.org/specification.html
)

// GraphFormats are all of them.
var GraphFormats = []Format{GEXF, GraphML}

// GraphReport is what was written.
type GraphReport struct{ Nodes, Edges int }

// GraphAbout says what a graph file tells about itself.
type GraphAbout struct {
	Creator string // such as "newskeep 1.2"
	About   string // what it shows, in a sentence
	Made    time.Time
}

// graphAttr is one of the attributes that both formats have.
type graphAttr struct {
	Column
	kind string // string or integer
}

var (
	nodeAttrs = []graphAttr{
		{Column{"kind", "article, tag or image."}, "string"},
		{Column{"site", "Site of an article; empty for others."}, "string"},
		{Column{"url", "Address; empty when there is none."}, "string"},
		{Column{"articles", "Articles that have it; 1 for an article."}, "integer"},
		{Column{"first_published", "When the first of its articles says it was published, UTC."}, "string"},
		{Column{"last_published", "When the last of its articles says it was published, UTC."}, "string"},
	}
	edgeAttrs = []graphAttr{
		{Column{"relation", "Of a link: related, inline, read_next, most_read or coverage; together for tags; lead, inline or gallery for pictures."}, "string"},
		{Column{"articles", "Articles behind the edge; also its weight."}, "integer"},
		{Column{"evidence", "Text of the link; ids of the articles that have both tags; caption and credit of the picture there."}, "string"},
		{Column{"url", "Address the link names, or of the picture."}, "string"},
		{Column{"position", "Place of the link in its list, or of the picture on the page, from 1; 0 for tags."}, "integer"},
		{Column{"revision", "State that shows it: revision of the article that links or shows the picture; of tags, those of the articles in evidence, in their order."}, "string"},
		{Column{"from", "Of a link: first visit that saw it in the article's present state; otherwise the first publication, UTC."}, "string"},
		{Column{"until", "Of a link: last visit that saw it; otherwise the last publication, UTC."}, "string"},
	}
)

func nodeValues(n store.GraphNode) []string {
	return []string{n.Kind, n.Site, n.URL, strconv.Itoa(n.Articles), utc(n.From), utc(n.Until)}
}

func edgeValues(e store.GraphEdge) []string {
	return []string{e.Relation, strconv.Itoa(e.Weight), e.Evidence, e.URL, strconv.Itoa(e.Position), e.Revision, utc(e.From), utc(e.Until)}
}

// Graph writes a graph of what was selected, one node and one edge at a time. The
// error is [ErrFormat], or what reading or writing returned.
func Graph(ctx context.Context, f Format, w io.Writer, s *store.Selection, g store.Graph, about GraphAbout) (GraphReport, error) {
	x := &xmlText{w: w}
	var d dialect
	switch f {
	case GEXF:
		d = gexf{x}
	case GraphML:
		d = graphml{x}
	default:
		return GraphReport{}, fmt.Errorf("%q: %w", f, ErrFormat)
	}
	var report GraphReport
	d.begin(g, about)
	for n, err := range s.Nodes(ctx, g) {
		if err == nil {
			d.node(n)
			err = x.err
		}
		if err != nil {
			return report, err
		}
		report.Nodes++
	}
	d.between()
	for e, err := range s.Edges(ctx, g) {
		if err == nil {
			d.edge(report.Edges, e)
			err = x.err
		}
		if err != nil {
			return report, err
		}
		report.Edges++
	}
	d.end()
	return report, x.err
}

type dialect interface {
	begin(store.Graph, GraphAbout)
	node(store.GraphNode)
	between()
	edge(i int, e store.GraphEdge)
	end()
}

// xmlText writes XML and keeps its first error.
type xmlText struct {
	w   io.Writer
	err error
}

// put writes a format whose arguments are escaped; characters that XML cannot hold
// become U+FFFD.
func (x *xmlText) put(format string, args ...string) {
	if x.err != nil {
		return
	}
	safe := make([]any, len(args))
	for i, a := range args {
		var b strings.Builder
		if x.err = xml.EscapeText(&b, []byte(a)); x.err != nil {
			return
		}
		safe[i] = b.String()
	}
	_, x.err = fmt.Fprintf(x.w, format, safe...)
}

func direction(g store.Graph) string {
	if g.Directed() {
		return "directed"
	}
	return "undirected"
}

type gexf struct{ *xmlText }

func (x gexf) begin(g store.Graph, about GraphAbout) {
	x.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://www.gexf.net/1.2draft\" version=\"1.2\">\n")
	x.put("<meta lastmodifieddate=\"%s\"><creator>%s</creator><description>%s</description></meta>\n", about.Made.Format(time.DateOnly), about.Creator, about.About)
	x.put("<graph mode=\"dynamic\" timeformat=\"date\" defaultedgetype=\"%s\">\n", direction(g))
	x.attributes("node", nodeAttrs)
	x.attributes("edge", edgeAttrs)
	x.put("<nodes>\n")
}

func (x gexf) attributes(class string, attrs []graphAttr) {
	x.put("<attributes class=\"%s\">\n", class)
	for i, a := range attrs {
		x.put("<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>\n", strconv.Itoa(i), a.Name, a.kind)
	}
	x.put("</attributes>\n")
}

// since writes from which day on something is, when that is known; the attributes
// have the moments. It has no end: what was published stays published.
func (x gexf) since(from time.Time) {
	if !from.IsZero() {
		x.put(" start=\"%s\"", from.UTC().Format(time.DateOnly))
	}
}

func (x gexf) values(values []string) {
	x.put("<attvalues>")
	for i, v := range values {
		x.put("<attvalue for=\"%s\" value=\"%s\"/>", strconv.Itoa(i), v)
	}
	x.put("</attvalues>")
}

func (x gexf) node(n store.GraphNode) {
	x.put("<node id=\"%s\" label=\"%s\"", n.ID, n.Label)
	x.since(n.From)
	x.put(">")
	x.values(nodeValues(n))
	x.put("</node>\n")
}

func (x gexf) between() { x.put("</nodes>\n<edges>\n") }

func (x gexf) edge(i int, e store.GraphEdge) {
	x.put("<edge id=\"%s\" source=\"%s\" target=\"%s\" weight=\"%s\"", strconv.Itoa(i), e.Source, e.Target, strconv.Itoa(e.Weight))
	x.since(e.From)
	x.put(">")
	x.values(edgeValues(e))
	x.put("</edge>\n")
}

func (x gexf) end() { x.put("</edges>\n</graph>\n</gexf>\n") }

type graphml struct{ *xmlText }

func (x graphml) begin(g store.Graph, about GraphAbout) {
	x.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n")
	x.put("<desc>%s</desc>\n", about.About+" "+about.Creator+", "+utc(about.Made)+".")
	x.put("<key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n")
	for i, a := range nodeAttrs {
		x.key("node", "n"+strconv.Itoa(i), a)
	}
	for i, a := range edgeAttrs {
		x.key("edge", "e"+strconv.Itoa(i), a)
	}
	x.put("<graph edgedefault=\"%s\">\n", direction(g))
}

func (x graphml) key(class, id string, a graphAttr) {
	kind := "string"
	if a.kind == "integer" {
		kind = "int"
	}
	x.put("<key id=\"%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"><desc>%s</desc></key>\n", id, class, a.Name, kind, a.About)
}

func (x graphml) values(prefix string, values []string) {
	for i, v := range values {
		if v != "" {
			x.put("<data key=\"%s\">%s</data>", prefix+strconv.Itoa(i), v)
		}
	}
}

func (x graphml) node(n store.GraphNode) {
	x.put("<node id=\"%s\"><data key=\"label\">%s</data>", n.ID, n.Label)
	x.values("n", nodeValues(n))
	x.put("</node>\n")
}

func (graphml) between() {}

func (x graphml) edge(i int, e store.GraphEdge) {
	x.put("<edge id=\"e%s\" source=\"%s\" target=\"%s\"><data key=\"weight\">%s</data>", strconv.Itoa(i), e.Source, e.Target, strconv.Itoa(e.Weight))
	x.values("e", edgeValues(e))
	x.put("</edge>\n")
}

func (x graphml) end() { x.put("</graph>\n</graphml>\n") }
