package extract

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

// bodyOf makes a document of a body's markup, read from an invented address.
func bodyOf(t testing.TB, body string) *document {
	t.Helper()
	root, err := html.Parse(strings.NewReader("<!doctype html><html lang=en><title>Harbour Post</title><body>" + body))
	if err != nil {
		t.Fatal(err)
	}
	u, _ := url.Parse("https://post.example/news/harbour/ferry-returns")
	return &document{root: root, url: u, base: u, lang: "en", cut: map[*html.Node]bool{}, room: takeRoom(nil),
		seen: time.Date(2025, 10, 25, 12, 0, 0, 0, time.UTC)}
}

// text of our own, long enough to be prose.
const (
	para1 = "The ferry between the two islands returned to service on Monday, the harbour office said, after a pause of three weeks for repairs to its engine."
	para2 = "Residents had crossed by small boats in the meantime, which took twice as long, and several shops had run short of fresh bread, milk and newspapers."
	para3 = "A second vessel is planned for the spring, the office added, and its timetable will be printed on the boards of both piers before the end of the year."
)

// show prints boxes as "relation name: title|url|section|date|alt; …".
func showModules(boxes []moduleBox) string {
	var b strings.Builder
	for _, m := range boxes {
		fmt.Fprintf(&b, "%s %q:", m.relation, m.name)
		for _, l := range m.links {
			fmt.Fprintf(&b, " %d=%s|%s", l.Position, l.Title, strings.TrimPrefix(l.URL, "https://post.example"))
			if l.Section != "" || l.Published.Text != "" || l.ImageAlt != "" {
				fmt.Fprintf(&b, "|%s|%s|%s", l.Section, l.Published.Text, l.ImageAlt)
			}
			b.WriteByte(';')
		}
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}

func TestFindModules(t *testing.T) {
	story := "<h1>Ferry returns to service after repairs</h1><p>" + para1 + "</p><p>" + para2 + "</p>"
	for _, tt := range []struct{ name, in, want string }{
		{"cards with classes", story + `<section class="most"><h2>Most Read</h2><div class="card"><a href="/news/a"><img src="/a.jpg" alt="A quiet pier at dawn"></a>
			<h3><a href="/news/a">Pier painted blue by volunteers</a></h3><ul><li>Culture</li><li>20 Oct 2025</li></ul></div>
			<div class="card"><a href="/news/b"><img src="/b.jpg" alt="Gulls"></a><h3><a href="/news/b">Gulls counted again on the cape</a></h3><ul><li>Nature</li><li>24 Oct 2025</li></ul></div></section>`,
			`most_read "Most Read": 1=Pier painted blue by volunteers|/news/a|Culture|20 Oct 2025|A quiet pier at dawn; 2=Gulls counted again on the cape|/news/b|Nature|24 Oct 2025|Gulls;`},
		{"link around the whole card, no names", "<div>" + story + `</div><div><div>Read Next</div><div><a href="/news/a"><img src="/a.jpg" alt="Pier painted blue by volunteers"><span>Culture</span><div>Pier painted blue by volunteers</div></a></div><div><a href="/news/b"><span>Nature</span><div>Gulls counted again on the cape</div></a></div></div>`,
			`read_next "Read Next": 1=Pier painted blue by volunteers|/news/a|Culture||Pier painted blue by volunteers; 2=Gulls counted again on the cape|/news/b|Nature||;`},
		{"flat: heading and list are siblings of the text", story + `<h3>Related News</h3><ul><li><a href="/news/a">Pier painted blue by volunteers</a></li><li><a href="/news/b">Gulls counted again on the cape</a></li></ul><p>` + para3 + `</p>`,
			`related "Related News": 1=Pier painted blue by volunteers|/news/a; 2=Gulls counted again on the cape|/news/b;`},
		{"flat paragraphs with a bold heading", story + `<p><strong>Read also:</strong></p><p><a href="/news/a">Pier painted blue by volunteers</a></p><p><a href="/news/b">Gulls counted again on the cape</a></p><p>` + para3 + `</p>`,
			`related "Read also:": 1=Pier painted blue by volunteers|/news/a; 2=Gulls counted again on the cape|/news/b;`},
		{"coverage holds a name and All", story + `<div><div><span>Coverage</span> <a href="/coverage">All</a></div><div><a href="/coverage/island-bridge">Island Bridge</a></div></div><div><div><span>Read Next</span><a href="/news">All</a></div><div><a href="/news/a">Pier painted blue by volunteers</a></div></div>`,
			"coverage \"Coverage\": 1=Island Bridge|/coverage/island-bridge;\nread_next \"Read Next\": 1=Pier painted blue by volunteers|/news/a;"},
		{"tags right after the text, without heading", "<main>" + story + `<ul><li><a href="/t/ferry">Ferry</a></li><li>Harbour Office</li><li>Islands</li></ul><h4>Most Read</h4><ol><li><a href="/news/a">Pier painted blue by volunteers</a></li></ol></main>`,
			"tag \"\": 1=Ferry|/t/ferry; 2=Harbour Office|; 3=Islands|;\nmost_read \"Most Read\": 1=Pier painted blue by volunteers|/news/a;"},
		{"a list of short items inside the text is no tag list", story + `<ul><li>Bread</li><li>Milk</li></ul><p>` + para3 + `</p>`, ``},
		{"Arabic headings", story + `<div><h3>الأكثر قراءة</h3><a href="/news/a">عودة العبّارة إلى الخدمة بعد أعمال الصيانة</a><p>15 آب 2025</p></div><div><h3>أخبار ذات صلة</h3><a href="/news/b">طلاء الرصيف القديم باللون الأزرق</a></div>`,
			"most_read \"الأكثر قراءة\": 1=عودة العبّارة إلى الخدمة بعد أعمال الصيانة|/news/a||15 آب 2025|;\nrelated \"أخبار ذات صلة\": 1=طلاء الرصيف القديم باللون الأزرق|/news/b;"},
		{"Spanish heading", story + `<aside><p>Lo más leído</p><ol><li><a href="/n/a">El muelle se pinta de azul este verano</a></li></ol></aside>`,
			`most_read "Lo más leído": 1=El muelle se pinta de azul este verano|/n/a;`},
		{"the same module twice is told once", story + `<div><h3>Most Read</h3><ul><li><a href="/news/a">Pier painted blue by volunteers</a></li></ul></div><div><h3>Most Read</h3><ul><li><a href="/news/a">Pier painted blue by volunteers</a></li></ul></div>`,
			"most_read \"Most Read\": 1=Pier painted blue by volunteers|/news/a;\nmost_read \"Most Read\":"},
		{"a heading with its link to all in one element", "<div>" + story + `</div><div><div>Read Next <a href="/news">All</a></div><a href="/news/a"><div>Pier painted blue by volunteers</div></a><a href="/news/b"><div>Gulls counted again on the cape</div></a></div><div><div>Coverage <a href="/coverage">All</a></div><a href="/coverage/island-bridge"><div>Island Bridge</div></a></div>`,
			"read_next \"Read Next\": 1=Pier painted blue by volunteers|/news/a; 2=Gulls counted again on the cape|/news/b;\ncoverage \"Coverage\": 1=Island Bridge|/coverage/island-bridge;"},
		{"a heading with a link of its own is no heading", "<div>" + story + `</div><div><div>Read Next <a href="/news/c">Bread is back</a></div></div>`, ``},
		{"a box laid out as a table, in the cell of the text", "<table><tr><td>" + story + `<table><tr><td><b>Related News</b></td></tr><tr><td><a href="/news/a">Pier painted blue by volunteers</a></td></tr><tr><td><a href="/news/b">Gulls counted again on the cape</a></td></tr></table><p>` + para3 + `</p></td></tr></table>`,
			`related "Related News": 1=Pier painted blue by volunteers|/news/a; 2=Gulls counted again on the cape|/news/b;`},
		{"a label and its tags on one line", "<div>" + story + `<p>Tags: <a href="/t/ferry">Ferry</a>, <a href="/t/isles">Isles</a></p></div>`,
			`tag "Tags:": 1=Ferry|/t/ferry; 2=Isles|/t/isles;`},
		{"label and date of a card on one line", story + `<div><div>Most Read</div><div><a href="/news/a">Pier painted blue by volunteers</a><br><small>Culture - 20 Oct 2025</small></div><div><a href="/news/b">Gulls counted again on the cape</a><br><small>24 Oct 2025 | Nature</small></div></div>`,
			`most_read "Most Read": 1=Pier painted blue by volunteers|/news/a|Culture|20 Oct 2025|; 2=Gulls counted again on the cape|/news/b|Nature|24 Oct 2025|;`},
		{"the label of a card stands bare before its link", "<table><tr><td>" + story + `</td></tr></table><table><tr><th>Read Next</th></tr><tr><td><a href="/news/a"><img src="/a.jpg" alt="A pier"></a><br>Culture<br><a href="/news/a">Pier painted blue by volunteers</a></td><td><a href="/news/b"><img src="/b.jpg" alt="Gulls"></a><br>Nature<br><a href="/news/b">Gulls counted again on the cape</a></td></tr></table>`,
			`read_next "Read Next": 1=Pier painted blue by volunteers|/news/a|Culture||A pier; 2=Gulls counted again on the cape|/news/b|Nature||Gulls;`},
		{"words in a sentence are no heading", `<h1>Ferry returns to service after repairs</h1><p>` + para1 + ` <a href="/news/a">Read more</a></p><p>` + para2 + `</p>`, ``},
		{"rel=tag links", story + `<div><a rel="tag" href="/t/ferry">Ferry</a> <a rel="tag" href="/t/isles">Isles</a></div>`,
			`tag "": 1=Ferry|/t/ferry; 2=Isles|/t/isles;`},
		{"share links after the text are no tags", story + `<ul><li><a href="https://social.example/facebook">Share on Facebook</a></li><li><a href="mailto:a@post.example">Send by e-mail</a></li></ul>`, ``},
		{"service links after the text are no tags", "<main>" + story + `<ul><li><a href="/help/report">Report an error</a></li><li><a href="/code">Editorial code</a></li></ul></main>`, ``},
		{"counts are no part of tags", "<main>" + story + `<div class="tags"><a href="/t/ferry">Ferry <span>398</span></a><a href="/t/isles">Isles <span>12</span></a></div></main>`,
			`tag "": 1=Ferry|/t/ferry; 2=Isles|/t/isles;`},
		{"a heading without its list takes nothing else", `<div>` + story + `<div class="jp-relatedposts"><h3><em>Related</em></h3></div></div><footer><a href="/category/harbour-and-ferries">Harbour and ferries</a></footer>`, ``},
		{"two tabs in one heading", `<div>` + story + `</div><div><h4><a href="#r">Related Articles</a><a href="#a">More from Author</a></h4><div><h3><a href="/news/a">Pier painted blue by volunteers</a></h3></div></div>`,
			`related "Related Articles": 1=Pier painted blue by volunteers|/news/a;`},
		{"tags under their label", story + `<div><strong>Topics:</strong> <a href="/t/ferry">Ferry</a>, <a href="/t/isles">Isles</a></div>`,
			`tag "Topics:": 1=Ferry|/t/ferry; 2=Isles|/t/isles;`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := showModules(findModules(bodyOf(t, tt.in))); got != tt.want {
				t.Errorf("findModules:\ngot  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestModuleRelation(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want news.Relation
	}{
		{"Most Read", news.MostRead}, {"MOST READ", news.MostRead}, {"الأكثر قراءة", news.MostRead}, {"Lo más leído", news.MostRead},
		{"Read Next", news.ReadNext}, {"More from Politics", news.ReadNext}, {"Related News:", news.Related}, {"اقرأ أيضاً", news.Related},
		{"Te puede interesar", news.Related}, {"Coverage", news.Coverage}, {"Tags", news.TagLink}, {"اقرأ للكاتب", news.Author},
		{"Politics", ""}, {"", ""}, {"Most people read", ""},
	} {
		if got := moduleRelation(tt.in); got != tt.want {
			t.Errorf("moduleRelation(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestModuleWordsOfLanguages holds that the headings of the usual boxes are known in the
// languages of news.
func TestModuleWordsOfLanguages(t *testing.T) {
	for relation, words := range map[news.Relation][]string{
		news.Related: {"Verwandte Nachrichten", "Articles similaires", "Noticias similares", "Artigos semelhantes", "Articoli simili", "Ook interessant", "Relaterade artiklar", "Relaterte saker", "Lue lisää", "Tengdar fréttir", "Powiązane artykuły", "Související články", "Súvisiace články", "Kapcsolódó hírek", "Articole similare",
			"Още по темата", "Повезане вести", "Povezane vijesti", "Preberite tudi", "Lexo edhe", "Taip pat skaitykite", "Lasi arī", "Loe ka", "Διαβάστε ακόμη", "İlgili Haberler", "Матеріали за темою", "Ещё по теме", "Həmçinin oxuyun", "Тағы оқыңыз", "ასევე წაიკითხეთ", "Կարդացեք նաև", "ראו גם", "همچنین بخوانید", "یہ بھی پڑھیں", "أخبار ذات علاقة",
			"इसे भी पढ़ें", "हेही वाचा", "আরও পড়ুন", "மேலும் படிக்க", "ఇవి కూడా చదవండి", "อ่านเพิ่มเติม", "Có thể bạn quan tâm", "Berita serupa", "Basahin din", "Soma pia", "Verwante artikels", "Notícies relacionades", "Lotutako albisteak", "관련 콘텐츠", "関連する記事", "相关文章"},
		news.MostRead: {"Most Popular", "Meistgelesen", "Les plus lus", "Lo más leído", "Mais lidas", "Articoli più letti", "Meest gelezen", "Mest läst", "Mest lest", "Mest læst", "Luetuimmat", "Mest lesið", "Najczęściej czytane", "Nejčtenější", "Najčítanejšie", "Legolvasottabb", "Cele mai citite", "Най-четено", "Најчитаније", "Najčitanije", "Najbolj brano", "Më të lexuarat", "Skaitomiausi", "Lasītākais", "Loetumad",
			"Δημοφιλή", "Çok okunanlar", "Популярні", "Популярное", "Ən çox oxunanlar", "Ең көп оқылған", "პოპულარული", "Ամենաընթերցված", "הנקראות ביותר", "پربازدیدها", "مقبول ترین", "الأكثر قراءة", "लोकप्रिय", "সর্বাধিক পঠিত", "ఎక్కువ మంది చదివినవి", "ยอดนิยม", "Đọc nhiều", "Terpopuler", "Zinazosomwa zaidi", "Meest gelees", "Els més llegits", "많이 본 뉴스", "よく読まれている記事", "热门文章"},
		news.TagLink: {"Tagged with", "Themen", "Mots-clés", "Etiquetas", "Marcadores", "Argomenti", "Onderwerpen", "Taggar", "Emneord", "Nøgleord", "Asiasanat", "Efnisorð", "Słowa kluczowe", "Klíčová slova", "Kľúčové slová", "Címkék", "Cuvinte cheie", "Ключови думи", "Ознаке", "Ključne riječi", "Ključne besede", "Etiketat", "Raktiniai žodžiai", "Atslēgvārdi", "Märksõnad",
			"Λέξεις-κλειδιά", "Etiketler", "Ключові слова", "Теги", "Açar sözlər", "ტეგები", "Պիտակներ", "תגיות", "برچسب ها", "ٹیگز", "الكلمات المفتاحية", "टैग्स", "ট্যাগ", "แท็ก", "Từ khóa", "Topik Terkait", "Etiquetes", "Etiketak", "키워드", "キーワード", "关键词"},
		news.Author: {"About the author", "Über den Autor", "À propos de l’auteur", "Sobre el autor", "Sobre o autor", "Informazioni sull'autore", "Over de auteur", "Om författaren", "Om forfatteren", "O autorze", "O autorovi", "A szerzőről", "Despre autor", "За автора", "О аутору", "O avtorju", "Rreth autorit", "Apie autorių", "Yazar hakkında", "Об авторе", "על הכותב", "نبذة عن الكاتب", "लेखक के बारे में", "เกี่ยวกับผู้เขียน", "Về tác giả", "Tentang Penulis", "この記事を書いた人", "关于作者", "Letzte Artikel", "Latest posts"},
	} {
		for _, word := range words {
			if got := moduleRelation(word); got != relation {
				t.Errorf("moduleRelation(%q) = %q, want %q", word, got, relation)
			}
		}
	}
}

// TestReadAlsoOfLanguages holds that lines which point to another story are told by how
// they begin, in the languages of news.
func TestReadAlsoOfLanguages(t *testing.T) {
	for _, start := range []string{
		"Read also", "Lesen Sie auch", "À lire aussi", "Lee también", "Leia também", "Leggi anche", "Lees ook", "Läs också", "Les også", "Læs også", "Lue myös", "Sjá einnig", "Czytaj też", "Čtěte také", "Čítajte aj", "Olvasta már", "Citește și", "Прочетете още", "Прочитајте још", "Pročitajte i", "Preberite tudi", "Lexo edhe", "Taip pat skaitykite", "Lasi arī", "Loe ka",
		"Διαβάστε επίσης", "İlginizi çekebilir", "Читайте також", "Читайте также", "Чытайце таксама", "Həmçinin oxuyun", "Тағы оқыңыз", "ასევე წაიკითხეთ", "Կարդացեք նաև", "קראו גם", "بیشتر بخوانید", "یہ بھی پڑھیں", "اقرأ أيضاً", "ये भी पढ़ें", "हेही वाचा", "यो पनि पढ्नुहोस्", "আরও পড়ুন", "இதையும் படிக்க", "ఇది కూడా చదవండి", "ഇതും വായിക്കുക", "આ પણ વાંચો", "ਇਹ ਵੀ ਪੜ੍ਹੋ", "ಇದನ್ನೂ ಓದಿ",
		"อ่านต่อ", "Xem thêm", "Baca juga", "Basahin din", "Soma pia", "Llegeix també", "Irakurri ere", "Le tamén", "관련기사", "関連記事", "相关阅读",
	} {
		_, st := storyOf(t, "<article><h1>Ferry returns to service after repairs</h1><p>"+para1+"</p><p>"+start+`: <a href="/n/pier">Gulls counted on old cape 7</a></p><p>`+para2+"</p></article>")
		if got, want := showBlocks(st), "paragraph ¶1\nparagraph ¶2\nrelated 1 Gulls counted on old cape 7 /n/pier"; got != want {
			t.Errorf("a line that begins %q:\ngot  %s\nwant %s", start, got, want)
		}
	}
}

// TestNewsletterLinesOfLanguages holds that a line which offers a newsletter or a channel
// behind a link is no text.
func TestNewsletterLinesOfLanguages(t *testing.T) {
	for _, line := range []string{
		"Get the stories of the harbour in our newsletter, every Friday, free.", "Recibe las historias del puerto en nuestro boletín cada viernes.", "Fá skeyti í fréttabréf hafnarinnar alla föstudaga.", "Få havnas saker i vårt nyhetsbrev hver fredag.", "Kaikki sataman uutiset: tilaa uutiskirje perjantaisin.",
		"Iratkozzon fel: hírlevél minden pénteken a kikötőről.", "Limanın haberleri her cuma e-bülten olarak gelsin.", "Усе про порт: розсилка щоп'ятниці у вашій скриньці.", "كل أخبار الميناء في النشرة البريدية كل يوم جمعة.", "همه خبرهای بندر در خبرنامه هر جمعه.", "बंदरगाह की ख़बरें न्यूज़लेटर में हर शुक्रवार.", "항구 소식을 뉴스레터로 받아 보세요.", "港のニュースをメールマガジンで毎週金曜日に。", "Ikuti kanal WhatsApp kami untuk kabar dari dermaga setiap hari.", "Подпишитесь на наш телеграм-канал о порте.",
	} {
		_, st := storyOf(t, "<article><h1>Ferry returns to service after repairs</h1><p>"+para1+"</p><p>"+line+` <a href="/join">Join</a></p><p>`+para2+"</p></article>")
		if got, want := showBlocks(st), "paragraph ¶1\nparagraph ¶2"; got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", line, got, want)
		}
	}
}
