package main

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"strings"
	"testing"

	"newskeep/store"
)

// All stored bytes can be had again, by whatever name, with what came with them.
func TestShowBytes(t *testing.T) {
	a := testApp(t, filepath.Join(t.TempDir(), "days.db"))
	crawlDay(t, a, 1, "Health")
	for _, line := range rows(t, open(t, a.archive), `SELECT s.id, s.sha256, s.size, v.url FROM snapshot s JOIN visit v ON v.snapshot_id = s.id GROUP BY s.id`) {
		f := strings.Split(line, "|")
		for _, name := range []string{"snapshot " + f[0], f[1], strings.ToUpper(f[1])} {
			body, _ := newskeep(t, []int{exitDone}, "show", name, "--raw", "-a", a.archive)
			if sum := sha256.Sum256([]byte(body)); hex.EncodeToString(sum[:]) != f[1] {
				t.Errorf("%s: %d other bytes, want %s", name, len(body), f[2])
			}
		}
		out, _ := newskeep(t, []int{exitDone}, "show", f[1], "--headers", "--json", "-a", a.archive)
		var s store.Snapshot
		if decode(t, out, &s); s.URL != f[3] || s.SHA256 != f[1] || len(s.Header["Content-Type"]) != 1 || s.Status == 0 || s.At.IsZero() {
			t.Errorf("headers of %s: %s", f[3], out)
		}
		text, _ := newskeep(t, []int{exitDone}, "show", f[1], "--headers", "-a", a.archive)
		both, _ := newskeep(t, []int{exitDone}, "show", f[1], "--headers", "--raw", "-a", a.archive)
		body, _ := newskeep(t, []int{exitDone}, "show", f[1], "--raw", "-a", a.archive)
		if !strings.Contains(text, "\nContent-Type: ") || both != text+"\n"+body {
			t.Errorf("headers of %s as text: %s", f[3], text)
		}
	}
	newskeep(t, []int{exitFailed}, "show", "snapshot 99999", "--raw", "-a", a.archive)
}
