package extract

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/profile"
)

// oddMarkup are pages on which it is hard to tell where markup begins and ends.
var oddMarkup = []string{
	`<p>a<script>if (a < b) "<p>" </script>b`,
	`<script>a</script x="</script>">b<p>c`,
	`<script><!-- <script> </script> --></script><p>b`,
	`<script><!-- </script><p>b`,
	`<script><!--<script </script>x</script><svg><path></svg>`,
	`<SCRIPT>a</Script ><STYLE>p > a</style/><p>b`,
	`<script/>a</script><script></script><script>b`,
	"<script>a\r\nb\rc\x00d</script>",
	"<script>\x1a0</script><script>\x1a1</script>",
	`<scriptx>a</scriptx><script<b>a</script>b</script<b>c`,
	`<!-- <script> --><p>a<!----><style>b</style><!--> <script>c</script> -->`,
	`<!--a--!><script>b</script><!-><!---><script>c</script>--><!DOCTYPE html><? <script>a</script> ?>`,
	`</><script>a</script></ <script>b</script>>`,
	`<p title="<script>a</script>">b<p title='>'>c<p title=<script>d</script>`,
	`<textarea><script>a</textarea><title><script></title><noscript><script></noscript><iframe><script></iframe><xmp><script></xmp>b<script>c</script>`,
	`<p>a<svg viewBox="0 0 1 1"><title>b</title><g><path d="M0"/><path d=M0 /></g></svg>c`,
	`<svg><path d=M0/><path></svg><p>a`,
	`<svg/data-x>a`, `<svg target=c target=c/>a<p>`, `<svg/><p>a</p><svg a=x/><p>b</svg>c`,
	`<svg><g></path></g><p>b</svg>`,
	`<svg><title><p>a</title></svg>`, `<svg><style>a<b></style></svg>`, `<svg><foreignObject><p>a</foreignObject></svg>b`,
	`<p>a<b>b<svg><foreignObject x=1><div style="a"><div></div></div></foreignObject><g></g></svg>c</b><p>d`, `<svg><foreignObject><div>a</div></foreignObject></svg>b`,
	`<svg><foreignObject><div></foreignObject></svg>b`, `<svg><foreignObject></div></foreignObject></svg>b`, `<table><tr><svg><foreignObject><div></div></foreignObject></svg>b</table>`,
	`<div><p>a<svg><filter><feComponentTransfer><feFuncR type="table"></feFuncR></feComponentTransfer><feTile/></filter></svg>b</p></div>c`,
	`<svg><svg></svg><script>a</script></svg><script>b</script>`,
	`<svg><![CDATA[ </svg> ]]></svg>a`, `<math><mi>a<script>b</script></math>`, `<svg><!-- </svg> --></svg>a`,
	`<table><svg><g></g></svg><tr><td><svg><g></svg>a</table>`,
	`<select><option><svg><text>a</text></svg></select><svg><text>b</text></svg>`,
	`<p><b class=a data-x=1><b class=a data-x=2><b class=a><b class=a data-x=1></p><p>c`,
	`<p class data-x =y><p class data-x=1 =z><p class data-x/=z><br data-x=a/><br class="a"data-x/>`,
	`<p data-x id=a data-x=2 id=b =c data-y='>'>d<a href=x/ target=_blank>`,
	`<div data-x="a`, `<div data-`, `<script`, `<style>a`, `<svg><g>`, `<svg`, `<`, `</`, `</a`, `<!`, `<!-`, `<!--`, `<a b=`, `<a b =`, `<a b/`, `<svg><a b/`,
	`<frameset><frame></frameset><svg>a</svg>`, `<svg>a</svg><frameset><frame>`, `<plaintext><script>a</script>`,
}

// TestSlim holds that the slimmed page has the tree of the page, but for what is
// left out, over odd markup and the pages of testdata.
func TestSlim(t *testing.T) {
	for _, page := range oddMarkup {
		sameTree(t, page)
	}
	for _, f := range fixtures(t) {
		body, _ := toUTF8(f.in.Body, f.in.ContentType)
		sameTree(t, string(body))
	}
}

// TestSlimShuffled does so over pieces of markup in any order.
func TestSlimShuffled(t *testing.T) {
	pieces := strings.Fields(`<script> </script> <script </script <!-- --> --!> <! <? </ > / = " ' a data-x href class <p <p> </p> <b <b> </b> <a <a> </a>
		<svg> </svg> <svg <svg/> <g> </g> <path /> <path/> <title> </title> <style> </style> <desc> </desc> <select> </select> <table> <tr> <td> </table>
		<textarea> </textarea> <math> </math> <noscript> </noscript> <template> </template> <li> </li> <ul> </ul> <h1> </h1> <section> </section> <span> </span> <pre> </pre> <button> </button> <i> </i> <foreignObject> </foreignObject> <foreignObject><div></div></foreignObject> <text> </text> <body> </body> </html> <frameset> <option> <iframe> </iframe> <div> </div>`)
	pieces = append(pieces, " ", " ", "\n", "\n", "\n  \n", "<!--c-->", "&am", "p;", "\r\n", " data-x=", ` data-x="b"`, " target=c", ` type=button`, ` type="a`, ` rel="nofollow b"`, "<link rel=icon>", "<link rel=next>", "<script></script>", " style=x", "\x00")
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range 2 + r.IntN(14) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		sameTree(t, b.String())
	}
}

func FuzzSlim(f *testing.F) {
	for _, page := range oddMarkup {
		f.Add(page)
	}
	for _, page := range fixtures(f) {
		f.Add(string(page.in.Body))
	}
	f.Fuzz(func(t *testing.T, page string) { sameTree(t, page) })
}

// sameTree compares the tree of a page with that of the slimmed one.
func sameTree(t *testing.T, page string) {
	t.Helper()
	whole, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return // nested too deep
	}
	d := &document{body: []byte(page)}
	var markup []byte
	var most int
	markup, d.scripts, most = slim(d.body, nil, &wanted{})
	if d.root, err = html.Parse(bytes.NewReader(markup)); err != nil {
		t.Fatalf("%.300q\nslimmed to\n%.300q\n%v", page, markup, err)
	}
	made := 0 // the bound does not count what tables and pages begin with unsaid
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode || n.Type == html.CommentNode {
			made++
		}
	}
	if most >= 0 && made > 4*(most+1) {
		t.Fatalf("%.300q: %d elements, bound by %d", page, made, most)
	}
	want, got := readings(whole), readings(d.root)
	maps.DeleteFunc(want, func(name, _ string) bool { _, there := got[name]; return !there }) // inside drawings
	if !maps.Equal(want, got) {
		t.Fatalf("%.300q\nslimmed to\n%.300q\nreads %q\nwant  %q", page, markup, got, want)
	}
	tree, slimmed := outline(whole, (&document{}).script), outline(d.root, d.script)
	for i := range max(len(tree), len(slimmed)) {
		if i >= len(tree) || i >= len(slimmed) || tree[i] != slimmed[i] {
			t.Fatalf("%.300q\nslimmed to\n%.300q\ntree from %d: %.300q\nwant %.300q", page, markup, i, slimmed[min(i, len(slimmed)):], tree[min(i, len(tree)):])
		}
	}
}

// outline writes a tree line by line, without what slimming leaves out: white space
// is squeezed, and shown only beside words.
func outline(n *html.Node, source func(*html.Node) string) []string {
	var out []string
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		attrs := slices.DeleteFunc(slices.Clone(n.Attr), func(a html.Attribute) bool { return isIdle(a) })
		if n.Namespace == "svg" && n.DataAtom == atom.Svg {
			attrs = nil
		}
		out = append(out, fmt.Sprintf("%d %d %s %q %v", depth, n.Type, n.Namespace, n.Data, attrs))
		switch {
		case n.Namespace == "" && n.DataAtom == atom.Script:
			out = append(out, source(n))
			return
		case n.Namespace == "" && n.DataAtom == atom.Style, n.Namespace == "svg" && n.DataAtom == atom.Svg:
			return
		}
		text := ""
		words := func() {
			if text = squeeze(text); text != "" {
				out = append(out, fmt.Sprintf("%d %q", depth+1, text))
			}
			text = ""
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.Type {
			case html.CommentNode:
			case html.TextNode:
				text += c.Data
			default:
				if n.Namespace == "" && isIdleElement(c, source) {
					continue
				}
				words()
				walk(c, depth+1)
			}
		}
		words()
	}
	walk(n, 0)
	return out
}

// isIdle reports an attribute that slimming may leave out.
func isIdle(a html.Attribute) bool {
	k := slices.Index(idleNames[:], a.Key)
	return unread([]byte(a.Key)) || k >= 0 && saysNothing(k, []byte(a.Val))
}

// isIdleElement reports an element that slimming may leave out.
func isIdleElement(n *html.Node, source func(*html.Node) string) bool {
	switch n.DataAtom {
	case atom.Script:
		return source(n) == ""
	case atom.Link:
		rel := attr(n, "rel")
		return saysNothing(relName, []byte(rel)) && !hasAttr(n, "itemprop")
	}
	return false
}

// readings are the texts of a tree to a reader who sees all of it, and to those who
// pass over all elements of one name: no two words may come together.
func readings(root *html.Node) map[string]string {
	names := map[string][]*html.Node{"": nil}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			names[n.Data] = append(names[n.Data], n)
		}
	}
	out := map[string]string{}
	for name, nodes := range names {
		d := &document{cut: map[*html.Node]bool{}, room: &room{}}
		for _, n := range nodes {
			d.cut[n] = true
		}
		out[name] = d.text(root)
	}
	return out
}

// TestSlimDropsNothingAsked holds the attributes that slimming leaves out against
// the code of this package: none of them may be a name that the code asks for.
func TestSlimDropsNothingAsked(t *testing.T) {
	files := gotoken.NewFileSet()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == "slimwords.go" {
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		// Names stand in calls of attr and hasAttr, in comparisons with Key, and in
		// lists that are gone through by calls of attr.
		ast.Inspect(file, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != gotoken.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil || strings.ContainsAny(s, " <>[]") {
				return true
			}
			if strings.HasPrefix(s, "data-") {
				asked++
			}
			if unread([]byte(s)) && !nowhereAsked[s] {
				t.Errorf("%s: slimming leaves out the attribute %q", files.Position(lit.Pos()), s)
			}
			return true
		})
	}
	if asked < 10 {
		t.Errorf("only %d names of data attributes found in the code", asked)
	}
}

// nowhereAsked are strings of the code that are names of attributes by chance:
// words in the addresses of images that stand for others, an element, a word of classes.
var nowhereAsked = map[string]bool{"placeholder": true, "loading": true, "dir": true, "media": true}

// TestSlimKeepsWhatRulesName holds that rules of a profile find attributes and
// drawings that the reader does not ask for.
func TestSlimKeepsWhatRulesName(t *testing.T) {
	page := []byte(`<p data-zz="1" data-ww="2" target="x"><svg><path id="a"/></svg>`)
	p := &profile.Profile{Source: []byte("select: 'p[data-zz] svg'")}
	markup, _, _ := slim(page, nil, wantedBy(p))
	if got, want := string(markup), `<p data-zz="1"  ><svg><path id="a"/></svg>`; got != want {
		t.Errorf("slimmed to %q, want %q", got, want)
	}
	markup, _, _ = slim(page, nil, wantedBy(nil))
	if got, want := string(markup), `<p   ><svg></svg>`; got != want {
		t.Errorf("slimmed to %q, want %q", got, want)
	}
	// Names count as whole words, and as what their escapes stand for.
	for source, want := range map[string]string{
		`select: 'meta[property="og:description"], .data-zz-top, .paths'`: `<p   ><svg></svg>`,
		`select: 'p[data\-zz], [TARGET]'`:                                 `<p data-zz="1"  target="x"><svg></svg>`,
	} {
		if markup, _, _ = slim(page, nil, wantedBy(&profile.Profile{Source: []byte(source)})); string(markup) != want {
			t.Errorf("%s: slimmed to %q, want %q", source, markup, want)
		}
	}
}
