package extract

import (
	"testing"

	"newskeep/scraper/news"
)

// TestSourceLabels holds that the source is a name and nothing else, however the
// line with its label is set.
func TestSourceLabels(t *testing.T) {
	for _, tt := range []struct{ name, line, want, published string }{
		{"on its own", `<div>Source: Gazette</div>`, "Gazette", ""},
		{"date behind it", `<div>Source: Gazette 20 Oct 2024 06:00</div>`, "Gazette", "2024-10-20T06:00:00Z"},
		{"date before it", `<div>20 Oct 2024 06:00 - Source: Gazette</div>`, "Gazette", "2024-10-20T06:00:00Z"},
		{"date without a year", `<div>Source: Gazette 3 May 19:20</div>`, "Gazette", "2025-05-03T19:20:00Z"},
		{"date and shares in the same element", `<div>Source: Gazette &amp; Agencies, 20 Oct 2024 06:00 12 Shares</div>`, "Gazette & Agencies", "2024-10-20T06:00:00Z"},
		{"the name in the next element", `<div><span>Source:</span><span>Gazette</span><span>20 Oct 2024 06:00</span></div>`, "Gazette", "2024-10-20T06:00:00Z"},
		{"the name on the next line", `<div>Source:</div><div>Gazette</div>`, "Gazette", ""},
		{"a dash for the colon", `<div>Source – Gazette</div>`, "Gazette", ""},
		{"a word and a dash that are no label", `<div>Harbour – Gazette</div>`, "", ""},
		{"a label that announces nothing", `<div>Source:</div>` + "<div>20 Oct 2024 06:00</div>", "", "2024-10-20T06:00:00Z"},
	} {
		a := readPage(t, "", "<h1>Tram runs more often</h1><div>By Ida Quay</div>"+tt.line+tramStory)
		if a.Source != tt.want {
			t.Errorf("%s: source of %s = %q, want %q", tt.name, tt.line, a.Source, tt.want)
		}
		if got := a.Published.Value(); got != tt.published {
			t.Errorf("%s: published of %s = %q, want %q", tt.name, tt.line, got, tt.published)
		}
		if len(a.Bylines) != 1 || a.Bylines[0].Name != "Ida Quay" {
			t.Errorf("%s: bylines = %v, want Ida Quay alone", tt.name, a.Bylines)
		}
	}
}

// TestLabelsBelowTheLead holds that a source is read below the text, where many
// print it, and a labelled date below a lead that looks like the text, although the
// head of the page prints today's.
func TestLabelsBelowTheLead(t *testing.T) {
	for _, tt := range []struct{ name, page, source, published, modified string }{
		{"source below the text", "<h1>Tram runs more often</h1>" + tramStory + `<p>Source: Gazette and PA</p>`, "Gazette and PA", "", ""},
		{"name on the next line", "<h1>Tram runs more often</h1>" + tramStory + `<div>Source:</div><div>Gazette</div>`, "Gazette", "", ""},
		{"of a chart", "<h1>Tram runs more often</h1>" + tramStory + `<figure><img src=c.png><figcaption>Source: Office</figcaption></figure><p>The office counted the riders of all lines in the spring, and found more of them than in any year before.</p>`, "", "", ""},
		{"of another story", "<h1>Tram runs more often</h1>" + tramStory + `<aside><p>Source: Office</p></aside>`, "", "", ""},
		{"labelled dates", `<table><tr><td>Today is 8 June 2025 06:00. Visitors: 812</td></tr><tr><td><h1>Tram runs more often</h1><p><b>From June on the tram will run all night, which many had asked for since the spring.</b></p>
			<p><i>By Ida Quay</i><br>Published: 3 May 2025 19:20<br>Updated: 4 May 2025 08:00</p>` + tramStory + `</td></tr></table>`, "", "2025-05-03T19:20:00Z", "2025-05-04T08:00:00Z"},
	} {
		a := readPage(t, "", tt.page)
		if a.Source != tt.source || a.Published.Value() != tt.published && tt.published != "" || a.Modified.Value() != tt.modified {
			t.Errorf("%s: source %q, published %q, modified %q; want %q, %q, %q", tt.name, a.Source, a.Published.Value(), a.Modified.Value(), tt.source, tt.published, tt.modified)
		}
	}
}

// TestCountsAgreeByNumber holds that a count is compared by its number and not by
// the words printed around it.
func TestCountsAgreeByNumber(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"12", "12 Shares", true}, {"1,200", "1.2k shares", true}, {"4", "4 Min Read", true},
		{"12", "13 Shares", false}, {"12", "Shares", false},
	} {
		if got := agree(candidate{value: tt.a}, candidate{value: tt.b, count: true}); got != tt.want {
			t.Errorf("agree(%q, %q) of counts = %t, want %t", tt.a, tt.b, got, tt.want)
		}
	}
	if agree(candidate{value: "12 boats"}, candidate{value: "12 ships"}) {
		t.Error("texts that share a number agree, want not")
	}
}

// TestRefusalsNameTheStatus holds that whatever came with an HTTP error, the
// reason says which error it was.
func TestRefusalsNameTheStatus(t *testing.T) {
	for _, tt := range []struct {
		status     int
		body, want string
	}{
		{500, "internal error", "HTTP 500: plain text"},
		{500, "<html><body>Internal error</body></html>", "HTTP 500"},
		{502, "", "HTTP 502: no bytes but white space"},
		{404, "gone", "HTTP 404"},
		{200, "hello", "plain text"},
		{0, "hello", "plain text"},
	} {
		r := Read(nil, Input{URL: "https://news.example/a", Status: tt.status, Body: []byte(tt.body)})
		if r.Kind == news.PageArticle || r.Detail != tt.want {
			t.Errorf("Read(status %d, %q) is %s (%s), want %q", tt.status, tt.body, r.Kind, r.Detail, tt.want)
		}
	}
}
