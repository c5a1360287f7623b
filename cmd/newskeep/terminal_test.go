package main

import "testing"

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"a \x1b[31mb\x07\u009bc":                         "a [31mbc",
		"gpj.\u202etxt\u202c \u2066left\u2069":           "gpj.txt left",
		"الميناء \u200fو\u200cم 🚋\nline\tcell caf\u00e9": "الميناء \u200fو\u200cم 🚋\nline\tcell café",
	} {
		if got := harmless(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

func TestVersionFlag(t *testing.T) {
	flag, _ := newskeep(t, []int{exitDone}, "--version")
	command, _ := newskeep(t, []int{exitDone}, "version")
	if string(flag) != string(command) || len(flag) == 0 {
		t.Errorf("--version prints %q, version %q", flag, command)
	}
}

func TestFromMark(t *testing.T) {
	for in, want := range map[string]string{
		"one \x02two\x03 three four five":                 "one \x02two\x03 three four five",
		"no mark, and a long line of it":                  "no mark, and a long line of it",
		"one two three four five six \x02seven\x03 eight": "…six \x02seven\x03 eight",
		"الأول الثاني الثالث الرابع \x02الخامس\x03":       "…\x02الخامس\x03",
		"a \x02verylongwordindeedthatneverends\x03":       "…\x02verylongwordindeedthatneverends\x03",
	} {
		if got := fromMark(in, 16); got != want {
			t.Errorf("%q begins as %q, want %q", in, got, want)
		}
	}
}
