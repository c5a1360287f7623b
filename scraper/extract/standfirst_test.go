package extract

import (
	"testing"
	"time"
)

// The line under the headline that is no standfirst: the headline printed again,
// or the title of another story.
func TestStandfirst(t *testing.T) {
	const text = "<p>" + para1 + "</p><p>" + para2 + "</p><p>" + para3 + "</p></article>"
	for _, tt := range []struct{ name, in, want string }{
		{"a heading under the headline", "<article><h1>Ferry returns to service</h1><h2>Repairs took three months longer than the yard had said</h2>" + text,
			"Repairs took three months longer than the yard had said"},
		{"the headline again, with its kicker", "<article><h1>Ferry returns to service after long repairs</h1><h2><span>Harbour</span> Ferry returns to service after long repairs</h2>" + text, ""},
		{"a version of the headline that metadata give", `<meta property="og:title" content="Repairs done: ferry is back at the quay after the winter"><article><h1>Ferry returns to service</h1><h2>Ferry is back at the quay after the winter</h2>` +
			`<p class="lead">The yard had three months more to work than it had asked for.</p>` + text, "The yard had three months more to work than it had asked for."},
		{"the headline in nearly its own words", `<meta property="og:title" content="BOATS: Ferry returns to service on the strait on Monday"><article><h1>BOATS: Ferry returns to service on the strait on Monday</h1><h2>The ferry returns to service on the strait on Monday</h2>` +
			`<p class="lead">The yard had three months more to work than it had asked for.</p>` + text, "The yard had three months more to work than it had asked for."},
		{"a class with a word for it among others", `<article><h1>Ferry returns to service</h1><div><p class="x-lead">The yard had three months more to work than it had asked for</p>` + text, "The yard had three months more to work than it had asked for"},
		{"a Spanish word for it", `<article><h1>Ferry returns to service</h1><div class="entradilla"><p>The yard had three months more to work</p></div>` + text, "The yard had three months more to work"},
		{"no full stop, no word", `<article><h1>Ferry returns to service</h1><div class="s7">The yard had three months more to work than it had asked for, and the island waited</div><div>By Nora Vale</div><div class="b">` + text, "The yard had three months more to work than it had asked for, and the island waited"},
		{"no full stop, below the picture: its caption", `<article><h1>Ferry returns to service</h1><img src="/a.jpg" width="900" height="600"><div class="s7">The ferry at the yard on the day before it sailed again, seen from the old pier</div><div class="b">` + text, ""},
		{"the title of another story", `<article><h1>Ferry returns to service</h1><h3><a href="/n/2">Gulls counted again on the cape by the school of the north island</a></h3>` + text, ""},
	} {
		r := Read(nil, Input{URL: "https://post.example/n/1", Body: []byte("<!doctype html><title>Harbour Post</title>" + tt.in), Status: 200, ContentType: "text/html; charset=utf-8", Seen: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)})
		if r.Article == nil {
			t.Errorf("%s: no article: %s", tt.name, r.Reason)
			continue
		}
		if got := r.Article.Standfirst; got != tt.want {
			t.Errorf("%s: standfirst %q, want %q", tt.name, got, tt.want)
		}
	}
}

// What is told in the standfirst is not told again by the body.
func TestStandfirstIsNoPartOfTheBody(t *testing.T) {
	const lead = "The yard had three months more to work than it asked for."
	const more = "The ferry sails again on Monday at six in the morning."
	const text = "<p>" + para1 + "</p><p>" + para2 + "</p><p>" + para3 + "</p></article>"
	for _, tt := range []struct{ name, in, first string }{
		{"in the paragraphs it is made of", `<meta name="description" content="` + lead + " " + more + `"><article><h1>Ferry returns to service</h1><div class="x"><p>` + lead + "</p><p>" + more + "</p></div>" + text, para1},
		{"the first item of a summary", `<meta name="description" content="` + lead + `"><article><h1>Ferry returns to service</h1><ul><li>` + lead + "</li><li>" + more + "</li></ul>" + text, more},
	} {
		r := Read(nil, Input{URL: "https://post.example/n/1", Body: []byte("<!doctype html><title>Harbour Post</title>" + tt.in), Status: 200, ContentType: "text/html; charset=utf-8", Seen: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)})
		if a := r.Article; a == nil || len(a.Body) == 0 || a.Body[0].Text != tt.first {
			t.Errorf("%s: %+v, want the body to begin with %q", tt.name, a, tt.first)
		}
	}
}
