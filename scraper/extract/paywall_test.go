package extract

import (
	"fmt"
	"testing"
)

// TestPaywall: whether readers pay, where no metadata say so.
func TestPaywall(t *testing.T) {
	const offer = `<div class="offer"><h3>Portmere by letter</h3><p>Subscribe to our free newsletter and read the news of the harbour at breakfast.</p><a href="/subscribe">Subscribe</a></div>`
	for _, tt := range []struct {
		class, lang, metas, above, below string
		want                             bool
	}{
		{"nothing", "en", "", "", "", false},
		{"an offer of letters", "en", "", "", offer, false},
		{"an offer of the paper in the head", "en", "", "", `</main><aside><a href="/subscribe">Subscribe now from 1 euro a month</a></aside><main>`, false},
		{"an empty element", "en", "", "", `<div class="paywall" id="paywall"></div>`, false},
		{"a hidden element", "en", "", "", `<div class="paywall" style="display:none"><p>This article is for subscribers only</p></div>`, false},
		{"subscribers only", "en", "", "", `<div class="paywall"><h3>This article is for subscribers only</h3><a href="/subscribe">See our offers</a></div>`, true},
		{"in an element that says nothing", "en", "", "", `<div class="x7"><p>Subscribe to continue reading</p><a href="/subscribe">See our offers</a></div>`, true},
		{"said to be free", "en", ldArticle(`"headline":"The harbour tram runs every ten minutes","isAccessibleForFree":true`), "", `<div class="x7"><p>Subscribe to continue reading</p></div>`, false},
		{"comments for subscribers", "es", "", "", `<div><p>Los comentarios en esta sección son exclusivos para suscriptores</p></div>`, false},
		{"listening for subscribers", "es", `<span>Esta funcionalidad es sólo para suscriptores</span>`, "", "", false},
		{"a badge at the headline", "fr", "", `<span class="badge">Réservé aux abonnés</span>`, "", true},
		{"on a card of another story", "fr", "", "", `<section class="more"><h2>À lire aussi</h2><div class="card"><a href="/2025/lampes">Des lampes pour tous les quais du port</a><span>Réservé aux abonnés</span></div></section>`, false},
		{"German", "de", "", "", `<div class="teaserwall"><p>Dieser Artikel ist nur für Abonnenten lesbar.</p></div>`, true},
		{"German, read on", "de", "", "", `<div><p>Jetzt testen und weiterlesen</p></div>`, true},
		{"French", "fr", "", "", `<div><p>Cet article est réservé aux abonnés. Il vous reste 78 % de cet article à découvrir.</p></div>`, true},
		{"Spanish", "es", "", "", `<div><p>Contenido exclusivo para suscriptores</p></div>`, true},
		{"Portuguese", "pt", "", "", `<div><p>Conteúdo exclusivo para assinantes</p></div>`, true},
		{"Italian", "it", "", "", `<div><p>Questo contenuto è riservato agli abbonati</p></div>`, true},
		{"Dutch", "nl", "", "", `<div><p>Dit artikel is alleen voor abonnees</p></div>`, true},
		{"Swedish", "sv", "", "", `<div><p>Den här artikeln är endast för prenumeranter</p></div>`, true},
		{"Norwegian", "nb", "", "", `<div><p>Kun for abonnenter</p></div>`, true},
		{"Polish", "pl", "", "", `<div><p>Artykuł dostępny tylko dla prenumeratorów</p></div>`, true},
		{"Czech", "cs", "", "", `<div><p>Článek je pouze pro předplatitele</p></div>`, true},
		{"Russian", "ru", "", "", `<div><p>Материал доступен только подписчикам</p></div>`, true},
		{"Turkish", "tr", "", "", `<div><p>Bu içerik sadece abonelere özeldir</p></div>`, true},
		{"Arabic", "ar", "", "", `<div><p>هذا المقال للمشتركين فقط</p></div>`, true},
		{"Hebrew", "he", "", "", `<div><p>הכתבה למנויים בלבד</p></div>`, true},
		{"Japanese", "ja", "", "", `<div><p>この記事は有料会員限定です</p></div>`, true},
		{"Korean", "ko", "", "", `<div><p>유료 회원 전용 기사입니다</p></div>`, true},
		{"Chinese", "zh", "", "", `<div><p>订阅后继续阅读全文</p></div>`, true},
	} {
		t.Run(tt.class, func(t *testing.T) {
			page := fmt.Sprintf(`<!DOCTYPE html><html lang="%s"><head><meta charset="utf-8"><title>The harbour tram runs every ten minutes</title>%s</head><body>
<header><a href="/">Strait Courier</a> <a href="/subscribe">Subscribe</a></header><main><article><h1>The harbour tram runs every ten minutes</h1>%s<p>3 May 2025</p><div class="b2">%s</div>%s</article></main></body></html>`, tt.lang, tt.metas, tt.above, threeParagraphs, tt.below)
			r := Read(nil, Input{URL: "https://courier.example/2025/05/03/harbour-tram", Body: []byte(page)})
			if r.Article == nil {
				t.Fatalf("no article: %s", r.Kind)
			}
			if r.Article.Paywalled != tt.want {
				t.Errorf("got %v, want %v", r.Article.Paywalled, tt.want)
			}
		})
	}
}
