package extract

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// goOnWords are buttons that make a list go on where it is. They are believed at an
// address elsewhere on the host, too: scripts fetch what comes next from one.
var goOnWords = phraseSet(
	"Load more|Load more stories|Load more articles|Load more news|Load more posts|Show more|Show more stories|Show more articles|Show more news|Cargar más|Cargar más noticias|Mostrar más|Charger plus|Charger plus d'articles|Afficher plus|Mehr laden|Mehr anzeigen|Weitere laden|Weitere Artikel laden|Carica altri|Carica altro|Mostra altri|Carregar mais|Carregar mais notícias|Mostrar mais|Meer laden|Meer tonen|Daha fazla|Daha fazla yükle|Daha fazla göster|Показать ещё|Показать еще|Загрузить ещё|Загрузить еще|Завантажити ще|Показати ще|Pokaż więcej|Załaduj więcej|Načíst další|Zobrazit více|Visa fler|Ladda fler|Vis flere|Last flere|Indlæs flere|Näytä lisää|Lataa lisää|Φόρτωση περισσότερων|Încarcă mai multe|Több betöltése|Muat lebih banyak|Muat lainnya",
	"عرض المزيد|تحميل المزيد|بارگذاری بیشتر|نمایش بیشتر|もっと見る|さらに表示|더보기|加载更多|載入更多|טען עוד",
)

// moreAttributes hold the address that a button fetches the next part of a list
// from, most telling first. hx-get is that of htmx (https://htmx.org/attributes/hx-get/).
var moreAttributes = []string{
	"data-next-url", "data-next-page", "data-next", "data-load-more-url", "data-load-more", "hx-get", "data-hx-get",
	"data-ajax-url", "data-endpoint", "data-href", "data-url", "href",
}

// loadMore is the address that a "load more" button carries in an attribute; "" when
// none does. A button says what it is by its words, its class, or by being fetched
// when it comes into view.
func (d *document) loadMore(s *survey) string {
	now := d.pageNumber(s)
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Button, atom.Div, atom.Span, atom.A, atom.Li, atom.Section, atom.Input:
		default:
			continue
		}
		for _, key := range moreAttributes {
			if key == "href" && n.DataAtom != atom.A {
				continue
			}
			v := attr(n, key)
			if !strings.ContainsAny(v, "/?") {
				continue
			}
			u := d.resolve(v)
			if u == "" || u == d.url.String() {
				continue
			}
			strong := d.isMoreButton(n, key)
			if strong && d.isMore(u, now) || key != "href" && (strong || nextWords.has(d.text(n))) && d.nearby(u) && !d.isBefore(u, now) {
				return u
			}
		}
	}
	return ""
}

// isMoreButton reports an element that says it makes the list longer.
func (d *document) isMoreButton(n *html.Node, key string) bool {
	for _, text := range []string{attr(n, "aria-label"), attr(n, "value"), attr(n, "title")} {
		if text != "" && goOnWords.has(text) {
			return true
		}
	}
	if class := strings.ToLower(attr(n, "class")); strings.Contains(class, "load-more") || strings.Contains(class, "loadmore") || strings.Contains(class, "load_more") {
		return true
	}
	if trigger := attr(n, "hx-trigger"); strings.HasSuffix(key, "hx-get") && (strings.Contains(trigger, "revealed") || strings.Contains(trigger, "intersect")) {
		return true
	}
	return key != "href" && goOnWords.has(d.text(n)) // links were asked for theirs
}

// isMore reports an address on this host that may bring more of a list: it has a
// query or a number, and no number that lies behind.
func (d *document) isMore(u string, now int) bool {
	t, err := url.Parse(u)
	if err != nil || t.Host != d.url.Host || d.isBefore(u, now) {
		return false
	}
	return t.RawQuery != "" || pageOf(u) > 0
}

// isBefore reports an address that names this page of the list or one before.
func (d *document) isBefore(u string, now int) bool {
	n := pageOf(u)
	return n > 0 && n <= now
}

// Bounds of what is looked for in an answer for a script.
const (
	wrappedDepth = 12
	wrappedMost  = 5000 // texts with markup
)

// unwrapped takes the markup out of JSON that a script would put into a list, such as
// {"html": "<li>…", "next": "/api/list?page=3"}, when a list was asked for. more is
// the address of what comes after it as the JSON names it; "" when it names none.
// What holds no markup with links stays as it is.
func unwrapped(in Input) (_ Input, more string) {
	if in.Expect != news.RoleSection && in.Expect != news.RoleHome {
		return in, ""
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(in.Body, []byte("\uFEFF")), " \t\r\n")
	if len(head) == 0 || head[0] != '{' && head[0] != '[' || len(in.Body) > maxBody {
		return in, ""
	}
	w := wrapping{}
	if w.read(json.NewDecoder(bytes.NewReader(head)), "", 0) != nil || w.markup.Len() == 0 {
		return in, ""
	}
	in.Body, in.ContentType = w.markup.Bytes(), "text/html; charset=utf-8"
	return in, w.more
}

// wrapping collects markup from JSON in its order.
type wrapping struct {
	markup bytes.Buffer
	more   string
	texts  int
}

// read reads one value that stands under a key.
func (w *wrapping) read(j *json.Decoder, key string, depth int) error {
	token, err := j.Token()
	if err != nil {
		return err
	}
	switch v := token.(type) {
	case json.Delim:
		if depth > wrappedDepth {
			return errTooDeep
		}
		for j.More() {
			inner := key
			if v == '{' {
				name, err := j.Token()
				if err != nil {
					return err
				}
				inner, _ = name.(string)
			}
			if err := w.read(j, inner, depth+1); err != nil {
				return err
			}
		}
		_, err = j.Token()
		return err
	case string:
		switch {
		case strings.Contains(v, "<") && strings.Contains(v, "href="):
			if w.texts++; w.texts <= wrappedMost {
				w.markup.WriteString(v)
				w.markup.WriteByte('\n')
			}
		case w.more == "" && strings.ContainsAny(v, "/?") && namesNext(key):
			w.more = v
		}
	}
	return nil
}

var errTooDeep = errors.New("JSON nested too deep")

// namesNext reports the keys of JSON that hold where a list goes on.
func namesNext(key string) bool {
	switch strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(key)) {
	case "next", "nexturl", "nextpage", "nextpageurl", "nextlink", "nexthref", "loadmore", "loadmoreurl", "more", "moreurl":
		return true
	}
	return false
}

// nextAfter is where a list goes on as its wrapping or a Link header says (RFC 8288,
// 3.3); "" when neither does.
func (d *document) nextAfter(in Input, more string) string {
	for _, v := range in.Header["Link"] {
		for more == "" {
			target, rest, ok := strings.Cut(v, ">")
			i := strings.IndexByte(target, '<')
			if !ok || i < 0 {
				break
			}
			var params string
			if params, v = paramsOf(rest); relNext(params) {
				more = strings.TrimSpace(target[i+1:])
			}
		}
	}
	if u := d.resolve(more); u != d.url.String() {
		return u
	}
	return ""
}

// paramsOf parts the parameters of a link from the links behind it; a comma in
// quotes parts nothing.
func paramsOf(s string) (params, others string) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted:
			i++
		case s[i] == ',' && !quoted:
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// relNext reports parameters of a link that has the relation next.
func relNext(params string) bool {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if strings.EqualFold(strings.TrimSpace(name), "rel") && hasToken(strings.Trim(strings.TrimSpace(value), `"`), "next") {
			return true
		}
	}
	return false
}
