package extract

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var raise = flag.Bool("raise", false, "raise the floors of testdata/quality.json to today's scores; never lowers one")

// floorsFile holds, for each set of pages and measure, the score below which
// reading must not fall.
const floorsFile = "../../testdata/quality.json"

// TestQuality reads real pages without a profile and has them scored field by
// field by the scorer that lies with them. NEWSKEEP_PAGES names the collection:
// score.py, and for each set a folder with gold.jsonl and html/ID.html.gz. The
// pages belong to their publishers and are no part of the project; without them
// the test is skipped.
func TestQuality(t *testing.T) {
	dir := os.Getenv("NEWSKEEP_PAGES")
	if dir == "" || testing.Short() {
		t.Skip("NEWSKEEP_PAGES names no collection of real pages")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("the scorer needs python3")
	}
	floors := map[string]map[string]float64{}
	if b, err := os.ReadFile(floorsFile); err != nil {
		t.Fatal(err)
	} else if err := json.Unmarshal(b, &floors); err != nil {
		t.Fatalf("%s: %v", floorsFile, err)
	}
	if len(floors) == 0 {
		t.Fatalf("%s holds no floors", floorsFile)
	}
	for _, set := range slices.Sorted(maps.Keys(floors)) {
		t.Run(set, func(t *testing.T) {
			got := score(t, python, dir, set)
			var line []string
			for _, measure := range slices.Sorted(maps.Keys(floors[set])) {
				floor, now := floors[set][measure], got[measure]
				line = append(line, fmt.Sprintf("%s %.1f", measure, 100*now))
				if now < floor-0.0005 {
					t.Errorf("%s: %s is %.1f, below its floor of %.1f", set, measure, 100*now, 100*floor)
				}
				floors[set][measure] = max(floor, float64(int(now*1000))/1000)
			}
			t.Log(strings.Join(line, " · "))
		})
	}
	if *raise {
		b, err := json.MarshalIndent(floors, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(floorsFile, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// score reads a set's pages, writes what was read where the scorer finds it, and
// returns the scorer's measures, 0 to 1.
func score(t *testing.T, python, dir, set string) map[string]float64 {
	t.Helper()
	gold := filepath.Join(dir, set, "gold.jsonl")
	tmp := t.TempDir()
	predictions, result := filepath.Join(tmp, "newskeep.jsonl"), filepath.Join(tmp, "score.json")
	var lines bytes.Buffer
	for _, page := range goldOf(t, gold) {
		lines.Write(predict(t, page, filepath.Join(dir, set, "html", page.ID+".html.gz")))
		lines.WriteByte('\n')
	}
	if err := os.WriteFile(predictions, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(python, filepath.Join(dir, "score.py"), gold, predictions, "--boot", "1", "--json", result).CombinedOutput(); err != nil {
		t.Fatalf("score.py: %v\n%s", err, out)
	}
	b, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	var scored map[string]struct {
		Metrics map[string]*float64 `json:"metrics"` // null where the set has no gold
	}
	if err := json.Unmarshal(b, &scored); err != nil {
		t.Fatal(err)
	}
	measures := map[string]float64{}
	for k, v := range scored["newskeep"].Metrics {
		if v != nil {
			measures[k] = *v
		}
	}
	return measures
}

type goldLine struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Crawl string `json:"crawl_date"`
}

func goldOf(t *testing.T, file string) []goldLine {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var pages []goldLine
	for r := bufio.NewReader(f); ; {
		line, err := r.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var g goldLine
			if err := json.Unmarshal(line, &g); err != nil {
				t.Fatal(err)
			}
			pages = append(pages, g)
		}
		if err == io.EOF {
			return pages
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// predict reads one page and gives its line for the scorer. The scorer's gold
// counts the standfirst to the body.
func predict(t *testing.T, g goldLine, file string) []byte {
	t.Helper()
	packed, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	body, err := io.ReadAll(z)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	day, _, _ := strings.Cut(g.Crawl, " ")
	seen, _ := time.Parse(time.DateOnly, day) // zero when the set does not say
	a := Read(nil, Input{URL: g.URL, ContentType: "text/html", Body: body, Seen: seen}).Article
	type picture struct {
		URL     string `json:"url"`
		Caption string `json:"caption"`
		Alt     string `json:"alt"`
		Credit  string `json:"credit"`
	}
	out := struct {
		ID      string    `json:"id"`
		Title   string    `json:"title"`
		Authors []string  `json:"authors"`
		Date    string    `json:"date"`
		Tags    []string  `json:"tags"`
		Body    string    `json:"body"`
		Images  []picture `json:"images"`
	}{ID: g.ID}
	if a != nil {
		out.Title, out.Date = a.Headline, a.Published.Value()
		for _, b := range a.Bylines {
			out.Authors = append(out.Authors, b.Name)
		}
		for _, tag := range a.Tags {
			out.Tags = append(out.Tags, tag.Name)
		}
		if a.Standfirst != "" {
			out.Body = a.Standfirst + "\n"
		}
		for _, b := range a.Body {
			if b.Text != "" {
				out.Body += b.Text + "\n"
			}
		}
		for _, im := range a.Images {
			out.Images = append(out.Images, picture{im.URL, im.Caption, im.Alt, im.Credit})
		}
	}
	line, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return line
}
