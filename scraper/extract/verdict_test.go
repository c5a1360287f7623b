package extract

import (
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const tramStory = `<p>The harbour tram of Portmere runs every ten minutes since Monday morning, the council said after a trial of six weeks on the northern line.</p>
<p>Drivers had asked for longer breaks at the terminus, where a new shelter with heating and a small kitchen was opened for them in the autumn.</p>
<p>The council expects some four thousand more riders a day and will decide in spring whether the southern line is to get the same timetable.</p>`

func article(head, body string) string {
	return `<!DOCTYPE html><html lang="en"><head><title>Tram runs more often | Portmere Post</title>` + head + `</head><body><article><h1>Tram runs more often</h1><p>By Ida Quay</p><p>3 May 2025 10:00</p>` + body + `</article></body></html>`
}

func TestVerdict(t *testing.T) {
	card := func(i int) string {
		return `<article><h3><a href="/news/politics/story-number-` + strings.Repeat("i", i+1) + `">The council of Portmere decides on tram line ` + strings.Repeat("I", i+1) + `</a></h3><span>3 May 2025</span></article>`
	}
	cards := ""
	for i := range 12 {
		cards += card(i)
	}
	for _, tt := range []struct {
		name   string
		in     Input
		html   string
		kind   news.PageKind
		reason news.Reason
	}{
		{"an article", Input{}, article("", tramStory), news.PageArticle, ""},
		{"a brief of one paragraph", Input{}, article("", "<p>The harbour tram of Portmere runs every ten minutes since Monday morning, the council said.</p>"), news.PageArticle, ""},
		{"an article about captchas", Input{}, article("", "<p>Readers who met the line \"verify you are human\" on the council's site were told that access is denied: a captcha had been switched on by mistake, the press office said on Monday.</p>"+tramStory), news.PageArticle, ""},
		{"an article behind a captcha service", Input{}, article(`<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script>`, tramStory+`<div class="cf-turnstile"></div>`), news.PageArticle, ""},
		{"an article with a cookie banner", Input{}, article("", tramStory+`<div id="consent"><p>We and our 120 partners use cookies to show you the news.</p><button>Accept all cookies</button><button>Manage cookies</button></div>`), news.PageArticle, ""},
		{"a headline that says not found", Input{}, strings.Replace(article("", tramStory), "<h1>Tram runs more often", "<h1>Lost tram ticket of 1952 not found", 1), news.PageArticle, ""},

		{"Cloudflare by header", Input{Status: 403, Header: map[string][]string{"Cf-Mitigated": {"challenge"}}}, "<html><title>Just a moment...</title><body>", news.PageBlocked, news.ReasonChallenge},
		{"Cloudflare by script, status 200", Input{}, `<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={cvId:'3'}</script><noscript>Enable JavaScript and cookies to continue</noscript></body></html>`, news.PageBlocked, news.ReasonChallenge},
		{"DataDome", Input{Status: 403}, `<html><body><script src="https://geo.captcha-delivery.com/captcha/?x=1"></script><p>Please enable JS</p></body></html>`, news.PageBlocked, news.ReasonCaptcha},
		{"PerimeterX", Input{Status: 403}, `<html><head><title>Access to this page has been denied</title></head><body><div id="px-captcha"></div></body></html>`, news.PageBlocked, ""},
		{"Imperva", Input{}, `<html><body><iframe src="/_Incapsula_Resource?CWUDNSAI=1"></iframe></body></html>`, news.PageBlocked, news.ReasonChallenge},
		{"Akamai", Input{Status: 403}, `<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>You don't have permission to access this page. Reference #18.1234</body></html>`, news.PageBlocked, news.ReasonDenied},
		{"a captcha in Spanish", Input{}, `<html lang=es><head><title>Verificación de seguridad</title></head><body><p>Confirma que eres humano para continuar.</p></body></html>`, news.PageBlocked, news.ReasonCaptcha},
		{"a captcha in Arabic", Input{Status: 403}, `<html lang=ar><body><p>يرجى التأكيد أنك لست روبوت</p></body></html>`, news.PageBlocked, news.ReasonCaptcha},
		{"403 without a word", Input{Status: 403}, `<html><body>Forbidden</body></html>`, news.PageBlocked, news.ReasonDenied},
		{"451", Input{Status: 451}, `<html><body>Unavailable For Legal Reasons</body></html>`, news.PageBlocked, news.ReasonDenied},
		{"429", Input{Status: 429}, `<html><body>slow down</body></html>`, news.PageBlocked, news.ReasonDenied},
		{"only a consent dialog", Input{}, `<html><head><title>Portmere Post</title></head><body><div role=dialog><h2>We value your privacy</h2><p>We and our 120 partners store and access information with cookies.</p><button>Accept all</button><p>Manage cookies or accept all cookies to go on. See our privacy settings.</p></div></body></html>`, news.PageBlocked, news.ReasonConsent},
		{"only a sign-in form", Input{}, `<html><head><title>Log in | Portmere Post</title></head><body><h1>Log in to continue</h1><form><input name=u><input type=password></form></body></html>`, news.PageBlocked, news.ReasonLogin},

		{"404", Input{Status: 404}, article("", tramStory), news.PageNotFound, news.ReasonGone},
		{"410", Input{Status: 410}, `<html><body>gone</body></html>`, news.PageNotFound, news.ReasonGone},
		{"soft 404 by title", Input{}, `<html><head><title>Page not found | Portmere Post</title></head><body><h1>Oops</h1><p>Try the search.</p></body></html>`, news.PageNotFound, news.ReasonSoft404},
		{"soft 404 in Arabic", Input{}, `<html lang=ar><body><h1>الصفحة غير موجودة</h1><a href="/">الرئيسية</a></body></html>`, news.PageNotFound, news.ReasonSoft404},
		{"soft 404 in Spanish", Input{}, `<html lang=es><body><h1>Página no encontrada</h1></body></html>`, news.PageNotFound, news.ReasonSoft404},
		{"soft 404 in German, in a paragraph", Input{}, `<html lang=de><body><p>Die Seite konnte nicht gefunden werden.</p></body></html>`, news.PageNotFound, news.ReasonSoft404},

		{"a section", Input{URL: "https://news.example/news/politics"}, `<html><head><title>Politics</title></head><body><h1>Politics</h1><main>` + cards + `</main></body></html>`, news.PageSection, ""},
		{"a section as the crawl expects it", Input{Expect: news.RoleSection}, `<html><body><h1>Politics</h1><main>` + card(1) + card(2) + card(3) + `</main></body></html>`, news.PageSection, ""},
		{"the home page", Input{URL: "https://news.example/"}, `<html><head><title>Portmere Post</title><meta property="og:type" content="website"></head><body><main>` + cards + `</main></body></html>`, news.PageSection, ""},

		{"a section with a cookie banner and no headline", Input{URL: "https://news.example/news/politics"}, `<html><head><title>Politics</title></head><body><div>We value your privacy. We and our partners use cookies.<button>Accept all cookies</button> Manage cookies</div><main>` + cards + `</main></body></html>`, news.PageSection, ""},
		{"a section without items", Input{Expect: news.RoleSection}, article("", "<p>Nothing has been published here yet, the editors of the harbour desk will be back on Monday.</p>"), news.PageOther, news.ReasonNoArticle},
		{"a shell without text", Input{}, `<html><head><title>Portmere Post</title></head><body><div id=root></div><script src=/app.js></script></body></html>`, news.PageOther, news.ReasonEmpty},
		{"cut off before the text", Input{}, `<html><head><title>Tram runs more often</title></head><body><h1>Tram runs more often</h1><div cla`, news.PageOther, news.ReasonTruncated},
		{"an about page", Input{URL: "https://news.example/about-us"}, `<html><head><title>About us</title></head><body><h1>About us</h1>` + tramStory + `</body></html>`, news.PageOther, news.ReasonNoArticle},
		{"a server error", Input{Status: 502}, `<html><body>Bad gateway</body></html>`, news.PageOther, news.ReasonNoArticle},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := tt.in
			if in.URL == "" {
				in.URL = "https://news.example/news/politics/tram-runs-more-often"
			}
			in.Body = []byte(tt.html)
			in.Seen = time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
			got := Read(nil, in)
			if got.Kind != tt.kind || tt.reason != "" && got.Reason != tt.reason {
				t.Errorf("got %s %s (%s), want %s %s", got.Kind, got.Reason, got.Detail, tt.kind, tt.reason)
			}
			if (got.Article != nil) != (got.Kind == news.PageArticle) || (got.Listing != nil) != (got.Kind == news.PageSection) {
				t.Errorf("kind %s with article %v and listing %v", got.Kind, got.Article != nil, got.Listing != nil)
			}
			if got.Kind != news.PageArticle && got.Kind != news.PageSection && (got.Reason == "" || got.Detail == "") {
				t.Errorf("%s without a reason", got.Kind)
			}
		})
	}
}

func TestTruncatedArticleIsKeptWithAWarning(t *testing.T) {
	page, _, _ := strings.Cut(article("", tramStory+"<p>A last par"), "</article>")
	got := Read(nil, Input{URL: "https://news.example/news/a/b", Body: []byte(page)})
	if got.Article == nil || len(got.Warnings) == 0 {
		t.Errorf("got %s with warnings %q, want an article with a warning", got.Kind, got.Warnings)
	}
}

func TestWrongLanguage(t *testing.T) {
	german := strings.ReplaceAll(article("", `<p>Die Hafenbahn von Portmere fährt seit Montag alle zehn Minuten, wie der Rat nach einem Versuch von sechs Wochen auf der nördlichen Linie mitteilte. Die Fahrer hatten längere Pausen an der Endstation verlangt, wo im Herbst ein neuer Raum mit Heizung und einer kleinen Küche für sie eröffnet wurde.</p>`), `lang="en"`, `lang="de"`)
	for _, tt := range []struct {
		name, language, html string
		want                 news.PageKind
	}{
		{"another language, stated and written", "en", german, news.PageOther},
		{"the profile's language", "de", german, news.PageArticle},
		{"no language asked for", "", german, news.PageArticle},
		{"only the markup is wrong", "en", strings.ReplaceAll(article("", tramStory), `lang="en"`, `lang="de"`), news.PageArticle},
		{"only the markup is right", "en", strings.ReplaceAll(german, `lang="de"`, `lang="en"`), news.PageArticle},
	} {
		p := &profile.Profile{Language: tt.language, Zone: time.UTC}
		got := Read(p, Input{URL: "https://news.example/news/a/b", Body: []byte(tt.html)})
		if got.Kind != tt.want {
			t.Errorf("%s: got %s %s, want %s", tt.name, got.Kind, got.Reason, tt.want)
		}
	}
}
