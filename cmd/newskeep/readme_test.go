package main

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestReadme runs the tour of the README: each command must work, and each line
// of output shown must be in what it prints, numbers and spacing aside. A line
// "…" stands for what is left out.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("NEWSKEEP_ARCHIVE", "newskeep.db")
	commands := 0
	for _, block := range regexp.MustCompile("(?s)```console\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		for _, step := range strings.Split("\n"+block[1], "\n$ newskeep ")[1:] {
			command, shown, _ := strings.Cut(step, "\n")
			commands++
			var out bytes.Buffer
			if status := run(t.Context(), words(command), strings.NewReader(""), &out, &out); status != exitDone {
				t.Errorf("newskeep %s: status %d\n%s", command, status, out.String())
				continue
			}
			got := strings.Split(loose(out.String()), "\n")
			for line := range strings.Lines(shown) {
				if line = loose(strings.TrimSpace(line)); line != "" && line != "…" && !slices.Contains(got, line) {
					t.Errorf("newskeep %s does not print\n%s\nbut\n%s", command, line, out.String())
				}
			}
		}
	}
	if commands < 6 {
		t.Errorf("the README's tour has %d commands; the test has lost its object", commands)
	}
}

// words splits a command line as a shell would, single quotes alone.
func words(s string) []string {
	var list []string
	for i, part := range strings.Split(s, "'") {
		if i%2 == 1 {
			list = append(list, part)
		} else {
			list = append(list, strings.Fields(part)...)
		}
	}
	return list
}

// A run takes "950ms" here and "1m2.5s" there.
var (
	lasted = regexp.MustCompile(`\b(\d+h)?(\d+m)?\d+(\.\d+)?(ms|s)\b`)
	digits = regexp.MustCompile(`\d+`)
)

// loose drops what differs from run to run: durations, numbers and the width of columns.
func loose(s string) string {
	lines := strings.Split(digits.ReplaceAllString(lasted.ReplaceAllString(s, "0s"), "0"), "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Join(lines, "\n")
}

// TestHelp holds every command to a short text, and those that need more to
// examples that are commands of the program.
func TestHelp(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		if c.Short == "" {
			t.Errorf("%s has no short help", c.CommandPath())
		}
		for line := range strings.Lines(c.Example) {
			if !strings.Contains(line, "newskeep ") {
				t.Errorf("%s: example %q does not show the program", c.CommandPath(), line)
			}
		}
		if c.HasParent() && !c.Parent().HasParent() && c.Name() != "version" && c.Name() != "help" && !strings.Contains(string(readme), "newskeep "+c.Name()) {
			t.Errorf("the README does not name the command %s", c.Name())
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk((&app{}).root())
}
