package extract

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"testing"
)

var mutations = flag.Int("mutations", 300, "number of broken pages TestMutatedPages reads")

// TestMutatedPages breaks the pages of testdata the way bad templates, cut
// connections and wrong escapes do, and holds the properties of every reading.
// The same number always breaks the same way. go test -run Mutated -mutations
// 10000 tries more.
func TestMutatedPages(t *testing.T) {
	pages := fixtures(t)
	n := *mutations
	if raceDetector {
		n /= 10
	}
	for i := range n {
		rnd := rand.New(rand.NewPCG(uint64(i), 7))
		f := pages[rnd.IntN(len(pages))]
		in := f.in
		for range 1 + rnd.IntN(6) {
			in.Body = broken(rnd, in.Body, pages[rnd.IntN(len(pages))].in.Body)
		}
		r := Read(f.p, in)
		checkReading(t, in.Body, r)
		if i%10 == 0 && !bytes.Equal(indented(t, r), indented(t, Read(f.p, in))) {
			t.Fatalf("mutation %d of %s reads differently the second time", i, f.name)
		}
		if t.Failed() {
			t.Fatalf("mutation %d of %s", i, f.name)
		}
	}
}

// broken changes a page in one place.
func broken(rnd *rand.Rand, page, other []byte) []byte {
	if len(page) < 16 {
		return page
	}
	at := rnd.IntN(len(page))
	end := min(len(page), at+1+rnd.IntN(400))
	switch rnd.IntN(8) {
	case 0: // cut off
		return page[:at]
	case 1: // a piece is lost
		return join(page[:at], page[end:])
	case 2: // a piece comes twice
		return join(page[:end], page[at:])
	case 3: // a piece of another page
		from := rnd.IntN(len(other))
		return join(page[:at], other[from:min(len(other), from+2000)], page[at:])
	case 4: // a tag is never closed
		if i := bytes.Index(page[at:], []byte("</")); i >= 0 {
			if k := bytes.IndexByte(page[at+i:], '>'); k >= 0 {
				return join(page[:at+i], page[at+i+k+1:])
			}
		}
		return page
	case 5: // escaped twice
		return join(page[:at], bytes.ReplaceAll(page[at:end], []byte("<"), []byte("&lt;")), page[end:])
	case 6: // a byte that is no text
		return join(page[:at], []byte{byte(rnd.IntN(256))}, page[at:])
	default: // the quotes are gone
		return join(page[:at], bytes.ReplaceAll(page[at:end], []byte(`"`), nil), page[end:])
	}
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
