package main

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// yearPaper publishes a story every twelve hours, at five and seventeen UTC: three of
// four about the town, one about sport. Each section shows its latest ten. Some are
// edited when they are some hours or weeks old.
type yearPaper struct {
	began time.Time

	mu       sync.Mutex
	now      time.Time
	requests map[string]int
	blind    []string // stories that were asked for again without a validator
	addr     string
	listener net.Listener
	serve    chan net.Listener
}

const yearShown = 10

func (p *yearPaper) published(k int) time.Time {
	return p.began.Add(5*time.Hour + time.Duration(k)*12*time.Hour)
}

func yearSection(k int) string {
	if k%4 == 3 {
		return "sport"
	}
	return "town"
}

// edited is when a story is edited; zero for never.
func (p *yearPaper) edited(k int) time.Time {
	switch k % 7 {
	case 0:
		return p.published(k).Add(30 * time.Hour)
	case 1:
		return p.published(k).Add(10*24*time.Hour + 3*time.Hour)
	case 2:
		return p.published(k).Add(40*24*time.Hour + 3*time.Hour)
	}
	return time.Time{}
}

// shown are the stories a section shows at a moment, newest first.
func (p *yearPaper) shown(section string, at time.Time) (list []int) {
	for k := int(at.Sub(p.began) / (12 * time.Hour)); k >= 0 && len(list) < yearShown; k-- {
		if yearSection(k) == section && !p.published(k).After(at) {
			list = append(list, k)
		}
	}
	return list
}

func yearStory(k int) string { return fmt.Sprintf("/%s/story-%d", yearSection(k), k) }

// start opens the paper to the network. What answers runs outside of the bubble of
// a test, whose time stands still while it waits for the network.
func (p *yearPaper) start(t *testing.T) {
	t.Helper()
	p.serve, p.requests = make(chan net.Listener, 1), map[string]int{}
	srv := &http.Server{Handler: p}
	srv.SetKeepAlivesEnabled(false) // an idle connection would keep the bubble's time from moving on
	go func() {
		for l := range p.serve {
			_ = srv.Serve(l) // ends when the listener is closed
		}
	}()
	p.addr = "127.0.0.1:0"
	p.network(t, true)
	p.addr = p.listener.Addr().String()
	t.Cleanup(func() { p.listener.Close(); close(p.serve) })
}

// network opens and closes the way to the paper.
func (p *yearPaper) network(t *testing.T, up bool) {
	if !up {
		p.listener.Close()
		return
	}
	l, err := net.Listen("tcp", p.addr)
	if err != nil {
		t.Error(err)
		return
	}
	p.listener = l
	p.serve <- l
}

func (p *yearPaper) setNow(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = at
}

func (p *yearPaper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests[r.URL.Path]++
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	path := r.URL.Path
	switch {
	case path == "/robots.txt":
		w.Header().Set("Content-Type", "text/plain")
		fmt.Fprintf(w, "Sitemap: http://%s/sitemap.xml\n", r.Host)
	case path == "/":
		p.list(w, r, "town", "The Paper")
	case path == "/town" || path == "/sport":
		p.list(w, r, path[1:], path[1:])
	case path == "/sitemap.xml":
		p.sitemap(w, r)
	default:
		var k int
		if _, err := fmt.Sscanf(path[strings.LastIndex(path, "/")+1:], "story-%d", &k); err != nil || path != yearStory(k) || p.published(k).After(p.now) {
			http.NotFound(w, r)
			return
		}
		p.story(w, r, k)
	}
}

func (p *yearPaper) list(w http.ResponseWriter, r *http.Request, section, title string) {
	list := p.shown(section, p.now)
	tag := fmt.Sprintf(`"%s-%v"`, title, list)
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprintf(w, "<!doctype html><html lang=en><head><title>%[1]s</title></head><body><h1>%[1]s</h1><main><ul>", title)
	for _, k := range list {
		fmt.Fprintf(w, `<li><article><h2><a href="%s">%s</a></h2><time datetime="%s">then</time></article></li>`, yearStory(k), yearHeadline(k), p.published(k).Format(time.RFC3339))
	}
	fmt.Fprint(w, "</ul></main></body></html>")
}

func (p *yearPaper) sitemap(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/xml")
	fmt.Fprint(w, "<urlset>")
	for k := 0; !p.published(k).After(p.now); k++ {
		fmt.Fprintf(w, "<url><loc>http://%s%s</loc><lastmod>%s</lastmod></url>", r.Host, yearStory(k), p.published(k).Format(time.RFC3339))
	}
	fmt.Fprint(w, "</urlset>")
}

func yearHeadline(k int) string {
	return fmt.Sprintf("The council meets for the %d. time about the bridge", k)
}

func (p *yearPaper) story(w http.ResponseWriter, r *http.Request, k int) {
	words := "the ferry will run twice as often while the work goes on"
	tag := fmt.Sprintf(`"%d-first"`, k)
	if at := p.edited(k); !at.IsZero() && !p.now.Before(at) {
		words, tag = "the ferry will run three times as often, the mayor has decided since", fmt.Sprintf(`"%d-second"`, k)
	}
	if p.requests[r.URL.Path] > 1 && r.Header.Get("If-None-Match") == "" && !slices.Contains(p.blind, r.URL.Path) {
		p.blind = append(p.blind, r.URL.Path)
	}
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprintf(w, `<!doctype html><html lang=en><head><title>%[1]s</title></head><body><main><article><h1>%[1]s</h1>
<p>By Ada Quill</p><time datetime="%[2]s">%[2]s</time>
<p>The council of the town met for hours to talk about the bridge over the river, which has been closed since the flood in the autumn.</p>
<p>Repairs will take until the summer, an engineer told meeting number %[3]d, and %[4]s.</p></article></main></body></html>`,
		yearHeadline(k), p.published(k).Format(time.RFC3339), k, words)
}
