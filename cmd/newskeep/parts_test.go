package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// Between whole runs lists are read without the articles, and articles that are due
// without the lists; neither stands in for a whole run.
func TestPartsOfRuns(t *testing.T) {
	p := &paper{stories: 4}
	flags, _ := p.serve(t)
	asked := func(part string, outcome string) []string {
		t.Helper()
		before := len(p.seen())
		if sum := crawlPaper(t, exitDone, flags, "--part", part); sum.Outcome != outcome {
			t.Errorf("part %q: %s, want %s", part, sum.Outcome, outcome)
		}
		paths := slices.DeleteFunc(p.seen()[before:], func(path string) bool { return path == "/robots.txt" })
		slices.Sort(paths)
		return paths
	}
	asked("", news.RunDone)
	p.stories = 6
	if got := asked("lists", news.RunDone); !slices.Equal(got, []string{"/", "/town"}) {
		t.Errorf("lists: asked for %q", got)
	}
	db := open(t, flags[1])
	if got := rows(t, db, `SELECT count(DISTINCT url) FROM front_page WHERE to_at IS NULL`); !slices.Equal(got, []string{"6"}) {
		t.Errorf("stories that stand in lists now: %q, want 6", got)
	}
	if got := asked("articles", news.RunDone); !slices.Equal(got, []string{"/town/story-6"}) { // robots.txt forbids the fifth
		t.Errorf("articles, two of them new: asked for %q", got)
	}
	clock, err := sql.Open("sqlite", flags[1])
	if err != nil {
		t.Fatal(err)
	}
	defer clock.Close()
	if _, err := clock.Exec(`UPDATE frontier SET due_at = '2020-01-01T00:00:00.000Z' WHERE page_id = (SELECT id FROM page WHERE url LIKE '%/story-3')`); err != nil {
		t.Fatal(err)
	}
	if got := asked("articles", news.RunDone); !slices.Equal(got, []string{"/town/story-3"}) {
		t.Errorf("articles, one of them due by its age: asked for %q", got)
	}
	if got := asked("articles", news.RunDone); len(got) > 0 {
		t.Errorf("articles, none of them due: asked for %q", got)
	}
	// What stood in a list of the whole run and in none of the poll is not gone.
	p.stories = 1
	asked("lists", news.RunDone)
	if got := asked("articles", news.RunDone); len(got) > 0 {
		t.Errorf("after a poll of shorter lists: asked for %q", got)
	}
	if got := rows(t, db, `SELECT sum(count) FROM run_left`); !slices.Equal(got, []string{""}) && !slices.Equal(got, []string{"<nil>"}) {
		t.Errorf("pages left over: %q, want none", got)
	}
	out, _ := newskeep(t, []int{exitDone}, append([]string{"status", "--json"}, flags...)...)
	var st struct {
		Sites []struct {
			LastRun news.Run `json:"last_run"`
		}
		Runs []news.Run
	}
	decode(t, out, &st)
	if len(st.Runs) != 7 || st.Sites[0].LastRun.ID != 1 {
		t.Errorf("%d runs, run %d as the last whole one; want 7 and 1", len(st.Runs), st.Sites[0].LastRun.ID)
	}
}

// A part that comes after a kill leaves the whole run to be taken up.
func TestAPartLeavesAKilledRunAlone(t *testing.T) {
	p := &paper{stories: 4}
	flags, _ := p.serve(t)
	set, err := profile.Builtin()
	if err == nil {
		err = set.Load(flags[3])
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), flags[1], store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	killed, err := s.Begin(t.Context(), news.Site{Name: "paper", Zone: "UTC"}, news.Run{Site: "paper"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	crawlPaper(t, exitDone, flags, "--part", "lists")
	if sum := crawlPaper(t, exitDone, flags); sum.Run != killed.ID || sum.Resumed != 1 {
		t.Errorf("the whole run is number %d, taken up %d times; want %d and 1", sum.Run, sum.Resumed, killed.ID)
	}
}

// Watch makes a job of each schedule of a profile, and they share the site.
func TestJobsOfAProfile(t *testing.T) {
	p := &paper{stories: 3}
	flags, _ := p.serve(t)
	file := filepath.Join(flags[3], "paper.yaml")
	text := read(t, file) + "schedule: {cron: \"0 3 * * *\", revisit: \"*/20 * * * *\", modules: \"5 * * * *\", zone: Europe/Athens}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := profile.Builtin()
	if err == nil {
		err = set.Load(flags[3])
	}
	if err != nil {
		t.Fatal(err)
	}
	site, err := set.Get("paper")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), flags[1], store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w := newWatcher(&app{stdout: t.Output(), stderr: t.Output(), quiet: true, loaded: func() (*profile.Set, error) { return set, nil }}, nil, watchFlags{}, s)
	jobs, err := w.jobs(t.Context(), []*profile.Profile{site})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range jobs {
		got = append(got, j.Name+": "+j.When.String())
		if j.Group != "paper" || j.GivesWay != (j.Name != "paper") {
			t.Errorf("%s: group %q, gives way %v", j.Name, j.Group, j.GivesWay)
		}
		if err := j.Do(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"paper: 0 3 * * * Europe/Athens", "paper revisit: */20 * * * * Europe/Athens", "paper modules: 5 * * * * Europe/Athens"}; !slices.Equal(got, want) {
		t.Errorf("jobs %q, want %q", got, want)
	}
	if got := rows(t, open(t, flags[1]), `SELECT options || ' ' || outcome FROM run ORDER BY id`); !slices.Equal(got, []string{"{} done", `{"part":"articles"} done`, `{"part":"lists"} done`}) {
		t.Errorf("runs %q", got)
	}
}

// A dry run says what is due already.
func TestDryRunSaysWhatIsDue(t *testing.T) {
	p := &paper{stories: 4}
	flags, _ := p.serve(t)
	dry := func(more ...string) (s dryStart) {
		t.Helper()
		asked := len(p.seen())
		out, _ := newskeep(t, []int{exitDone}, append(append([]string{"crawl", "paper", "--dry-run", "--json"}, flags...), more...)...)
		var all []dryStart
		decode(t, out, &all)
		if len(p.seen()) != asked {
			t.Error("a dry run asked the site")
		}
		return all[0]
	}
	if s := dry(); s.Due != nil || len(s.URLs) != 2 {
		t.Errorf("without an archive: %+v", s)
	}
	crawlPaper(t, exitDone, flags, "--limit", "1")
	if s := dry(); s.Due.New != 3 || s.Due.Revisit != 0 || s.Due.Later != 1 || s.Due.Next.IsZero() {
		t.Errorf("after one of four articles: %+v", s.Due)
	}
	if s := dry("--part", "articles"); len(s.URLs) != 0 || s.Due.New != 3 {
		t.Errorf("the articles alone: %+v", s)
	}
	out, _ := newskeep(t, []int{exitDone}, append([]string{"crawl", "paper", "--dry-run"}, flags...)...)
	if !strings.Contains(out, "due already: 3 articles never asked for, 0 to look at again") {
		t.Errorf("it says\n%s", out)
	}
}
