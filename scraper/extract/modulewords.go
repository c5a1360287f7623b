package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"newskeep/scraper/news"
)

// moduleWords are the headings of modules, by what their links are to the page.
var moduleWords = map[news.Relation]phrases{
	news.MostRead: phraseSet(
		"Most Read|Most Popular|Popular|Popular Now|Popular Stories|Popular News|Trending|Trending Now|Trending Stories|Most Viewed|Most Shared|Most Commented|Top Stories|Top Reads|Top News|What's Trending|Read Most|Most Read Stories|Most Read News|Most Read Articles|Today's Most Read|Top 5|Top 10|Top Read|Must Reads|Most Watched|Most Liked|Popular Posts|Popular Articles|Trending Posts|Entradas populares|Articles populaires|Beliebte Beiträge|Beliebte Artikel",
		"Lo más leído|Más leídas|Las más leídas|Los más leídos|Lo más visto|Más vistas|Más visto|Más leído|Más popular|Más populares|Tendencias|Lo más popular|Les plus lus|Les plus lues|Articles les plus lus|Le plus lu|Populaires|Tendances|Meistgelesen|Am meisten gelesen|Meistgelesene Artikel|Beliebt|Meist gelesen|Beliebteste Artikel|Top-Themen|Più letti|I più letti|Le più lette|Mais lidas|As mais lidas|Mais lidos|Mais vistas|Em alta",
		"الأكثر قراءة|الاكثر قراءة|الأكثر قراءةً|الأكثر مشاهدة|الأكثر شيوعاً|الأكثر تداولاً|الأكثر رواجاً|الأكثر تفاعلاً|الأكثر زيارة|الأعلى قراءة|پربازدیدترین|پربازدیدترین\u200cها|پربازدیدها|En çok okunanlar|Çok okunanlar|En çok okunan|Самое читаемое|Популярное|Самое популярное|Найпопулярніше|Meest gelezen|Δημοφιλή|Πιο δημοφιλή|Τα πιο διαβασμένα|הנקראות ביותר|הכי נקראים|सबसे ज़्यादा पढ़ी गई|लोकप्रिय|Đọc nhiều|Xem nhiều|Đọc nhiều nhất|ข่าวยอดนิยม|ยอดนิยม|最新排行|阅读排行|点击排行|熱門|よく読まれている記事|Най-четени|Najčitanije|Mest lest|Mest læste|Mest läst|Luetuimmat|Najczęściej czytane|Najpopularniejsze|Nejčtenější|Cele mai citite|Legolvasottabb|Terpopuler|Paling populer|アクセスランキング|ランキング|많이 본 뉴스|많이 본 기사|熱門新聞|热门|人気記事",
		"People are also reading|Most popular today|Most read today|Most read this week|Editor's most read|Articoli più letti|Notizie più lette|Le notizie più lette|Mais populares|Mais lidas do dia|Mensagens populares|Postagens mais visitadas|Notícias mais lidas|Lo más leído de la semana|Las noticias más leídas|Noticias más leídas|Las más vistas|Les articles les plus lus|Les plus consultés|Les plus partagés|Meistgelesene Beiträge|Meistgelesen heute|Am häufigsten gelesen|Beliebteste Beiträge|Top-Artikel",
		"Meest bekeken|Best gelezen|Populair|Mest leste|Mest lest nå|Mest delte|Mest læste nu|Mest læst|Mest lästa|Mest läst just nu|Luetuimmat jutut|Suosituimmat|Mest lesið|Mest lesnar|Najpopularniejsze artykuły|Najczęściej czytane artykuły|Popularne|Nejčtenější články|Nejčtenější|Najčítanejšie|Najčítanejšie články|Legnézettebb|Legolvasottabb cikkek|Népszerű|Cele mai citite articole|Cele mai populare|Най-четено|Най-популярни|Најчитано|Најчитаније|Najčitanije vijesti|Najbolj brano|Më të lexuarat|Më të lexuara|Skaitomiausi|Populiariausi|Lasītākais|Populārākie|Populārākais|Loetumad|Enimloetud|Loetuimad",
		"Δημοφιλέστερα|Τα δημοφιλέστερα|Πιο διαβασμένα|Çok Okunan Haberler|En çok okunan haberler|Popüler haberler|Популярні|Найпопулярніші|Найчитаніше|Читаемое|Самые читаемые|Популярные новости|Популярные статьи|Ən çox oxunanlar|Ən çox oxunan|Ең көп оқылған|ყველაზე კითხვადი|პოპულარული|Ամենաընթերցված|הנצפים ביותר|הכי נצפים|پربیننده\u200cترین|پربازدیدترین خبرها|سب سے زیادہ پڑھی جانے والی|مقبول ترین|الأكثر مشاهدةً|الأكثر قراءة اليوم|सबसे ज्यादा पढ़ी गई|सर्वाधिक पठित|सर्वाधिक पढ़े गए|সর্বাধিক পঠিত|সর্বাধিক পঠিত খবর|জনপ্রিয়|அதிகம் படிக்கப்பட்டவை|ఎక్కువ మంది చదివినవి|อ่านมากที่สุด|ข่าวที่คนอ่านมากที่สุด|Tin đọc nhiều|Được quan tâm nhất|Terbanyak dibaca|Terpopuler hari ini|Paling dibaca|Paling banyak dibaca|Zinazosomwa zaidi|Meest gelees|El més llegit|Els més llegits|Irakurrienak|O máis lido|가장 많이 본 뉴스|인기기사|인기 기사|많이 본 뉴스 TOP|よく読まれる記事|よく読まれています|アクセスランキングTOP|点击榜|热门文章|人氣新聞|熱門文章|熱門排行",
	),
	news.ReadNext: phraseSet(
		"Read Next|Up Next|More Stories|More News|Next Up|Keep Reading|You may also like|You might also like|You May Like|Recommended|Recommended for you|Recommended stories|Recommended reading|More to read|What to read next|More for you|Next Article|Editor's Picks|Editors' Picks|Don't Miss|Continue reading with|More articles|Other news|Other stories|More from this section|Latest News|Latest|The Latest|Latest Stories|Latest Updates|Just In|More headlines|Also in the news|In other news|Related Videos|More Videos|More Galleries|Read More Stories|Next Story|Next Stories|Recent Posts|Recent Articles|Recent Stories|Entradas recientes|Articles récents|Neueste Beiträge|Letzte Beiträge|Articoli recenti|Posts recentes",
		"Siga leyendo|Sigue leyendo|Más noticias|Otras noticias|Últimas noticias|Lo último|Lo más reciente|Recomendados|Recomendadas|Recomendado|A continuación|Leer a continuación|À lire ensuite|Plus d'articles|Recommandé pour vous|Dernières nouvelles|Les dernières actualités|À la une|Suite|Mehr Artikel|Weitere Artikel|Weitere Meldungen|Neueste Artikel|Aktuelle Meldungen|Neueste Nachrichten|Empfehlungen|Empfohlen|Das könnte Sie auch interessieren|Altre notizie|Ultime notizie|Consigliati|Outras notícias|Últimas notícias|Mais notícias|Recomendadas para você|Laatste nieuws|Meer nieuws|Son haberler|Ροή ειδήσεων|Τελευταία νέα|עוד חדשות|חדשות אחרונות|ताज़ा ख़बरें|ताज़ा खबरें|बड़ी खबरें|Tin mới|Tin mới nhất|Tin khác|ข่าวล่าสุด|最新新闻|最新新聞|新着記事|Последни новини|Diğer haberler|Son Dakika Haberleri|Последние новости|Другие новости|Останні новини|Siste nytt|Senaste nytt|Seneste nyt|Najnowsze",
		"اقرأ التالي|التالي|المزيد من الأخبار|مقترحات|موصى به|قد يعجبك أيضاً|قد يعجبك ايضا|قد يهمك|قد يهمك أيضاً|آخر الأخبار|أحدث الأخبار|اقرأ بعد ذلك|تابع القراءة|اخترنا لكم|اخترنا لك|مختارات|آخرین اخبار|最新ニュース|최신 뉴스|最新消息|Berita terbaru|Berita lainnya",
		"Continue Reading|More top stories|Weitere Nachrichten|Weitere News|Neueste Meldungen|Mehr Nachrichten|Autres articles|Derniers articles|Les dernières infos|Fil info|Últimas|Más recientes|Otras notas|Outras matérias|Mais recentes|Ultimi articoli|Leggi ancora|Altri articoli|Meest recent|Siste nyheter|Flere saker|Senaste nyheterna|Seneste nyheder|Tuoreimmat|Uusimmat|Nýjustu fréttir|Najnowsze wiadomości|Najnovšie|Najnovšie správy|Nejnovější|Nejnovější zprávy|Legfrissebb|Legfrissebb hírek|Ultimele știri|Cele mai noi|Последно|Најновије|Најнови вести|Najnovije|Najnovije vijesti|Najnovejše|Lajmet e fundit|Naujausi|Naujausios naujienos|Jaunākais|Jaunākās ziņas|Värsked uudised|Τελευταίες ειδήσεις|Τελευταία Νέα|En Son Haberler|Sıradaki Haber|Останні новини|Свіжі новини|Son xəbərlər|Соңғы жаңалықтар|ბოლო სიახლეები|Վերջին լուրեր|تازہ ترین|تازہ ترین خبریں|جدیدترین|ताज़ा समाचार|ताजा खबरें|ताज्या बातम्या|সর্বশেষ|সর্বশেষ খবর|சமீபத்திய செய்திகள்|తాజా వార్తలు|ข่าวแนะนำ|Tin cùng chuyên mục|Cùng chuyên mục|Berita Terkini|Berita Utama|Habari za hivi punde|Jongste nuus|Últimes notícies|Azken albisteak|실시간 뉴스|최신뉴스|最新记事|最新新聞列表",
	),
	news.Related: phraseSet(
		"Related News|Related|Related Stories|Related Articles|Related Content|Related Posts|Related Coverage|Related Links|Related topics and stories|Read also|Also read|See also|Read more|Read more on this|More on this|More on this story|More on this topic|More like this|Further reading|Background|On this topic|Related reading|In this story|Similar stories|Similar articles|From our archive|READ MORE:|You should also read",
		"Noticias relacionadas|Relacionadas|Relacionados|Relacionado|Artículos relacionados|Contenido relacionado|Notas relacionadas|Lee también|Lea también|Leer también|Lee además|Te puede interesar|Le puede interesar|Puede interesarte|También te puede interesar|Ver también|Más información|Más sobre este tema|Temas relacionados y noticias|Sur le même sujet|Articles liés|À lire aussi|Lire aussi|Voir aussi|Articles connexes|Dans la même rubrique|Mehr zum Thema|Zum Thema|Lesen Sie auch|Verwandte Artikel|Ähnliche Artikel|Verwandte Themen und Artikel|Auch interessant|Articoli correlati|Notizie correlate|Leggi anche|Correlati|Notícias relacionadas|Artigos relacionados|Leia também|Leia mais|Veja também|Saiba mais|Gerelateerd|Gerelateerde artikelen|Lees ook|İlgili haberler|İlgili Haber|Benzer haberler",
		"أخبار ذات صلة|اخبار ذات صلة|الأخبار ذات الصلة|ذات صلة|مواضيع ذات صلة|مقالات ذات صلة|موضوعات ذات صلة|أخبار متعلقة|أخبار مشابهة|مواد ذات صلة|اقرأ أيضاً|اقرأ أيضا|اقرأ ايضا|إقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|شاهد أيضاً|شاهد أيضا|اخبار مرتبط|مطالب مرتبط|بیشتر بخوانید|Читайте также|Похожие статьи|По теме|Материалы по теме|Читайте також|Czytaj także|Czytaj też|Zobacz także|Zobacz też|Διαβάστε επίσης|Σχετικά άρθρα|Σχετικές ειδήσεις|Δείτε επίσης|כתבות נוספות|עוד בנושא|קראו גם|ये भी पढ़ें|यह भी पढ़ें|संबंधित ख़बरें|संबंधित खबरें|Tin liên quan|Bài liên quan|Xem thêm|ข่าวที่เกี่ยวข้อง|Свързани новини|Прочетете още|Citește și|Kapcsolódó|Kapcsolódó cikkek|Pročitajte još|Läs mer|Relaterat|Les mer|Relaterte artikler|Relaterede artikler|Aiheeseen liittyvää|Тема|相关阅读|相关报道|相關報導|相關閱讀|推荐阅读|延伸阅读|関連ニュース|あわせて読みたい|관련 뉴스|Čtěte také|Související|Läs också|Les også|Læs også|Lue myös|Baca juga|Berita terkait|Artikel terkait|関連記事|관련기사|관련 기사|相关新闻|相關新聞|延伸閱讀",
		"You may also be interested in|More on this subject|Related Reading|Related News Articles|Verwandte Nachrichten|Verwandte Beiträge|Verwandte Meldungen|Ähnliche Beiträge|Ähnliche Nachrichten|Weitere Artikel zum Thema|Weitere Beiträge zum Thema|Passend dazu|Das könnte dich auch interessieren|Lesen Sie dazu auch|Lies auch|Noticias similares|Otras noticias de interés|Artículos similares|También te puede gustar|Contenidos relacionados|Matérias relacionadas|Conteúdo relacionado|Conteúdos relacionados|Artigos semelhantes|Leia ainda|Articles similaires|Articles associés|À lire également|À voir aussi|Dans le même thème|Contenus liés|Articoli simili|Potrebbe interessarti|Ti potrebbe interessare|Ti potrebbero interessare|Potrebbe interessarti anche|Notizie simili|Per approfondire",
		"Lees verder|Ook interessant|Gerelateerd nieuws|Meer over dit onderwerp|Les også:|Relaterte saker|Relatert|Relateret|Mere om emnet|Læs mere om|Relaterade artiklar|Läs även|Lue lisää|Lue myös nämä|Aiheesta lisää|Tengdar fréttir|Tengt efni|Lestu meira|Sjá einnig|Powiązane artykuły|Powiązane|Podobne artykuły|Przeczytaj także|Przeczytaj też|Czytaj również|Mohlo by vás zajímat|Související články|Podobné články|Přečtěte si také|Čítajte aj|Súvisiace články|Súvisiace|Mohlo by vás zaujímať|Prečítajte si aj|Kapcsolódó hírek|Kapcsolódó tartalmak|Ezt olvasta már?|Ajánlott cikkek|Articole similare|Articole asemănătoare|Știri similare|Citește şi|Vezi și|Pe aceeași temă",
		"Подобни новини|Още по темата|Свързани статии|Вижте още|Повезане вести|Повезани вести|Прочитајте још|Povezane vijesti|Povezane vesti|Povezani članci|Pročitajte i|Preberite tudi|Preberite še|Sorodni članki|Povezano|Lexo edhe|Lexoni edhe|Të ngjashme|Lajme të ngjashme|Taip pat skaitykite|Susiję straipsniai|Susijusios naujienos|Lasi arī|Saistītie raksti|Loe ka|Seotud lood|Loe lisaks|Σχετικά Θέματα|Διαβάστε ακόμη|Διαβάστε περισσότερα|Διαβάστε Ακόμα|Benzer İçerikler|İlgili İçerikler|Bunlar da ilginizi çekebilir|İlginizi çekebilir|Схожі новини|Матеріали за темою|За темою|По темі|Читайте ещё|Ещё по теме|Смотрите также|Похожие новости|Чытайце таксама|Həmçinin oxuyun|Oxşar xəbərlər|Тағы оқыңыз|მსგავსი სიახლეები|ასევე წაიკითხეთ|Կարդացեք նաև|ראו גם|כתבות קשורות|اخبار مرتبط|مطالب مشابه|همچنین بخوانید|متعلقہ خبریں|یہ بھی پڑھیں|مزید پڑھیں|اقرأ أيضًا|أخبار مرتبطة|مقالات مشابهة|مواضيع مشابهة|أخبار ذات علاقة",
		"और पढ़ें|इसे भी पढ़ें|संबंधित समाचार|सम्बंधित ख़बरें|हेही वाचा|संबंधित बातम्या|আরও পড়ুন|আরো পড়ুন|সম্পর্কিত খবর|তொடர்புடைய செய்திகள்|தொடர்புடைய செய்திகள்|மேலும் படிக்க|ఇవి కూడా చదవండి|സമാന വാർത്തകൾ|આ પણ વાંચો|ਇਹ ਵੀ ਪੜ੍ਹੋ|ಇದನ್ನೂ ಓದಿ|यो पनि पढ्नुहोस्|อ่านเพิ่มเติม|บทความที่เกี่ยวข้อง|Có thể bạn quan tâm|Bài viết liên quan|Đọc thêm|Berita serupa|Simak juga|Lihat juga|Baca lagi|Artikel lainnya|Kaugnay na balita|Basahin din|Soma pia|Habari zinazohusiana|Verwante artikels|Articles relacionats|Notícies relacionades|Llegeix també|Lotutako albisteak|Novas relacionadas|함께 볼만한 뉴스|관련 콘텐츠|이 기사와 관련된 기사|関連する記事|こちらの記事も読まれています|推薦閱讀|相关文章|相關文章|猜你喜欢",
	),
	news.Coverage: phraseSet(
		"Coverage|Our Coverage|Full Coverage|Special Coverage|Live Coverage|Ongoing Coverage|In Depth|Cobertura|Coberturas|Cobertura especial|Especial|Especiales|Dossier|Dossiers|Notre couverture|Berichterstattung|Themenseite|Copertura|Speciale|Cobertura completa|تغطية|التغطية|تغطيات|تغطية خاصة|تغطيات خاصة|تغطية مستمرة|تغطيتنا|ملف|ملفات|پرونده|Dosya|Özel Dosya|Сюжет|Сюжеты|Спецпроект",
	),
	news.TagLink: phraseSet(
		"Tags|Tag|Topics|Topic|Keywords|Related Topics|Related Tags|More on these topics|Explore more on these topics|Filed under|Filed in|In this article|Subjects|Themen|Schlagworte|Schlagwörter|Stichwörter|Thema|Mehr zu|Lees meer over|Meer over|Ετικέτες|Θέματα|תגיות|टैग्स|टैग|संबंधित टॉपिक्स|Từ khóa|Chủ đề|แท็ก|关键词|关键字|Ключови думи|Етикети|Etiquetas|Temas|Tema|Archivado en|Palabras clave|En este artículo|Temas relacionados|Mots-clés|Mots clés|Sujets|Thèmes|Tags :|Tag:|Argomenti|Temi|Etichette|Tópicos|Assuntos|Palavras-chave|Mais sobre|Onderwerpen|Trefwoorden|Etiketler|Konular|Теги|Темы|Тэги|Метки|Emner|Ämnen|Avainsanat|Aiheet|Tagi|Tematy|Témata|Štítky|Címkék|Etichete",
		"وسوم|الوسوم|كلمات مفتاحية|كلمات دلالية|الكلمات المفتاحية|الكلمات الدلالية|مواضيع|مواضيع المقال|برچسب\u200cها|برچسب ها|کلیدواژه\u200cها|キーワード|タグ|태그|관련 태그|關鍵字|标签|標籤",
		"Labels|İlgili Konular|Tagged|Tagged with|Tagged as|Post tags|Tags:|Verschlagwortet mit|Themen in diesem Artikel|Themen dieses Artikels|Themen zum Artikel|Mehr Themen|Tags zum Thema|Marcadores|Etiquetado como|Etiquetado en|Más sobre|Noticias sobre|Temas del artículo|En savoir plus sur|Étiquettes|Mots-clefs|Tag correlati|Argomenti trattati|Parole chiave|Assuntos relacionados|Temas relacionados:|Labels:|Onderwerpen in dit artikel|Ämnen i artikeln|Taggar|Emneord|Tagger|Nøgleord|Asiasanat|Merki|Efnisorð|Słowa kluczowe|Klíčová slova|Kľúčové slová|Tagy|Kulcsszavak|Cuvinte cheie|Ключови думи|Кључне речи|Ознаке|Тагови|Ključne riječi|Ključne reči|Oznake|Tagovi|Ključne besede|Etiketat|Raktiniai žodžiai|Žymės|Birkas|Atslēgvārdi|Märksõnad|Sildid|Λέξεις-κλειδιά|Λέξεις Κλειδιά|Anahtar Kelimeler|Etiketler:|İlgili Etiketler|Ключові слова|Мітки|Ключевые слова|Açar sözlər|Teqlər|Түйін сөздер|ტეგები|საკვანძო სიტყვები|Պիտակներ|מילות מפתח|نشان\u200cها|کلید واژه ها|ٹیگز|مطلوبہ الفاظ|टॅग्स|বিষয়|ট্যাগ|குறிச்சொற்கள்|ట్యాగ్లు|แท็กที่เกี่ยวข้อง|คำสำคัญ|Thẻ|Tag Terkait|Topik|Topik Terkait|Kata kunci|Mada|Etiquetes|Etiketak|키워드|해시태그|関連タグ|この記事のキーワード|关键词：|標籤：",
	),
	news.Author: phraseSet(
		"About the author|About the authors|About the writer|More from the author|More by the author|More by this author|More from this author|The author|Author|Written by|By this author|Read more by this author|Meet the author|Über den Autor|Über die Autorin|Zum Autor|Autor|Autorin|Mehr vom Autor|Sobre el autor|Sobre la autora|Acerca del autor|Más del autor|Más de este autor|À propos de l'auteur|Du même auteur|L'auteur|Sobre o autor|Mais do autor|Sull'autore|Dello stesso autore|Over de auteur|Yazar hakkında|Yazarın diğer yazıları|Об авторе|اقرأ للكاتب|عن الكاتب|الكاتب|المزيد من الكاتب|مقالات الكاتب|مقالات أخرى للكاتب|درباره نویسنده",
		"About the Author|About this author|About the writers|Author profile|Latest posts by|Latest posts|Written By|Autoreninfo|Autorenprofil|Über die Autoren|Über die Autorinnen|Letzte Artikel|Letzte Beiträge des Autors|Neueste Beiträge des Autors|El autor|La autora|Sobre los autores|Acerca de la autora|Últimas entradas|A propos de l'auteur|À propos de l’auteur|À propos de l’autrice|Les auteurs|Derniers articles de l'auteur|Sobre a autora|Sobre os autores|Informazioni sull'autore|L'autore|Chi è l'autore|Over de schrijver|Om författaren|Om forfatteren|Om skribenten|Kirjoittaja|Tietoa kirjoittajasta|Um höfundinn|O autorze|O autorce|O autorovi|O autorke|O autorovi článku|A szerzőről|A szerző|Despre autor|За автора|О аутору|O autoru|O avtorju|Rreth autorit|Apie autorių|Par autoru|Autorist|Σχετικά με τον συντάκτη|Ο συγγραφέας|Yazarın Son Yazıları|Про автора|Müəllif haqqında|ავტორის შესახებ|על הכותב|אודות הכותב|نبذة عن الكاتب|عن المؤلف|دربارهٔ نویسنده|مصنف کے بارے میں|लेखक के बारे में|লেখক সম্পর্কে|เกี่ยวกับผู้เขียน|Về tác giả|Tentang Penulis|Kuhusu mwandishi|Sobre l'autor|Egileari buruz|기자 소개|이 기자의 다른 기사|この記事を書いた人|著者について|この著者の記事一覧|关于作者|關於作者|作者简介",
	),
}

// moduleRelations is the order in which the words are looked up.
var moduleRelations = []news.Relation{news.MostRead, news.ReadNext, news.Related, news.Coverage, news.TagLink, news.Author}

// moduleStarts are headings that go on with a name: "More from Politics".
var moduleStarts = map[news.Relation]wordList{
	news.MostRead: listOf("Most read in", "Most popular in", "Trending in", "Popular in", "Lo más leído en", "Les plus lus", "الأكثر قراءة في"),
	news.ReadNext: listOf("More from", "More in", "Latest from", "Latest in", "Más de", "Más en", "Plus de", "Mehr aus", "المزيد من", "المزيد في", "آخر أخبار"),
	news.Related:  listOf("More on", "More about", "Read more about", "Related to", "Más sobre", "Mehr zu", "Mehr über", "المزيد حول", "المزيد عن"),
	news.Author:   listOf("More by", "About the author", "More stories by", "Mehr von", "Artículos de"),
}

// relationOf is the relation that words are looked up to mean.
var relationOf = func() map[string]news.Relation {
	all := map[string]news.Relation{}
	for _, r := range slices.Backward(moduleRelations) {
		for words := range moduleWords[r].set {
			all[words] = r
		}
	}
	return all
}()

// maxHeading is the longest heading of a module, in letters.
const maxHeading = 40

// moduleRelation is the relation a heading stands for; "" when it is no heading
// of a module.
func moduleRelation(s string) news.Relation {
	var short [3*maxHeading + utf8.UTFMax + 1]byte
	f, whole := appendFold(short[:0], s, 3*maxHeading)
	if !whole || len(f) == 0 {
		return ""
	}
	if r, ok := relationOf[string(f)]; ok {
		return r
	}
	for _, r := range moduleRelations {
		if starts, hasStart := moduleStarts[r]; hasStart && startsWithAny(s, starts) && len(strings.Fields(s)) <= 6 {
			return r
		}
	}
	return ""
}

// isModuleHeading reports a heading that stands over links to other pages.
func isModuleHeading(s string) bool { return moduleRelation(s) != "" }

// moreWords are links that lead to the whole list and are no item of it.
var moreWords = phraseSet(
	"All|All topics|All tags|Alle Themen|Todos los temas|Tous les sujets|See all|View all|Show all|More|See more|View more|Show more|Load more|Read more|Read full story|Read full article|Continue reading|Full story|Discover more|Browse more|More stories|View all stories|See all topics|Follow|Subscribe|Details|Watch now|Todas|Todos|Todo|Ver todas|Ver todos|Ver todo|Ver más|Más|Leer más|Alle|Alle anzeigen|Mehr|Mehr anzeigen|Weiterlesen|Tout|Tous|Tout voir|Voir tout|Voir plus|Plus|Lire la suite|Tutti|Tutte|Vedi tutti|Leggi tutto|Ver mais|Leia mais|Tümü|Devamı|Tümünü gör|Все|Ещё|Подробнее|Читать далее|Читать полностью|Meer|Lees meer|Alles",
	"الكل|المزيد|عرض الكل|عرض المزيد|اقرأ المزيد|شاهد المزيد|شاهد الكل|تصفح المزيد|للمزيد|التفاصيل|بیشتر|ادامه مطلب|もっと見る|続きを読む|一覧|더보기|更多|查看更多|Lihat semua|Selengkapnya|Selengkapnya »",
)

// shareWords are links that hand the page on, and never items.
var shareWords = phraseSet("Reuse this content|Copy article link|Facebook|Twitter|X|WhatsApp|Telegram|LinkedIn|Reddit|Pinterest|Email|E-mail|Mail|Print|Copy link|Share|Instagram|YouTube|TikTok|Threads|Bluesky|Messenger|Flipboard|RSS|Viber|VK|Line|Pocket|Tumblr|Gmail|فيسبوك|تويتر|واتساب|تلغرام|تيليغرام|طباعة|مشاركة|Teilen|Compartir|Partager|Drucken|Imprimir|Imprimer")

// isMoreLink reports the text of a link to a whole list.
func isMoreLink(s string) bool { return moreWords.has(s) }

// isShareLink reports the text of a link that hands the page on, or leads to an
// account at a network.
func isShareLink(s string) bool {
	return shareWords.has(s) || weigh(s) < 40 && hasAny(s, networks)
}

// networks are in the names of buttons and accounts.
var networks = listOf("facebook", "twitter", "linkedin", "whatsapp", "telegram", "pinterest", "e-mail", "instagram", "youtube", "@")
