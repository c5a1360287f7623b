package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"newskeep/store"
)

// A reader of an older archive is told which command helps, and it does; commands
// that write help themselves, and say what they did.
func TestMigrate(t *testing.T) {
	archive := filepath.Join(t.TempDir(), "older.db")
	restore(t, filepath.Join(olderArchives, "v1.sql.gz"), archive)
	_, said := newskeep(t, []int{exitFailed}, "search", "tide", "-a", archive)
	if want := "newskeep migrate -a " + archive; !strings.Contains(said, want) {
		t.Errorf("search says %q, want it to name %q", said, want)
	}
	newest := newestVersion(t)
	var m migration
	out, _ := newskeep(t, []int{exitDone}, "migrate", "-a", archive, "--json")
	decode(t, out, &m)
	if m.Migration == nil || m.From != 1 || m.To != newest || versionOf(t, m.Backup) != 1 || versionOf(t, archive) != newest {
		t.Errorf("migrate says %s, want from 1 to %d with a copy", out, newest)
	}
	newskeep(t, []int{exitDone}, "search", "tide", "-a", archive)
	if out, _ := newskeep(t, []int{exitDone}, "migrate", "-a", archive); !strings.Contains(out, "up to date") {
		t.Errorf("a second time it says %q", out)
	}

	for _, command := range []string{"reextract", "recompress"} {
		archive := filepath.Join(t.TempDir(), "older.db")
		restore(t, filepath.Join(olderArchives, "v4.sql.gz"), archive)
		_, said := newskeep(t, []int{exitDone}, command, "-a", archive)
		if !strings.Contains(said, ".bak") || versionOf(t, archive) != newest {
			t.Errorf("%s of an older archive: version %d, says %q", command, versionOf(t, archive), said)
		}
		missing := filepath.Join(t.TempDir(), "none.db")
		newskeep(t, []int{exitFailed}, command, "-a", missing)
		newskeep(t, []int{exitFailed}, "migrate", "-a", missing)
		if _, err := os.Stat(missing); err == nil {
			t.Errorf("%s made an archive where there was none", command)
		}
	}
}

// Reading again does not stop at a site without rules: one that was imported by
// structure alone is read so again, any other is named and left.
func TestReextractWithoutRules(t *testing.T) {
	dir := t.TempDir()
	archive, rules := filepath.Join(dir, "two.db"), filepath.Join(dir, "rules")
	story := func(host string) string {
		return `<html lang="en"><head><title>The mill opens again</title><link rel="canonical" href="https://` + host + `/2024/the-mill-opens-again"></head><body><article><h1>The mill opens again</h1>
<p>By Wanda Keel</p>` + strings.Repeat("<p>The mill by the weir has opened again after eleven years, and forty people came to see the stones turn in the afternoon.</p>", 6) + `</article></body></html>`
	}
	write := func(name, text string) string {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	write("rules/mill.yaml", "name: mill\nhome: https://mill.example/\nsections:\n  - {name: Home, url: /}\n")
	newskeep(t, []int{exitDone}, "import", write("one.html", story("mill.example")), "-a", archive, "--profiles", rules)
	newskeep(t, []int{exitDone}, "import", write("two.html", story("weir.example")), "-a", archive, "--generic")

	var r rereport
	for _, args := range [][]string{{"reextract", "--dry-run"}, {"reextract"}} {
		out, _ := newskeep(t, []int{exitDone}, append(args, "-a", archive, "--json")...)
		r = rereport{Reextraction: &store.Reextraction{}}
		decode(t, out, &r)
		if r.Revisions != 1 || r.Changed != 0 || len(r.Unreadable) != 0 || r.Skipped["mill"] != 1 || len(r.Skipped) != 1 {
			t.Errorf("%s: %s, want one revision read again, and one of mill left", strings.Join(args, " "), out)
		}
	}
	if _, said := newskeep(t, []int{exitDone}, "reextract", "-a", archive); !strings.Contains(said, "no rules for mill") {
		t.Errorf("it says %q, want the site it left", said)
	}
	newskeep(t, []int{exitUsage}, "reextract", "--site", "mill", "-a", archive)
	newskeep(t, []int{exitDone}, "reextract", "--site", "weir-example", "-a", archive)
}
