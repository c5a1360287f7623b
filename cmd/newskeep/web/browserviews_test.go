package web_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// Found words stand in one column: those written from the left begin in the middle,
// those from the right do so on their side of it, with what stands before them at the
// right. Nothing leaves its half.
func TestBrowserConcordance(t *testing.T) {
	b := browse(t)
	b.open("/concordance?q=ferry+OR+%D8%A7%D9%84%D8%AE%D8%B7")
	b.wait(`document.querySelectorAll(".lines > li").length > 5`)
	type box struct{ Left, Right float64 }
	var lines []struct {
		RTL                bool
		Line, Before, Mark box
	}
	const places = `JSON.stringify([...document.querySelectorAll(".line")].map(l => {
		const box = e => { const r = document.createRange(); r.selectNodeContents(e); const c = r.getBoundingClientRect(); return {Left: c.left, Right: c.right} };
		const all = l.getBoundingClientRect();
		return {RTL: getComputedStyle(l).direction === "rtl", Line: {Left: all.left, Right: all.right}, Before: box(l.querySelector(".before")), Mark: box(l.querySelector("mark"))};
	}))`
	if err := json.Unmarshal([]byte(b.says(places)), &lines); err != nil {
		t.Fatal(err)
	}
	directions := map[bool]int{}
	for i, l := range lines {
		directions[l.RTL]++
		middle := (l.Line.Left + l.Line.Right) / 2
		begins, before := l.Mark.Left, l.Mark.Left-l.Before.Right
		if l.RTL {
			begins, before = l.Mark.Right, l.Before.Left-l.Mark.Right
		}
		if math.Abs(begins-middle) > 6 || before < 0 || before > 12 {
			t.Errorf("line %d (right to left: %v): found words begin at %.0f, want the middle %.0f; what stands before ends %.0f from them", i, l.RTL, begins, middle, before)
		}
	}
	if directions[false] < 3 || directions[true] < 2 {
		t.Errorf("%d lines from the left, %d from the right", directions[false], directions[true])
	}
	// On a phone they are read as text, and all of it is there.
	b.do(chromedp.EmulateViewport(360, 900))
	b.open("/concordance?q=ferry+OR+%D8%A7%D9%84%D8%AE%D8%B7")
	if cut := b.says(`[...document.querySelectorAll(".line, .before, .behind")].filter(e => e.scrollWidth > e.clientWidth && getComputedStyle(e).display === "block").length`); cut != "0" {
		t.Errorf("%s lines are cut off on a phone", cut)
	}
}

// From line to line and to the article with keys alone.
func TestBrowserConcordanceKeys(t *testing.T) {
	b := browse(t)
	b.open("/concordance?q=tram&limit=5")
	b.wait(`document.documentElement.classList.contains("scripted")`)
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("j"), chromedp.KeyEvent("k"))
	if got := b.says(`[...document.querySelectorAll(".lines > li > a")].indexOf(document.activeElement)`); got != "1" {
		t.Errorf("j j j k is at line %s, want 1", got)
	}
	if got := b.says(`getComputedStyle(document.activeElement).outlineStyle`); got != "solid" {
		t.Errorf("what has the focus has the outline %q", got)
	}
	b.do(chromedp.Evaluate[chromedp.Void](`document.activeElement.blur()`), chromedp.KeyEvent("]"))
	b.wait(`new URLSearchParams(location.search).get("page") === "2" && document.documentElement.classList.contains("scripted")`)
	b.do(chromedp.KeyEvent("j"), chromedp.KeyEvent("\r"))
	b.wait(`location.pathname.startsWith("/article/")`)
}

// Without scripts, a reader gets from a search to each view, changes what it shows and
// keeps the query.
func TestBrowserViewsWithoutScripts(t *testing.T) {
	b := browse(t)
	if _, err := chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	click := func(selector, name string) {
		t.Helper()
		b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`[...document.querySelectorAll(%q)].find(a => a.textContent.trim() === %q).click()`, selector, name)))
	}
	b.open("/search?q=tram")
	b.wait(`!document.documentElement.classList.contains("scripted")`)
	numbers := b.says(`[...document.querySelectorAll(".timeline .bar")].map(r => r.getAttribute("height")).join()`)
	click(".choices a", "share of all articles")
	b.wait(`new URLSearchParams(location.search).get("measure") === "share"`)
	if shares := b.says(`[...document.querySelectorAll(".timeline .bar")].map(r => r.getAttribute("height")).join()`); shares == numbers {
		t.Errorf("the timeline of shares has the bars of that of numbers: %s", shares)
	}
	// Asked anew, the timeline stays as it was chosen.
	b.do(chromedp.SetValue(chromedp.CSS("#q"), "ferry"))
	click("button", "Search")
	b.wait(`new URLSearchParams(location.search).get("q") === "ferry" && document.querySelector(".choices [aria-current]").textContent === "share of all articles"`)
	click(".views a", "Concordance")
	b.wait(`location.pathname === "/concordance" && document.querySelectorAll(".lines > li").length > 3`)
	dated := b.says(`document.querySelector(".lines").textContent`)
	b.do(chromedp.SetValue(chromedp.CSS("#sort"), "left"))
	click("button", "Search")
	b.wait(`new URLSearchParams(location.search).get("sort") === "left"`)
	if b.says(`document.querySelector(".lines").textContent`) == dated {
		t.Error("ordered by the words before, the lines are as they were")
	}
	click(".views a", "Words")
	b.wait(`location.pathname === "/words" && document.querySelectorAll("tbody tr").length > 3`)
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("[name=key]").click()`))
	click("button", "Count")
	b.wait(`document.querySelectorAll("thead th").length === 7 && document.querySelector("[name=key]").checked && document.querySelector("#q").value === "ferry"`)
	click(".views a", "Counts")
	b.wait(`location.pathname === "/counts" && document.querySelector(".timeline")`)
	b.do(chromedp.SetValue(chromedp.CSS("#by"), "tag"), chromedp.SetValue(chromedp.CSS("#measure"), "per-1000-words"))
	click("button", "Count")
	b.wait(`document.querySelectorAll(".bars .bar").length > 1 && document.querySelectorAll("thead th").length === 5`)
}

// Weeks are no dates of a query: brushed, they give their days.
func TestBrowserBrushWeeks(t *testing.T) {
	b := browse(t)
	b.open("/counts?q=tram+OR+ferry&by=week")
	b.wait(`document.documentElement.classList.contains("scripted")`)
	var box struct{ X, Y, W, H, N float64 }
	if err := json.Unmarshal([]byte(b.says(`(() => { const r = document.querySelector(".timeline svg").getBoundingClientRect(); return JSON.stringify({X: r.x, Y: r.y, W: r.width, H: r.height, N: document.querySelectorAll(".timeline a[data-key]").length}) })()`)), &box); err != nil {
		t.Fatal(err)
	}
	at := func(bar float64) float64 { return box.X + (bar+.5)*box.W/box.N }
	y := box.Y + box.H/2
	b.mouse(input.DispatchMouseEventTypeMousePressed, at(1), y)
	b.mouse(input.DispatchMouseEventTypeMouseMoved, at(2), y)
	b.mouse(input.DispatchMouseEventTypeMouseReleased, at(2), y)
	b.wait(`new URLSearchParams(location.search).get("from") === "2024-10-28"`) // the Monday of 2024-W44
	if got := b.says(`new URLSearchParams(location.search).get("to") + " " + [...document.querySelectorAll(".timeline a[data-key]")].map(a => a.dataset.key).join()`); got != "2024-11-10 2024-W44,2024-W45" {
		t.Errorf("brushed two weeks, got to %s", got)
	}
}
