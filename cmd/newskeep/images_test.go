package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/demo"
	"newskeep/scraper/news"
	"newskeep/store"
)

// Three days of the demo: a caption and credit that were changed, with the times,
// and pictures that stand in two articles under two captions.
func TestImagesOfTheDays(t *testing.T) {
	a := daysCrawled(t, 3)
	told := func(args ...string) []string {
		t.Helper()
		out, _ := newskeep(t, []int{exitDone}, append(append([]string{"images"}, args...), "--json", "-a", a.archive)...)
		var groups []store.ImageGroup
		decode(t, out, &groups)
		var lines []string
		for _, g := range groups {
			for _, u := range g.Uses {
				lines = append(lines, fmt.Sprintf("%s %s to %s: %s (%s)", strings.TrimPrefix(g.Image, "http://"+demo.Host+"/images/"),
					u.FirstSeen.Format("01-02"), u.LastSeen.Format("01-02"), u.Caption[:13], u.Credit))
			}
		}
		slices.Sort(lines)
		return lines
	}
	bench := []string{
		"tram-depot.png 12-01 to 12-03: 16:10. The de (Oren Ashdale)",
		"tram-depot.png 12-01 to 12-03: The echo in t (Harbour Press)",
		"tram-stop-bench.png 12-01 to 12-03: Six of the fo (Harbour Press)",
		"tram-stop-bench.png 12-02 to 12-03: A drawing fro (Gazette Archive)",
	}
	olives := []string{
		"olive-harvest.png 12-01 to 12-01: Nets under th (Harbour Press)",
		"olive-harvest.png 12-02 to 12-03: Nets under th (Sela Quill)",
	}
	if got := told("--reused"); !slices.Equal(got, bench) {
		t.Errorf("used again:\n got %q\nwant %q", got, bench)
	}
	if got, want := told("--captions-differ"), append(slices.Clone(olives), bench...); !slices.Equal(got, want) {
		t.Errorf("captioned otherwise:\n got %q\nwant %q", got, want)
	}
	if got := told("--captions-differ", "credit:quill"); !slices.Equal(got, olives) {
		t.Errorf("captioned otherwise, found by what stands today:\n got %q\nwant %q", got, olives)
	}
	// As of the first evening nothing had been changed yet, and the bench stood once.
	if got := told("--captions-differ", "--as-of", "2024-12-01"); len(got) != 2 || !strings.Contains(got[0], "tram-depot.png 12-01 to 12-01") {
		t.Errorf("captioned otherwise as of the first evening: %q", got)
	}
	// Words of a credit that was replaced are found with --past, and only so; with
	// it, all that stood with that picture is shown.
	for query, want := range map[string][2]int{"credit:press": {0, 2}, "nets": {1, 2}, "credit:quill": {1, 2}, "credit:nobody": {0, 0}} {
		for i, past := range []string{"--past=false", "--past"} {
			out, _ := newskeep(t, []int{exitDone}, "images", query, past, "--article", "http://"+demo.Host+"/news/economy/olive-harvest-is-the-best-in-nine-years", "--json", "-a", a.archive)
			var uses []store.ImageUse
			if decode(t, out, &uses); len(uses) != want[i] {
				t.Errorf("images %s %s: %d uses, want %d", query, past, len(uses), want[i])
			}
		}
	}
	if got := told("--captions-differ", "tag:harvest"); !slices.Equal(got, olives) {
		t.Errorf("captioned otherwise, tag:harvest:\n got %q\nwant %q", got, olives)
	}
}

func TestImagesAreFoundByEachOfTheirTexts(t *testing.T) {
	archive := demoCrawled(t)
	for query, want := range map[string]int{
		"credit:Ashdale": 3, "caption:echo": 1, "alt:echo": 0, `alt:"bright hall"`: 2, "credit:Ashdale alt:singers": 1,
		"echo -credit:Ashdale": 1, "echo tag:tram": 1, "echo tag:harvest": 0, "echo until:2020": 0, "echoes": 1,
	} {
		out, _ := newskeep(t, []int{exitDone}, "images", query, "-a", archive, "--json")
		var uses []store.ImageUse
		if decode(t, out, &uses); len(uses) != want {
			t.Errorf("images %s: %d, want %d", query, len(uses), want)
		}
	}
	for _, args := range [][]string{{"headline:tram"}, {"--article", "http://demo.newskeep.test/nothing"}} {
		newskeep(t, []int{exitFailed}, append(append([]string{"images"}, args...), "-a", archive)...)
	}
	for _, args := range [][]string{{"--same", "smell"}, {"--role", "king"}, {"--file", "00"}, {"--limit", "-1"}} {
		newskeep(t, []int{exitUsage}, append(append([]string{"images"}, args...), "-a", archive)...)
	}
}

// crawl --images is stopped by its limit, goes on in the next run, asks for no
// picture twice, and keeps the files when that is wanted.
func TestCrawlImagesGoesOn(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "demo.db")
	run := func(args ...string) *news.ImageSummary {
		out, _ := newskeep(t, []int{exitPartial}, append([]string{"crawl", "demo", "-a", archive, "--json"}, args...)...)
		var sum news.Summary
		decode(t, out, &sum)
		return sum.Images
	}
	if m := run("--images", "--image-limit", "10"); m == nil || m.Fetched != 10 || m.New != 10 || m.Bytes == 0 {
		t.Errorf("the first run: %+v, want 10 new files", m)
	}
	if m := run(); m != nil {
		t.Errorf("a run without --images: %+v", m)
	}
	all := run("--images=all", "--image-bytes")
	if all == nil || all.Fetched < 50 || len(all.Failed) > 0 {
		t.Errorf("the run for all: %+v, want the rest", all)
	}
	if m := run("--images=all"); m != nil {
		t.Errorf("the run after: %+v, want nothing to fetch", m)
	}
	db := open(t, archive)
	if got := rows(t, db, `SELECT identity FROM image i JOIN image_fetch f ON f.image_id = i.id GROUP BY identity HAVING count(*) > 1`); len(got) > 0 {
		t.Errorf("asked for twice: %q", got)
	}
	sum := rows(t, db, `SELECT sha256 FROM image_file WHERE body IS NOT NULL LIMIT 1`)[0]
	file := filepath.Join(t.TempDir(), "picture.png")
	newskeep(t, []int{exitDone}, "images", "--file", sum, "-o", file, "-a", archive)
	if b, err := os.ReadFile(file); err != nil || !bytes.HasPrefix(b, []byte("\x89PNG")) {
		t.Errorf("the file that was kept: %d bytes, %v", len(b), err)
	}
	newskeep(t, []int{exitUsage}, "crawl", "demo", "-a", archive, "--images=king")
}

// A server that answers for pictures with all that is no picture.
func TestCrawlImagesFromAHostileServer(t *testing.T) {
	good := func(shade uint8) []byte {
		img := image.NewGray(image.Rect(0, 0, 64, 64))
		for i := range img.Pix {
			img.Pix[i] = uint8(i) ^ shade
		}
		img.SetGray(3, 3, color.Gray{shade})
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	names := []string{"good", "copy", "bomb", "html", "gone", "large", "cut", "moved", "secret", "svg"}
	asked := map[string]int{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked[r.URL.Path]++
		switch name := strings.TrimSuffix(filepath.Base(r.URL.Path), ".png"); name {
		case "robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /pictures/secret.png\n")
		case "good", "copy", "target":
			w.Write(good(1))
		case "bomb":
			fmt.Fprint(w, "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\b\x02\x00\x00\x00\xe3\xe6\xa7\xb4\x00\x00\x00\x00IDAT")
		case "html":
			w.Header().Set("Content-Type", "image/png")
			fmt.Fprint(w, "<!doctype html><title>no picture</title>")
		case "gone":
			http.NotFound(w, r)
		case "large":
			w.Write(make([]byte, 1_100_000))
		case "cut":
			w.Header().Set("Content-Length", "9000")
			w.Write(good(2)[:50])
		case "moved":
			http.Redirect(w, r, "/pictures/target.png", http.StatusFound)
		case "svg":
			fmt.Fprint(w, "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
		case "story":
			fmt.Fprint(w, "<!doctype html><html lang=en><title>A story of ten pictures</title><article><h1>A story of ten pictures</h1><time datetime='2024-12-01T10:00:00Z'>1 Dec 2024</time>")
			for _, name := range names {
				fmt.Fprintf(w, "<p>%s</p><figure><img src='/pictures/%s.png' alt='Picture %s'><figcaption>This is the picture called %s</figcaption></figure>",
					strings.Repeat("The harbour board met on Sunday and spoke about the ferry at some length. ", 4), name, name, name)
			}
			fmt.Fprint(w, "</article></html>")
		default:
			fmt.Fprint(w, "<!doctype html><html lang=en><title>The Paper</title><main><h1>The Paper</h1><ul><li><a href='/news/story'>A story of ten pictures</a></li></ul></main></html>")
		}
	}))
	defer srv.Close()
	dir := t.TempDir()
	profile := "name: hostile\nhome: " + srv.URL + "/\nallow_private: true\npoliteness: {delay: 0s, retries: 0}\nfetch_images: [lead, inline, gallery]\nsections:\n  - {name: News, url: /news}\narticles:\n  include: ['^/news/.+']\n"
	if err := os.WriteFile(filepath.Join(dir, "hostile.yaml"), []byte(profile), 0o644); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(dir, "hostile.db")
	out, _ := newskeep(t, []int{exitDone}, "crawl", "hostile", "--profiles", dir, "-a", archive, "--image-size", "1", "--json")
	var sum news.Summary
	decode(t, out, &sum)
	if m := sum.Images; m == nil || m.Fetched != 5 || m.New != 3 {
		t.Errorf("images = %+v, want 5 files, 3 of them new", m)
	}
	db := open(t, archive)
	got := rows(t, db, `SELECT substr(i.url, instr(i.url, 'pictures/') + 9) || ' ' || f.outcome || ' ' || f.class || ' ' || coalesce(m.problem, '') FROM image_fetch f
		JOIN image i ON i.id = f.image_id LEFT JOIN image_file m ON m.id = f.file_id ORDER BY 1`)
	want := []string{
		"bomb.png fetched  65536 x 65536 pixels, more than 25 million",
		"copy.png fetched  ",
		"cut.png failed truncated ",
		"gone.png missing http_4xx ",
		"good.png fetched  ",
		"html.png failed unreadable ",
		"large.png failed too_large ",
		"moved.png fetched  ",
		"secret.png dropped robots ",
		"svg.png fetched  made of lines and not of pixels",
	}
	if !slices.Equal(got, want) {
		t.Errorf("attempts:\n got %q\nwant %q", got, want)
	}
	if asked["/pictures/secret.png"] > 0 {
		t.Error("a picture that robots.txt forbids was asked for")
	}
	newskeep(t, []int{exitDone}, "crawl", "hostile", "--profiles", dir, "-a", archive)
	if n := asked["/pictures/cut.png"]; n != 1 {
		t.Errorf("a picture that failed was asked for %d times within the day, want once", n)
	}
	out, _ = newskeep(t, []int{exitDone}, "images", "--captions-differ", "--same", "bytes", "-a", archive, "--json")
	var groups []store.ImageGroup
	if decode(t, out, &groups); len(groups) != 1 || len(groups[0].Uses) != 3 || groups[0].Captions != 3 {
		t.Errorf("one file under three addresses and captions: %s", out)
	}
	newskeep(t, []int{exitDone}, "verify", "-a", archive)
}
