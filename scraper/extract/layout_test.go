package extract

import (
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// TestLeadBelowTheDetails holds that labels and a standfirst above a picture are no
// text before it: it leads, also where one element holds headline, details,
// picture and text, and it is no block of the text.
func TestLeadBelowTheDetails(t *testing.T) {
	const standfirst = "A new timetable brings the tram to the quay twice as often as before, at the same fare."
	metas := `<meta name="description" content="` + standfirst + `">`
	for _, tt := range []struct{ name, details string }{
		{"details in a list", `<ul><li>By <a href="/authors/ida-quay">Ida Quay</a></li><li>Source: Gazette &amp; Harbour Office</li><li>3 May 2025 10:00</li><li>12 Shares</li></ul><div>4 Min Read</div>`},
		{"details in lines", `<div><div>By <a href="/authors/ida-quay">Ida Quay</a></div><div>Source: Gazette &amp; Harbour Office</div><div>3 May 2025 10:00</div><div>12 Shares</div></div><div>4 Min Read</div>`},
		{"details in one line", `<div><span>By Ida Quay</span> <span>Source: Gazette &amp; Harbour Office</span> <span>3 May 2025 10:00</span> <span>12 Shares</span></div>`},
	} {
		for _, lead := range []string{
			`<ul><li>x</li><li><img src="/m/tram.jpg" alt="A tram at the quay"><div>The tram at the quay on Monday (Gazette)</div></li></ul>`,
			`<div><div><img src="/m/tram.jpg" alt="A tram at the quay"></div><div>The tram at the quay on Monday (Gazette)</div></div>`,
		} {
			a := readPage(t, metas, `<div class="col"><h1>Tram runs more often</h1>`+tt.details+`<p class="mt-4">`+standfirst+`</p><button>Listen</button>`+lead+tramStory+`</div>`)
			if len(a.Images) != 1 || a.Images[0].Role != news.RoleLead || a.Images[0].Alt != "A tram at the quay" || a.Images[0].Credit != "Gazette" {
				t.Errorf("%s: images = %+v, want the tram alone, as the lead", tt.name, a.Images)
			}
			for _, b := range a.Body {
				if b.Type != news.Paragraph {
					t.Errorf("%s: a block %s %q %s stands in the text", tt.name, b.Type, b.Text, b.URL)
				}
			}
			if a.Standfirst != standfirst || a.Source != "Gazette & Harbour Office" {
				t.Errorf("%s: standfirst %q, source %q", tt.name, a.Standfirst, a.Source)
			}
		}
	}
}

// TestTableLayout reads a page laid out in tables: menu, text with its box, column
// and footer in cells of one table.
func TestTableLayout(t *testing.T) {
	a := readPage(t, "", `<table width="900"><tr><td colspan="2"><b><a href="/news">News</a></b>: <a href="/politics">Politics</a> | <a href="/economy">Economy</a> | <a href="/sports">Sports</a><br>
<b><a href="/articles">Articles</a></b>: <a href="/opinion">Opinion</a> | <a href="/analysis">Analysis</a> | <a href="/features">Features</a></td></tr>
<tr><td width="600"><h1>Tram runs more often</h1><div>By Ida Quay</div><div>3 May 2025 10:00</div>`+tramStory+`
<table border="1"><tr><td><b>Related News</b></td></tr><tr><td><a href="/news/lamp">A lamp for every pier of the harbour</a></td></tr><tr><td><a href="/news/boat">The boat that came back in the fog</a></td></tr></table>
<p>The drivers welcomed the timetable and asked for a heated room at the northern end of the line.</p>
<p>Tags: <a href="/tags/tram">Tram</a>, <a href="/tags/portmere">Portmere</a></p></td>
<td width="300"><table><tr><th>Most Read</th></tr><tr><td><a href="/news/fog">Fog closes the strait for the third day</a><br><small>Weather - 2 May 2025</small></td></tr></table></td></tr>
<tr><td colspan="2">The Gazette is an independent newspaper of the strait and its harbours, read on both shores.<br>All Rights Reserved<br><a href="/privacy">Privacy Policy</a> <a href="/about">About Us</a></td></tr></table>`)
	for _, b := range a.Body {
		for _, word := range []string{"independent newspaper", "Rights Reserved", "Tags:", "Related", "Opinion", "Ida Quay"} {
			if strings.Contains(b.Text, word) {
				t.Errorf("%q stands in the text: %q", word, b.Text)
			}
		}
	}
	if last := a.Body[len(a.Body)-1].Text; !strings.HasPrefix(last, "The drivers welcomed") {
		t.Errorf("the text ends with %q", last)
	}
	var got []string
	for _, l := range a.Links {
		if l.Relation != news.Author {
			got = append(got, string(l.Relation)+" "+l.Title)
		}
	}
	want := "related A lamp for every pier of the harbour; related The boat that came back in the fog; tag Tram; tag Portmere; most_read Fog closes the strait for the third day"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("links:\ngot  %s\nwant %s", s, want)
	}
}
