package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/cdp/jsonv2"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"newskeep/cmd/newskeep/web"
	"newskeep/store"
)

// tab is one page of a real browser, before the archive of the days.
type tab struct {
	*testing.T
	ctx context.Context
	s   *httptest.Server
	r   *store.Reader
}

// browse opens a tab in headless Chromium; without one the test is skipped, loudly.
func browse(t *testing.T) *tab {
	t.Helper()
	bin := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			bin = p
			break
		}
	}
	if bin == "" {
		t.Skip("SKIPPED: NO CHROMIUM ON THIS MACHINE, so the pages were not tried in a browser; apt-get install chromium")
	}
	decoderReady()
	s, r := open(t, web.Options{Timeout: time.Minute})
	alloc, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(bin), chromedp.NoSandbox, chromedp.DisableGPU)...)
	t.Cleanup(stop)
	ctx, close := chromedp.NewContext(alloc)
	t.Cleanup(close)
	b := &tab{t, ctx, s, r}
	b.do(chromedp.EmulateViewport(1280, 900))
	return b
}

// decoderReady has the decoder of the browser's messages look at the type that holds
// itself once, before several goroutines do: that it does without a lock.
var decoderReady = sync.OnceFunc(func() {
	_ = jsonv2.Unmarshal([]byte("{}"), new(cdp.Node)) // of what is in it nothing is wanted
})

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func (b *tab) open(path string) { b.Helper(); b.do(chromedp.Navigate(b.s.URL + path)) }

// says evaluates an expression to a text.
func (b *tab) says(js string) string {
	b.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+js+")"))
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// wait waits until an expression is true.
func (b *tab) wait(js string) {
	b.Helper()
	for range 200 {
		// While a page is on its way there is none to ask.
		if s, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("document.readyState === 'complete' && !!("+js+")")); err == nil && s {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.Fatalf("never true: %s, at %s", js, b.says("location.href"))
}

func (b *tab) media(name, value string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: name, Value: value}}})
	if err != nil {
		b.Fatal(err)
	}
}

func (b *tab) mouse(kind input.DispatchMouseEventType, x, y float64) {
	b.Helper()
	b.do(chromedp.MouseEvent(kind, x, y, chromedp.ButtonLeft))
}

func TestBrowserSearch(t *testing.T) {
	b := browse(t)
	b.open("/")
	b.do(chromedp.SendKeys(chromedp.CSS("#q"), "tram OR ferry\r"))
	b.wait(`location.search.includes("tram") && document.querySelectorAll(".hit").length > 5`)
	if got := b.says(`getComputedStyle(document.querySelector(".key")).printColorAdjust`); got != "exact" {
		t.Errorf("the key of gaps prints %q: paper would show an empty box", got)
	}
	all := b.says(`document.querySelector(".count").textContent`)
	b.do(chromedp.Evaluate[chromedp.Void](`[...document.querySelectorAll(".facets a")].find(a => a.textContent === "Harbour").click()`))
	b.wait(`document.querySelector("#q").value.includes("tag:")`)
	if narrowed := b.says(`document.querySelector(".count").textContent`); narrowed == all {
		t.Errorf("a facet narrowed nothing: %s", narrowed)
	}
	if q := b.says(`document.querySelector("#q").value`); q != "(tram OR ferry) tag:Harbour" {
		t.Errorf("the facet made the query %q", q)
	}
}

func TestBrowserBrush(t *testing.T) {
	b := browse(t)
	b.open("/search?q=tram+OR+ferry")
	var box struct{ X, Y, W, H, N float64 }
	b.wait(`document.documentElement.classList.contains("scripted")`)
	if err := json.Unmarshal([]byte(b.says(`(() => { const r = document.querySelector(".timeline svg").getBoundingClientRect(); return JSON.stringify({X: r.x, Y: r.y, W: r.width, H: r.height, N: document.querySelectorAll(".timeline a[data-key]").length}) })()`)), &box); err != nil {
		t.Fatal(err)
	}
	at := func(bar float64) float64 { return box.X + (bar+.5)*box.W/box.N }
	first, last := b.says(`document.querySelectorAll(".timeline a[data-key]")[2].dataset.key`), b.says(`document.querySelectorAll(".timeline a[data-key]")[20].dataset.key`)
	y := box.Y + box.H/2
	b.mouse(input.DispatchMouseEventTypeMousePressed, at(20), y)
	for _, bar := range []float64{15, 8, 2} {
		b.mouse(input.DispatchMouseEventTypeMouseMoved, at(bar), y)
	}
	b.mouse(input.DispatchMouseEventTypeMouseReleased, at(2), y)
	b.wait(fmt.Sprintf(`new URLSearchParams(location.search).get("from") === %q`, first))
	if to := b.says(`document.querySelector("#to").value`); to != last {
		t.Errorf("brushed %s to %s, got to %s", first, last, to)
	}
	if h := b.says(`document.querySelector("h1").textContent`); !strings.Contains(h, "published:"+first+".."+last) {
		t.Errorf("the page says %q", h)
	}
}

// The keyboard needs one stop for all bars, and chooses a range of them as a mouse does.
func TestBrowserBrushByKeys(t *testing.T) {
	b := browse(t)
	b.open("/search?q=tram+OR+ferry")
	b.wait(`document.documentElement.classList.contains("scripted")`)
	if n := b.says(`[...document.querySelectorAll(".timeline svg a")].filter(a => a.tabIndex === 0).length`); n != "1" {
		t.Errorf("the tab key stops at %s bars", n)
	}
	keys := b.says(`[...document.querySelectorAll(".timeline a[data-key]")].slice(-5, -1).map(a => a.dataset.key).join()`)
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".timeline svg a[tabindex='0']").focus()`), chromedp.KeyEvent(kb.ArrowLeft))
	for range 3 {
		b.do(chromedp.KeyEvent(kb.ArrowLeft, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
	if got := b.says(`[...document.querySelectorAll(".timeline .chosen")].map(a => a.dataset.key).join()`); got != keys {
		t.Errorf("chosen are %s, want %s", got, keys)
	}
	b.do(chromedp.KeyEvent("\r"))
	b.wait(fmt.Sprintf(`new URLSearchParams(location.search).get("from") === %q`, keys[:len("2024-12-01")]))
	if to := b.says(`document.querySelector("#to").value`); to != keys[len(keys)-len("2024-12-01"):] {
		t.Errorf("chose %s, got to %s", keys, to)
	}
}

func TestBrowserDiff(t *testing.T) {
	b := browse(t)
	b.open("/article/" + idOf(t, b.r, tramStory))
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".strip li:nth-child(2) a[href*=changes]").click()`))
	b.wait(`document.querySelector("del") && document.querySelector("ins")`)
	if got := b.says(`getComputedStyle(document.querySelector("del")).textDecorationLine + " " + getComputedStyle(document.querySelector("ins")).textDecorationLine`); got != "line-through underline" {
		t.Errorf("what went and what came are told apart by %q", got)
	}
}

func TestBrowserAsOf(t *testing.T) {
	b := browse(t)
	b.open("/front?site=demo")
	b.wait(`document.documentElement.classList.contains("scripted")`)
	now := b.says(`document.querySelector(".slots").textContent`)
	b.do(chromedp.Focus(chromedp.CSS("#step")), chromedp.KeyEvent(kb.Home))
	b.wait(`location.search.includes("2024-12-01")`)
	then := b.says(`document.querySelector(".slots").textContent`)
	if then == now || !strings.Contains(then, "New tram line opens") {
		t.Errorf("the first front page is\n%s\nthe last\n%s", then, now)
	}
}

// Nothing of a site runs, and nothing is asked for but from the room, whatever
// the headline, the caption, the link or the stored page say.
func TestBrowserHostile(t *testing.T) {
	b := browse(t)
	var asked sync.Map
	room := web.New(b.r, web.Options{Timeout: time.Minute})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if strings.HasPrefix(q.URL.Path, "/evil") || strings.Contains(q.URL.Path, "hurt") {
			asked.Store(q.URL.Path, true)
		}
		room.ServeHTTP(w, q)
	}))
	t.Cleanup(s.Close)
	b.s = s
	evil := "/article/" + idOf(t, b.r, hostile.URL)
	frame := "/stored/" + strings.TrimPrefix(evil, "/article/") + "/1"
	for _, path := range []string{evil, evil + "/changes", evil + "/page", frame, "/captions?site=evil", "/search?q=headline:hurt", "/ticker", "/sites", "/events", "/front?site=evil",
		"/concordance?q=hurt", "/words?q=hurt&min=1&key=1", "/counts?q=hurt&by=tag", "/counts?q=hurt&by=section&share_of=site:evil", "/counts?by=captioned"} {
		b.open(path)
		b.wait("true")
		if title := b.says("document.title"); title == "hurt" {
			t.Errorf("%s: the site ran code", path)
		}
		list := b.says(`JSON.stringify(performance.getEntriesByType("resource").map(e => e.name))`)
		var loaded []string
		if err := json.Unmarshal([]byte(list), &loaded); err != nil {
			t.Fatal(err)
		}
		for _, one := range loaded {
			if !strings.HasPrefix(one, s.URL+"/") {
				t.Errorf("%s: asked for %s", path, one)
			}
		}
	}
	b.open(evil + "/page")
	b.do(chromedp.Sleep(300 * time.Millisecond)) // a refresh would have come by now
	if in := b.says(`document.querySelector("iframe").contentDocument`); in != "null" {
		t.Errorf("the frame shares the room's origin: %s", in)
	}
	if at := b.says(`location.pathname`); at != evil+"/page" {
		t.Errorf("the stored page led away to %s", at)
	}
	asked.Range(func(path, _ any) bool {
		t.Errorf("something asked for %s", path)
		return true
	})
}

func TestBrowserKeyboard(t *testing.T) {
	b := browse(t)
	b.open("/search?q=tram")
	b.wait(`document.documentElement.classList.contains("scripted")`)
	b.do(chromedp.KeyEvent("\t"))
	if got := b.says(`document.activeElement.className + " " + (document.activeElement.getBoundingClientRect().left >= 0)`); got != "skip true" {
		t.Errorf("the first stop is %q, want the skip link, to be seen", got)
	}
	b.do(chromedp.KeyEvent("\r"), chromedp.KeyEvent("j"), chromedp.KeyEvent("j"))
	if got := b.says(`[...document.querySelectorAll(".hit h2 a")].indexOf(document.activeElement)`); got != "1" {
		t.Errorf("j j is at hit %s, want 1", got)
	}
	if got := b.says(`getComputedStyle(document.activeElement).outlineStyle`); got != "solid" {
		t.Errorf("what has the focus has the outline %q", got)
	}
	b.do(chromedp.KeyEvent("/"))
	if got := b.says(`document.activeElement.id`); got != "q" {
		t.Errorf("/ went to %q", got)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`), chromedp.KeyEvent("j"), chromedp.KeyEvent("\r"))
	b.wait(`location.pathname.startsWith("/article/")`)
}

func TestBrowserArabic(t *testing.T) {
	b := browse(t)
	b.open("/article/" + idOf(t, b.r, arabic.URL))
	for what, want := range map[string]string{
		`getComputedStyle(document.querySelector("h1")).direction`:        "rtl",
		`getComputedStyle(document.querySelector(".text > p")).direction`: "rtl",
		`getComputedStyle(document.querySelector(".strip")).direction`:    "ltr",
		`document.querySelector(".text").lang`:                            "ar",
		// What stands with a picture is set as the script is, not at the left.
		`getComputedStyle(document.querySelector("figcaption .told")).direction`: "rtl",
		`getComputedStyle(document.querySelector("figcaption .told")).display`:   "block",
		// Of a date, day and year keep their places.
		`[...document.querySelectorAll(".facts bdi")].map(b => b.textContent).find(s => s.includes("كانون"))`: "1 كانون الأول 2024 18:00",
	} {
		if got := b.says(what); got != want {
			t.Errorf("%s is %q, want %q", what, got, want)
		}
	}
}

// On every page: nothing serious in the eyes of axe-core, in light, dark and at the
// width of a phone, where nothing is wider than the screen.
func TestBrowserEveryPage(t *testing.T) {
	b := browse(t)
	axe := axeCore(t)
	for name, path := range addresses(t, b.r) {
		for _, look := range []struct {
			name  string
			width int64
		}{{"light", 1280}, {"dark", 1280}, {"light", 360}} {
			b.media("prefers-color-scheme", look.name)
			b.do(chromedp.EmulateViewport(look.width, 900))
			b.open(path)
			b.wait("true")
			if wide := b.says("document.documentElement.scrollWidth"); look.width == 360 && wide != "360" {
				t.Errorf("%s: %s wide on a screen of 360, for %s", name, wide, b.says(`[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > 360).map(e => e.outerHTML.slice(0, 90)).slice(-3).join(" | ")`))
			}
			if back := b.says(`getComputedStyle(document.body).backgroundColor`); (look.name == "dark") != (back == "rgb(21, 22, 24)") {
				t.Errorf("%s, %s: background %s", name, look.name, back)
			}
			b.shot(fmt.Sprintf("%s-%s-%d", strings.ReplaceAll(name, " ", "-"), look.name, look.width))
			if axe == "" || look.width == 360 {
				continue
			}
			rules := "" // all; in the dark, only colours are others
			if look.name == "dark" {
				rules = `, runOnly: ["color-contrast"]`
			}
			b.do(chromedp.Evaluate[chromedp.Void](axe + ";0"))
			found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`axe.run({iframes: false`+rules+`}).then(r => r.violations.filter(v => v.impact === "serious" || v.impact === "critical").map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(" | ")).join("\n"))`, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			if found != "" {
				t.Errorf("%s, %s, %d: %s", name, look.name, look.width, found)
			}
		}
	}
}

// shot takes a picture of the whole page into NEWSKEEP_SHOTS, when it is set.
func (b *tab) shot(name string) {
	dir := os.Getenv("NEWSKEEP_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		b.Error(err)
	}
}

// axeCore is the script of axe-core, from the folder NEWSKEEP_AXE or by npm, into
// the user's cache; it is 650 kB under another licence (MPL-2.0), so it is not kept
// here. Empty, and said loudly, when there is none to be had.
func axeCore(t *testing.T) string {
	const version = "4.14.1"
	dir := os.Getenv("NEWSKEEP_AXE")
	if dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			cache = os.TempDir()
		}
		dir = filepath.Join(cache, "newskeep-axe-"+version)
	}
	file := filepath.Join(dir, "node_modules", "axe-core", "axe.min.js")
	if _, err := os.Stat(file); err != nil {
		out, err := exec.Command("npm", "install", "--no-audit", "--no-fund", "--prefix", dir, "axe-core@"+version).CombinedOutput()
		if err != nil {
			t.Logf("NOT CHECKED WITH AXE-CORE, which npm did not install: %v\n%s", err, out)
			return ""
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
