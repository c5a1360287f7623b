package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"newskeep/scraper/news"
	"newskeep/store"
)

// town is a small site on loopback whose template changes while it runs, with a
// profile whose rules know the first one.
type town struct {
	redesigned atomic.Bool // other class names, no byline
	empty      atomic.Bool // the list has lost its items
	profiles   string
	home       string
}

const townProfile = `name: town
title: The Town
language: en
home: %s/
time_zone: UTC
allow_private: true
politeness: {delay: 0s, retries: 0}
sections:
  - {name: World, url: /world}
articles:
  include: ['^/world/story-']
rules:
  headline: ['h1.top', '#title']
  bylines: [{select: '.writer', clean: [strip_by]}]
  body: .text
  listing: {items: .card, title: a, link: a}
`

func newTown(t *testing.T) *town {
	t.Helper()
	s := &town{profiles: t.TempDir()}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.home = server.URL
	if err := os.WriteFile(filepath.Join(s.profiles, "town.yaml"), fmt.Appendf(nil, townProfile, server.URL), 0o644); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *town) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	n, story := strings.CutPrefix(r.URL.Path, "/world/story-")
	switch {
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case story:
		text := strings.Repeat("<p>The council met on Monday and spoke about the bridge, the ferry and the mill for three hours.</p>\n", 6)
		if s.redesigned.Load() {
			fmt.Fprintf(w, "<!doctype html><html lang=en><title>Story %s of the town - The Town</title><main><h1 class=new>Story %[1]s of the town</h1><div class=copy>%s</div></main>", n, text)
			return
		}
		fmt.Fprintf(w, "<!doctype html><html lang=en><title>Story %s of the town - The Town</title><main><h1 class=top>Story %[1]s of the town</h1><p class=writer>By Jo Writer</p><div class=text>%s</div></main>", n, text)
	default:
		fmt.Fprint(w, "<!doctype html><html lang=en><title>World - The Town</title><main><h1>World</h1>")
		for i := range 8 {
			if !s.empty.Load() || r.URL.Path == "/" {
				fmt.Fprintf(w, "<div class=card><a href='/world/story-%d'>Story %[1]d of the town</a></div>", i)
			}
		}
		fmt.Fprint(w, "</main>")
	}
}

// The template of a running site changes: doctor says in the same hour which
// fields, which rules, since which page, and what to edit.
func TestDoctorSeesARedesign(t *testing.T) {
	s := newTown(t)
	archive := filepath.Join(t.TempDir(), "town.db")
	common := []string{"-a", archive, "--profiles", s.profiles}
	crawl := func() { newskeep(t, []int{exitDone}, append([]string{"crawl", "town", "-q"}, common...)...) }
	crawl()
	crawl()
	newskeep(t, []int{exitDone}, append([]string{"doctor"}, common...)...)
	if out, _ := newskeep(t, []int{exitDone}, append([]string{"doctor", "-q"}, common...)...); out != "" {
		t.Errorf("doctor -q has nothing to say and says %q", out)
	}
	s.redesigned.Store(true)
	crawl()
	out, _ := newskeep(t, []int{exitDrift}, append([]string{"doctor", "town", "--json"}, common...)...)
	var d diagnosis
	decode(t, out, &d)
	found := map[string]news.Finding{}
	for _, f := range d.Findings {
		found[fmt.Sprint(f.Kind, " ", f.Field)] = f
	}
	for _, tt := range []struct{ key, evidence, advice string }{
		{"rule_moved headline", `profile "h1.top" gave it on 0 of 8 pages, 16 of 16 before`, `rules.headline[0] "h1.top" in ` + filepath.Join(s.profiles, "town.yaml")},
		{"rule_moved body", `profile ".text" gave it on 0 of 8 pages`, `rules.body[0] ".text"`},
		{"field_lost bylines", "found on 0 of 8 pages, 16 of 16 before; profile \".writer\" gave it on 0 of 8 pages", `rules.bylines[0] ".writer"`},
	} {
		f, ok := found[tt.key]
		if !ok {
			t.Errorf("no finding %s in %s", tt.key, out)
			continue
		}
		if !strings.Contains(f.Evidence, tt.evidence) || !strings.Contains(f.Advice, tt.advice) {
			t.Errorf("%s says %q, %q; want %q, %q", tt.key, f.Evidence, f.Advice, tt.evidence, tt.advice)
		}
		if f.Site != "town" || len(f.Examples) == 0 || !strings.HasPrefix(f.Examples[0], s.home+"/world/story-") || time.Since(f.Since) > time.Minute {
			t.Errorf("%s: site %s, pages %q, since %s", tt.key, f.Site, f.Examples, f.Since)
		}
	}
	if out, _ := newskeep(t, []int{exitDrift}, append([]string{"doctor", "-q"}, common...)...); strings.Count(out, "\n") != len(d.Findings) {
		t.Errorf("doctor -q prints\n%s\nwant a line a finding, %d", out, len(d.Findings))
	}
}

// A section page without its items is a gap, by the same exit status, and the
// line says what to do.
func TestCoverageCheck(t *testing.T) {
	s := newTown(t)
	archive := filepath.Join(t.TempDir(), "town.db")
	common := []string{"-a", archive, "--profiles", s.profiles}
	newskeep(t, []int{exitDone}, append([]string{"crawl", "town", "-q"}, common...)...)
	if out, _ := newskeep(t, []int{exitDone}, append([]string{"coverage", "--check"}, common...)...); out != "" {
		t.Errorf("--check has nothing to say and says %q", out)
	}
	s.empty.Store(true)
	newskeep(t, []int{exitDone, exitPartial}, append([]string{"crawl", "town", "-q"}, common...)...)
	out, _ := newskeep(t, []int{exitDrift}, append([]string{"coverage", "--check"}, common...)...)
	if !strings.HasPrefix(out, "town: World: section ") || !strings.Contains(out, s.home+"/world") || !strings.Contains(out, "To do: ") || strings.Count(out, "\n") != 1 {
		t.Errorf("--check says %q", out)
	}
	var lines []store.CoverageLine
	out, _ = newskeep(t, []int{exitDone}, append([]string{"coverage", "town", "--json"}, common...)...)
	decode(t, out, &lines)
	if !slices.ContainsFunc(lines, func(l store.CoverageLine) bool {
		return l.Section == "World" && l.Gap && l.New == 0 || l.Section == "" && l.New == 8
	}) {
		t.Errorf("ledger: %+v", lines)
	}
	// Held by another run: the one that could not begin is in the archive.
	held, err := store.Lock(archive, store.Holder{Command: "watch"})
	if err != nil {
		t.Fatal(err)
	}
	newskeep(t, []int{exitHeld}, append([]string{"crawl", "town"}, common...)...)
	if err := held.Release(); err != nil {
		t.Fatal(err)
	}
	if got := rows(t, open(t, archive), `SELECT site || ' ' || holder_command FROM run_refused`); !slices.Equal(got, []string{"town watch"}) {
		t.Errorf("refused runs: %q", got)
	}
	newskeep(t, []int{exitUsage}, append([]string{"coverage", "--days", "0"}, common...)...)
	newskeep(t, []int{exitUsage}, append([]string{"coverage", "--from", "yesterday"}, common...)...)
}

// Three days of the paper, of which the third has a new template in two sections
// of fifteen.
func TestDoctorOfTheDemo(t *testing.T) {
	for n := 1; n <= 3; n++ {
		a := daysCrawled(t, n)
		r, err := store.OpenReader(t.Context(), a.archive)
		if err != nil {
			t.Fatal(err)
		}
		list, err := r.Drift(t.Context(), store.DriftRequest{Now: time.Date(2024, 12, n, 23, 0, 0, 0, time.UTC), Rule: a.ruleAt})
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if n < 3 && len(list) > 0 {
			t.Errorf("day %d: %+v, want no drift", n, list)
		}
		if n == 3 && !slices.ContainsFunc(list, func(f news.Finding) bool {
			return f.Field == "headline" && f.Kind == news.FindRuleMoved && strings.Contains(f.Advice, `rules.headline[0] "h1.story-title" in demo.yaml`)
		}) {
			t.Errorf("day 3: %+v, want the headline's rule", list)
		}
	}
}
