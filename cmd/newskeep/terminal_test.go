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
