package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newskeep/store"
)

// A rule is changed after three days of crawling: fields follow, history stays.
func TestReextract(t *testing.T) {
	a := testApp(t, filepath.Join(t.TempDir(), "days.db"))
	for n := 1; n <= 3; n++ {
		crawlDay(t, a, n)
	}
	again := func(args ...string) (r rereport) {
		t.Helper()
		out, _ := newskeep(t, []int{exitDone}, append([]string{"reextract", "-a", a.archive, "--json"}, args...)...)
		decode(t, out, &r)
		return r
	}
	const history = `SELECT article_id || ' ' || number || ' ' || first_seen || ' ' || last_seen || ' ' || class || ' ' || changed FROM revision ORDER BY 1`
	before := rows(t, open(t, a.archive), history)
	if r := again(); r.Revisions < 60 || r.Changed != 0 || len(r.Unreadable) != 0 {
		t.Errorf("with the same rules: %+v, want over 60 revisions, none changed", r)
	}

	profiles := t.TempDir()
	rules, err := os.ReadFile("../../scraper/profile/sites/demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(rules), "  kicker: .story-kicker\n", "  kicker: .story-by\n", 1)
	if changed == string(rules) {
		t.Fatal("the demo's profile has no rule for the kicker any more")
	}
	changed, _, _ = strings.Cut(changed, "\ntests:")
	if err := os.WriteFile(filepath.Join(profiles, "demo.yaml"), []byte(changed), 0o600); err != nil {
		t.Fatal(err)
	}
	const kickers = `SELECT count(*) FROM article WHERE kicker LIKE 'By %'`
	dry := again("--dry-run", "--profiles", profiles)
	if dry.Fields["kicker"] == 0 || len(dry.Changes) == 0 || !strings.HasPrefix(dry.Changes[0].After, "By ") {
		t.Errorf("--dry-run: %+v, want changed kickers", dry)
	}
	if got := rows(t, open(t, a.archive), kickers); !slices.Equal(got, []string{"0"}) {
		t.Error("--dry-run wrote to the archive")
	}
	if r := again("--profiles", profiles); r.Changed != dry.Changed || r.Fields["kicker"] != dry.Fields["kicker"] {
		t.Errorf("changed %d, kickers %d; --dry-run said %d and %d", r.Changed, r.Fields["kicker"], dry.Changed, dry.Fields["kicker"])
	}
	if got := rows(t, open(t, a.archive), kickers); slices.Equal(got, []string{"0"}) {
		t.Error("the articles did not follow")
	}
	if got := rows(t, open(t, a.archive), history); !slices.Equal(got, before) {
		t.Errorf("history changed:\n got %q\nwant %q", got, before)
	}
	if r := again("--profiles", profiles); r.Changed != 0 {
		t.Errorf("a second time: %d changed, want none", r.Changed)
	}
	out, _ := newskeep(t, []int{exitDone}, "verify", "-a", a.archive, "--json")
	var v store.Verification
	if decode(t, out, &v); len(v.Skipped) > 0 {
		t.Errorf("verify skipped %q", v.Skipped)
	}
}
