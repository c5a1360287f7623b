package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/web"
	"newskeep/store"
)

// How long something stood differs by a blink from run to run.
var spans = regexp.MustCompile(`\b(\d+d \d+h|\d+h \d+m)\b`)

func squeezed(s string) []string {
	lines := strings.Split(spans.ReplaceAllString(s, "0h 0m"), "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return lines
}

// inShell splits a command line as a shell would, quotes of both kinds.
func inShell(s string) (list []string) {
	for _, m := range regexp.MustCompile(`'([^']*)'|"([^"]*)"|(\S+)`).FindAllStringSubmatch(s, -1) {
		list = append(list, m[1]+m[2]+m[3])
	}
	return list
}

// The guide is held to every answer it gives: commands, pages, SQL, and Python and R
// where they are there.
func TestGuide(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("NEWSKEEP_ARCHIVE", "")
	newskeep(t, []int{exitDone}, "demo", "--days", "3", "-q")
	t.Setenv("NEWSKEEP_ARCHIVE", "days.db")
	text, _ := newskeep(t, []int{exitDone}, "guide")

	r, err := store.OpenReader(t.Context(), "days.db")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s := httptest.NewServer(web.New(r, web.Options{}))
	defer s.Close()

	questions := regexp.MustCompile("(?s)### (\\d+)\\. ([^\n]*)\n(.*?)```console\n\\$ newskeep ([^\n]*)\n(.*?)```\n\nPage: `([^`]*)` shows `([^`]*)`").FindAllStringSubmatch(text, -1)
	if len(questions) != 20 {
		t.Fatalf("%d questions", len(questions))
	}
	for i, q := range questions {
		if q[1] != fmt.Sprint(i+1) {
			t.Errorf("question %s is the %d.", q[1], i+1)
		}
		var out bytes.Buffer
		if status := run(t.Context(), inShell(q[4]), strings.NewReader(""), &out, &out); status != exitDone {
			t.Errorf("newskeep %s: status %d\n%s", q[4], status, out.String())
			continue
		}
		got := squeezed(out.String())
		for _, line := range squeezed(q[5]) {
			if line != "" && line != "…" && !slices.Contains(got, line) {
				t.Errorf("newskeep %s does not print\n%s\nbut\n%s", q[4], line, out.String())
			}
		}
		if page := fetched(t, s.URL+q[6]); !strings.Contains(page, q[7]) {
			t.Errorf("%s does not show %q:\n%s", q[6], q[7], page)
		}
		if strings.Contains(q[6], "/article/") {
			continue // its twin is found at an address of its own
		}
		path, query, _ := strings.Cut(q[6], "?")
		if twin := fetched(t, s.URL+path+".json?"+query); !json.Valid([]byte(twin)) {
			t.Errorf("%s has no twin", q[6])
		}
	}

	for _, b := range regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(text, -1) {
		sql, want := answered(b[1], "-- ")
		out, _ := newskeep(t, []int{exitDone}, "sql", sql, "--format", "csv")
		for _, line := range want {
			if !strings.Contains(out, strings.ReplaceAll(line, "|", ",")) {
				t.Errorf("%s\ndoes not give %q but\n%s", sql, line, out)
			}
		}
		if len(want) == 0 {
			t.Errorf("%s has no answer", sql)
		}
	}
	for language, command := range map[string][]string{"python": {"python3", "-"}, "r": {"Rscript", "-"}} {
		for _, b := range regexp.MustCompile("(?s)```"+language+"\n(.*?)```").FindAllStringSubmatch(text, -1) {
			program, want := answered(b[1], "# ")
			if _, err := exec.LookPath(command[0]); err != nil {
				fmt.Fprintf(os.Stderr, "NOT TRIED: %s is not installed, so that the guide's part in %s was not run\n", command[0], language)
				continue
			}
			c := exec.CommandContext(t.Context(), command[0], command[1:]...)
			c.Stdin = strings.NewReader(program)
			out, err := c.CombinedOutput()
			if err != nil || len(want) == 0 {
				t.Errorf("%s: %v\n%s", program, err, out)
			}
			for _, line := range want {
				if !strings.Contains(string(out), line) {
					t.Errorf("%s\ndoes not print %q but\n%s", program, line, out)
				}
			}
		}
	}
}

// answered takes the lines of comment, which are the answer, from a program.
func answered(program, comment string) (rest string, answer []string) {
	for line := range strings.Lines(program) {
		if text, ok := strings.CutPrefix(line, comment); ok {
			answer = append(answer, strings.TrimSpace(text))
		} else {
			rest += line
		}
	}
	return rest, answer
}

func fetched(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(res.Body); err != nil || res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v\n%s", address, res.Status, err, b.String())
	}
	return b.String()
}
