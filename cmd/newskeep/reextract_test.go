package main

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"newskeep/store"
)

// A rule is changed after three days of crawling: fields follow, history stays.
func TestReextract(t *testing.T) {
	a := daysCrawled(t, 3)
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

	profiles := otherRules(t, "  kicker: .story-kicker\n", "  kicker: .story-by\n")
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

// A rule that matches nothing any more is told although every value is the same,
// because another source gives it.
func TestReextractTellsOfDeadRules(t *testing.T) {
	a := daysCrawled(t, 1)
	profiles := otherRules(t, "  headline: h1.story-title\n", "  headline: h1.no-such-title\n")
	out, _ := newskeep(t, []int{exitDone}, "reextract", "-a", a.archive, "--dry-run", "--profiles", profiles, "--json", "--show", "3")
	var r rereport
	decode(t, out, &r)
	ruled, err := strconv.Atoi(rows(t, open(t, a.archive), `SELECT count(*) FROM revision WHERE json_extract(content, '$.provenance.headline.rule') = 'h1.story-title'`)[0])
	if err != nil || ruled < 20 || r.SourceOnly != ruled || r.Sources["headline"] != ruled || len(r.SourceChanges) != 3 {
		t.Errorf("%+v %+v, want headlines from another source, three of them shown", r.Reextraction, r.SourceChanges)
	}
	if c := r.SourceChanges[0]; c.Before != "profile h1.story-title" || c.After == "" || strings.HasPrefix(c.After, "profile") {
		t.Errorf("source change %+v, want it to name the dead rule and what stands in", c)
	}
	out, _ = newskeep(t, []int{exitDone}, "reextract", "-a", a.archive, "--dry-run", "--profiles", profiles)
	if !strings.Contains(out, "SOURCE BEFORE") || !strings.Contains(out, "the same from another source") {
		t.Errorf("no word on the dead rule:\n%s", out)
	}
}
