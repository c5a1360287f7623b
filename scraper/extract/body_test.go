package extract

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"
)

// storyOf reads the story of a page as Read does: menus, ticker and modules are
// cut first, and the first h1 is the headline.
func storyOf(t testing.TB, in string) (*document, *story) {
	t.Helper()
	d := bodyOf(t, in)
	_, chrome := findNavigation(d)
	for _, n := range chrome {
		d.cut[n] = true
	}
	if _, n := findTicker(d); n != nil {
		d.cut[n] = true
	}
	for _, b := range findModules(d) {
		d.cut[b.node] = true
		for _, n := range b.more {
			d.cut[n] = true
		}
	}
	var h storyHints
	for n := range d.root.Descendants() {
		if n.DataAtom == atom.H1 {
			h.headline, h.headlineText = n, d.text(n)
			break
		}
	}
	return d, findStory(d, h)
}

// showBlocks prints blocks one a line; the long paragraphs by their numbers.
func showBlocks(st *story) string {
	if st == nil {
		return "no story"
	}
	short := strings.NewReplacer(para1, "¶1", para2, "¶2", para3, "¶3", "https://post.example", "", "\n", "\\n", "\t", "\\t")
	var out []string
	for _, b := range st.blocks {
		line := string(b.Type)
		if b.Level > 0 {
			line += fmt.Sprint(b.Level)
		}
		out = append(out, strings.TrimSpace(line+" "+short.Replace(b.Text+" "+b.URL)))
	}
	for _, l := range st.inline {
		out = append(out, fmt.Sprintf("%s %d %s %s", l.Relation, l.Position, l.Title, short.Replace(l.URL)))
	}
	return strings.Join(out, "\n")
}

func TestFindStory(t *testing.T) {
	const h1 = "<h1>Ferry returns to service after repairs</h1>"
	const three = "paragraph ¶1\nparagraph ¶2\nparagraph ¶3"
	menu := `<div>` + strings.Repeat(`<a href="/s/x">Section</a> `, 12) + `</div>`
	foot := `<div>` + strings.Repeat(`<a href="/f/x">Service page</a> `, 12) + `<p>Harbour Post is printed on both islands.</p></div>`
	for _, tt := range []struct{ name, in, want string }{
		{"paragraphs in article", menu + "<article>" + h1 + "<p>" + para1 + "</p><p>" + para2 + "</p><h2>A second vessel</h2><p>" + para3 + "</p></article>" + foot,
			"paragraph ¶1\nparagraph ¶2\nheading2 A second vessel\nparagraph ¶3"},
		{"no class, id or semantic element", menu + "<div>" + h1 + "<div><p>" + para1 + "</p><p>" + para2 + "</p><p>" + para3 + "</p></div></div>" + foot, three},
		{"parted by br", menu + "<div>" + h1 + "<div>" + para1 + "<br><br>" + para2 + "<br>\n<br>" + para3 + "</div></div>" + foot, three},
		{"parted by one br each", menu + "<div>" + h1 + "<div>" + para1 + "<br>" + para2 + "<br>" + para3 + "</div></div>" + foot, three},
		{"divs instead of paragraphs", menu + h1 + "<div><div>" + para1 + "</div><div>" + para2 + "</div><div>" + para3 + "</div></div>" + foot, three},
		{"body cut into sibling containers", menu + "<main>" + h1 + `<div class="part"><p>` + para1 + `</p></div><div><span>Advertisement</span></div><div class="part"><p>` + para2 + `</p></div><div class="part"><p>` + para3 + "</p></div></main>" + foot, three},
		{"lead paragraph outside the container", menu + "<div>" + h1 + "<p>" + para1 + "</p><div><p>" + para2 + "</p><p>" + para3 + "</p><p>" + para2 + " Again.</p></div></div>" + foot,
			three + "\nparagraph ¶2 Again."},
		{"quote, list, table", "<article>" + h1 + "<p>" + para1 + "</p><blockquote><p>“We waited long for this morning.”</p></blockquote><ul><li>Bread, from the north.</li><li>Milk, from the south.</li></ul><table><tr><th>Pier</th><th>Hour</th></tr><tr><td>North</td><td>9</td></tr></table><p>" + para2 + "</p></article>",
			"paragraph ¶1\nquote “We waited long for this morning.”\nlist Bread, from the north.\\nMilk, from the south.\ntable Pier\\tHour\\nNorth\\t9\nparagraph ¶2"},
		{"embeds", "<article>" + h1 + "<p>" + para1 + `</p><blockquote class="twitter-tweet"><p>The ferry is back.</p>&mdash; Harbour <a href="https://social.example/h/1">May 1</a></blockquote><iframe src="https://video.example/embed/9"></iframe><p>` + para2 + "</p></article>",
			"paragraph ¶1\nembed The ferry is back. — Harbour May 1 https://social.example/h/1\nembed  https://video.example/embed/9\nparagraph ¶2"},
		{"links keep their spaces", "<article>" + h1 + "<p>" + para1 + ` See <a href="/n/pier">the pier</a>, and<br>the <a href="/n/cape">cape</a>.</p><p>` + para2 + "</p></article>",
			"paragraph ¶1 See the pier, and the cape.\nparagraph ¶2\ninline 1 the pier /n/pier\ninline 2 cape /n/cape"},
		{"read-also lines become links", "<article>" + h1 + "<p>" + para1 + `</p><p>Read also: <a href="/n/pier">Pier painted blue by volunteers</a></p><p>` + para2 + `</p><p><a href="/n/gulls">Gulls counted again on the cape</a></p></article>`,
			"paragraph ¶1\nparagraph ¶2\nrelated 1 Pier painted blue by volunteers /n/pier\nrelated 2 Gulls counted again on the cape /n/gulls"},
		{"a read-also line with a short title", "<article>" + h1 + "<p>" + para1 + `</p><p><strong>À lire aussi : <a href="/n/pier">Le quai</a></strong></p><p>` + para2 + "</p></article>",
			"paragraph ¶1\nparagraph ¶2\nrelated 1 Le quai /n/pier"},
		{"Arabic and Spanish read-also lines", "<article>" + h1 + "<p>" + para1 + `</p><p>اقرأ أيضاً: <a href="/n/1">طلاء الرصيف القديم باللون الأزرق</a></p><p>` + para2 + `</p><p>Lee también: <a href="/n/2">El muelle se pinta de azul</a></p></article>`,
			"paragraph ¶1\nparagraph ¶2\nrelated 1 طلاء الرصيف القديم باللون الأزرق /n/1\nrelated 2 El muelle se pinta de azul /n/2"},
		{"furniture in the text", "<article>" + h1 + `<div>By A. Writer</div><div>1 Dec 2024 17:37</div><div>Listen</div><p>` + para1 + `</p><p>Advertisement</p><div class="newsletter-box"><p>Every morning the harbour news in your mailbox, free and short, with the weather.</p></div><p>` + para2 + `</p><div class="share">Share this</div></article>`,
			"paragraph ¶1\nparagraph ¶2"},
		{"an account box without any name", "<article>" + h1 + "<p>" + para1 + `</p><div><p>Subscribe now to read on.</p><p>Create an account or sign in to continue with your reading.</p></div><p>` + para2 + "</p></article>",
			"paragraph ¶1\nparagraph ¶2"},
		{"a story about registers is no offer", "<article>" + h1 + "<p>" + para1 + `</p><div><p>The ferry was registered on the north island, and its registered keeper lives there.</p></div><p>` + para2 + "</p></article>",
			"paragraph ¶1\nparagraph The ferry was registered on the north island, and its registered keeper lives there.\nparagraph ¶2"},
		{"who wrote it and when it was on air, below the text", "<article>" + h1 + "<p>" + para1 + "</p><p>" + para2 + "</p><p>Harbour Post (jd)</p><h3>More on the harbour</h3><p>Harbour Radio | Morning | 1 May 2025 | 9:00</p></article>",
			"paragraph ¶1\nparagraph ¶2"},
		{"a date alone on a line", "<article>" + h1 + "<p>" + para1 + "</p><p>5 January 2025</p><p>" + para2 + "</p></article>", "paragraph ¶1\nparagraph ¶2"},
		{"one br between two whole paragraphs", "<article>" + h1 + "<p>" + para1 + "<br>" + para2 + "</p><p>" + para3 + "</p></article>", three},
		{"text clipped off the screen", "<article>" + h1 + "<p>" + para1 + ` See <a href="/n/pier">the pier<span style="border:0;clip:rect(0 0 0 0);position:absolute">, opens new tab</span></a>.</p><p>` + para2 + "</p></article>",
			"paragraph ¶1 See the pier.\nparagraph ¶2\ninline 1 the pier /n/pier"},
		{"comments", "<article>" + h1 + "<p>" + para1 + "</p><p>" + para2 + `</p></article><div id="comments"><p>` + para3 + `</p></div>`,
			"paragraph ¶1\nparagraph ¶2"},
		{"correction note", "<article>" + h1 + "<p>" + para1 + "</p><p>Correction: an earlier version gave the wrong number of weeks.</p></article>",
			"paragraph ¶1\ncorrection Correction: an earlier version gave the wrong number of weeks."},
		{"an element called correction", "<article>" + h1 + "<p>" + para1 + `</p><div class="article-correction"><p>The number of weeks was wrong at first.</p></div></article>`,
			"paragraph ¶1\ncorrection The number of weeks was wrong at first."},
		{"bold lines are subheads", "<article>" + h1 + "<p>" + para1 + "</p><p><strong>A second vessel</strong></p><p>" + para2 + "</p></article>",
			"paragraph ¶1\nheading A second vessel\nparagraph ¶2"},
		{"marks of notes", "<article>" + h1 + "<p>" + para1 + `<sup><a href="#note-1">[1]</a></sup></p><p>` + para2 + `<a href="#note-2">2</a></p></article>`, "paragraph ¶1\nparagraph ¶2"},
		{"a card between paragraphs", "<article>" + h1 + "<p>" + para1 + `</p><div class="promo"><a href="/n/pier"><img src="/pier.jpg" alt="Pier"></a><div><a href="/n/pier">Pier painted blue by volunteers</a></div></div><p>` + para2 + "</p></article>",
			"paragraph ¶1\nparagraph ¶2\nrelated 1 Pier painted blue by volunteers /n/pier"},
		{"a card of another site between paragraphs is an advertisement", "<article>" + h1 + "<p>" + para1 + `</p><div class="promo"><div><a href="https://shop.example/paint">Paint the pier of your own garden blue</a></div></div><p>` + para2 + "</p></article>", "paragraph ¶1\nparagraph ¶2"},
		{"paragraphs set as headings", menu + "<article>" + h1 + "<h3>" + para1 + " " + para2 + "</h3><h2>A second vessel</h2><p>" + para3 + "</p></article>" + foot, "paragraph ¶1 ¶2\nheading2 A second vessel\nparagraph ¶3"},
		{"a line that leads to accounts", "<article>" + h1 + "<p>" + para1 + `</p><p>Follow the Harbour Post on <a href="https://www.facebook.com/harbourpost">Facebook</a>.</p><p>Follow <a href="/n/pier">the line of the pier</a> to the cape and turn left there.</p><p>` + para2 + "</p></article>",
			"paragraph ¶1\nparagraph Follow the line of the pier to the cape and turn left there.\nparagraph ¶2\ninline 1 the line of the pier /n/pier"},
		{"a read-also line in brackets", "<article>" + h1 + "<p>" + para1 + `</p><p>【あわせて読みたい】<a href="/n/pier">連絡船、岸壁に戻る　半年ぶりに運航</a></p><p>` + para2 + "</p></article>",
			"paragraph ¶1\nparagraph ¶2\nrelated 1 連絡船、岸壁に戻る 半年ぶりに運航 /n/pier"},
		{"a name that lies", `<div class="sidebar-layout"><div class="sidebar-content">` + h1 + "<p>" + para1 + "</p><p>" + para2 + "</p><p>" + para3 + "</p></div></div>", three},
		{"classes that list the keywords of a post", `<article class="post-7 type-post hentry tag-ferry category-news comments-open">` + h1 + "<p>" + para1 + "</p><p>" + para2 + `</p></article><div id="comments"><p>` + strings.Repeat(para3+" ", 6) + "</p></div>", "paragraph ¶1\nparagraph ¶2"},
		{"a second article below", "<div><article>" + h1 + "<p>" + para1 + "</p><p>" + para2 + "</p><p>" + para3 + "</p></article><article><h1>Gulls counted again</h1><p>" + para3 + " Other.</p></article></div>", three},
		{"a short brief", menu + "<article><h1>Fog closes the northern pier</h1><p>The northern pier is closed until noon.</p></article>", "paragraph The northern pier is closed until noon."},
		{"no text at all", menu, "no story"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, st := storyOf(t, tt.in); showBlocks(st) != tt.want {
				t.Errorf("findStory:\ngot  %s\nwant %s", showBlocks(st), tt.want)
			}
		})
	}
}

func TestStoryWithinContainer(t *testing.T) {
	d := bodyOf(t, "<h1>Ferry returns to service</h1><p>"+para3+`</p><div id="text"><p>`+para1+`</p><div class="x"><p>30 Aug</p></div><p>`+para2+`</p></div>`)
	var h storyHints
	for n := range d.root.Descendants() {
		if attr(n, "id") == "text" {
			h.container = append(h.container, n)
		}
	}
	if got, want := showBlocks(findStory(d, h)), "paragraph ¶1\nparagraph ¶2"; got != want {
		t.Errorf("findStory with a container:\ngot  %s\nwant %s", got, want)
	}
}

func TestStructuredStory(t *testing.T) {
	d := bodyOf(t, `<h1>Ferry returns to service</h1><div id="app"></div>`)
	got := showBlocks(findStory(d, storyHints{structured: para1 + "\n\n" + para2}))
	if want := "paragraph ¶1\nparagraph ¶2"; got != want {
		t.Errorf("findStory of a page built by script:\ngot  %s\nwant %s", got, want)
	}
}
