package extract

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// plainAddress is an address without its host, as people read it.
func plainAddress(u string) string {
	if plain, err := url.PathUnescape(u); err == nil {
		u = plain
	}
	return strings.TrimPrefix(u, "https://post.example")
}

// cmsStories are the stories that every page of TestListingOfCMS lists, in order.
var cmsStories = []struct{ slug, title string }{
	{"quay-crane-stops", "Quay crane stops for the third time this month"},
	{"school-bread", "Schools bake their own bread again"},
	{"night-ferry", "Night ferry sails with half its crew"},
	{"lighthouse-sale", "Lighthouse sold to a society of painters"},
	{"tram-lines", "Two tram lines swap their last stops"},
	{"salt-price", "Price of salt doubles before the winter"},
}

// TestListingOfCMS: section and front pages in the shapes that common systems write,
// no rules: the stories, in order, nothing of menus, footers and lists of the most
// read, and the page after.
func TestListingOfCMS(t *testing.T) {
	each := func(address, format string) string {
		var b strings.Builder
		for i, s := range cmsStories {
			b.WriteString(strings.NewReplacer("{slug}", s.slug, "{title}", s.title, "{n}", fmt.Sprint(i+1)).Replace(strings.ReplaceAll(format, "{url}", fmt.Sprintf(address, s.slug))))
		}
		return b.String()
	}
	const plainMenu = `<a href="/harbour-news">News of the harbour and the quays</a></li><li><a href="/island-letters">Letters from both of our islands</a></li><li><a href="/market-day">Prices at the markets every day</a></li><li><a href="/weather-at-sea">Weather at sea and on the coast</a>`
	const readMost = `<a href="/2026/02/03/old-storm/">The storm of the century, as told by those who saw it</a></li><li><a href="/2026/02/04/old-whale/">Whale stranded on the west beach swims free</a></li><li><a href="/2026/02/05/old-mayor/">Mayor says she will not stand again this spring</a>`
	for _, tt := range []struct{ name, at, in, address, next string }{
		{"WordPress loop", "/category/harbour/", `<body class="archive category"><header id="masthead"><div class="site-branding"><p class="site-title"><a href="/" rel="home">The Courier</a></p></div><div id="site-navigation"><ul id="menu-main" class="menu"><li class="menu-item">` + plainMenu + `</li></ul></div></header>
<div id="content"><div id="primary"><header class="page-header"><h1 class="page-title">Category: Harbour</h1></header>` +
			each("/2026/03/02/%s/", `<article id="post-{n}" class="post type-post"><header class="entry-header"><h2 class="entry-title"><a href="{url}" rel="bookmark">{title}</a></h2><div class="entry-meta"><span class="posted-on"><a href="{url}"><time class="entry-date published" datetime="2026-03-02T08:00:00+00:00">March 2, 2026</time></a></span> <span class="byline">by <a class="url fn n" href="/author/nora/">Nora Vale</a></span></div></header><div class="entry-content"><p>A short account of what was seen on the day, and by whom it was told to the paper [&hellip;]</p><p><a class="more-link" href="{url}">Continue reading <span class="screen-reader-text">{title}</span></a></p></div><footer class="entry-footer"><span class="cat-links"><a href="/category/harbour/">Harbour</a></span><span class="comments-link"><a href="{url}#respond">Leave a comment on {title}</a></span></footer></article>`) +
			`<nav class="navigation posts-navigation"><div class="nav-links"><div class="nav-previous"><a href="/category/harbour/page/2/">Older posts</a></div></div></nav></div>
<div id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2 class="widget-title">Popular posts</h2><ul><li>` + readMost + `</li></ul></section></div></div><footer id="colophon"><a href="https://wordpress.example/about-us/">Proudly powered by a press of words</a></footer></body>`,
			"/2026/03/02/%s/", "/category/harbour/page/2/"},
		{"grid of whole-card links", "/harbour", `<body><div id="__next"><header><nav aria-label="Sections"><ul><li>` + plainMenu + `</li></ul></nav></header><main><h1>Harbour</h1><div class="sc-1a2b grid">` +
			each("/harbour/%s-aXk3{n}q", `<a class="sc-9f card" href="{url}"><div class="sc-im"><img src="/img/{slug}.jpg" alt=""></div><div><span class="sc-k">Harbour</span><p class="sc-t">{title}</p><p class="sc-d">What the harbour master said of it, and what the crews make of it today.</p><span class="sc-time">2 hours ago</span></div></a>`) +
			`</div><div class="sc-pg"><a href="/harbour?page=1">1</a><a href="/harbour?page=2">2</a><a href="/harbour?page=3">3</a></div><section class="sc-rr"><h2>Most read</h2><ol><li>` + readMost + `</li></ol></section></main><footer><ul><li><a href="/terms-of-use">Terms of use of this service</a></li><li><a href="/jobs-at-the-courier">Jobs at the Courier, open to all</a></li></ul></footer></div></body>`,
			"/harbour/%s-aXk3{n}q", "/harbour?page=2"},
		{"Drupal view as table", "/press", `<head><link rel="next" href="?page=1"></head><body><div class="region-header"><ul class="menu nav"><li>` + plainMenu + `</li></ul></div><div class="region-content"><h1 class="page-header">Press</h1><div class="view view-press"><div class="view-content"><table class="views-table"><thead><tr><th><a href="/press?order=title&amp;sort=asc" title="sort by Title">Title of the release</a></th><th>Date</th></tr></thead><tbody>` +
			each("/node/90%s", `<tr class="views-row"><td class="views-field-title"><a href="{url}">{title}</a></td><td class="views-field-created">02/03/2026 - 08:0{n}</td></tr>`) +
			`</tbody></table></div></div></div><div class="region-sidebar-second"><div class="block block-views"><h2>Most viewed</h2><div class="view-content"><ul><li>` + readMost + `</li></ul></div></div></div></body>`,
			"/node/90%s", "/press?page=1"},
		{"Drupal view as rows", "/press", `<body><div class="region region-content"><h1>Press</h1><div class="views-element-container"><div class="view-content">` +
			each("/press/%s", `<div class="views-row"><div class="views-field views-field-field-image"><div class="field-content"><a href="{url}"><img src="/sites/default/files/{slug}.jpg" alt="Picture"></a></div></div><div class="views-field views-field-title"><span class="field-content"><a href="{url}" hreflang="en">{title}</a></span></div><div class="views-field views-field-body"><div class="field-content">What was said of it in the council on the day after. <a href="{url}">Read more</a></div></div></div>`) +
			`</div><nav class="pager" aria-labelledby="p"><ul class="pager__items"><li class="pager__item is-active"><a href="?page=0" title="Current page">1</a></li><li><a href="?page=1" title="Go to page 2">2</a></li><li class="pager__item--next"><a href="?page=1" title="Go to next page" rel="next"><span class="visually-hidden">Next page</span><span aria-hidden="true">››</span></a></li></ul></nav></div></div></body>`,
			"/press/%s", "/press?page=1"},
		{"plain lists in main and outside", "/", `<body><ul><li>` + plainMenu + `</li></ul><main><h1>Today</h1><ul>` +
			each("/stories/%s.html", `<li><a href="{url}">{title}</a></li>`) + `</ul><a href="/?page=2">Older stories</a></main><ul><li><a href="/imprint-and-law">Imprint, law and protection of data</a></li><li><a href="/adverts-prices">Prices of adverts in our paper, 2026</a></li></ul></body>`,
			"/stories/%s.html", "/?page=2"},
		{"plain lists, no main", "/harbour/", `<body><div id="top"><ul><li>` + plainMenu + `</li></ul></div><div id="mid"><h1>Harbour</h1><ul>` +
			each("/harbour/2026/%s", `<li><a href="{url}">{title}</a> <i>2 March 2026</i></li>`) + `</ul><p><b>1</b> <a href="/harbour/?start=20">2</a> <a href="/harbour/?start=40">3</a> <a href="/harbour/?start=20">&gt;&gt;</a></p></div><div id="right"><h3>Most popular</h3><ul><li>` + readMost + `</li></ul></div></body>`,
			"/harbour/2026/%s", "/harbour/?start=20"},
		{"titles in spans, link apart", "/magazine", `<body><div class="page"><div class="hd"><a href="/">Courier</a></div><h1>Magazine</h1><div class="list">` +
			each("/magazine/%s", `<div class="item"><div class="pic"><a href="{url}"><img loading="lazy" data-src="/m/{slug}.webp" alt="{title}"></a></div><span class="label">Report</span><span class="name">{title}</span><p>Ten pages on how it came to this, with pictures.</p><a class="go" href="{url}">Read more</a></div>`) +
			`</div><a class="next" href="/magazine/p2">Older</a></div></body>`,
			"/magazine/%s", "/magazine/p2"},
		{"Arabic", "/أخبار", `<html lang="ar" dir="rtl"><body><header><nav><ul><li><a href="/سياسة">أخبار السياسة في البلاد والعالم</a></li><li><a href="/اقتصاد">أخبار الاقتصاد والأسواق والمال</a></li></ul></nav></header><div class="container"><h1>أخبار</h1><div class="row">` +
			each("/news/%s/خبر-{n}", `<div class="col-md-4"><div class="news-card"><a href="{url}"><img src="/i/{n}.jpg"></a><div class="txt"><a class="cat" href="/أخبار">أخبار</a><h3><a href="{url}">{title}</a></h3><span class="date">٢ آذار ٢٠٢٦</span></div></div></div>`) +
			`</div><ul class="pagination"><li class="active"><span>١</span></li><li><a href="?page=2">٢</a></li><li><a href="?page=3">٣</a></li></ul></div><div class="sidebar"><h4>الأكثر قراءة</h4><ul><li><a href="/news/1/قديم">خبر قديم قرأه الناس كثيرا في هذا الشهر</a></li><li><a href="/news/2/قديم">خبر قديم آخر قرأه الناس في الشهر الماضي</a></li></ul></div><footer><a href="/من-نحن">من نحن وكيف نعمل في هذه الصحيفة</a></footer></body></html>`,
			"/news/%s/خبر-{n}", "/أخبار?page=2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var want []string
			for i, s := range cmsStories {
				want = append(want, fmt.Sprintf("%s %s", strings.ReplaceAll(fmt.Sprintf(tt.address, s.slug), "{n}", fmt.Sprint(i+1)), s.title))
			}
			for _, expect := range []news.PageRole{news.RoleSection, ""} {
				r := Read(nil, Input{URL: "https://post.example" + tt.at, Status: 200, ContentType: "text/html; charset=utf-8", Body: []byte(tt.in), Expect: expect})
				if r.Listing == nil {
					t.Errorf("expect %q: no listing but %v: %v %s", expect, r.Kind, r.Reason, r.Detail)
					continue
				}
				var got []string
				for _, l := range r.Listing.Items {
					got = append(got, fmt.Sprintf("%s %s", plainAddress(l.URL), l.Title))
				}
				if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
					t.Errorf("expect %q: items\n%s\nwant\n%s", expect, g, w)
				}
				if got := plainAddress(r.Listing.Next); got != tt.next {
					t.Errorf("expect %q: next %q, want %q", expect, got, tt.next)
				}
			}
		})
	}
}
