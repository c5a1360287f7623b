package extract

import (
	"strings"
	"testing"
)

func TestSameTemplate(t *testing.T) {
	const old = `<body class="page night"><div class='wrap'><article class="story lead"><h1 class=title>A</h1><p class="text">B</p></article></div>`
	// A build names its classes anew, wholly or in part.
	hashed := func(build string) string {
		return strings.NewReplacer("#1", "x7K"+build+"p", "#2", "kP"+build+"qWcE", "#3", build+"q8vz").Replace(`<body class="Page_root__#1"><main class="Story_main__#1 #2"><h1 class="Head__#1">A</h1>
			<p class="Text-sc-#3-0 #2">B</p><p class="Lead_text__#1">C</p></main><aside class="Side_box__#1 css-#3"><small class="Note__#1">D</small></aside>`)
	}
	const table = `<HTML><HEAD><TITLE>A</TITLE></HEAD><BODY BGCOLOR=white><TABLE WIDTH="100%"><TR><TD COLSPAN=2><IMG SRC=/logo.gif><FONT SIZE=1>today</FONT>
		<TR><TD WIDTH=150><A HREF=/a>a</A><BR><A HREF=/b>b</A><BR><TD VALIGN=top><FONT COLOR=red>City</FONT><H1>A</H1><P><B>Lead</B><P><I>By B</I><BR>
		<TABLE ALIGN=right><TR><TD><IMG SRC=c ALT=d><TR><TD><FONT SIZE=1>e</FONT></TABLE><P>One<P>Two<P>Three<HR><B>Most read</B><BR><A HREF=/c>c</A></TABLE>`
	for _, tt := range []struct {
		name, before, after string
		want                bool
	}{
		{"itself", old, old, true},
		{"a box more", old, old + `<div class="box offer">`, true},
		{"other names", old, `<body class="sc-a"><div class="sc-b"><main class="sc-c"><h1 class="sc-d">A</h1><p class="sc-e sc-f">B</p></main></div>`, false},
		{"none any more", old, `<body><h1>A</h1><p>B</p>`, false},
		{"none at all", `<body><h1>A</h1>`, `<table><tr><td>A`, true},
		{"a few", `<h1 class="title">A</h1>`, `<h1 class="head">A</h1>`, true},
		{"cut off in a name", old, old + `<p class="te`, true},
		{"cut off before one", old, old + `<p class=`, true},
		{"no attribute of that name", old, old + ` subclass="a b c d e f g h i j k l m n o p q r s t u v"`, true},
		{"a new build", hashed("1"), hashed("2"), true},
		{"a new build of another template", hashed("1"), strings.NewReplacer("Page", "Shell", "Story", "Piece", "Head", "Title", "Text", "Copy", "Lead", "Intro", "Side", "Rail", "Note", "Small").Replace(hashed("2")), false},
		{"tables", table, strings.Replace(table, "<P>One", "<P>Another<UL><LI>a<LI>b</UL><P><IMG SRC=x ALT=y><P>One", 1), true},
		{"other tables", table, `<HTML><HEAD><TITLE>A</TITLE></HEAD><BODY><CENTER><IMG SRC=/logo.gif></CENTER><HR><DL><DT><A HREF=/a>a</A><DD><A HREF=/b>b</A></DL>
			<H2 ALIGN=center>A</H2><DIV><SMALL>By B</SMALL></DIV><BLOCKQUOTE><I>Lead</I></BLOCKQUOTE><DIV ALIGN=justify>One<BR><BR>Two<BR><BR>Three</DIV><HR><SMALL>end</SMALL>`, false},
		{"nothing", "", "", true},
	} {
		if got := SameTemplate([]byte(tt.before), []byte(tt.after)); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}

// Notes of corrections are found wherever a template puts them; what is none, or
// is about another article, is not.
func TestCorrectionsInTheirPlaces(t *testing.T) {
	const text = `<p>The city council voted on Monday evening to build a bridge over the river, ending a dispute that has outlasted three mayors.</p>
		<p>The crossing will be 214 metres long and will carry two tram tracks, a cycle path and a pavement on either side, the office said.</p>
		<p>Opponents, who had collected many signatures against the plan, said that the piers would spoil the view from the promenade.</p>`
	const note = "An earlier version of this article gave the length as 241 metres."
	for _, tt := range []struct {
		name, above, below, aside string
		want                      string // text of the note; empty: there is none
	}{
		{"a box under the text", "", `<div class="n"><h4>Correction</h4><p>` + note + `</p></div>`, "", note},
		{"a box above it", `<div class="n"><strong>Correction:</strong> ` + note + `</div>`, "", "", "Correction: " + note},
		{"a line of its own", "", `<p class="n">Clarification: ` + note + `</p>`, "", "Clarification: " + note},
		{"known by its class", "", `<div class="article-correction"><p>We gave the wrong length for the bridge on Monday.</p></div>`, "", "We gave the wrong length for the bridge on Monday."},
		{"with a day", "", `<p>Correction (3 March 2026): ` + note + `</p>`, "", "Correction (3 March 2026): " + note},
		{"in German", "", `<p>Korrektur vom 3. März 2026: In dem Artikel stand eine falsche Länge der Brücke.</p>`, "", "Korrektur vom 3. März 2026: In dem Artikel stand eine falsche Länge der Brücke."},
		{"in French", "", "<p><em>Erratum\u00a0: le pont mesure 214 mètres, et non 241 comme écrit dans un premier temps.</em></p>", "", "Erratum : le pont mesure 214 mètres, et non 241 comme écrit dans un premier temps."},
		{"in Russian", "", `<p><i>Поправка: в прежней версии статьи была названа другая длина моста.</i></p>`, "", "Поправка: в прежней версии статьи была названа другая длина моста."},
		{"in Japanese", "", `<p>訂正：記事の初版では橋の長さが誤っていました。お詫びして訂正します。</p>`, "", "訂正：記事の初版では橋の長さが誤っていました。お詫びして訂正します。"},
		{"where the story came from", "", `<p class="n">This story originally appeared on the site of the harbour board in May.</p>`, "", ""},
		{"a link to the policy", "", `<div class="n"><a href="/corrections">Corrections and clarifications policy of this paper</a></div>`, "", ""},
		{"another article", "", "", `<div class="n"><a href="/other">Correction: the harbour opens in May and not in June</a></div>`, ""},
		{"a word of the market", "", `<p class="n">Correction of the market by 12 points did not come as a surprise to the treasurer.</p>`, "", ""},
	} {
		page := `<html><head><title>Bridge</title></head><body><div id="page"><div id="main"><h1>Council approves new bridge</h1>` +
			tt.above + `<div itemprop="articleBody" class="articlebody">` + text + `</div>` + tt.below + `</div><div class="rail">` + tt.aside + `</div></div></body></html>`
		r := Read(nil, Input{URL: "http://paper.test/city/bridge-1234", Body: []byte(page), Expect: "article"})
		if r.Article == nil {
			t.Fatalf("%s: no article", tt.name)
		}
		got := ""
		for _, b := range r.Article.Body {
			if b.Type == "correction" {
				got += b.Text
			}
		}
		if got != tt.want {
			t.Errorf("%s: the note is %q, want %q", tt.name, got, tt.want)
		}
	}
}
