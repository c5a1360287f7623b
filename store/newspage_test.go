package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// newsPage is a page of the size and shape of those of news sites: 80 to 200 KB,
// of which the template is most: styles, scripts, a menu, a footer and consent
// texts that all pages share; lists of other stories that turn over from page to
// page; tokens and times of the moment of asking; structured data and a text of
// 500 to 1100 words that are the page's own. Version counts the newsroom's edits.
func newsPage(template, page uint64, version int) string {
	shell := rand.New(rand.NewPCG(template, 1))
	own := rand.New(rand.NewPCG(page, 2))
	asked := rand.New(rand.NewPCG(page*1000+uint64(version), 3))
	var b strings.Builder
	headline := phrase(own, 9)
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>%s | Gazette</title>\n", headline)
	fmt.Fprintf(&b, `<meta name="csrf" content="%x%x"><meta property="og:title" content="%s">`, asked.Uint64(), asked.Uint64(), headline)
	fmt.Fprintf(&b, `<script type="application/ld+json">{"@type":"NewsArticle","headline":"%s","datePublished":"2024-%02d-%02dT%02d:%02d:00Z","author":[{"@type":"Person","name":"%s"}]}</script>`,
		headline, 1+own.IntN(12), 1+own.IntN(28), own.IntN(24), own.IntN(60), phrase(own, 2))
	b.WriteString("\n<style>\n")
	for i := range 500 + 500*int(template%3) { // templates differ in weight
		fmt.Fprintf(&b, ".%s-%d > .%s{margin:%dpx %dpx;color:#%06x;font:%d00 %dpx/1.%d var(--%s)}\n", word(shell), i, word(shell),
			shell.IntN(40), shell.IntN(40), shell.Uint32N(1<<24), 1+shell.IntN(9), 10+shell.IntN(30), shell.IntN(9), word(shell))
	}
	b.WriteString("</style></head><body>\n<nav>")
	for range 120 {
		fmt.Fprintf(&b, `<li class="menu__item"><a href="/%s/%s" data-track="nav:%d">%s</a></li>`, word(shell), word(shell), shell.IntN(1000), phrase(shell, 2))
	}
	fmt.Fprintf(&b, "</nav>\n<main><article><h1>%s</h1><p class=\"standfirst\">%s</p><div class=\"body\">\n", headline, phrase(own, 25))
	for i := range 12 + own.IntN(14) {
		if i > 0 && i <= version {
			fmt.Fprintf(&b, "<p>Update: %s</p>\n", phrase(asked, 40))
		}
		fmt.Fprintf(&b, "<p>%s. %s.</p>\n", phrase(own, 20+own.IntN(12)), phrase(own, 16+own.IntN(10)))
	}
	b.WriteString("</div></article><aside>\n")
	day := rand.New(rand.NewPCG(page/8, 4)) // lists stay for some pages
	for i := range 20 {
		fmt.Fprintf(&b, `<div class="card card--%d"><a href="/news/%s/%d"><img loading="lazy" src="/img/%d/thumb-320.jpg" alt=""><h3>%s</h3></a></div>`,
			i, word(day), day.IntN(1e6), day.IntN(1e6), phrase(day, 8))
	}
	b.WriteString("</aside></main>\n<script>")
	for range 450 {
		fmt.Fprintf(&b, "function %s_%x(e,t){return e.%s(t,%d)||window.%s[%q]};", word(shell), shell.Uint32N(1<<16), word(shell), shell.IntN(1e4), word(shell), phrase(shell, 3))
	}
	fmt.Fprintf(&b, "</script><footer>%s</footer><script>window.asked=%d;</script></body></html>", phrase(shell, 900), asked.Uint32())
	return b.String()
}

// phrase is n words as often used as words are.
func phrase(r *rand.Rand, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = word(r)
	}
	return strings.Join(list, " ")
}

// word is one of 20,000, the first ones more often (Zipf's law, about).
func word(r *rand.Rand) string {
	f := r.Float64()
	n := uint64(20000 * f * f * f * f)
	w := rand.New(rand.NewPCG(n, 5))
	const open, vowel = "bcdfghklmnprstvw", "aeiou"
	s := make([]byte, 0, 12)
	for range 1 + min(3, n/40+w.Uint64N(2)) {
		s = append(s, open[w.IntN(len(open))], vowel[w.IntN(len(vowel))])
	}
	if w.IntN(2) == 0 {
		s = append(s, open[w.IntN(len(open))])
	}
	return string(s)
}
