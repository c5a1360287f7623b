package extract

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrases are short texts that mean one thing to a reader, each as fold writes
// it.
type phrases struct {
	set     map[string]bool
	longest int // bytes of the longest
}

func phraseSet(lines ...string) phrases {
	p := phrases{set: make(map[string]bool)}
	for _, line := range lines {
		for text := range strings.SplitSeq(line, "|") {
			text = fold(text)
			p.set[text] = true
			p.longest = max(p.longest, len(text))
		}
	}
	return p
}

// has reports whether s, folded, is one of the phrases.
func (p phrases) has(s string) bool {
	var short [128]byte
	b, whole := appendFold(short[:0], s, p.longest)
	return whole && p.set[string(b)]
}

// wordList is a list of words or phrases to look for in texts.
type wordList struct {
	words []string
	set   *wordSet // tells most texts that have none of them in one pass
}

func listOf(words ...string) wordList { return wordList{words, newWordSet(words)} }

// furniture are whole lines that belong to the page and not to the article.
var furniture = phraseSet(
	"Advertisement|Advertising|Ad|Sponsored|Promoted|Sponsored content|Story continues below advertisement|Article continues below advertisement|Article continues after advertisement|Continue reading below advertisement|Story continues below|Article continues below|Story continues|Continue Reading|This advertisement has not loaded yet, but your article continues below.|Skip advertisement|Scroll to continue|Continue reading the main story",
	"Share|Share this|Share this article|Share this story|Share article|Share on Facebook|Share on Twitter|Share on X|Share on WhatsApp|Share on LinkedIn|Tweet|Copy link|Link copied|Copy URL|Email|E-mail|Print|Save|Bookmark|Gift article|Listen|Listen to article|Listen to this article|Play|Pause|Watch|Subscribe|Subscribe now|Sign up|Sign in|Log in|Register|Follow us|Follow|Close|x|Menu|Search|Comments|Comment|Leave a comment|View comments|Show comments|Add a comment|Read more|Read More »|Show more|See more|View more|More|Load more|Back to top|Next|Previous|Facebook|Twitter|X|WhatsApp|Telegram|Instagram|LinkedIn|Reddit|Pinterest|YouTube|Threads|Bluesky|Flipboard|Messenger|Image|Photo|Video|Loading|Loading...|Getting audio file ...|Your browser does not support the audio element.|Your browser does not support the video tag.|View this post on Instagram|Recommended Videos|Trending|We apologize, but this video has failed to load.|Please try again|Try refreshing your browser, or|tap here to see other videos from our team.|Article content|Thanks for signing up!|Something went wrong|By clicking on the sign up button you consent to receive the above newsletter|Don't have an account? Create Account|Unlimited digital access",
	"Новини партнерів|Новости партнёров|Новости партнеров|Partner content|Empfehlungen|Fotogalerie|Fotogalería|Fotogaleria|Fotogaléria|Fotogallery|Galerie|Galería|Bildergalerie|Bildspel|Photo gallery|Galerie foto|Галерея|Фотогалерея|Dalszy ciąg materiału pod wideo|Dalsza część artykułu pod wideo|Dalsza część tekstu pod wideo|Ciąg dalszy pod materiałem wideo|Passer la publicité|Skip advertisement|Story continues below advertisement|La historia continúa después del anuncio|Continua após a publicidade|A cikk a hirdetés után folytatódik|Článek pokračuje pod reklamou|Artikel pokračuje pod inzerátem|Haberin Devamı|HABERİN DEVAMI|PUBLICIDAD|PUBLICIDADE|PUBLICITÉ|PUBBLICITÀ",
	"Weiterlesen nach der Anzeige|Artikel wird nach der Anzeige fortgesetzt|Lesen Sie nach der Anzeige weiter|La suite après la publicité|L'article continue après la publicité|Saken fortsetter under annonsen|Artikkelen fortsetter under annonsen|Artiklen fortsætter efter annoncen|Artikeln fortsätter efter annonsen|Tekst gaat verder na de advertentie|Verder lezen na de advertentie|Article continues below advertisement|Juttu jatkuu mainoksen jälkeen|Artikkeli jatkuu mainoksen alla",
	"Table of contents|On this page|In this article|Inhaltsverzeichnis|Auf dieser Seite|Hauptinhalt|Schlagwörter zu diesem Artikel|Dieses Thema im Programm|Zitiervorschlag|Cite this article|How to cite|Article réservé aux abonnés|Réservé aux abonnés|Lecture restreinte|Sommaire|Noticia relacionada|Noticias relacionadas|En esta página|Contenido exclusivo para suscriptores|Articolo riservato agli abbonati|Neste artigo|In questo articolo",
	"Anzeige|Werbung|Teilen|Drucken|Artikel anhören|Mehr lesen|Weiterlesen|Mehr anzeigen|Kommentare|Kommentar schreiben|Nach oben|Newsletter|Empfohlener redaktioneller Inhalt|Externer Inhalt|Merken|Vorlesen|Feedback|Artikel teilen|Link kopieren|Schließen|Anhören",
	"Publicidad|Compartir|Imprimir|Escuchar|Leer más|Ver más|Comentarios|Suscríbete|Cerrar|Guardar|Copiar enlace|Continúa leyendo|Publicité|Partager|Imprimer|Écouter|Lire la suite|Voir plus|Commentaires|S'abonner|Fermer|Publicidade|Compartilhar|Ouvir|Leia mais|Ver mais|Comentários|Pubblicità|Condividi|Ascolta|Leggi tutto|Commenti|Advertentie|Delen|Lees meer|Reacties|Reklam|Paylaş|Dinle|Devamını oku|Yorumlar|Reklama|Udostępnij|Czytaj więcej|Реклама|Поделиться|Слушать|Читать далее|Комментарии|Annonse|Annonce|Annons|Mainos",
	"إعلان|شارك|مشاركة|استمع|طباعة|اقرأ المزيد|المزيد|تعليقات|التعليقات|نسخ الرابط|تابعنا|اشترك|إغلاق|تصفح المزيد|عرض المزيد|تبلیغات|اشتراک گذاری|広告|シェア|続きを読む|기사 공유|공유하기|글자크기|댓글|广告|分享|Iklan|Bagikan|Baca selengkapnya|Scroll to Continue With Content|ADVERTISEMENT SCROLL TO CONTINUE WITH CONTENT",
)

// isFurniture reports a whole line that is furniture.
func isFurniture(s string) bool {
	if len(s) > 400 {
		return false
	}
	var short [512]byte
	f, _ := appendFold(short[:0], s, len(s)*utf8.UTFMax)
	return furniture.set[string(f)] || furniture.set[string(bytes.TrimRight(f, " 0123456789"))] ||
		startsWithAny(strings.TrimLeft(s, "<＜[〈《※ "), furnitureStarts)
}

// furnitureStarts are how longer lines of furniture begin.
var furnitureStarts = listOf(
	"For all latest news, follow", "For all the latest news, follow", "For the latest news, follow", "Sign up for", "Sign up to", "Subscribe to ", "Click here to ", "Follow us on", "Like us on", "Download the app", "Download our app", "©", "Copyright ©", "(C) ",
	"Copyright 19", "Copyright 20", "All rights reserved", "Get the latest", "Get our", "Stay up to date", "Join our WhatsApp", "Join our Telegram", "Support our journalism", "Enter your email",
	"This content is hosted by", "To enjoy additional benefits", "Already a subscriber", "Your browser does not support", "An error occurred", "This site uses cookies", "We use cookies",
	"Melden Sie sich", "Abonnieren Sie", "Jetzt abonnieren", "Folgen Sie uns", "Alle Rechte vorbehalten", "An dieser Stelle finden Sie", "An dieser Stelle befindet sich",
	"Suscríbete a", "Síguenos en", "Todos los derechos reservados", "Recibe en tu correo", "Abonnez-vous", "Suivez-nous", "Tous droits réservés", "Siga-nos", "Todos os direitos reservados",
	"Iscriviti alla", "Seguici su", "Tutti i diritti riservati", "تابعونا على", "تابعنا على", "جميع الحقوق محفوظة", "اشترك في", "حقوق النشر", "اشتركوا في", "무단전재", "저작권자", "Abone ol", "Bizi takip", "Подписывайтесь", "Все права защищены",
)

// isPointer reports a heading that points to other stories, which a script is to fill in:
// two words or more of how such lines begin.
func isPointer(s string) bool {
	if len(s) > 80 || !startsWithAny(s, readAlsoWords) {
		return false
	}
	for _, p := range readAlsoWords.words {
		if strings.Contains(p, " ") && len(s) >= len(p) && strings.EqualFold(s[:len(p)], p) {
			return true
		}
	}
	return false
}

// readAlsoWords are how a line begins that only points to another story.
var readAlsoWords = listOf(
	"Read also", "Also read", "Read more", "Read:", "Read next", "READ |", "READ:", "See also", "Related:", "Related |", "Related -", "Related story", "Related article", "MORE:", "More:", "More on this", "Watch:", "WATCH |", "Don't miss", "Must read", "Listen:", "Recommended", "In case you missed",
	"Lesen Sie auch", "Lesen Sie mehr", "Lesen Sie hier", "Auch interessant", "Mehr zum Thema", "Lies auch", "Lesen Sie dazu", "Siehe auch",
	"Lee también", "Lea también", "Leer también", "Lee además", "Lea además", "Leer más", "También puedes leer", "Te puede interesar", "Le puede interesar", "Puede interesarte", "Vea también", "Ver también", "Más información:",
	"Lire aussi", "À lire aussi", "A lire aussi", "Lire également", "Voir aussi", "À lire", "Leia também", "Leia mais", "Veja também", "Saiba mais",
	"Leggi anche", "Vedi anche", "Lees ook", "Bekijk ook", "Czytaj też", "Czytaj także", "Zobacz też", "Zobacz także", "Čtěte také", "Läs också", "Läs mer", "Les også", "Læs også", "Lue myös", "Citește și", "Olvasta már",
	"اقرأ أيضاً", "اقرأ أيضا", "اقرأ ايضا", "إقرأ أيضاً", "إقرأ أيضا", "اقرأ أكثر", "إقرأ المزيد", "اقرأ المزيد", "شاهد أيضاً", "شاهد أيضا", "طالع أيضا", "بیشتر بخوانید", "بیشتر بدانید", "همچنین بخوانید",
	"ये भी पढ़ें", "यह भी पढ़ें", "ये भी देखें", "קראו גם", "עוד בנושא", "Xem thêm", "อ่านเพิ่มเติม", "Δείτε επίσης", "Прочетете още", "Zobacz też", "İlgili haber", "Ayrıca oku", "İLGİLİ HABER", "Читайте также", "Читайте також", "Смотрите также", "Baca juga", "Baca Juga", "Simak juga", "Διαβάστε επίσης", "關連新聞", "相关阅读", "延伸閱讀", "関連記事", "관련기사",
	"Mehr dazu", "Passend dazu", "Lesetipp", "Auch lesenswert", "Das könnte Sie auch interessieren", "Lire la suite", "À voir aussi", "A voir aussi", "Sur le même sujet", "Te recomendamos", "Le recomendamos", "Lee más", "Leé también", "Mirá también", "No te pierdas", "Noticia relacionada", "Leia ainda", "Confira também", "Veja mais", "Ler também", "Per approfondire", "Leggi di più", "Leggi pure", "Ti potrebbe interessare", "Potrebbe interessarti",
	"Lees meer", "Ook interessant", "Läs även", "Se även", "Les mer", "Se også", "Læs mere", "Lue lisää", "Katso myös", "Sjá einnig", "Lesa meira", "Lestu einnig", "Przeczytaj też", "Przeczytaj także", "Przeczytaj również", "Czytaj również", "Czytaj więcej", "Zobacz również", "Čtěte více", "Přečtěte si", "Mohlo by vás zajímat", "Čítajte aj", "Čítajte viac", "Prečítajte si", "Mohlo by vás zaujímať", "Olvassa el", "Olvasd el", "Ez is érdekelheti", "Lásd még", "Kapcsolódó:", "Citeşte şi", "Citeste si", "Citiți și", "Vezi și", "Mai citește",
	"Вижте още", "Още по темата", "Прочети още", "Прочитајте још", "Прочитајте и", "Pročitajte još", "Pročitajte i", "Pročitajte više", "Čitajte još", "Preberite tudi", "Preberite še", "Lexo edhe", "Lexoni edhe", "Taip pat skaitykite", "Skaitykite taip pat", "Lasi arī", "Lasiet arī", "Lasi vēl", "Loe ka", "Loe lisaks", "Vaata ka", "Διαβάστε ακόμη", "Διαβάστε ακόμα", "Διαβάστε περισσότερα", "Δείτε ακόμα", "Σχετικά:", "İlginizi çekebilir", "Okumadan geçmeyin", "Ayrıca bkz",
	"Читать также", "Читайте ещё", "Читайте еще", "См. также", "По теме:", "Материал по теме", "Дивіться також", "Читати також", "Чытайце таксама", "Həmçinin oxuyun", "Bunu da oxuyun", "Тағы оқыңыз", "ასევე წაიკითხეთ", "Կարդացեք նաև", "ראו גם", "קראו עוד", "اقرأ أيضًا", "اقرأ كذلك", "للمزيد:", "ذات صلة:", "انظر أيضا", "قد يهمك", "مطالب مرتبط", "همچنین ببینید", "یہ بھی پڑھیں", "مزید پڑھیں",
	"इसे भी पढ़ें", "और पढ़ें", "हेही वाचा", "आणखी वाचा", "यो पनि पढ्नुहोस्", "আরও পড়ুন", "আরো পড়ুন", "இதையும் படிக்க", "மேலும் படிக்க", "ఇది కూడా చదవండి", "ఇవి కూడా చదవండి", "ഇതും വായിക്കുക", "આ પણ વાંચો", "ਇਹ ਵੀ ਪੜ੍ਹੋ", "ಇದನ್ನೂ ಓದಿ", "อ่านต่อ", "ข่าวที่เกี่ยวข้อง", "Đọc thêm", "Có thể bạn quan tâm", "Tin liên quan", "Lihat juga", "Baca lagi", "Baca selengkapnya", "Basahin din", "Basahin:", "Soma pia", "Soma zaidi", "Lees ook", "Llegeix també", "Llegiu també", "Irakurri ere", "Le tamén", "관련 기사", "함께 읽", "【関連】", "【関連記事】", "あわせて読みたい", "こちらも読む", "推荐阅读", "更多阅读", "延伸阅读", "相關報導", "看更多", "更多新聞",
)

// correctionWords are how a note of a correction or clarification begins.
var correctionWords = listOf(
	"Correction:", "Correction :", "Corrections:", "Clarification:", "Editor's note:", "Editor’s note:", "Editors' note:", "Editors’ note:", "This story has been corrected", "This article has been corrected", "This article was amended", "An earlier version of this", "A previous version of this", "This article was updated to correct",
	"This article was corrected", "This story was corrected", "This story was amended", "This piece was amended", "This article has been amended", "This story has been updated to correct", "This article has been updated to correct", "This post has been corrected",
	"Dieser Artikel wurde korrigiert", "Cet article a été corrigé", "Este artículo ha sido corregido", "Questo articolo è stato corretto", "Esta matéria foi corrigida", "Dit artikel is gecorrigeerd",
	"Berichtigung:", "Korrektur:", "Korrekturhinweis:", "Anmerkung der Redaktion:", "Hinweis der Redaktion:", "In einer früheren Version", "Corrección:", "Fe de errores:", "Rectificación:", "Aclaración:", "Nota del editor:", "Rectificatif:", "Erratum:", "Une version précédente", "Correção:", "Errata:", "Rettifica:", "Correzione:", "Correctie:", "Rectificatie:", "Düzeltme:", "Sprostowanie:",
	"تصحيح:", "تصويب:", "توضيح:", "تنويه:", "ملاحظة المحرر:", "اصلاحیه:", "Исправление:", "Уточнение:", "訂正:", "정정:", "更正:", "訂正：", "정정：", "更正：", "勘误:", "勘误：", "Rättelse:", "Rettelse:",
	"This article originally said", "This article originally stated", "This story originally said", "This story originally stated", "Richtigstellung:", "In einer früheren Fassung", "In einer ersten Version", "In einer ersten Fassung",
	"Dans une version précédente", "Mise au point :", "Una versión anterior", "En una versión anterior", "Uma versão anterior", "Erramos:", "Nota de correção:", "In una versione precedente", "Una versione precedente", "Errata corrige:",
	"In een eerdere versie", "Een eerdere versie", "I en tidigare version", "En tidigare version", "I en tidligere versjon", "I en tidligere udgave", "Korjaus:", "Oikaisu:", "Oprava:", "Helyesbítés:", "Διόρθωση:", "Ralat:", "Koreksi:", "Đính chính:", "भूल सुधार:", "সংশোধনী:",
	"Поправка:", "Опровержение:", "В прежней версии", "В более ранней версии", "В предыдущей версии", "Виправлення:", "Уточнення:", "У попередній версії", "תיקון:", "تصحیح:", "ذكرت نسخة سابقة", "في نسخة سابقة",
)

// startsWithAny reports whether s begins with one of the starts, case aside, and
// the start ends where a word does.
func startsWithAny(s string, starts wordList) bool {
	if !starts.set.leads(s) {
		return false
	}
	for _, p := range starts.words {
		if len(s) < len(p) || !strings.EqualFold(s[:len(p)], p) {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(p)
		next, _ := utf8.DecodeRuneInString(s[len(p):])
		if !unicode.IsLetter(last) || !unicode.IsLetter(next) {
			return true
		}
	}
	return false
}

// followStarts are how a line begins that leads to accounts of the outlet or its people.
var followStarts = listOf("Follow", "Like", "Find us", "Join us", "Folgen Sie", "Folge", "Folgt", "Sigue", "Seguí", "Seguinos", "Síguenos", "Suivez", "Retrouvez", "Segui", "Seguici", "Siga", "Acompanhe", "Volg", "Följ", "Følg", "Seuraa", "Obserwuj", "Sledujte", "Kövess", "Kövessen", "Urmărește", "Последвайте", "Пратите", "Pratite", "Spremljajte", "Sekite", "Seko", "Ακολουθήστε", "Takip", "Подписывайтесь", "Читайте нас", "Підписуйтесь", "Стежте", "تابعونا", "تابعنا", "تابعوا", "دنبال کنید", "עקבו", "फॉलो करें", "ติดตาม", "Theo dõi", "Ikuti", "フォロー", "关注")

// networkHosts are in the addresses of networks.
var networkHosts = listOf("facebook.com", "fb.com", "instagram.com", "twitter.com", "//x.com", "www.x.com", "youtube.com", "tiktok.com", "whatsapp.com", "//t.me", "telegram.me", "threads.net", "bsky.app", "linkedin.com", "vk.com", "news.google.com", "zalo.me", "line.me")

// channelHosts are in the addresses of channels, appHosts in those of apps.
var (
	channelHosts = listOf("whatsapp.com/channel", "news.google.com", "profile.google.com", "google.com/preferences")
	appHosts     = listOf("play.google.com", "apps.apple.com", "itunes.apple.com", "appgallery.huawei")
)

// dateStarts are how a line begins that only says when the article was published.
var dateStarts = listOf(
	"Published", "Posted", "Updated", "Last updated", "Last modified", "First published", "Publié le", "Mis à jour", "Publicado", "Actualizado", "Atualizado", "Pubblicato", "Aggiornato", "Veröffentlicht", "Aktualisiert", "Stand:", "Gepubliceerd", "Bijgewerkt", "Yayınlanma", "Güncelleme", "Опубликовано", "Обновлено",
	"نشر في", "نُشر", "تاريخ النشر", "آخر تحديث", "منتشر شده", "입력", "수정", "公開", "更新",
)

// consentWords stand in boxes that hide something from elsewhere until the reader
// agrees to load it.
var consentWords = listOf(
	"externen inhalt", "externe inhalte", "eingebettete inhalte", "inhalte von drittanbietern", "personenbezogene daten können an", "einverstanden, dass mir", "external content", "third-party content", "third party content", "may set cookies", "contenu externe", "contenus externes",
	"contenido externo", "contenuto esterno", "conteúdo externo", "externe content", "manage your cookie", "accept cookies", "cookie settings", "cookie-einstellungen", "mit einem klick anzeigen lassen", "inhalte erlauben", "inhalte entsperren", "inhalt laden", "inhalte laden", "enable javascript", "javascript is disabled", "javascript aktivieren", "activa javascript",
)

// letterWords stand in lines that offer a newsletter or a channel; with a link in
// them they are no text.
var letterWords = listOf("newsletter", "whatsapp channel", "whatsapp-kanal", "canal de whatsapp", "telegram channel", "telegram-kanal", "canal de telegram", "قناتنا على", "boletín", "infolettre", "nieuwsbrief", "bülten", "рассылк", "lettre d’information", "lettre d'information", "nyhetsbrev", "nyhedsbrev", "uutiskirje", "fréttabréf", "hírlevél", "hírlevel", "e-novice", "naujienlaišk", "jaunumu vēstul", "uudiskir", "ενημερωτικό δελτίο", "e-bülten", "розсилк", "النشرة البريدية", "النشرة الإخبارية", "نشرتنا", "خبرنامه", "ניוזלטר", "न्यूज़लेटर", "নিউজলেটার", "จดหมายข่าว", "jarida letu", "butlletí", "뉴스레터", "ニュースレター", "メールマガジン", "电子报", "電子報",
	"kanal whatsapp", "whatsapp kanal", "whatsapp-kanava", "canal do whatsapp", "canale whatsapp", "chaîne whatsapp", "kanał whatsapp", "whatsapp kanál", "whatsapp चैनल", "kênh zalo", "telegram-канал", "телеграм-канал", "telegram-kanava", "canale telegram", "canal no telegram", "chaîne telegram", "قناة تلغرام", "قناة تيليغرام", "کانال تلگرام")

// inboxWords say where a newsletter goes: to the one who reads the line.
var inboxWords = listOf("in your inbox", "to your inbox", "into your inbox", "in ihr postfach", "in ihr e-mail-postfach", "in dein postfach", "en tu correo", "en su correo", "en tu email", "a tu correo", "no seu email", "no seu e-mail", "dans votre boîte", "nella tua casella", "nella tua email", "in je inbox", "in uw inbox", "in je mailbox", "i din indbakke", "i din inkorg", "i innboksen din", "sähköpostiisi", "na twoją skrzynkę", "do vašeho e-mailu", "do vaší schránky", "a postaládádba", "pe e-mailul tău", "στο email σας", "στο inbox", "e-posta kutunuza", "на вашу почту", "на вашу пошту", "إلى بريدك", "به ایمیل شما", "למייל שלך")

// offerWords stand in boxes that ask for money or an account.
var offerWords = listOf(
	"subscri", "sign in", "sign up", "log in", "register", "create an account", "your account", "one account", "free trial", "unlock", "members only", "already a member", "email updates", "ad-free", "cancel any time", "cancel anytime", "privacy policy", "terms of", "newsletter",
	"abonn", "anmelden", "registrier", "einloggen", "jetzt testen", "kündbar", "identifiez", "connectez", "se connecter", "votre compte", "ce compte", "suscr", "inicia sesión", "iniciar sesión", "regístrate", "tu cuenta", "abbonat", "accedi", "registrati", "assine", "assinante", "entrar", "inloggen", "giriş yap", "abone",
	"اشترك", "اشتراك", "تسجيل الدخول", "سجّل", "войти", "подпис", "ログイン", "会員", "로그인", "구독",
	"your donation", "your support", "donate now", "donate today", "unterstützen sie uns", "spenden sie", "jetzt spenden", "faites un don", "soutenez", "apóyanos", "tu apoyo", "sostienici", "støtt oss", "stöd oss", "wesprzyj", "поддержите", "підтримайте",
	"privacy notice", "emailed about", "your inbox", "datenschutz", "postfach", "privacybeleid", "nieuwsbrief", "boletín", "tu correo", "tu email", "seu email", "seu e-mail", "boîte mail", "désinscri", "inscrivez", "confidentialité", "informativa privacy",
	"skrzynk", "prywatności", "zapisz się", "prenumer", "nyhetsbrev", "nyhedsbrev", "meld deg på", "tilmeld", "uutiskirje", "tilaa", "odebír", "předpla", "předplať", "odběr", "predplat", "predplať", "osobních údajů", "inscreva", "hírlevél", "feliratkoz", "aboneaz", "e-bülten", "εγγραφ", "рассылк", "розсилк", "конфиденциальност", "ניוזלטר", "הרשמה", "नीचे साइन", "đăng ký", "berlangganan", "メールアドレス", "뉴스레터", "邮箱",
)

// hasAny reports that s, case aside, holds one of the words, which are in lower
// case.
func hasAny(s string, list wordList) bool {
	if !list.set.in(s) {
		return false
	}
	s = strings.ToLower(s)
	for _, w := range list.words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// countOffers counts the offer words in s, and how many different ones they are.
func countOffers(s string) (n, kinds int) {
	if !offerWords.set.in(s) {
		return 0, 0
	}
	s = strings.ToLower(s)
	for _, w := range offerWords.words {
		if k := strings.Count(s, w); k > 0 {
			n += k
			kinds++
		}
	}
	return n, kinds
}
