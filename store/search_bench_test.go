//go:build unix

package store

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// question is asked of our reader and, bare, of the full-text index alone: the
// number of hits, and of the first page ids, headlines and snippets.
type question struct {
	name string
	ask  func(context.Context, *Reader) error
	bare []string
}

func searching(name string, q SearchRequest, match, more string) question {
	order := "rank"
	if q.Sort == ByDate {
		order = "rowid DESC"
	}
	return question{name, func(ctx context.Context, r *Reader) error {
		res, err := r.Search(ctx, q)
		if err == nil && len(res.Hits) == 0 {
			err = fmt.Errorf("%s: no hits", q.Query)
		}
		return err
	}, []string{
		"SELECT count(*) FROM article_fts WHERE article_fts MATCH '" + match + "'" + more,
		"SELECT rowid, headline, snippet(article_fts, -1, '', '', '…', 24) FROM article_fts WHERE article_fts MATCH '" + match + "'" + more +
			" ORDER BY " + order + " LIMIT 20",
	}}
}

func questions() []question {
	var list []question
	for _, w := range []struct {
		name string
		rank int
	}{{"rare", 60_000}, {"medium", 3000}, {"common", 150}, {"everywhere", 0}} {
		word := term(w.rank)
		match := `"` + word + `"` // as our language means it: exact, no other forms
		list = append(list,
			searching("word-"+w.name, SearchRequest{Query: match}, match, ""),
			searching("word-"+w.name+"-newest", SearchRequest{Query: match, Sort: ByDate}, match, ""))
	}
	common, other := term(150), term(90)
	forms := fmt.Sprintf(`("%[1]s" OR "%[1]ss" OR "%[1]sed" OR "%[1]sing")`, common)
	phrase := fmt.Sprintf(`"%s %s"`, term(10), term(4))
	ids := func(from, until string) string {
		a, _ := time.Parse(time.DateOnly, from)
		b, _ := time.Parse(time.DateOnly, until)
		return fmt.Sprintf(" AND rowid >= %d AND rowid < %d", minute(a)<<idBits, minute(b)<<idBits)
	}
	month, year := ids("2019-03-01", "2019-04-01"), ids("2019-01-01", "2020-01-01")
	byMonth := func(match string) string {
		return "SELECT strftime('%Y-%m', rowid >> 6, 'unixepoch') AS m, count(*) FROM article_fts WHERE article_fts MATCH '" + match + "' GROUP BY m"
	}
	list = append(list,
		searching("forms", SearchRequest{Query: common}, forms, ""),
		searching("two-words", SearchRequest{Query: `"` + common + `" "` + other + `"`}, `"`+common+`" AND "`+other+`"`, ""),
		searching("phrase", SearchRequest{Query: phrase}, phrase, ""),
		searching("prefix", SearchRequest{Query: common + "*"}, `"`+common+`" *`, ""),
		searching("headline", SearchRequest{Query: `headline:"` + common + `"`}, `headline : "`+common+`"`, ""),
		searching("tag", SearchRequest{Query: `tag:` + term(40) + ` "` + common + `"`}, `tags : "`+term(40)+`" AND "`+common+`"`, ""),
		searching("month", SearchRequest{Query: `published:2019-03 "` + common + `"`}, `"`+common+`"`, month),
		searching("year-newest", SearchRequest{Query: `published:2019 "` + term(0) + `"`, Sort: ByDate}, `"`+term(0)+`"`, year),
		searching("section", SearchRequest{Query: `section:` + term(41) + ` "` + common + `"`}, `"`+common+`"`, ""),
		question{"facets", func(ctx context.Context, r *Reader) error {
			_, err := r.Facets(ctx, FacetRequest{Query: `"` + common + `"`})
			return err
		}, []string{
			"SELECT count(*) FROM article_fts WHERE article_fts MATCH '\"" + common + "\"'", byMonth(`"` + common + `"`),
			"SELECT tags, count(*) FROM article_fts WHERE article_fts MATCH '\"" + common + "\"' GROUP BY tags"}},
		question{"by-month", func(ctx context.Context, r *Reader) error {
			_, err := r.Count(ctx, CountRequest{Query: `"` + common + `"`, By: CountMonth})
			return err
		}, []string{byMonth(`"` + common + `"`)}},
		question{"by-month-everywhere", func(ctx context.Context, r *Reader) error {
			_, err := r.Count(ctx, CountRequest{Query: `"` + term(0) + `"`, By: CountMonth})
			return err
		}, []string{byMonth(`"` + term(0) + `"`)}},
		question{"kwic", func(ctx context.Context, r *Reader) error {
			_, err := r.KWIC(ctx, KWICRequest{Query: `"` + common + `"`})
			return err
		}, []string{"SELECT rowid, highlight(article_fts, 2, '[', ']') FROM article_fts WHERE article_fts MATCH 'body : \"" + common + "\"' ORDER BY rowid DESC LIMIT 100"}},
	)
	return list
}

// BenchmarkQuestions asks what people ask on a first page, in processor time:
// median and p95 of a question, and how many times as long it takes as the bare
// question, asked by the sqlite3 shell where there is one; beside it that multiple
// for the bare question asked through our driver. Multiples are medians of those of
// rounds in which all are asked in turn, as a busy machine is not equally busy.
// NEWSKEEP_SYNTHETIC names a large archive made by TestSynthesize; without it a
// small one is made.
func BenchmarkQuestions(b *testing.B) {
	path := os.Getenv("NEWSKEEP_SYNTHETIC")
	if path == "" {
		a := newArchive(b)
		a.synthesize(5000)
		path = a.path
	}
	r, err := OpenReader(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	for _, q := range questions() {
		b.Run(q.name, func(b *testing.B) {
			ask := func() {
				if err := q.ask(b.Context(), r); err != nil {
					b.Fatal(err)
				}
			}
			var took []float64
			for b.Loop() {
				took = append(took, spent(ask))
			}
			slices.Sort(took)
			b.ReportMetric(took[len(took)/2], "ms/median")
			b.ReportMetric(took[len(took)*95/100], "ms/p95")
			// The clock of processor time has ticks: what takes less is asked many times.
			times := func(each float64) int { return int(min(40, max(1, 80/each))) }
			shell, ok := askShell(b, path, q.bare, 1)
			if !ok {
				return
			}
			asked, askedBare := times(took[len(took)/2]), times(shell)
			var bare, ours, drivers []float64
			for range 5 {
				shell, _ := askShell(b, path, q.bare, askedBare)
				bare = append(bare, shell)
				ours = append(ours, repeated(asked, ask)/shell)
				drivers = append(drivers, repeated(askedBare, func() { askDriver(b, r, q.bare) })/shell)
			}
			b.ReportMetric(middle(bare), "ms/bare")
			b.ReportMetric(middle(ours), "of-bare")
			b.ReportMetric(middle(drivers), "driver-of-bare")
		})
	}
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) == nil {
		b.Logf("at most %d MB of memory", u.Maxrss/1024)
	}
}

func middle(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// spent is the milliseconds of processor time that something takes.
func spent(do func()) float64 {
	before := processor()
	do()
	return (processor() - before).Seconds() * 1000
}

// repeated is the mean of some times, after a first one.
func repeated(times int, do func()) float64 {
	do()
	return spent(func() {
		for range times {
			do()
		}
	}) / float64(times)
}

// processor is the time this process has had of processors.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// askDriver asks statements through our driver, read beforehand.
func askDriver(b *testing.B, r *Reader, statements []string) {
	for _, s := range statements {
		err := r.often(b.Context(), s, nil, func(scan func(...any) error) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
}

// askShell gives the milliseconds of processor time that the sqlite3 shell takes
// for some statements: the mean of some times, after a first one.
func askShell(b *testing.B, path string, statements []string, times int) (float64, bool) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		return 0, false
	}
	var script strings.Builder
	script.WriteString("PRAGMA cache_size=-32768; PRAGMA mmap_size=2147483648;\n.output /dev/null\n")
	script.WriteString(strings.Join(statements, ";\n") + ";\n.timer on\n") // the first to warm up
	script.WriteString(strings.Repeat(strings.Join(statements, ";\n")+";\n", times))
	cmd := exec.CommandContext(b.Context(), shell, "-readonly", path)
	cmd.Stdin = strings.NewReader(script.String())
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("sqlite3: %v", err)
	}
	sum, n := 0.0, 0
	for line := range strings.Lines(string(out)) {
		var real, user, sys float64
		if _, err := fmt.Sscanf(line, "Run Time: real %f user %f sys %f", &real, &user, &sys); err == nil {
			sum, n = sum+1000*(user+sys), n+1
		}
	}
	if n != times*len(statements) {
		b.Fatalf("sqlite3 timed %d statements: %s", n, out)
	}
	return sum / float64(times), true
}
