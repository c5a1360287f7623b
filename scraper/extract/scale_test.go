package extract

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A page of many like parts costs what one of a quarter of them does four times
// over, in allocations, as these do not depend on the machine; growing buffers may
// double that.
func TestReadScales(t *testing.T) {
	const n, times = 1500, 4
	for _, c := range []struct{ name, part string }{
		{"headings", "<h2>Related stories %[1]d</h2>"},
		{"module headings", "<div><h3>Most read</h3><a href=\"/news/%[1]d\">The council votes on bridge number %[1]d</a></div>"},
		{"links", "<a href=\"/news/%[1]d\">The council votes on bridge number %[1]d</a>"},
		{"cards", "<li><h3><a href=\"/news/%[1]d\">The council votes on bridge number %[1]d</a></h3><span>3 May 2025</span></li>"},
		{"images", "<figure><img src=\"/i/%[1]d.jpg\" alt=\"Bridge %[1]d\"><figcaption>The bridge at noon, view %[1]d</figcaption></figure>"},
		{"images for readers without scripts", "<figure><picture><noscript><img src=\"/i/%[1]d.jpg\"></noscript></picture><figcaption>The bridge at noon, view %[1]d</figcaption></figure>"},
		{"images of the site's making", "<div><x-image data-src=\"/i/%[1]d.jpg\" aria-describedby=\"c%[1]d\"></x-image><p id=\"c%[1]d\">View %[1]d</p></div>"},
		{"divs", "<div class=\"c%[1]d\"><div>part</div></div>"},
		{"paragraphs", "<p>The council met on day %[1]d and spoke about the bridge, the road and the budget of the coming year.</p>"},
		{"spans", "<span>By Author %[1]d</span>"},
	} {
		page := func(parts int) Input {
			var b strings.Builder
			b.WriteString("<html><head><title>A long page</title></head><body><h1>The bridge is open to the public</h1>")
			for i := range parts {
				fmt.Fprintf(&b, c.part, i)
			}
			return Input{URL: "https://news.example.com/a/b", Body: []byte(b.String())}
		}
		small, large := allocated(page(n)), allocated(page(times*n))
		if limit := 2 * times * small; large > limit {
			t.Errorf("%d %s: got %d bytes for %d times as many, %d for the first; want at most %d", n, c.name, large, times, small, limit)
		}
	}
}

// allocated is what one reading allocates, in bytes, with no memory left over
// from readings before it: two collections empty a sync.Pool.
func allocated(in Input) uint64 {
	rooms.Lock()
	rooms.free = nil
	rooms.Unlock()
	runtime.GC()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	Read(nil, in)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}
