package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/store"
)

// kills is how many times a crawl is killed at a random moment.
const kills = 100

// A crawl of a small site is killed at random moments, from its first to its last,
// until it has come through; the archive is then that of an undisturbed one.
func TestKilledAtRandom(t *testing.T) {
	bin := killable(t)
	t.Parallel()
	p := &paper{stories: 12, slow: 2 * time.Millisecond}
	flags, _ := p.serve(t)
	archive := func(name string) []string { return append(slices.Clone(flags), "-a", name) }
	dir := t.TempDir()
	undisturbed := filepath.Join(dir, "undisturbed.db")
	crawl := func(file string) *exec.Cmd {
		return exec.Command(bin, append([]string{"crawl", "paper", "-q"}, archive(file)...)...)
	}
	began := time.Now()
	if out, err := crawl(undisturbed).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	whole := time.Since(began)
	want := remains(t, undisturbed)
	through := 0
	for done, round := 0, 0; done < kills; round++ {
		file := filepath.Join(dir, fmt.Sprintf("%d.db", round))
		for range 6 { // then it may come through
			cmd := crawl(file)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(rand.N(whole))
			_ = cmd.Process.Kill() // an error means that it had ended by itself
			if cmd.Wait() == nil {
				break
			}
			done++
		}
		if out, err := crawl(file).CombinedOutput(); err != nil {
			t.Fatalf("after %d kills: %v\n%s", done, err, out)
		}
		if missing, extra := differ(want, remains(t, file)); len(missing)+len(extra) > 0 {
			t.Errorf("round %d: the archive differs from that of an undisturbed crawl:\nmissing %s\nextra   %s", round, firstOf(missing), firstOf(extra))
		}
		newskeep(t, []int{exitDone}, "verify", "-q", "-a", file)
		through++
	}
	t.Logf("%d archives came through", through)
}

// Work on a whole archive is killed at random moments; the archive is clean each
// time, and in the end what it is after undisturbed work.
func TestWorkKilledAtRandom(t *testing.T) {
	bin := killable(t)
	t.Parallel()
	a := daysCrawled(t, 2)
	before := remains(t, a.archive)
	packing := `SELECT id, codec, coalesce(base_id, 0), length(body) FROM snapshot ORDER BY id`
	for _, tt := range []struct {
		args []string
		same string // that undisturbed work gives too
	}{
		{[]string{"recompress", "--depth", "0"}, packing},
		{[]string{"recompress"}, packing},
		{[]string{"reextract", "--profiles", otherRules(t, "  kicker: .story-kicker\n", "  kicker: .story-by\n")}, `SELECT article_id, number, content, profile_hash FROM revision ORDER BY 1, 2`},
	} {
		t.Run(fmt.Sprint(len(tt.args), tt.args[0]), func(t *testing.T) {
			dir := t.TempDir()
			undisturbed, killed := filepath.Join(dir, "undisturbed.db"), filepath.Join(dir, "killed.db")
			newskeep(t, []int{exitDone}, "backup", undisturbed, "-q", "-a", a.archive)
			newskeep(t, []int{exitDone}, "backup", killed, "-q", "-a", a.archive)
			began := time.Now()
			if out, err := exec.Command(bin, append(slices.Clone(tt.args), "-a", undisturbed)...).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			whole := time.Since(began)
			for range kills / 10 {
				cmd := exec.Command(bin, append(slices.Clone(tt.args), "-a", killed)...)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(rand.N(whole))
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
				newskeep(t, []int{exitDone}, "verify", "-q", "-a", killed)
			}
			if out, err := exec.Command(bin, append(slices.Clone(tt.args), "-a", killed)...).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if missing, extra := differ(rows(t, open(t, undisturbed), tt.same), rows(t, open(t, killed), tt.same)); len(missing)+len(extra) > 0 {
				t.Errorf("it differs from undisturbed work:\nmissing %s\nextra   %s", firstOf(missing), firstOf(extra))
			}
			if got := remains(t, killed); tt.args[0] == "recompress" && !slices.Equal(got, before) {
				t.Error("packing changed what the archive says")
			}
		})
	}
}

// otherRules is a folder with a profile of the demo in which a line is another.
func otherRules(t *testing.T, line, other string) string {
	t.Helper()
	rules, err := os.ReadFile("../../scraper/profile/sites/demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(rules), line) {
		t.Fatalf("the demo's profile has no line %q any more", line)
	}
	changed, _, _ := strings.Cut(strings.Replace(string(rules), line, other, 1), "\ntests:")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "demo.yaml"), []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Bytes in the middle of the file are written over. Verify names the damage and
// what to do; what is not damaged is shown, found and exported as before.
func TestDamageInTheMiddle(t *testing.T) {
	a := daysCrawled(t, 1)
	whole := filepath.Join(t.TempDir(), "whole.db")
	newskeep(t, []int{exitDone}, "backup", whole, "-q", "-a", a.archive)
	db := open(t, whole)
	ids := rows(t, db, `SELECT id FROM article ORDER BY id`)
	said := map[string]string{}
	for _, id := range ids {
		said[id], _ = newskeep(t, []int{exitDone}, "show", id, "--json", "-a", whole)
	}
	b, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		what, find string // whose page is written over
		table      string
	}{
		{"a stored page", `SELECT substr(body, 1, 40) FROM snapshot WHERE codec = 'zstd' AND length(body) > 1500 ORDER BY id DESC LIMIT 1`, "snapshot"},
		{"a revision", `SELECT substr(content, 1, 60) FROM revision ORDER BY article_id LIMIT 1 OFFSET 20`, "revision"},
	} {
		t.Run(tt.what, func(t *testing.T) {
			at := bytes.Index(b, []byte(rows(t, db, tt.find)[0]))
			if at < 0 {
				t.Fatal("not in the file")
			}
			file := filepath.Join(t.TempDir(), "damaged.db")
			spoiled := slices.Clone(b)
			for i := at + 20; i < at+60; i++ {
				spoiled[i] ^= 0x55
			}
			if err := os.WriteFile(file, spoiled, 0o600); err != nil {
				t.Fatal(err)
			}
			out, errs := newskeep(t, []int{exitIntegrity}, "verify", "-a", file)
			if !strings.Contains(out, tt.table) && !strings.Contains(out, "article") || !strings.Contains(errs, "what to do") {
				t.Errorf("verify does not name the damage of %s and what to do:\n%s%s", tt.what, out, errs)
			}
			same := 0
			for _, id := range ids {
				if out, _ := newskeep(t, []int{exitDone, exitFailed, exitIntegrity}, "show", id, "--json", "-a", file); out == said[id] {
					same++
				}
			}
			if same < len(ids)-1 {
				t.Errorf("%d of %d articles are shown as before, want all but one", same, len(ids))
			}
			out, _ = newskeep(t, []int{exitDone}, "search", "tram", "--json", "-a", file)
			whole, _ := newskeep(t, []int{exitDone}, "search", "tram", "--json", "-a", whole)
			if out != whole {
				t.Error("a search finds otherwise than before")
			}
		})
	}
}

// Two crawls begin at the same moment with an archive that is not there yet.
func TestTwoAtOnce(t *testing.T) {
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	p := &paper{stories: 6, slow: 20 * time.Millisecond}
	flags, _ := p.serve(t)
	statuses := make(chan string, 2)
	for range 2 {
		go func() {
			out, err := exec.Command(bin, append([]string{"crawl", "paper"}, flags...)...).CombinedOutput()
			statuses <- fmt.Sprintf("%d %s", exitCode(err), out)
		}()
	}
	got := []string{<-statuses, <-statuses}
	slices.Sort(got)
	if !strings.HasPrefix(got[0], "0 ") || !strings.HasPrefix(got[1], "5 ") || !strings.Contains(got[1], "held by") {
		t.Errorf("two at once: %q, want one that is done and one that says who holds the archive", got)
	}
	out, _ := newskeep(t, []int{exitDone}, append([]string{"verify", "--json"}, flags...)...)
	var v store.Verification
	if decode(t, out, &v); v.Articles != 5 {
		t.Errorf("%d articles, want 5", v.Articles)
	}
}
