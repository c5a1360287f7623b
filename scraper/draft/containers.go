package draft

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// draftContainers drafts the rules that name elements: what holds the text, and
// what holds each image with its caption. Whether they hold is asked of whole
// readings, which are dear, so only the best few are tried.
func (w *work) draftContainers() {
	w.fields = append(w.fields,
		w.container(profile.Body, textHolder),
		w.container(profile.Images, imageHolders),
	)
}

// mostContainers is how many selectors are tried by whole readings.
const mostContainers = 8

// container drafts one rule for a field whose rules name elements. holders are
// the elements of a page that should be named.
func (w *work) container(f profile.Field, holders func(*sample) []holder) fieldRules {
	out := fieldRules{name: string(f)}
	type tally struct {
		cost  float64
		pages int
	}
	all := map[string]*tally{}
	for _, s := range w.articles {
		nodes := holders(s)
		if len(nodes) > 0 {
			out.have++
		}
		once := map[string]bool{}
		for _, h := range nodes {
			for _, p := range proposals(h.node) {
				if once[p.text] || p.cost >= costLooks || f == profile.Body && plainTag[p.text] {
					continue
				}
				once[p.text] = true
				if all[p.text] == nil {
					all[p.text] = &tally{cost: p.cost + h.cost + float64(len(p.text))/200}
				}
				all[p.text].pages++
			}
		}
	}
	texts := make([]string, 0, len(all))
	for t := range all {
		if (rule{sel: t}).usable() {
			texts = append(texts, t)
		}
	}
	worth := func(t string) float64 { return float64(all[t].pages)/float64(max(out.have, 1)) - 0.05*all[t].cost }
	slices.SortFunc(texts, func(a, b string) int {
		return cmp.Or(cmp.Compare(worth(b), worth(a)), strings.Compare(a, b))
	})
	var tried []rule
	for _, t := range texts[:min(len(texts), mostContainers)] {
		r := rule{sel: t, cost: all[t].cost}
		w.tryContainer(&r, f)
		tried = append(tried, r)
	}
	return w.choose(string(f), tried, out.have)
}

// plainTag are elements that hold a whole page's content on some pages: too much
// to be trusted with the text.
var plainTag = map[string]bool{"article": true, "main": true, "section": true, "div": true}

// tryContainer counts the pages whose reading a rule keeps as it is. Pages on
// which the selector finds nothing do not count.
func (w *work) tryContainer(r *rule, f profile.Field) {
	p, err := profile.Parse("trial.yaml", fmt.Appendf(nil, "%srules: {%s: %s}\n", w.head(), f, r.yaml()))
	if err != nil {
		return
	}
	for k, s := range w.articles {
		if len(extract.Try(p, s.page.Input).Matches(&p.Rules.Article[f][0])) == 0 {
			continue
		}
		a := extract.Read(p, s.page.Input).Article
		if a == nil || !extract.Agree(s.article(), a, f) || f == profile.Body && !extract.Agree(s.article(), a, profile.Images) {
			r.wrong++
			continue
		}
		r.right++
		r.on = append(r.on, k)
	}
}

// shortestBlock is the least letters and digits of a paragraph that is looked for.
const shortestBlock = 30

// holder is an element that may hold what is looked for, and what it costs that
// it holds more besides.
type holder struct {
	node *html.Node
	cost float64
}

// textHolder is the smallest element that holds the paragraphs of the text, and
// the one around it.
func textHolder(s *sample) []holder {
	want := map[string]bool{}
	for _, b := range s.article().Body {
		if k := key(b.Text); b.Type == news.Paragraph && len(k) >= shortestBlock {
			want[k] = true
		}
	}
	var root *html.Node
	found := map[string]bool{}
	for _, p := range s.spots() {
		if !want[p.key] || found[p.key] {
			continue
		}
		found[p.key] = true
		if root == nil {
			root = p.node.Parent
			continue
		}
		for root != nil && !inside(p.node, root) {
			root = root.Parent
		}
	}
	if 2*len(found) < len(want) || len(found) == 0 {
		return nil
	}
	var out []holder
	for n := root; n != nil && len(out) < 3 && n.Type == html.ElementNode && n.DataAtom != atom.Body && n.DataAtom != atom.Html; n = n.Parent {
		out = append(out, holder{n, 1.5 * float64(len(out))})
	}
	return out
}

// imageHolders are the figures, or the nearest named elements, around the images
// of an article.
func imageHolders(s *sample) []holder {
	want := map[string]bool{}
	for _, i := range s.article().Images {
		want[i.URL] = true
	}
	var out []holder
	for n := range s.trial.Root().Descendants() {
		if n.DataAtom != atom.Img || !want[addressOf(s, n, want)] {
			continue
		}
		for up, p := 0, n.Parent; p != nil && up < 6; up, p = up+1, p.Parent {
			if p.DataAtom == atom.Figure {
				out = append(out, holder{node: p})
				break
			}
		}
	}
	return out
}

// addressOf is the address of an image, of all its renditions, that is among
// those wanted.
func addressOf(s *sample, img *html.Node, want map[string]bool) string {
	nodes := []*html.Node{img}
	if img.Parent != nil && img.Parent.DataAtom == atom.Picture {
		for c := img.Parent.FirstChild; c != nil; c = c.NextSibling {
			nodes = append(nodes, c)
		}
	}
	for _, n := range nodes {
		for _, a := range n.Attr {
			if !strings.Contains(a.Key, "src") {
				continue
			}
			for part := range strings.FieldsSeq(a.Val) {
				if u := s.trial.Resolve(strings.TrimRight(part, ",")); want[u] {
					return u
				}
			}
		}
	}
	return ""
}
