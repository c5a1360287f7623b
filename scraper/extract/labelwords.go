package extract

import (
	"regexp"
	"unicode/utf8"
)

// The words below are what pages print before and around what they say about an
// article, in the main languages. They are matched at the beginning of a line,
// case aside.

// sourceLabel stands before the name of an agency or partner.
var sourceLabel = newPattern(`(?i)^(?:sources?|fuentes?|quellen?|fontes?|fonti|fonte|bron|kaynak|källa|kilde|lähde|źródło|zdroj|источник|джерело|المصدر|مصدر|منبع|מקור|来源|來源|출처|出典|sumber)\s*[:：]\s*(.+)$`)

// readLabel is a reading time in minutes, as text.
var readLabel = newPattern(`(?i)(?:(\p{Nd}+)\s*[-–]?\s*(?:min(?:ute)?s?\.?|minutos?|minuten|minuti|minut|minuter|dk\.?|dakika|мин\.?|минут[аы]?|хв\.?|دقائق|دقيقة|دقیقه|分钟|分鐘|分|분|menit)\s*(?:'s)?\s*(?:of\s+)?(?:read(?:ing)?(?:\s+time)?|de\s+lectura|de\s+lecture|de\s+leitura|di\s+lettura|lesezeit|lesedauer|leestijd|lesen|lezen|okuma(?:\s+süresi)?|lästid|lesetid|czytania|чтения|читання|للقراءة|قراءة|مطالعه|阅读|閱讀|で読める|읽기|baca))|(?:reading\s+time|read\s+time|time\s+to\s+read|tiempo\s+de\s+lectura|temps\s+de\s+lecture|tempo\s+de\s+leitura|tempo\s+di\s+lettura|lesezeit|lesedauer|leestijd|okuma\s+süresi|lästid|время\s+чтения|مدة\s+القراءة|وقت\s+القراءة|قراءة|زمان\s+مطالعه)\s*[:：]?\s*(?:ca\.?|circa|about)?\s*(\p{Nd}+)(?:\s*(?:min(?:ute)?s?\.?|minutos?|minuten|minuti|dk\.?|dakika|мин\.?|دقائق|دقيقة|دقیقه))?`)

// sharesLabel is a number of shares; views are another thing.
var sharesLabel = newPattern(`(?i)(?:^|\s)(\p{Nd}[\p{Nd}.,٬٫]*\s?[km]?)\s+(?:shares?|compartid[oa]s?|compartir|veces\s+compartido|partages?|mal\s+geteilt|condivisioni|compartilhamentos|paylaşım|مشاركات|مشاركة|репост(?:ов|а)?|اشتراک)(?:\s|$)|^(?:shares?|مشاركات|compartidos|partages)\s*[:：]\s*(\p{Nd}[\p{Nd}.,٬٫]*\s?[km]?)`)

// viewsLabel is a number of views, comments or likes: no field of ours.
var viewsLabel = newPattern(`(?i)(?:^|\s)\p{Nd}[\p{Nd}.,٬٫]*\s?[km]?\s+(?:views?|visualizaciones|vistas|visitas|vues|aufrufe|visualizzazioni|visualizações|görüntüle(?:n)?me|مشاهدات|مشاهدة|просмотров|بازدید|comments?|comentarios?|commentaires?|kommentare?|likes?|تعليقات|تعليق)(?:\s|$)`)

// byLabel begins a line that names authors. That of a language in which the word
// is a common one needs a capital after it; see [document.bylineOf].
var byLabel = newPattern(`(?i)^(?:by|written\s+by|posted\s+by|submitted\s+by|(?:geschrieben|verfasst|erstellt|eingestellt|gespeichert|gepostet|veröffentlicht|eingereicht|gesendet)\s+von|(?:enviad[oa]|postad[oa]|publicada|escrita|subido)\s+por|(?:soumis|publiée|rédigée|écrite|proposé)\s+par|(?:inviato|inserito|scritta|pubblicata)\s+da|(?:ingediend|gepost)\s+door|(?:publisert|postet|skriven|inskickat|publicerad)\s+a[vf]|dodane\s+przez|przez|dodała?|vložila?|napsala?|přidala?|beküldte|отправила?|написала?|опубликовала?|gönderen|ekleyen|blog-?\s?beitrag\s+von|publicado\s+por|scritto\s+da|pubblicato\s+da|rédigé\s+par|posté\s+par|geplaatst\s+door|ditulis\s+oleh|text\s+von|words\s+by|story\s+by|reporting\s+by|reported\s+by|text\s+by|author|authors|reporter|von|autor(?:in|en|es|a|i)?|text|par|écrit\s+par|publié\s+par|auteur|por|escrito\s+por|texto\s+de|redacción|a\s+cura\s+di|di|autore|door|geschreven\s+door|tekst|av|af|skrevet\s+av|oleh|penulis|yazan|yazar|haber|muhabir|автор|автори|авторы|текст|بقلم|كتب|كتبت|كتبه|الكاتب|الكاتبة|إعداد|تحرير|بواسطة|نویسنده|به\s+قلم|מאת|作者|撰文|記者|记者|文|取材・文|글|γράφει\s+[οη]|γράφουν\s+οι|συντάκτης|συντάκτρια|द्वारा|लेखक|autorzy|autorka|autoři|teksti|kirjoittaja|írta|szerző|scris\s+de|autori|tác\s+giả|โดย|ผู้เขียน|opracowanie|opracowała?|oprac\.|piše|pišu|höfundur|autorius|müəllif|تحریر|مصنف|خبرنگار|লেখক|எழுதியவர்|రచయిత)(?:\s*[:：]\s*|\s+|$)`)

// authorLabel begins a line that names authors and can be nothing else: a word for
// them with a colon, or both of its genders.
var authorLabel = newPattern(`(?i)^(?:(?:written\s+by|reported\s+by|words\s+by|story\s+by|authors?|reporters?|autor(?:in|en|es|a|e|i|ka|zy)?|autoři|auteurs?|text|texte|texto|testo|tekst|teksti|kirjoittaja|szerző|συντάκτης|συντάκτρια|लेखक|tác giả|penulis|yazar|muhabir|автор[ыи]?|текст|作者|記者|记者|الكاتب|الكاتبة|نویسنده|خبرنگار|تحریر|مصنف|opracowanie|piše|pišu|höfundur|autorius|লেখক|எழுதியவர்|రచయిత)\s*[:：]|(?:autorin\s*/\s*autor(?:en)?|autor\s*/\s*autorin|autor\s*/\s*in)\s*[:：]?)\s*`)

// modifiedLabel stands before the date of a change.
var modifiedLabel = newPattern(`(?i)(?:updated|last\s+update|modified|actualizad|última\s+actualización|mis\s+à\s+jour|mise\s+à\s+jour|modifié|aktualisiert|geändert|aggiornat|ultimo\s+aggiornamento|atualizad|bijgewerkt|gewijzigd|güncelle|uppdaterad|oppdatert|opdateret|обновлен|оновлен|آخر\s+تحديث|تحديث|تم\s+التحديث|به\s*روز|عدّل|更新)`)

// publishedLabel stands before the date of publication.
var publishedLabel = newPattern(`(?i)(?:^|\b)(?:published|posted|date|issued|written|publicado|publicada|fecha|publié|veröffentlicht|erschienen|datum|gepostet|geschrieben|gespeichert|pubblicato|data|publicado\s+em|gepubliceerd|geplaatst|yayın|publicerad|publisert|udgivet|julkaistu|opublikowano|опубликовано|дата|опубліковано|نُشر|نشر|تاريخ)`)

// buttonWords are words of buttons and icons around a headline; they say nothing.
var buttonWords = map[string]bool{
	"listen": true, "x": true, "share": true, "save": true, "print": true, "copy link": true, "comments": true, "comment": true, "follow": true,
	"advertisement": true, "email": true, "facebook": true, "twitter": true, "whatsapp": true, "telegram": true, "linkedin": true, "ad": true,
	"escuchar": true, "compartir": true, "guardar": true, "imprimir": true, "استمع": true, "مشاركة": true, "شارك": true, "حفظ": true, "طباعة": true,
	"teilen": true, "drucken": true, "anhören": true, "merken": true, "partager": true, "écouter": true, "imprimer": true, "ascolta": true, "condividi": true,
	"ouvir": true, "compartilhar": true, "luister": true, "delen": true, "dinle": true, "paylaş": true, "read more": true, "all": true,
	"subscribe": true, "sign in": true, "log in": true, "menu": true, "search": true, "home": true, "close": true, "live": true,
}

// homeWords name the first step of a breadcrumb.
var homeWords = phraseSet(
	"home|homepage|home page|front page|start|startseite|inicio|portada|accueil|à la une|início|hjem|hem|strona główna|ana sayfa|anasayfa|главная|головна|الرئيسية|الصفحة الرئيسية|خانه|صفحه اصلی|beranda|首页|首頁|ホーム|トップ|홈|etusivu|forside|úvod|domov|prima pagina|acasă|αρχική|דף הבית",
)

// isHome reports the name of a home page in a breadcrumb, with or without the
// number of a list before it.
func isHome(name string) bool { return homeWords.has(withoutNumber(name)) }

// withoutNumber takes off the number printed before an item of a numbered list.
func withoutNumber(item string) string {
	for i := 0; i < len(item); i++ {
		if c := item[i]; isSpace(c) {
			continue
		} else if c < '0' || c > '9' && c < utf8.RuneSelf {
			return item
		}
		return listNumber.ReplaceAllString(item, "")
	}
	return item
}

var listNumber = regexp.MustCompile(`^\s*\p{Nd}{1,2}[.)]\s+`)
