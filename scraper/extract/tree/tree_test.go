package tree

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// odd are pages with what is easily read in another way than html.Parse does.
var odd = []string{
	``, `a`, ` `, `<`, `</`, `</a`, `<a`, `<a b`, `<a b=`, `<a b="c`, `<a b=c`, `<!`, `<!-`, `<!--`, `<!--a`, `a<`, `a</`, `</>`, `<?a?>b`, `</3>a`, `<3`, `<<p>`,
	`<!doctype html><p>a<table><tr><td>b</table>`, `<p>a<table><tr><td>b</table>`,
	`<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><p><table></table>`,
	`<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"><p><table></table>`, `<!doctype HTML ><p><table>`, `<!doctype><p><table>`, `<!doctype`, `<!doctype html SYSTEM "about:legacy-compat"><p><table>`,
	`<!--a--><html lang=en><!--b--><head><!--c--></head><!--d--><body><!--e--></body><!--f--></html><!--g-->`,
	`<!-->a--><!--->b--><!--c--!>d--><!---->e<!----->f<!--&amp;-->`, `<![if a]>b<![endif]><!a>`,
	` <head> <title> a </title> b`, `<link><p>a`, `</p>a`, `</br>a`, `</head></body>a`, `<head></head> <link> <script>a</script> <title>b</title> <p>`, `<head><p></head>`,
	`<html a=1><html a=2 b=3><body c=1><body c=2 d=3>`, `<body></body>a<p></html>b</p><!--c--> `, `<title>a&amp;<b></title>c`, `<TITLE>a</tItLe>b`,
	`<p A=1 a=2 B=&amp;c&ampd&amp=e&copy;&copyx;&notit;&notit&not&#65;&#x41;&#65&#&#x;&&fjlig;&semi;&lt&gt;>a&ampb&notit;&#65</p>`, `<a href="?a=1&copy=2&lang=3&amp;b&para">x</a>`,
	"<p>a\r\nb\rc<pre>\r\nd</pre><textarea>\n\ne</textarea><pre>&#13;&#10;f</pre><pre></pre><listing>\n</listing>",
	`<p =a><p a=><p a=b/><p a/><p/ a><p a b = c><p a='>'><p a"b><p "a"><p a=b"c">`, `<IMG SRC=a><imG><image src=b><X-Y Ab=C></x-Y>a`,
	`<p>a<p>b<div>c<p>d</div>e</p>f`, `<ul><li>a<li>b<ul><li>c</ul>d</ul><dl><dt>a<dd>b<dt>c</dl><li><div><li>`, `<h1>a<h2>b</h3>c<p><h4>d</h4>`,
	`<b>a<p>b</b>c</p>d`, `<p><b>a<i>b</p>c<p>d</b>e</i>f`, `<p><b class=a id=b><b id=b class=a><b class=a id=b><b id=b class=a></p><p>c`,
	`<a href=a>a<a href=b>b</a>c`, `<a><div>a<a>b</div>c`, `<a><p>a<p>b<div>c</a>d`, `<b><i><u><s><em><p>a</b>c`, `<a><b><table><tr><td></a></table></a>`, `<a><span><p>a</a>b`, `<a><p>a</p></a><a><div></a></div>`, `<nobr>a<nobr>b</nobr>c`, `</b>a</i>`, `<b><button>a</b>c</button>d`,
	`<form><form>a</form>b</form><form><div></form>c</div>d<form>`, `<button>a<button>b</button><p><button><p></button></p>`,
	`<object><b>a</object>c<marquee><p></marquee>`, `<select><option>a<option>b<optgroup><option>c</select><option>d<optgroup>e<select><select>f<select><input><hr>`,
	`<ruby>a<rb>b<rt>c<rtc>d<rp>e</ruby><rt>f`, `<p>a<hr>b<xmp><p></xmp>c<iframe><p></iframe><noscript><p></noscript><noembed><p></noembed>`,
	`<table><caption>a<b>b</caption><colgroup><col><col></colgroup><thead><tr><th>c<td>d<tr><tfoot><tr><td><table><tr><td>e</table></table>f`,
	`<table> <col> <tr> <td>a</tr> </tbody> <td>b</table>`, `<table><td><table></td>a</table>`, `<table>a`, `<table><b>a`, `<table><form><input type=hidden></table>`, `<table><script>a</script><style>b</style></table>`,
	`<table><tr><td><p>a</table>b<table><table>c`, `<table><caption><td>`, `<table><colgroup>a`, `<table></body></html>`, `<table><tr></table><td>`,
	`<svg></svg>a<svg/>b<p><svg ></svg>c`, `<svg>a</svg>`, `<svg a></svg>`, `<b><p><svg></svg>`, `<math></math>`, `<template><p></template>`, `<template><tr><td>a</template>b<template>c<template><col></template></template><table><template><p></template><tr><template><td>d`, `<head><template><b>a</template></head><template>b</template>c</template><p><template><form>d<form></form></template>e`, `<table><tr></p></div>a</table>`, `<table><tr> </x> a`, `<frameset><frame>`, `<p><frameset>`,
	`<script>a</script x>b<script><!--<script></script>--></script>c`, `<style><p></style><script`, `<script>a`, `<plaintext>a<b>`, `<noframes><p></noframes>`,
	"\x00", "<p>a\x00b", strings.Repeat("<div>", 600), strings.Repeat("<b>", 300) + "<p>" + strings.Repeat("<i>", 300), "<p " + strings.Repeat("a b c ", 5) + ">",
}

func TestParse(t *testing.T) {
	var room Room
	for _, page := range odd {
		same(t, page, &room)
	}
}

// TestParseShuffled compares trees over pieces of markup in any order.
func TestParseShuffled(t *testing.T) {
	var pieces []string
	for _, name := range strings.Fields(`a b i nobr p div ul li dl dd dt h1 h2 pre form button select option optgroup input hr br img table tr td th tbody thead caption colgroup col
		object span x-y title script style textarea noscript svg html head body link meta ruby rt rb section address template`) {
		pieces = append(pieces, "<"+name+">", "</"+name+">")
	}
	pieces = append(pieces, "a", "b", " ", "\n", "&amp;", "&am", "p;", "<!--a-->", "<p id=a class=b>", "<b class=b id=a>", "<b id=a class=b>", "<a href=x>", "<!doctype html>", "<div/>", "<svg/>", "<svg></svg>")
	r := rand.New(rand.NewPCG(1, 2))
	plain := 0
	var room Room
	const rounds = 100_000
	for range rounds {
		var b strings.Builder
		for range 1 + r.IntN(14) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		if same(t, b.String(), &room) {
			plain++
		}
	}
	if plain < rounds/2 {
		t.Errorf("only %d of %d pages were not left to html.Parse", plain, rounds)
	}
}

func FuzzParse(f *testing.F) {
	for _, page := range odd {
		f.Add(page)
	}
	var room Room
	f.Fuzz(func(t *testing.T, page string) { same(t, page, &room) })
}

// same compares the tree of a page with that of html.Parse. It reports whether the
// page was not left to it.
func same(t *testing.T, page string, room *Room) bool {
	t.Helper()
	room.Empty()
	got := build([]byte(page), room)
	if got == nil {
		return false
	}
	want, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatalf("%.300q: %v", page, err)
	}
	if w, g := outline(want), outline(got); w != g {
		t.Fatalf("%.300q makes\n%s\nwant\n%s", page, g, w)
	}
	return true
}

// outline writes a tree line by line, and finds links between nodes that do not fit.
func outline(root *html.Node) string {
	var b strings.Builder
	var walk func(n *html.Node, depth int)
	walk = func(n *html.Node, depth int) {
		fmt.Fprintf(&b, "%*s%d %d %q %q %q\n", 2*depth, "", n.Type, n.DataAtom, n.Namespace, n.Data, n.Attr)
		var last *html.Node
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Parent != n || c.PrevSibling != last {
				b.WriteString("links that do not fit\n")
			}
			walk(c, depth+1)
			last = c
		}
		if n.LastChild != last {
			b.WriteString("a last child that is not\n")
		}
	}
	walk(root, 0)
	return b.String()
}
