package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// chained is a paper whose stories link to the next one in their text, and to their
// AMP version, which the front page links to as well.
func chained(p *paper) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked = append(p.asked, r.URL.Path)
		p.mu.Unlock()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		n, amp := 0, strings.HasSuffix(r.URL.Path, "/amp")
		if _, err := fmt.Sscanf(strings.TrimSuffix(r.URL.Path, "/amp"), "/town/story-%d", &n); err != nil {
			fmt.Fprint(w, `<!doctype html><html lang=en><title>Town</title><h1>Town</h1><main><ul>
<li><article><h2><a href="/town/story-1">The council meets for the first time about the bridge</a></h2></article></li></ul>
<aside><h3>Most read</h3><ol><li><a href="/town/story-1/amp">The council meets for the first time about the bridge</a></li><li><a href="/town/story-9/amp">An older story about the harbour and its cranes</a></li></ol></aside></main>`)
			return
		}
		link := fmt.Sprintf(`<link rel="amphtml" href="/town/story-%d/amp">`, n)
		if amp {
			link = fmt.Sprintf(`<link rel="canonical" href="/town/story-%d">`, n)
		}
		fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>Story %[1]d</title>%[2]s</head><body><main><article><h1>The council meets for the %[1]d. time about the bridge</h1>
<p>By Ada Quill</p><time datetime="2026-03-02T08:00:00Z">2 March 2026</time>
<p>The council of the town met on Monday evening to talk about the bridge over the river, as it had done <a href="/town/story-%[3]d?utm_source=text">in the week before</a>.</p>
<p>Repairs will take until the summer, an engineer told the meeting number %[1]d, and the ferry will run twice as often while the work goes on.</p></article></main>`, n, link, n+1)
	}
}

// Links in texts are followed as far as the profile says, and the AMP version of a
// story is the story: whichever was asked for first, the other one is not.
func TestLinksInTextsAndAMP(t *testing.T) {
	for hops, want := range [][]string{
		{"/town/story-1", "/town/story-9/amp"},
		{"/town/story-1", "/town/story-10", "/town/story-2", "/town/story-9/amp"},
		{"/town/story-1", "/town/story-10", "/town/story-11", "/town/story-2", "/town/story-3", "/town/story-9/amp"},
	} {
		p := &paper{}
		flags, _ := p.serveBy(t, chained(p))
		file := flags[3] + "/paper.yaml"
		write(t, file, strings.Replace(strings.Replace(read(t, file), `story-\d+$`, `story-\d+(/amp)?$`, 1), "sections:", fmt.Sprintf("follow_links: %d\nsections:", hops), 1))
		sum := crawlPaper(t, exitDone, flags)
		asked := slices.DeleteFunc(p.seen(), func(path string) bool { return !strings.Contains(path, "story") })
		slices.Sort(asked)
		if !slices.Equal(asked, want) || sum.ArticlesNew != len(want) {
			t.Errorf("follow_links %d: %d new by asking for %q, want %q", hops, sum.ArticlesNew, asked, want)
		}
		if got := rows(t, open(t, flags[1]), `SELECT count(*) FROM article WHERE url LIKE '%amp'`)[0]; got != "0" {
			t.Errorf("%s articles go by the address of their AMP version", got)
		}
	}
}
