package extract

import (
	"strings"
)

// notFoundWords are what pages that are not there say in their title or headline.
var notFoundWords = newPattern(`(?i)(?:^|\b)(?:404|410)(?:\b|$).{0,40}(?:not|page|error|found|seite|página|pagina)|^(?:error\s*)?404(?:\s*error)?$|page (?:could )?not (?:be )?found|page (?:doesn.?t|does not) exist|(?:page|article|story|content) (?:you (?:requested|are looking for)|(?:is )?no longer (?:available|exists))|page cannot be found|can.?t find (?:that|the|this) page|not found(?:\s*[|–—-]|$)|(?:article|story|page) (?:has been )?removed|nothing (?:was )?found|p[áa]gina no encontrada|no (?:se )?(?:ha )?encontr(?:ada|ado|ó|amos)|p[áa]gina n[ãa]o (?:foi )?encontrada|n[ãa]o encontrad|page (?:non trouv[ée]e|introuvable)|n.existe (?:pas|plus)|seite (?:konnte )?nicht gefunden|nicht gefunden|(?:seite|artikel) existiert nicht|pagina non trovata|pagina niet gevonden|niet gevonden|sayfa bulunamad|bulunamadı|страница не найдена|не найден|сторінку не знайдено|siden (?:blev )?ikke fun|sidan (?:kunde inte hittas|hittades inte)|sivua ei löy|nie znaleziono|strona nie istnieje|stránka nenalezena|halaman tidak ditemukan|الصفحة غير موجودة|لم يتم العثور|غير موجودة|صفحة غير متوفرة|الصفحة المطلوبة|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|הדף לא נמצא|页面不存在|找不到|ページが見つかりません|見つかりません|페이지를 찾을 수 없`)

// notFoundTitle reports a title or headline of a page that is not there.
func notFoundTitle(s string) bool {
	return s != "" && len(s) < 160 && notFoundWords.MatchString(s)
}

// pageWords are in what says that a page is missing, not a person or a ticket.
var pageWords = newPattern(`(?i)404|410|page|p[áa]gina|seite|sayfa|страниц|сторінк|صفحة|صفحه|halaman|stron|strán|sidan|siden|sivua|דף|页|頁|ページ|페이지`)

// challengeTitles are the titles of bot challenges and refusals.
var challengeTitles = map[string]string{
	"just a moment": "challenge", "attention required cloudflare": "challenge", "attention required": "challenge", "please wait": "challenge",
	"checking your browser": "challenge", "ddos guard": "challenge", "access denied": "denied", "access to this page has been denied": "challenge",
	"pardon our interruption": "challenge", "robot or human": "captcha", "are you a robot": "captcha", "are you human": "captcha", "human verification": "captcha",
	"security check": "captcha", "security verification": "captcha", "bot verification": "captcha", "verify you are human": "captcha", "captcha": "captcha",
	"request blocked": "denied", "request rejected": "denied", "you have been blocked": "denied", "sorry you have been blocked": "denied", "blocked": "denied",
	"forbidden": "denied", "403 forbidden": "denied", "403": "denied", "error 403": "denied", "unauthorized": "denied", "401 unauthorized": "denied", "access forbidden": "denied",
	"429 too many requests": "denied", "too many requests": "denied", "one more step": "captcha", "un instant": "challenge", "un momento": "challenge", "un moment": "challenge",
	"nur einen moment": "challenge", "einen moment": "challenge", "um momento": "challenge", "bir dakika": "challenge", "один момент": "challenge", "momenteel": "challenge", "لحظة": "challenge", "لحظة من فضلك": "challenge",
	"acceso denegado": "denied", "accès refusé": "denied", "accès interdit": "denied", "zugriff verweigert": "denied", "accesso negato": "denied", "acesso negado": "denied", "acceso prohibido": "denied",
	"erişim engellendi": "denied", "доступ запрещен": "denied", "доступ ограничен": "denied", "تم رفض الوصول": "denied", "الوصول مرفوض": "denied", "الوصول ممنوع": "denied",
	"sind sie ein mensch": "captcha", "eres humano": "captcha", "no soy un robot": "captcha", "verificación de seguridad": "captcha", "هل أنت إنسان": "captcha", "التحقق من أنك إنسان": "captcha", "تحقق أمني": "captcha",
	"incapsula incident": "challenge", "client challenge": "challenge", "vercel security checkpoint": "challenge",
}

// challengeMarks are found in the scripts, frames and links of challenge pages.
// Those marked frail also stand in ordinary pages of a site behind that service,
// and count only beside a refusal.
var challengeMarks = []struct {
	mark, by string
	captcha  bool
	frail    bool
}{
	{"/cdn-cgi/challenge-platform/h/", "Cloudflare", false, true},
	{"_cf_chl_opt", "Cloudflare", false, false},
	{"cf-browser-verification", "Cloudflare", false, false},
	{"cf_captcha_kind", "Cloudflare", true, false},
	{"cf-error-details", "Cloudflare", false, false},
	{"cf-turnstile", "Cloudflare Turnstile", true, true},
	{"challenges.cloudflare.com", "Cloudflare", false, true},
	{"geo.captcha-delivery.com", "DataDome", true, false},
	{"captcha-delivery.com", "DataDome", true, true},
	{"px-captcha", "PerimeterX", true, false},
	{"_pxAppId", "PerimeterX", false, true},
	{"_Incapsula_Resource", "Imperva", false, true},
	{"Incapsula incident ID", "Imperva", false, false},
	{"errors.edgesuite.net", "Akamai", false, false},
	{"sec-if-cpt-container", "Akamai", false, false},
	{"ddos-guard", "DDoS-Guard", false, true},
	{"AwsWafIntegration", "AWS WAF", false, true},
	{"awswaf.com", "AWS WAF", false, true},
	{"__sucuri", "Sucuri", false, true}, {"sucuri_cloudproxy", "Sucuri", false, true},
	{"g-recaptcha", "reCAPTCHA", true, true}, {"h-captcha", "hCaptcha", true, true}, {"hcaptcha.com", "hCaptcha", true, true},
	{"Kasada", "Kasada", false, true}, {"kpsdk", "Kasada", false, true},
}

// challengeWords are the marks alone.
var challengeWords = func() *wordSet {
	var all []string
	for _, c := range challengeMarks {
		all = append(all, c.mark)
	}
	return newWordSet(all)
}()

// challengeText is what such pages tell people, in several languages.
var challengeText = newPattern(`(?i)(?:checking (?:if the site connection is secure|your browser)|verify(?:ing)? (?:that )?you are (?:a )?human|you(?:'re| are) not a robot|prove (?:that )?you.?re (?:not a robot|human)|enable javascript and cookies to continue|unusual (?:traffic|activity)|needs to review the security of your connection|why have i been blocked|press (?:&|and) hold|complete the (?:captcha|security check)|solve (?:the|this) captcha|automated (?:access|requests|queries)|(?:confirma|verifica|demuestr[ae]) que (?:eres|es usted|no eres) (?:un )?(?:humano|robot)|no eres un robot|vérifi(?:er|ez|ons) que vous (?:êtes|n'êtes pas)|dass sie (?:ein mensch|kein roboter) sind|non sei un robot|não é um robô|robot olmadığınız|что вы не робот|أنك (?:لست روبوت|إنسان)|لست روبوتا|تحقق من أنك|ربات نیستید|确认您是真人|我不是机器人)`)

// deniedText is what refusals say.
var deniedText = newPattern(`(?i)(?:you don.?t have permission to access|access (?:to this (?:page|resource|site) )?(?:has been |is |was )?denied|your (?:ip|access|request) (?:address )?(?:has been |was |is )?(?:blocked|denied|restricted)|reference #\d|not available in your (?:region|country|location)|unavailable for legal reasons|no está disponible en su (?:país|región)|n'est pas disponible dans votre (?:pays|région)|in ihrem land nicht verfügbar|غير متاح في (?:بلدك|منطقتك)|تم حظر)`)

// consentText is what a page that shows only a consent dialog says.
var consentText = newPattern(`(?i)(?:we (?:and our (?:\d+ )?partners )?(?:use|value|store)[^.]{0,60}(?:cookies|privacy)|(?:accept|manage|reject)[^.]{0,20}(?:all )?cookies|your privacy (?:choices|settings)|privacy (?:center|settings|preferences)|consent to (?:the use|our use|cookies)|before you continue|utilizamos cookies|aceptar (?:todas las |y )?(?:cookies|continuar)|nous (?:et nos partenaires )?(?:utilisons|stockons)[^.]{0,60}cookies|accepter (?:les cookies|et continuer|et fermer)|continuer sans accepter|wir (?:und unsere partner )?(?:verwenden|nutzen|verarbeiten)[^.]{0,60}(?:cookies|daten)|mit werbung (?:weiter|lesen)|cookies? akzeptieren|alle akzeptieren|einwilligung|zustimm(?:en|ung)|accetta(?:re)? (?:tutti|i cookie|e continua)|aceitar (?:todos|cookies)|cookies accepteren|akkoord|çerez|ملفات تعريف الارتباط|قبول الكل|الموافقة على)`)

// loginText is what a page that shows only a sign-in form says.
var loginText = newPattern(`(?i)(?:(?:log|sign) ?in to (?:continue|read|your account|access)|please (?:log|sign) ?in|(?:log|sign) ?in\b|create (?:an|your) account|already (?:a subscriber|have an account)|inici(?:a|ar) sesión|connectez-vous|se connecter|anmelden|einloggen|accedi|entrar|faça login|inloggen|giriş yap|войти|войдите|تسجيل الدخول|ورود به)`)

// institution are the titles and paths of a site's pages about itself.
var institution = newPattern(`(?i)^(?:about(?: us)?|contact(?: us)?|privacy(?: policy)?|terms(?: (?:of (?:use|service)|and conditions|& conditions))?|cookies?(?: policy)?|imprint|impressum|datenschutz(?:erklärung)?|advertise(?: with us)?|careers?|jobs|faqs?|help|sitemap|newsletters?|subscribe|login|log in|sign in|search|rss|masthead|corrections policy|editorial (?:policy|guidelines|standards)|über uns|kontakt|agb|nutzungsbedingungen|quiénes somos|contacto|aviso legal|política de (?:privacidad|cookies)|mentions légales|politique de confidentialité|à propos|qui sommes-nous|chi siamo|contatti|informativa (?:sulla )?privacy|sobre(?: nós)?|fale conosco|over ons|hakkımızda|gizlilik(?: politikası)?|künye|о нас|контакты|من نحن|عن الميادين|اتصل بنا|سياسة الخصوصية|الشروط والأحكام|شروط الاستخدام|درباره ما|تماس با ما)$`)

// challengeTitle gives the verdict of a title: whole, or up to a mark and the site name.
func challengeTitle(title string) string {
	t := fold(title)
	if v := challengeTitles[t]; v != "" {
		return v
	}
	for _, mark := range []string{" | ", " - ", " – ", "..."} {
		if head, _, ok := strings.Cut(title, mark); ok {
			if v := challengeTitles[fold(head)]; v != "" {
				return v
			}
		}
	}
	return ""
}
