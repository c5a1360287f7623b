package extract

import (
	"fmt"
	"strings"
	"testing"
)

func TestFindNavigation(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"nested lists", `<nav><ul><li><a href="/news">News</a><ul><li><a href="/news/politics">Politics</a></li><li><a href="/news/sport">Sport</a></li></ul></li>
			<li><a href="#">Videos</a><ul><li><a href="/v/features">Video Features</a></li></ul></li><li><a href="/pics">In Pictures</a></li></ul></nav><h1>Ferry returns to service after repairs</h1>`,
			"|News|/news\nNews|Politics|/news/politics\nNews|Sport|/news/sport\nVideos|Video Features|/v/features\n|In Pictures|/pics"},
		{"labels that are no links, twice", `<header><div><span>Videos</span><ul><li><a href="/v/features">Video Features</a></li></ul></div></header><div class="mobile-menu"><p>Videos</p><ul><li><a href="/v/features">Video Features</a></li><li><a href="/v/tv">TV</a></li><li><a href="/v/x">Explainers</a></li></ul></div>`,
			"Videos|Video Features|/v/features\nVideos|TV|/v/tv\nVideos|Explainers|/v/x"},
		{"no class, no nav: a list of short links before the text", `<div><ul><li>News<ul><li><a href="/a">Asia</a></li><li><a href="/b">Europe</a></li></ul></li><li><a href="/c">Africa</a></li><li><a href="/d">Islands</a></li></ul></div><h1>Ferry returns to service after repairs</h1><p>` + para1 + `</p><ul><li><a href="/n/1">Pier</a></li><li><a href="/n/2">Gull</a></li><li><a href="/n/3">Cape</a></li><li><a href="/n/4">Isle</a></li></ul>`,
			"News|Asia|/a\nNews|Europe|/b\n|Africa|/c\n|Islands|/d"},
		{"buttons open drop-downs", `<nav><div><button>Regions</button><div><a href="/africa">Africa</a><a href="/asia">Asia</a></div></div></nav>`,
			"Regions|Africa|/africa\nRegions|Asia|/asia"},
		{"the site's name is no label of its menu", `<header><p><a href="/">The Herald</a></p><nav><ul><li><a href="/town">Town</a></li><li><a href="/sport">Sport</a></li></ul></nav></header><h1>Ferry returns to service after repairs</h1>`,
			"|The Herald|/\n|Town|/town\n|Sport|/sport"},
		{"the header of an article is no menu", `<article><header><h1>Ferry returns to service after repairs</h1><a href="/by/x">A. Writer</a></header><p>` + para1 + `</p></article>`, ""},
		{"footer", `<p>` + para1 + `</p><footer><a href="/privacy">Privacy</a><a href="/about">About Us</a></footer>`, "|Privacy|/privacy\n|About Us|/about"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			links, _ := findNavigation(bodyOf(t, tt.in))
			var got []string
			for _, l := range links {
				got = append(got, fmt.Sprintf("%s|%s|%s", l.Group, l.Label, strings.TrimPrefix(l.URL, "https://post.example")))
			}
			if got := strings.Join(got, "\n"); got != tt.want {
				t.Errorf("findNavigation:\ngot  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestMenuOfBareLinks: a menu without a list, a nav element or a name.
func TestMenuOfBareLinks(t *testing.T) {
	const bar = `<a href="/politik">Politik</a> <a href="/wirtschaft">Wirtschaft</a> | <a href="/kultur">Kultur</a> | <a href="/sport">Sport</a> <a href="/hafen">Hafen</a>`
	const text = `<h1>Ferry returns to service after repairs</h1><p>` + para1 + `</p><p>` + para2 + `</p>`
	for _, tt := range []struct {
		name, in string
		want     int
	}{
		{"side by side", `<div class="x1"><div class="x2">` + bar + `</div></div>` + text, 5},
		{"each in a box", `<div class="x1">` + strings.NewReplacer("<a", "<div><a", "</a>", "</a></div>", " | ", "").Replace(bar) + `</div>` + text, 5},
		{"cells of a table", `<table><tr><td>` + strings.ReplaceAll(bar, "</a>", "</a></td><td>") + `</td></tr></table>` + text, 5},
		{"behind the text: keywords", text + `<div class="x1">` + bar + `</div>`, 0},
		{"below the headline: keywords", `<h1>Ferry returns to service after repairs</h1><div class="x1">` + bar + `</div><p>` + para1 + `</p><p>` + para2 + `</p>`, 0},
		{"above the headline: keywords that say so", `<div class="x1">` + strings.ReplaceAll(bar, "<a", `<a rel="tag"`) + `</div>` + text, 0},
		{"titles of stories", `<div class="x1"><a href="/a/1">Quay crane stops for the third time this month</a> <a href="/a/2">Schools bake their own bread again</a> <a href="/a/3">Night ferry sails with half its crew</a> <a href="/a/4">Two tram lines swap their last stops</a></div>`, 0},
	} {
		d := bodyOf(t, tt.in)
		menu, _ := findNavigation(d)
		if len(menu) != tt.want {
			t.Errorf("%s: %d entries, want %d: %v", tt.name, len(menu), tt.want, menu)
		}
	}
}

func TestFindTicker(t *testing.T) {
	const line1, line2 = "Harbour office: the morning ferry leaves on time.", "Lighthouse: fog over the northern cape until noon."
	want := line1 + "|\n" + line2 + "|"
	rest := `<h1>Ferry returns to service after repairs</h1><p>` + para1 + `</p>`
	for _, tt := range []struct{ name, in, want string }{
		{"label and list in one box", `<div><span>BREAKING</span><ul><li>` + line1 + `</li><li>` + line2 + `</li></ul></div>` + rest, want},
		{"flat", `<div>BREAKING</div><div><p>` + line1 + `</p><p>` + line2 + `</p></div>` + rest, want},
		{"Arabic label, links", `<section><h2>عاجل</h2><a href="/b/1">` + line1 + `</a><a href="/b/2">` + line2 + `</a></section>` + rest, line1 + "|/b/1\n" + line2 + "|/b/2"},
		{"Spanish label", `<div><b>Última hora</b><p>` + line1 + `</p></div>` + rest, line1 + "|"},
		{"called a ticker", `<div class="news-ticker"><div>` + line1 + `</div><div>` + line2 + `</div></div>` + rest, want},
		{"marquee", `<marquee><span>` + line1 + `</span> <span>` + line2 + `</span></marquee>` + rest, want},
		{"the word in a headline is no ticker", `<h1>Breaking the ice on the northern cape</h1><p>` + para1 + `</p>`, ""},
		{"a label alone", `<div><span>BREAKING</span></div>` + rest, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lines, node := findTicker(bodyOf(t, tt.in))
			var got []string
			for _, l := range lines {
				got = append(got, l.Text+"|"+strings.TrimPrefix(l.URL, "https://post.example"))
			}
			if got := strings.Join(got, "\n"); got != tt.want {
				t.Errorf("findTicker:\ngot  %s\nwant %s", got, tt.want)
			}
			if (node != nil) != (tt.want != "") {
				t.Errorf("findTicker: node = %v with %d lines", node, len(lines))
			}
		})
	}
}

func TestHrefs(t *testing.T) {
	d := bodyOf(t, `<a href="/a">A</a><nav><a href="/b#top">B</a></nav><a href="/a">again</a><a href="/b">b</a><a href="mailto:x@post.example">m</a><a href="javascript:void(0)">j</a><a href="//other.example/c">C</a><a href="#x">x</a><a href="">e</a>`)
	got := strings.Join(d.hrefs(), " ")
	want := "https://post.example/a https://post.example/b https://other.example/c"
	if got != want {
		t.Errorf("hrefs() = %s, want %s", got, want)
	}
}
