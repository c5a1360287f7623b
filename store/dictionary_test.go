package store

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// sitePage is a page shaped as those of news sites are: a template of 80 KB that
// all pages share, lists that differ a little, and a text of its own.
func sitePage(template, page int64, note string) string {
	words := func(r *rand.Rand, n int) string {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "%x ", r.Uint32N(40000))
		}
		return b.String()
	}
	shell := rand.New(rand.NewPCG(uint64(template), 1))
	own := rand.New(rand.NewPCG(uint64(page), 2))
	var b strings.Builder
	fmt.Fprintf(&b, "<html><head><style>%s</style></head><body>", words(shell, 8000))
	for i := range 40 {
		fmt.Fprintf(&b, `<div class="card c%d"><a href="/news/%s">%s</a></div>`, i, words(shell, 3), words(shell, 9))
	}
	fmt.Fprintf(&b, "<article><h1>%s</h1>%s<p>%s</article><script>%s</script></body></html>", words(own, 9), note, words(own, 600), words(shell, 5000))
	return b.String()
}

func gzipped(b []byte) int {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	w.Write(b)
	w.Close()
	return buf.Len()
}

// stored is what the snapshots chosen by a condition take, and what they would as
// gzip records, as a WARC file has them.
func (a *archive) stored(where string) (packed, gz int) {
	a.t.Helper()
	var ids []int64
	err := a.Reader().each(a.t.Context(), `SELECT id FROM snapshot WHERE `+where, nil, func(scan func(...any) error) error {
		var id int64
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	for _, id := range ids {
		b, err := a.Reader().body(a.t.Context(), id)
		if err != nil {
			a.t.Fatal(err)
		}
		gz += gzipped(b)
		packed += a.count(`SELECT length(body) FROM snapshot WHERE id = ?`, id)
	}
	return packed, gz
}

func TestSnapshotsOfOneTemplateAreSmall(t *testing.T) {
	a := newArchive(t)
	a.begin()
	bodies := map[string]string{}
	keep := func(address string, body string) int64 {
		t.Helper()
		v := a.article(address, body, nil)
		v.Target.Page = int64(a.count(`SELECT coalesce((SELECT id FROM page WHERE url = ?), 0)`, address))
		bodies[body] = address
		a.keep(v)
		return int64(a.count(`SELECT max(id) FROM snapshot`))
	}
	address := func(i int) string { return fmt.Sprintf("%s/%d", ferryURL, i) }
	first := keep(address(0), sitePage(1, 0, ""))
	for i := 1; i < 12; i++ {
		keep(address(i), sitePage(1, int64(i), ""))
	}
	edited := a.count(`SELECT max(id) FROM snapshot`)
	for i := range 12 {
		for n := range 3 {
			keep(address(i), sitePage(1, int64(i), fmt.Sprintf("<p>Update %d of %d", n, i)))
		}
	}
	redesigned := a.count(`SELECT max(id) FROM snapshot`)
	for i := range 6 {
		keep(address(100+i), sitePage(2, int64(100+i), ""))
	}
	for _, tt := range []struct {
		name, where string
		most        float64 // of gzip
	}{
		{"new pages of a template", fmt.Sprintf("id > %d AND id <= %d", first, edited), 0.18},
		{"edited pages", fmt.Sprintf("id > %d AND id <= %d", edited, redesigned), 0.01},
		{"pages of a new template, after the first three", fmt.Sprintf("id > %d", redesigned+missesMost), 0.18},
	} {
		packed, gz := a.stored(tt.where)
		if ratio := float64(packed) / float64(gz); ratio > tt.most {
			t.Errorf("%s: %d bytes, %d as gzip: %.4f, want at most %.2f", tt.name, packed, gz, ratio, tt.most)
		} else {
			t.Logf("%s: %.4f of gzip", tt.name, ratio)
		}
	}
	if n := a.count(`WITH RECURSIVE chain (id, base, depth) AS (
			SELECT id, base_id, 0 FROM snapshot UNION ALL
			SELECT chain.id, s.base_id, depth + 1 FROM chain JOIN snapshot s ON s.id = chain.base)
		SELECT max(depth) FROM chain`); n != 2 {
		t.Errorf("the longest chain of dictionaries has %d steps, want 2", n)
	}
	a.end(news.RunDone)
	a.reopen()
	for body, address := range bodies {
		found := a.count(`SELECT count(*) FROM snapshot WHERE size = ?`, len(body))
		if found == 0 {
			t.Errorf("%s: a body is lost", address)
		}
	}
	if v := verify(t, a.path, false); !v.Clean() || v.Snapshots != len(bodies) {
		t.Errorf("%d of %d snapshots are what was received: %+v", v.Snapshots, len(bodies), v.Problems)
	}
}

// A lost dictionary takes with it those that need it, and nothing else; verify
// says which, however many they are.
func TestLostDictionary(t *testing.T) {
	a := newArchive(t)
	a.begin()
	const pages = 120
	for i := range pages {
		template := int64(0)
		if i >= pages-3 { // the last of them becomes the reference of another template
			template = 1
		}
		a.keep(a.article(fmt.Sprintf("%s/%d", ferryURL, i), smallPage(template, int64(i)), nil))
	}
	a.keep(a.article(fmt.Sprintf("%s/%d", ferryURL, pages), smallPage(1, pages), nil))
	a.end(news.RunDone)
	lost := a.count(`SELECT min(base_id) FROM snapshot`)
	named := a.count(`SELECT count(*) FROM snapshot WHERE base_id = ?`, lost)
	spoil(t, a, fmt.Sprintf(`UPDATE snapshot SET body = zeroblob(100) WHERE id = %d`, lost))
	v := verify(t, a.path, false)
	if named <= maxProblems || len(v.Unreadable) != named+1 || v.Snapshots != pages+1-named-1 {
		t.Errorf("%d name it, unreadable %v, read %d; want over %d and no other", named, v.Unreadable, v.Snapshots, maxProblems)
	}
	if len(v.Problems) != 2 || v.Problems[0].Where != "snapshot 1" || v.Problems[1].Where != fmt.Sprintf("snapshots 2–%d", named+1) {
		t.Errorf("problems %+v, want the damaged one and those that need it", v.Problems)
	}
	r, err := OpenReader(t.Context(), a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.body(t.Context(), int64(lost)); !errors.Is(err, ErrCorrupt) {
		t.Errorf("body of the damaged snapshot: %v, want ErrCorrupt", err)
	}
}

// smallPage is a page of a template, small enough for many of them.
func smallPage(template, page int64) string {
	shell, own := rand.New(rand.NewPCG(uint64(template), 1)), rand.New(rand.NewPCG(uint64(page), 2))
	return "<html>" + phrase(shell, 900) + "<p>" + phrase(own, 40)
}

func BenchmarkPackWithReference(b *testing.B) {
	a := newArchive(b)
	a.begin()
	a.keep(a.article(ferryURL, sitePage(1, 0, ""), nil))
	v := a.article(ferryURL+"/new", sitePage(1, 1, ""), nil)
	b.ReportAllocs()
	b.SetBytes(int64(len(v.Response.Body)))
	for b.Loop() {
		if _, err := a.packBody(b.Context(), v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnpackWithReference(b *testing.B) {
	a := newArchive(b)
	a.begin()
	for i := range 2 {
		a.keep(a.article(fmt.Sprintf("%s/%d", ferryURL, i), sitePage(1, int64(i), ""), nil))
	}
	b.ReportAllocs()
	for b.Loop() {
		body, err := a.Reader().body(b.Context(), 2)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(body)))
	}
}
