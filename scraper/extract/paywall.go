package extract

import (
	"golang.org/x/net/html"

	"newskeep/scraper/news"
)

// subscribersOnly is what pages print where the text of those who do not pay ends, or
// beside the headline of what only subscribers read. Invitations to subscribe that
// stand on every page are not among it.
var subscribersOnly = newPattern(`(?i)(?:(?:for|to|is for|are for) (?:our |paying |premium |digital )*(?:subscribers|members) only|(?:only|exclusively) (?:available )?(?:for|to) (?:our |paying |premium |digital )*(?:subscribers|members)|subscribers?[- ](?:only|exclusive)|(?:exclusive to|reserved for) (?:our |paying |premium )*(?:subscribers|members)|(?:subscribe|sign up|sign in|log in|register|join)[^.!?]{0,60} to (?:continue|keep|finish) reading|(?:subscribe|sign up|sign in|log in|register)[^.!?]{0,40} to (?:read|unlock) (?:the (?:full|rest|entire|whole)|this|full)|to (?:continue|keep) reading this (?:article|story|content)|this (?:article|story|content) is (?:behind a paywall|locked)|unlock this (?:article|story)|you(?:'ve|’ve| have) reached your (?:monthly |free )*(?:article )?limit` +
	`|nur für (?:unsere |registrierte )?(?:abonnent|abonnenten|mitglieder|abonnentinnen)|(?:abonnenten|abonnentinnen|mitgliedern) vorbehalten|exklusiv für (?:unsere )?(?:abonnent|mitglieder|leser mit)|um (?:diesen artikel |den artikel |den ganzen artikel |weiter)?(?:weiter)?zu ?lesen|jetzt (?:abonnieren|testen|registrieren|anmelden|freischalten) und (?:weiterlesen|diesen artikel)|(?:sie )?(?:möchten|wollen) (?:diesen artikel )?weiterlesen|diesen artikel (?:jetzt )?(?:freischalten|weiterlesen)|weiterlesen mit` +
	`|réservée? (?:aux|à nos|exclusivement aux) abonnés|pour (?:lire la suite|continuer (?:à lire|la lecture|votre lecture))|il (?:vous )?reste \d+ ?% de (?:cet article|ce contenu)|contenu (?:exclusif )?(?:abonnés|réservé)` +
	`|(?:solo|exclusiv[oa]s?|sólo|exclusivamente|reservad[oa]) (?:para|a) (?:nuestros )?(?:suscriptores|socios|abonados)|suscríbete (?:para|y) (?:seguir|sigue|continuar|continúa|leer)|para (?:seguir|continuar) leyendo|para leer el (?:artículo|contenido) completo` +
	`|(?:exclusiv[oa]s?|só|somente|apenas) para (?:os )?assinantes|(?:assine|cadastre-se|faça login)[^.!?]{0,40} para (?:ler|continuar)|para continuar (?:lendo|a ler)` +
	`|riservat[oa] agli abbonati|(?:solo|esclusiv[oa]) per (?:gli )?abbonati|abbonati (?:per|e) (?:continua|leggi|legger|proseguir)|per continuare a leggere` +
	`|(?:alleen|exclusief) voor (?:onze )?(?:abonnees|leden)|(?:lees|verder lezen) (?:verder|met|als) (?:een )?(?:abonnement|abonnee)|om (?:dit artikel )?verder te lezen` +
	`|(?:endast|bara|exklusivt) för (?:våra )?(?:prenumeranter|medlemmar)|för att (?:läsa vidare|fortsätta läsa|läsa hela)|(?:kun|bare) for (?:våre |vores )?(?:abonnenter|abonnementer|medlemmer)|for å lese (?:videre|hele)|for at læse (?:videre|hele)|vain tilaajille|jatkaaksesi lukemista` +
	`|(?:tylko|wyłącznie) dla (?:naszych )?(?:prenumeratorów|subskrybentów)|aby (?:czytać dalej|przeczytać (?:cały|całość))|(?:jen|pouze) pro (?:naše )?předplatitele|jen? len pre predplatiteľov|csak előfizetőknek|doar pentru abonați` +
	`|только (?:для|по) (?:подписчик|подписке)|доступ(?:ен|но|на) (?:только )?(?:подписчикам|по подписке)|чтобы (?:дочитать|читать дальше|продолжить чтение)|лише для (?:передплатників|підписників)` +
	`|(?:yalnızca|sadece) (?:abonelere|aboneler|üyelere)|okumaya devam (?:etmek|edebilmek) için|μόνο (?:για|σε) συνδρομητές|hanya untuk pelanggan|khusus pelanggan|chỉ dành cho (?:thuê bao|thành viên)|เฉพาะสมาชิก` +
	`|للمشتركين فقط|خاص بالمشتركين|حصري للمشتركين|لمتابعة القراءة|ویژه مشترکان|فقط برای مشترکان|למנויים בלבד|לקריאת הכתבה המלאה|केवल (?:सब्सक्राइबर|सदस्यों)|सब्सक्राइबर के लिए` +
	`|有料会員限定|会員限定(?:記事|の)|この記事は(?:有料|会員)|続きを読むには|有料記事|残り\d+文字|유료 ?(?:회원|구독자|기사)|구독자 전용|(?:仅限|僅限|只限)(?:订阅|訂閱|訂戶|会员|會員)|订阅(?:后|以)(?:继续)?阅读|訂閱(?:後|以)(?:繼續)?閱讀|(?:會員|会员)(?:專屬|专享|限定))`)

// onlyPart are words for parts of a page that may be for subscribers where its text is
// not: comments, listening, saving.
var onlyPart = newPattern(`(?i)(?:functionalit|feature|comment|listen|funcionalidad|comentar|escuchar|kommentar|kommentier|vorles|anhören|fonctionnalité|écouter|funzion|commenti|ascolta|guardar|salvar|merken|diskutier|newsletter|e-?paper)`)

// linesAfterText is how far behind the last paragraph the paywall's words may stand.
const linesAfterText = 12

// paywalled reports what the page shows of a paywall: an element that is called so and
// seen, or the words for it beside the headline or right behind the text. What
// metadata say of access goes before it.
func (w *articleReader) paywalled() bool {
	if w.m.paywalled || w.m.free {
		return w.m.paywalled
	}
	s := w.d.survey()
	for i := 1; i < len(s.spots); i++ {
		p := &s.spots[i]
		if p.name&namePaywall != 0 && p.letters > 0 && p.letters < 3000 && subscribersOnly.MatchString(w.d.printedText(p.node)) {
			return true
		}
	}
	lines := w.r.lines // nothing of boxes with other stories
	last := ""
	for _, b := range w.a.Body {
		if b.Type == news.Paragraph {
			last = b.Text
		}
	}
	head, end := -1, -1
	for i := range lines {
		if l := &lines[i]; head < 0 && l.from != nil && w.h.shown != nil && standsIn(l.from, w.h.shown) {
			head = i
		} else if last != "" && l.text == last {
			end = i
		}
	}
	says := func(from, to int) bool {
		for i := max(from, 0); i < min(to, len(lines)); i++ {
			if l := &lines[i]; len(l.text) <= longestLabelLine && len(l.links) < 3 && subscribersOnly.MatchString(l.text) && !onlyPart.MatchString(l.text) && !w.d.isBeside(l.node) {
				return true
			}
		}
		return false
	}
	return head >= 0 && says(head-2, head+6) || end >= 0 && says(end, end+linesAfterText)
}

// printedText is the text of an element with what was cut out of the article's.
func (d *document) printedText(n *html.Node) string {
	cut := d.cut
	d.cut = nil
	defer func() { d.cut = cut }()
	return d.text(n)
}
