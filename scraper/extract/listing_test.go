package extract

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

func showItems(items []news.Link) string {
	var out []string
	for _, l := range items {
		out = append(out, fmt.Sprintf("%d %s|%s|%s|%s|%s|%s", l.Position, l.Title, strings.TrimPrefix(l.URL, "https://post.example"), l.Section, l.Published.Text, strings.TrimPrefix(l.Image, "https://post.example"), l.ImageAlt))
	}
	return strings.Join(out, "\n")
}

func TestFindListing(t *testing.T) {
	const three = "1 Pier painted blue by volunteers|/news/a|Culture|20 Oct 2025|/a.jpg|A quiet pier\n" +
		"2 Gulls counted again on the cape|/news/b|Nature|24 Oct 2025|/b.jpg|Gulls\n" +
		"3 Bread prices fall on both islands|/news/c|Economy|25 Oct 2025|/c.jpg|Loaves"
	for _, tt := range []struct{ name, in, items, title, next string }{
		{"cards: picture link and title link", `<main><h1>News</h1>` +
			card3(`<div class="card"><a href="%[1]s"><img src="%[2]s" alt="%[3]s"></a><span>%[4]s</span><h3><a href="%[1]s">%[5]s</a></h3><time>%[6]s</time></div>`) +
			`<ul class="pagination"><li><a href="?page=1">1</a></li><li><a href="?page=2">2</a></li><li><a href="?page=2">Next</a></li></ul></main>`,
			three, "News", "/news/harbour/?page=2"},
		{"one link around each card, nothing named", `<div><h1>News</h1>` +
			card3(`<a href="%[1]s"><img src="%[2]s" alt="%[3]s"><p>%[4]s</p><p>%[5]s</p><p>%[6]s</p></a>`) + `<div><a href="/news/harbour/page/2">›</a></div></div>`,
			three, "News", "/news/harbour/page/2"},
		{"list items with lazy images and a load-more link", `<h1>News</h1><ul>` +
			card3(`<li><img data-src="%[2]s" src="data:image/gif;base64,R0lGOD" alt="%[3]s"><h4><a href="%[1]s">%[5]s</a></h4><ul><li><a href="/section/x">%[4]s</a></li><li>%[6]s</li></ul></li>`) + `</ul><a href="?page=2">Load more</a>`,
			three, "News", "/news/harbour/?page=2"},
		{"table rows", `<h1>News</h1><table>` +
			card3(`<tr><td><a href="%[1]s"><img src="%[2]s" alt="%[3]s"></a></td><td>%[4]s</td><td><a href="%[1]s">%[5]s</a></td><td>%[6]s</td></tr>`) + `</table>`,
			three, "News", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := bodyOf(t, tt.in)
			d.url, _ = url.Parse("https://post.example/news/harbour/")
			d.base = d.url
			l, score := findListing(d, nil)
			if got := showItems(l.Items); got != tt.items {
				t.Errorf("items:\ngot  %s\nwant %s", got, tt.items)
			}
			if got := strings.TrimPrefix(l.Next, "https://post.example"); got != tt.next {
				t.Errorf("next = %q, want %q", got, tt.next)
			}
			if l.Name != tt.title {
				t.Errorf("name = %q, want %q", l.Name, tt.title)
			}
			if score < 0.8 {
				t.Errorf("score = %.2f of a plain list, want above 0.8", score)
			}
		})
	}
}

// card3 fills a card's markup with three stories: address, image, alt, label,
// title, date.
func card3(format string) string {
	return fmt.Sprintf(format, "/news/a", "/a.jpg", "A quiet pier", "Culture", "Pier painted blue by volunteers", "20 Oct 2025") +
		fmt.Sprintf(format, "/news/b", "/b.jpg", "Gulls", "Nature", "Gulls counted again on the cape", "24 Oct 2025") +
		fmt.Sprintf(format, "/news/c", "/c.jpg", "Loaves", "Economy", "Bread prices fall on both islands", "25 Oct 2025")
}

func TestListingScoreOfArticle(t *testing.T) {
	d := bodyOf(t, `<h1>Ferry returns to service after repairs</h1><p>`+para1+`</p><p>`+para2+`</p><p>`+para3+`</p><p>`+para1+para2+`</p><div>`+
		card3(`<div><a href="%[1]s">%[5]s</a></div>`)+`</div>`)
	if _, score := findListing(d, nil); score > 0.3 {
		t.Errorf("score of an article with three links beside = %.2f, want below 0.3", score)
	}
}

func TestNextPage(t *testing.T) {
	for _, tt := range []struct{ at, in, want string }{
		{"/news", `<link rel="next" href="/news?page=2">`, "/news?page=2"},
		{"/news?page=2", `<a href="/news?page=1">1</a><a href="/news?page=3">3</a>`, "/news?page=3"},
		{"/news?page=2", `<a href="/news?page=1">Anteriores</a><a href="/news?page=3">Siguiente</a>`, "/news?page=3"},
		{"/news", `<a href="/news/page/2/">التالي</a>`, "/news/page/2/"},
		{"/news", `<a href="/news?after=abc">Load more</a>`, "/news?after=abc"},
		{"/news", `<a href="/news/a">Next</a>`, ""},
		{"/news", `<a href="/other?page=2">2</a>`, ""},
		{"/news?page=3", `<a href="/news?page=2">»</a>`, ""},
		{"/news", `<button data-url="/news?page=2">Load more</button>`, "/news?page=2"},
		{"/news", `<button data-href="/api/list/news?offset=20">Show more stories</button>`, "/api/list/news?offset=20"},
		{"/news", `<button hx-get="/fragments/news?page=2" hx-target="#list">Cargar más</button>`, "/fragments/news?page=2"},
		{"/news", `<div hx-get="/fragments/news?page=2" hx-trigger="revealed"></div>`, "/fragments/news?page=2"},
		{"/news", `<a class="load-more" data-ajax-url="/ajax/news/2" href="#">تحميل المزيد</a>`, "/ajax/news/2"},
		{"/news", `<a href="/ajax/list?section=news&offset=20">Load more</a>`, "/ajax/list?section=news&offset=20"},
		{"/news", `<span class="btn btn--loadmore" data-endpoint="/api/news?cursor=abc">+</span>`, "/api/news?cursor=abc"},
		{"/news", `<button data-url="https://elsewhere.example/api?page=2">Load more</button>`, ""},
		{"/news", `<button data-url="/share?page=2">Share</button>`, ""},
		{"/news", `<button data-url="/video/player">More stories</button>`, ""},
		{"/news", `<a href="/opinion">More stories</a><a href="/sport?page=2">See more</a>`, ""},
		{"/news", `<a href="/news?seite=2">2</a><a href="/news?seite=3">3</a>`, "/news?seite=2"},
		{"/news?seite=2", `<a href="/news?seite=1">1</a><a href="/news?seite=3">3</a><a href="/news?seite=9">9</a>`, "/news?seite=3"},
		{"/news", `<a href="/news?pagina=2">2</a>`, "/news?pagina=2"},
		{"/news", `<a href="/news?p=2">2</a>`, "/news?p=2"},
		{"/news", `<a href="/news?blad=2">2</a><a href="/news?blad=3">3</a>`, "/news?blad=2"},
		{"/news?blad=3", `<a href="/news?blad=1">1</a><a href="/news?blad=2">2</a><a href="/news?blad=4">4</a>`, "/news?blad=4"},
		{"/news", `<a href="/news?tx_list[cp]=1">2</a><a href="/news?tx_list[cp]=2">3</a>`, "/news?tx_list[cp]=1"},
		{"/news?tx_list[cp]=1", `<a href="/news">1</a><a href="/news?tx_list[cp]=2">3</a><a href="/news?tx_list[cp]=3">4</a>`, "/news?tx_list[cp]=2"},
		{"/news", `<a href="/news?from=15">2</a><a href="/news?from=30">3</a>`, "/news?from=15"},
		{"/news?from=15", `<a href="/news?from=0">1</a><a href="/news?from=30">3</a>`, "/news?from=30"},
		{"/news.html", `<a href="/news-2.html">2</a><a href="/news-3.html">3</a>`, "/news-2.html"},
		{"/news/", `<a href="/news/index_2.htm">2</a><a href="/news/index_3.htm">3</a>`, "/news/index_2.htm"},
		{"/news/index_2.htm", `<a href="/news/">1</a><a href="/news/index_3.htm">3</a><a href="/news/index_4.htm">4</a>`, "/news/index_3.htm"},
		{"/news", `<a href="/news?blad=2">Siguiente »</a>`, "/news?blad=2"},
		{"/news", `<a href="/news/page/2/">← Older posts</a>`, "/news/page/2/"},
		{"/news", `<a href="/news/page/2/">Äldre inlägg</a>`, "/news/page/2/"},
		{"/news", `<a href="/news/page/2/">Eldre innlegg</a>`, "/news/page/2/"},
		{"/news", `<a href="/news/page/2/">Articles plus anciens</a>`, "/news/page/2/"},
		{"/news", `<a href="/news/page/2/">Entradas anteriores</a>`, "/news/page/2/"},
		{"/news", `<a href="/news/page/2/">Предыдущие записи</a>`, "/news/page/2/"},
		{"/news", `<a href="/news/page/2/">المقالات الأقدم</a>`, "/news/page/2/"},
		{"/news", `<a href="/news?y=2024">2024</a><a href="/news?y=2023">2023</a>`, ""},
		{"/news", `<a href="/news?rating=2">2</a>`, ""},
		{"/api/news?page=3", `<button data-url="/api/news?page=2">Load more</button>`, ""},
	} {
		d := bodyOf(t, tt.in)
		d.url, _ = url.Parse("https://post.example" + tt.at)
		d.base = d.url
		if got := strings.TrimPrefix(d.nextPage(d.survey()), "https://post.example"); got != tt.want {
			t.Errorf("nextPage at %s of %s = %q, want %q", tt.at, tt.in, got, tt.want)
		}
	}
}

// A list goes on where the header says it does, when the page does not say it itself.
func TestNextPageOfAHeader(t *testing.T) {
	cards := card3(`<li><a href="%[1]s"><img src="%[2]s" alt="%[3]s">%[5]s</a> <time>%[6]s</time></li>`)
	for _, tt := range []struct {
		header []string
		more   string // on the page
		want   string
	}{
		{[]string{`</news?page=2>; rel="next"`}, "", "/news?page=2"},
		{[]string{`<https://post.example/news?page=2>;rel=next`}, "", "/news?page=2"},
		{[]string{`</a.css>; rel=preload; as=style, </news?page=0>; rel="prev", </news?page=2>; title="on, and on"; REL="last next"`}, "", "/news?page=2"},
		{[]string{`</style.css>; rel=preload`, `</news?ids=1,2,3>; rel=next`}, "", "/news?ids=1,2,3"},
		{[]string{`</news?page=9>; rel=next`}, `<a rel=next href="/news?page=2">Next</a>`, "/news?page=2"},
		{[]string{`</news>; rel=next`}, "", ""}, // itself
		{[]string{`</news?page=2>; rel=nextish`, `</news?page=2>; title="rel=next"`, `news?page=2; rel=next`, `<`, `>,<>;rel`, ``}, "", ""},
	} {
		r := Read(nil, Input{URL: "https://post.example/news", ContentType: "text/html", Header: map[string][]string{"Link": tt.header},
			Body: []byte("<!doctype html><html lang=en><head><title>News</title></head><body><main><h1>News</h1><ul>" + cards + "</ul>" + tt.more + "</main></body></html>"), Expect: news.RoleSection})
		if r.Listing == nil {
			t.Fatalf("%q: no list but %s", tt.header, r.Kind)
		}
		if got := strings.TrimPrefix(r.Listing.Next, "https://post.example"); got != tt.want {
			t.Errorf("%q: the list goes on at %q, want %q", tt.header, got, tt.want)
		}
	}
}
