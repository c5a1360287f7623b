package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestServiceFiles(t *testing.T) {
	dir := t.TempDir()
	newskeep(t, []int{exitDone}, "service", "-o", dir, "-q", "-a", filepath.Join(dir, "my news 100%.db"), "--profiles", dir,
		"--contact", "Ada's <a@example.org>", "--user", "daemon", "--at", "5,35 */6 * * *", "--metrics-file", "/var/lib/node exporter/50%.prom", "--metrics-addr", "9464")
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for file, want := range map[string][]string{
		"newskeep.cron": {"\n5,35 */6 * * *  /", ` crawl --all -q -a '` + dir + `/my news 100\%.db' `, `--contact 'Ada'\''s <a@example.org>'`, ` --metrics-file '/var/lib/node exporter/50\%.prom'`},
		"newskeep-crawl.service": {"Type=oneshot", `-a "` + dir + `/my news 100%%.db"`, `--contact "Ada's <a@example.org>"`, "ProtectSystem=strict",
			` --metrics-file "/var/lib/node exporter/50%%.prom"` + "\n", "\nReadWritePaths=" + dir + "\n", "\nReadWritePaths=\"/var/lib/node exporter\"\n"},
		"newskeep-crawl.timer":   {"OnCalendar=*-*-* 00/6:05,35:00\n", "Persistent=true", "RandomizedDelaySec="},
		"newskeep-watch.service": {"Type=notify", "WatchdogSec=", "ExecReload=", " watch -q ", " --metrics-addr 127.0.0.1:9464\n"},
	} {
		for _, w := range want {
			if text := read(file); !strings.Contains(text, w) {
				t.Errorf("%s lacks %q:\n%s", file, w, text)
			}
		}
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("no systemd-analyze here to try the units")
	}
	for _, unit := range []string{"newskeep-crawl.service", "newskeep-crawl.timer", "newskeep-watch.service"} {
		out, err := exec.Command("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", filepath.Join(dir, unit)).CombinedOutput()
		if err != nil || strings.Contains(string(out), unit+":") {
			t.Errorf("systemd-analyze verify %s: %v\n%s", unit, err, out)
		}
	}
}

// Without metrics, and with a file beside the archive, a unit allows one folder.
func TestServiceWritesIntoOneFolder(t *testing.T) {
	dir := t.TempDir()
	for _, more := range [][]string{nil, {"--metrics-file", filepath.Join(dir, "newskeep.prom")}} {
		out, _ := newskeep(t, []int{exitDone}, append([]string{"service", "--systemd", "-a", filepath.Join(dir, "news.db")}, more...)...)
		if n := strings.Count(out, "ReadWritePaths="); n != 1 || strings.Contains(out, "--metrics-file") != (more != nil) {
			t.Errorf("%q: %d folders\n%s", more, n, out)
		}
	}
	newskeep(t, []int{exitUsage}, "service", "--metrics-file", dir)
	newskeep(t, []int{exitUsage}, "service", "--metrics-addr", "99999")
}

// The line of crontab is a command that a shell understands as it was meant.
func TestServiceCronLine(t *testing.T) {
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell here")
	}
	for _, arg := range []string{"plain.db", "two words", "it's", "50%", "$HOME `x` \"y\" \\", "", "é*?"} {
		line := strings.ReplaceAll(cronQuote(arg), `\%`, "%") // what cron does before it calls the shell
		out, err := exec.Command("sh", "-c", "printf %s "+line).Output()
		if err != nil || string(out) != arg {
			t.Errorf("%q becomes %q (%v)", arg, out, err)
		}
	}
}

func TestCalendarOf(t *testing.T) {
	for _, tt := range []struct{ spec, want string }{
		{"15 1 * * *", "*-*-* 01:15:00"},
		{"*/10 * * * *", "*-*-* *:00/10:00"},
		{"17 8-20/2 * * 1", "Mon *-*-* 8..20/2:17:00"},
		{"0 0,12 * * *", "*-*-* 00,12:00:00"},
		{"15 1 1 * *", ""},
		{"@daily", ""},
		{"61 1 * * *", ""},
		{"15 1 * * 1-5", ""},
	} {
		got, err := calendarOf(tt.spec)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("calendarOf(%q) = %q, %v; want %q", tt.spec, got, err, tt.want)
		}
	}
}
