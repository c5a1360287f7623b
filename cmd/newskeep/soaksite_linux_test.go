package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	soakListed = 100 // stories of one list
	soakWords  = 60_000
)

// soakSite is a newspaper of many stories of 40 to 200 KB each: a template with
// sixty entries of navigation, some forty teasers, scripts and styles, and an
// article of some 800 words that are as frequent as words are. Of a hundred
// stories eleven go wrong: answers that fail once, for ever, half-way, or slowly.
type soakSite struct {
	stories int
	words   []string
	head    string // of every page: styles and scripts
	served  atomic.Int64
	mu      sync.Mutex
	asked   map[string]bool
}

func newSoakSite(stories int) *soakSite {
	s := &soakSite{stories: stories, asked: map[string]bool{}}
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ba be co da de en fer ga ha il jo ka li lo ma mi na no or pa per que ra re sa se ta ter to un ur va ve wi ya zo")
	for range soakWords {
		var w string
		for range 1 + r.IntN(2) + r.IntN(3) {
			w += syllables[r.IntN(len(syllables))]
		}
		s.words = append(s.words, w)
	}
	var b strings.Builder
	b.WriteString("<style>")
	for i := range 250 {
		fmt.Fprintf(&b, ".card-%d > .title{margin:%dpx 4px;color:#%06x}\n", i, i%40, i*7919)
	}
	b.WriteString("</style><script>")
	for i := range 80 {
		fmt.Fprintf(&b, `function f_%x(e,t){return e.open(t,%d)||window.track["story of %d"]};`, i*7919, i, i)
	}
	b.WriteString("</script>")
	s.head = b.String()
	return s
}

func (s *soakSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/served" {
		fmt.Fprint(w, s.served.Load())
		return
	}
	defer s.served.Add(1)
	kind, number, _ := strings.Cut(strings.Trim(r.URL.Path, "/"), "-")
	n, _ := strconv.Atoi(number)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	var page string
	switch {
	case kind == "list":
		page = s.list(max(n, 1))
	case kind != "story" || n%50 == 37:
		http.NotFound(w, r)
		return
	case n%50 == 7 && s.first(r.URL.Path), n%100 == 57:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case n%50 == 17 && s.first(r.URL.Path):
		reset(nil, w, r)
		return
	case n%50 == 27:
		truncated(nil, w, r)
		return
	case n%50 == 47:
		time.Sleep(50 * time.Millisecond)
		page = s.story(n)
	default:
		page = s.story(n)
	}
	w.Header().Set("Content-Encoding", "gzip")
	z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	_, _ = io.WriteString(z, page)
	_ = z.Close()
}

// first says whether an address is asked for the first time.
func (s *soakSite) first(path string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.asked[path]
	s.asked[path] = true
	return !was
}

func (s *soakSite) title(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 3))
	return fmt.Sprintf("The %s of day %d %s", s.prose(r, 3), n, s.prose(r, 4))
}

// prose is n words; a few of them make up much of it, as in any language.
func (s *soakSite) prose(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.words[int(math.Pow(r.Float64(), 8)*float64(len(s.words)))]) // a hundred words are near to half of any text
	}
	return b.String()
}

func (s *soakSite) list(n int) string {
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=en><head><title>List</title></head><body><h1>List</h1><main><ul>")
	for i := (n-1)*soakListed + 1; i <= min(n*soakListed, s.stories); i++ {
		fmt.Fprintf(&b, `<li><article><h2><a href="/story-%d">%s</a></h2></article></li>`, i, s.title(i))
	}
	b.WriteString("</ul></main>")
	if n*soakListed < s.stories {
		fmt.Fprintf(&b, `<a rel=next href="/list-%d">Next</a>`, n+1)
	}
	return b.String() + "</body></html>"
}

func (s *soakSite) story(n int) string {
	r := rand.New(rand.NewPCG(uint64(n), 4))
	size := 1 << 10 * (40 + r.IntN(160))
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Add(-time.Duration(n) * 7 * time.Minute)
	title := s.title(n)
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang=en><head><meta charset=utf-8><title>%[1]s</title><meta property="og:title" content="%[1]s"><script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"%[1]s","datePublished":"%[2]s","author":{"@type":"Person","name":"Ada Quill"}}</script>`,
		title, at.Format(time.RFC3339))
	b.WriteString(s.head + "</head><body><nav><ul>")
	for i := range 60 {
		fmt.Fprintf(&b, `<li class="menu__item"><a class="menu__link" href="/list-%d" data-track="nav:%d">Menu entry %d</a></li>`, 1+i%((s.stories+soakListed-1)/soakListed), i, i)
	}
	fmt.Fprintf(&b, `</ul></nav><main><article><h1>%s</h1><p class="standfirst">%s</p><p class=by>By <a rel=author href="/people/%d">Ada Quill</a></p><time datetime="%s">%s</time>`,
		title, s.prose(r, 20), n%90, at.Format(time.RFC3339), at.Format("2 January 2006"))
	for i := range 2 {
		fmt.Fprintf(&b, `<figure><img src="/img/%d-%d.jpg" alt="%s" width=800 height=500><figcaption>%s</figcaption></figure>`, n, i, s.prose(r, 5), s.prose(r, 12))
		for range 8 {
			fmt.Fprintf(&b, "<p>The %s. And %s.</p>\n", s.prose(r, 20), s.prose(r, 25))
		}
	}
	fmt.Fprintf(&b, `<ul class="tags"><li><a rel=tag href="/tag/%[1]d">Tag %[1]d</a></li><li><a rel=tag href="/tag/%[2]d">Tag %[2]d</a></li></ul></article></main><aside>`, n%300, n%37)
	for i := 0; i < 40 || b.Len() < size*45/100; i++ {
		to := 1 + (n+i*37)%s.stories
		fmt.Fprintf(&b, `<div class="card card-%d"><a class="card__link" href="/story-%d"><picture class="card__picture"><img class="card__image" loading=lazy src="/img/%d-0.jpg?w=300" alt=""></picture><h3 class="card__title">Another ferry of day %d</h3></a><span class="card__meta">%d min</span></div>`,
			i, to, to, to, 1+to%9)
	}
	b.WriteString("</aside><script>window.__STATE__={")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, `"block-%d":{"kind":"teaser","open":true,"weight":%d,"items":[]},`, i, (n*i)%97)
	}
	return b.String() + "}</script></body></html>"
}

// TestSoakSite is the site in a process of its own, so that its work is not
// counted with ours. It ends with its standard input.
func TestSoakSite(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("NEWSKEEP_SOAK_SITE"))
	if err != nil {
		t.Skip("only for TestSoak")
	}
	srv := httptest.NewServer(newSoakSite(n))
	defer srv.Close()
	fmt.Println("AT", srv.URL)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// soakServer begins a site and returns its address.
func soakServer(t *testing.T, stories int) string {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestSoakSite$")
	cmd.Env = append(os.Environ(), fmt.Sprint("NEWSKEEP_SOAK_SITE=", stories))
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	for s := bufio.NewScanner(out); s.Scan(); {
		if at, ok := strings.CutPrefix(s.Text(), "AT "); ok {
			return at
		}
	}
	t.Fatal("the site does not begin")
	return ""
}
