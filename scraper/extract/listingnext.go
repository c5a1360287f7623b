package extract

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/atom"
)

// nextWords are links to the next page of a list.
var nextWords = phraseSet(
	"Äldre|Äldre inlägg|Äldre artiklar|Eldre|Eldre innlegg|Eldre saker|Ældre|Ældre indlæg|Vanhemmat|Starsze|Starsze wpisy|Starší|Starší příspěvky|Articles plus anciens|Articles précédents|Articoli precedenti|Articoli meno recenti|Più vecchi|Entradas anteriores|Entradas más antiguas|Más antiguas|Postagens mais antigas|Mais antigas|Posts antigos|Oudere berichten|Ouder|Ältere|Ältere Einträge|Frühere Artikel|Eski yazılar|Önceki yazılar|Предыдущие записи|Более старые|Старые записи|Старіші записи|Régebbiek|Mai vechi|Παλαιότερα|Berita sebelumnya|Next|Next page|Next »|Next ›|Next →|Older|Older posts|Older stories|Older articles|Older entries|Load more|Show more|More stories|More articles|See more|View more|Load more stories|Siguiente|Página siguiente|Siguientes|Ver más|Cargar más|Más noticias|Mostrar más|Anteriores|Suivant|Page suivante|Suivante|Voir plus|Charger plus|Plus d'articles|Weiter|Nächste|Nächste Seite|Mehr laden|Mehr anzeigen|Ältere Beiträge|Ältere Artikel|Avanti|Successiva|Pagina successiva|Carica altri|Próxima|Próximo|Próxima página|Ver mais|Carregar mais|Seguinte|Volgende|Volgende pagina|Meer laden|Sonraki|Sonraki sayfa|Daha fazla|Следующая|Далее|Показать ещё|Показать еще|Загрузить ещё|Ещё|Наступна|Następna|Następne|Další|Nästa|Neste|Næste|Seuraava|Επόμενη|Următoarea|Következő|Selanjutnya|Berikutnya",
	"أقدم|المقالات الأقدم|مقالات أقدم|قدیمی\u200cتر|古い記事|過去の記事|הבא|לדף הבא|अगला|पुराने पोस्ट|ถัดไป|Trang sau|Tiếp|"+
		"التالي|التالية|الصفحة التالية|المزيد|تصفح المزيد|عرض المزيد|تحميل المزيد|المزيد من الأخبار|الأقدم|صفحه بعد|بعدی|بیشتر|次へ|次のページ|もっと見る|다음|다음 페이지|더보기|下一页|下一頁|下一則|更多|加载更多",
)

// arrows are links to the next page that say it by a sign alone.
var arrows = map[string]bool{"›": true, "»": true, "→": true, ">": true, ">>": true, "⟩": true, "❯": true}

// nextPage is the address of the page after this one in a list; "" when the page
// names none. Trusted in this order: rel=next, the words "next" or "load more" in
// many languages, an arrow, the number after that of this page.
func (d *document) nextPage(s *survey) string {
	for n := range d.root.Descendants() {
		if n.DataAtom == atom.Link && hasToken(attr(n, "rel"), "next") {
			if u := d.resolve(attr(n, "href")); u != "" && u != d.url.String() {
				return u
			}
		}
	}
	now := d.pageNumber(s)
	var word, arrow, number string
	for _, i := range s.links {
		n := s.spots[i].node
		u := d.resolve(attr(n, "href"))
		if u == "" || u == d.url.String() {
			continue
		}
		if hasToken(attr(n, "rel"), "next") {
			return u
		}
		if s.spots[i].letters > 30 {
			continue
		}
		text := d.text(n)
		if text == "" {
			text = squeeze(attr(n, "aria-label"))
		}
		if word == "" && goOnWords.has(text) && d.isMore(u, now) {
			word = u
		}
		if !d.nearby(u) {
			continue
		}
		named := nextWords.has(text) || nextWords.has(attr(n, "aria-label")) || nextWords.has(attr(n, "title")) || hasToken(attr(n, "class"), "next")
		switch {
		case word == "" && named && d.isFurther(u, now):
			word = u
		case arrow == "" && arrows[text] && d.isFurther(u, now):
			arrow = u
		case number == "" && asciiDigits(text) == strconv.Itoa(now+1) && pageOf(u) == now+1:
			number = u
		}
	}
	if word == "" {
		word = d.loadMore(s)
	}
	if word == "" && arrow == "" && number == "" {
		number = d.numberedNext(s)
	}
	for _, u := range []string{word, arrow, number} {
		if u != "" {
			return u
		}
	}
	return ""
}

var pageParts = regexp.MustCompile(`(?i)(?:^|[/?&;-])(?:page|paged|p|pg|seite|pagina|página|sayfa|halaman|strana)[/=-]?(\d{1,4})(?:$|[/?&.])`)

// pageOf is the page number an address names; 0 when none.
func pageOf(u string) int {
	t, err := url.Parse(u)
	if err != nil {
		return 0
	}
	path := t.Path
	if t.RawQuery != "" {
		path += "?" + t.RawQuery
	}
	if m := pageParts.FindStringSubmatch(path); m != nil {
		n, _ := strconv.Atoi(m[1])
		return n
	}
	if last := path[strings.LastIndexByte(path, '/')+1:]; len(last) > 0 && len(last) <= 3 {
		if n, err := strconv.Atoi(last); err == nil {
			return n
		}
	}
	return 0
}

// pageNumber is the number of this page within its list: what its address says,
// otherwise 1.
func (d *document) pageNumber(s *survey) int {
	return max(1, pageOf(d.url.String()))
}

// isFurther reports that an address may be the next page of this list and is not
// a page before it.
func (d *document) isFurther(u string, now int) bool {
	n := pageOf(u)
	if n > 0 {
		return n > now
	}
	t, err := url.Parse(u)
	if err != nil {
		return false
	}
	// A cursor instead of a number.
	return t.RawQuery != "" && strings.TrimSuffix(t.Path, "/") == strings.TrimSuffix(d.url.Path, "/")
}

// partNumber ends the name of a file that is one of several.
var partNumber = regexp.MustCompile(`[-_]\d{1,4}$`)

// nearby reports an address of the same list: on this host, its path continuing
// this page's own or that of its first page.
func (d *document) nearby(u string) bool {
	t, err := url.Parse(u)
	if err != nil || t.Host != d.url.Host {
		return false
	}
	stem := func(p string) string {
		if m := pageParts.FindStringIndex(p); m != nil {
			p = p[:m[0]]
		}
		switch ext := path.Ext(p); ext {
		case ".html", ".htm", ".php", ".aspx", ".shtml":
			p = strings.TrimSuffix(p, ext)
		}
		p = partNumber.ReplaceAllString(p, "")
		return strings.TrimSuffix(strings.TrimSuffix(p, "/index"), "/")
	}
	a, b := stem(t.Path), stem(d.url.Path)
	return a == b || strings.HasPrefix(a, b) || strings.HasPrefix(b, a)
}

// pageLink is a link whose text is the number of a page: the number, and the one that
// its address gives for it.
type pageLink struct {
	n, value int
	url      string
}

// numberedNext finds the page after this one among links that print numbers, whatever
// their addresses call them: ?seite=2, ?cp=1, ?from=30, /list-2.html. The numbers of
// the addresses must follow from those printed, one step for each page.
func (d *document) numberedNext(s *survey) string {
	links := map[string][]pageLink{} // by the part of the address in which the number stands
	var keys []string
	for _, i := range s.links {
		n := s.spots[i].node
		if s.spots[i].letters == 0 || s.spots[i].letters > 4 {
			continue
		}
		printed, err := strconv.Atoi(asciiDigits(d.text(n)))
		u := d.resolve(attr(n, "href"))
		if err != nil || u == "" || !d.nearby(u) {
			continue
		}
		for key, value := range numbersOf(u) {
			if len(links[key]) == 0 {
				keys = append(keys, key)
			}
			links[key] = append(links[key], pageLink{printed, value, u})
		}
	}
	slices.Sort(keys)
	own := numbersOf(d.url.String())
	for _, key := range keys {
		step, start, ok := stepOf(links[key])
		if !ok {
			continue
		}
		now := 1
		if value, here := own[key]; here {
			if (value-start)%step != 0 {
				continue
			}
			now = (value - start) / step
		}
		for _, l := range links[key] {
			if l.n == now+1 {
				return l.url
			}
		}
	}
	return ""
}

// stepOf finds the step and start with which value = start + step·n for all links,
// of which there are two or more.
func stepOf(links []pageLink) (step, start int, ok bool) {
	first := links[0]
	for _, l := range links[1:] {
		if l.n != first.n {
			step = (l.value - first.value) / (l.n - first.n)
			break
		}
	}
	if step <= 0 {
		return 0, 0, false
	}
	start = first.value - step*first.n
	for _, l := range links {
		if l.value != start+step*l.n {
			return 0, 0, false
		}
	}
	return step, start, true
}

// lastNumber is the number that ends a path, before the extension of a file.
var lastNumber = regexp.MustCompile(`^(.*?[^0-9])(\d{1,5})(\.\w+)?/?$`)

// numbersOf are the numbers in an address by the key of the query, or by the path, in
// which they stand.
func numbersOf(address string) map[string]int {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	out := map[string]int{}
	for key, values := range u.Query() {
		if n, err := strconv.Atoi(values[0]); err == nil && n >= 0 && len(values[0]) <= 5 {
			out["?"+key] = n
		}
	}
	if m := lastNumber.FindStringSubmatch(u.Path); m != nil && u.RawQuery == "" {
		n, _ := strconv.Atoi(m[2])
		out[m[1]+m[3]] = n
	}
	return out
}
