package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newskeep/store"
)

func TestVerifyAndBackup(t *testing.T) {
	p := &paper{stories: 3}
	flags, _ := p.serve(t)
	crawlPaper(t, exitDone, flags)

	out, _ := newskeep(t, []int{exitDone}, append([]string{"verify"}, flags...)...)
	if !strings.Contains(out, "clean: 3 articles") {
		t.Errorf("verify says %q, want clean with 3 articles", out)
	}
	dir := t.TempDir()
	copied := filepath.Join(dir, "copy.db")
	newskeep(t, []int{exitDone}, append([]string{"backup", copied}, flags...)...)
	newskeep(t, []int{exitUsage}, append([]string{"backup", copied}, flags...)...)
	out, _ = newskeep(t, []int{exitDone}, "search", "ferry", "-a", copied, "--json")
	if !strings.Contains(out, `"total": 3`) {
		t.Errorf("the copy does not answer like the archive: %s", out)
	}

	// A damaged page anywhere in the file is found; unless it holds the schema,
	// the rest is still read and reported on.
	b, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	reports := 0
	for from := 0; from+page <= len(b); from += 7 * page {
		spoiled := slices.Clone(b)
		for i := max(from, 100); i < from+page; i++ { // SQLite's header of 100 bytes says what the file is
			spoiled[i] ^= 0xff
		}
		if err := os.WriteFile(copied, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		out, _ := newskeep(t, []int{exitIntegrity}, "verify", "-a", copied, "--json")
		if out == "" {
			continue
		}
		reports++
		var v store.Verification
		if decode(t, out, &v); v.Clean() {
			t.Errorf("damage at byte %d: status 6 and no problem listed", from)
		}
		if table, _ := newskeep(t, []int{exitIntegrity}, "verify", "-a", copied); !strings.Contains(table, "PROBLEM") {
			t.Errorf("damage at byte %d: no table of problems: %q", from, table)
		}
	}
	if reports < 3 {
		t.Errorf("%d of %d damaged copies could be reported on, want most", reports, len(b)/page/7)
	}
}
