package query

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"   ", ""},
		{"ferry", "ferry"},
		{"ferry harbour", "ferry harbour"},
		{"ferry AND harbour", "ferry harbour"},
		{"ferry and harbour", "ferry and harbour"},
		{`"harbour board"`, `"harbour board"`},
		{`“harbour  board”`, `"harbour board"`},
		{`"ferry"`, "ferry"},
		{"time*", "time*"},
		{`"harbour boa"*`, `"harbour boa"*`},
		{"ferry -tram", "ferry -tram"},
		{"ferry NOT tram", "ferry -tram"},
		{"--tram", "tram"},
		{"-(tram OR bus)", "-(tram OR bus)"},
		{"a OR b c", "a OR (b c)"},
		{"(a OR b) c", "(a OR b) c"},
		{"((a))", "a"},
		{"()", ""},
		{"a OR (b OR c)", "a OR b OR c"},
		{"tag:Ferries", "tag:Ferries"},
		{"TAG:Ferries", "tag:Ferries"},
		{`tag:"Harbour Board"`, `tag:"Harbour Board"`},
		{"-section:Sports", "-section:Sports"},
		{"section:News/Politics", "section:News/Politics"},
		{"since:2024-11 until:2024-12-31", "since:2024-11 until:2024-12-31"},
		{"headline:ferry caption:quay*", "headline:ferry caption:quay*"},
		// Punctuation is no syntax.
		{"don't", "don't"},
		{"l'été", "l'été"},
		{"cease-fire", "cease-fire"},
		{"rise, and fall.", "rise, and fall."},
		{"ferry - tram", "ferry tram"},
		{"... ferry !!!", "ferry"},
		{`5"nails`, `"5 nails"`},
		{"12:30", `"12:30"`},
		{"http://gazette.test/a?b=c", `"http://gazette.test/a?b=c"`},
		{"Breaking: ferry", `"Breaking:" ferry`},
		{"a*b", `"a*b"`},
		{`"OR"`, `"OR"`},
		{`"-tram"`, `"-tram"`},
		{"50% + tax; #1 @home", "50% tax; #1 @home"},
		{"الحرب على", "الحرب على"},
		{"a\x00b", "a b"},
		{"ORANGE NOTE", "ORANGE NOTE"},
	} {
		q, err := Parse(tt.in)
		if err != nil || q.String() != tt.want {
			t.Errorf("Parse(%q) = %q, %v, want %q", tt.in, q, err, tt.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct {
		in   string
		pos  int
		says string
	}{
		{`ferry "harbour`, 6, "never closed"},
		{"(ferry tram", 0, "never closed"},
		{"ferry) tram", 5, `closes no "("`},
		{"secton:News", 0, "section"},
		{"tag:", 4, "value"},
		{`tag:""`, 4, "value"},
		{"ferry tag: x", 10, "value"},
		{"since:yesterday", 6, "2024-12-01"},
		{"since:2024-13", 6, "2024-12-01"},
		{"until:2024-02-30", 6, "2024-12-01"},
		{"kind:poem", 5, "gallery"},
		{"ferry OR", 8, "both sides"},
		{"OR ferry", 0, "both sides"},
		{"AND ferry", 0, "both sides"},
		{"ferry AND", 9, "both sides"},
		{"ferry NOT", 6, "leave out"},
		{"é (", 2, "never closed"},
		{"headline:!!!", 9, "letter"},
		{strings.Repeat("(", 60) + "a" + strings.Repeat(")", 60), 50, "brackets"},
		{strings.Repeat("a ", 300), 400, "200"},
	} {
		_, err := Parse(tt.in)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Pos != tt.pos || !strings.Contains(syntax.Msg, tt.says) {
			t.Errorf("Parse(%.40q): %v, want an error at %d that says %q", tt.in, err, tt.pos, tt.says)
		}
	}
}

func TestSQL(t *testing.T) {
	for _, tt := range []struct{ in, match, where string }{
		{"", "", ""},
		{"don't", `"don't"`, ""},
		{"ferry har*", `"ferry" AND "har" *`, ""},
		{"ferry -tram", `("ferry") NOT "tram"`, ""},
		{"-tram", "", "f.id NOT IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)"},
		{"ferry OR tram", `("ferry" OR "tram")`, ""},
		{"caption:quay", `captions : "quay"`, ""},
		{"ferry site:a", `"ferry"`, "(f.site = ?)"},
		{"ferry OR site:a", "", "(f.id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?) OR (f.site = ?))"},
		{"-kind:video", "", "NOT (f.kind = ?)"},
		{"since:2024 -since:2025", "", "NOT (f.published_at IS NOT NULL AND f.published_at >= ?)"},
	} {
		q, err := Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		if s := q.SQL(); s.Match != tt.match || s.Where != tt.where || strings.Count(s.Where, "?") != len(s.Args) {
			t.Errorf("SQL of %q = %q, %q with %d arguments, want %q, %q", tt.in, s.Match, s.Where, len(s.Args), tt.match, tt.where)
		}
	}
}

func TestDates(t *testing.T) {
	for _, tt := range []struct{ in, since, until string }{
		{"since:2024", "2024-01-01", ""},
		{"until:2024", "", "2025-01-01"},
		{"until:2024-02", "", "2024-03-01"},
		{"until:2024-12-31", "", "2025-01-01"},
		{"since:2024-01 since:2024-03", "2024-03-01", ""},
		{"until:2024-01 until:2024-03", "", "2024-02-01"},
	} {
		q, err := Parse(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		s := q.SQL()
		since, until := "", ""
		if !s.Since.IsZero() {
			since = s.Since.Format("2006-01-02")
		}
		if !s.Until.IsZero() {
			until = s.Until.Format("2006-01-02")
		}
		if since != tt.since || until != tt.until {
			t.Errorf("%q means since %q until %q, want %q, %q", tt.in, since, until, tt.since, tt.until)
		}
	}
}

func TestFold(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"War on Gaza", "war on gaza"},
		{"  Économie & Société! ", "economie societe"},
		{"Tomás Peña", "tomas pena"},
		{"الحَرْب", "الحرب"},
		{"Arts&Culture", "arts culture"},
		{"#!", "#!"},
		{"", ""},
	} {
		if got := Fold(tt.in); got != tt.want {
			t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"ferry -tram", `"harbour board" OR (tag:x since:2024)`, `a"b"c*`, "NOT NOT a", "-(-(a b))", "tag:-x", "a:b", `tag:"a:b"*`, "(((", "“",
		"-kind:video OR -a", `"OR" AND "x`, "since:2024-1*",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		q, err := Parse(in)
		if err != nil {
			var syntax *SyntaxError
			if !errors.As(err, &syntax) || syntax.Pos < 0 || syntax.Pos > len([]rune(in)) {
				t.Fatalf("Parse(%q): %v, want a SyntaxError within the text", in, err)
			}
			return
		}
		again, err := Parse(q.String())
		if err != nil || !reflect.DeepEqual(again, q) {
			t.Fatalf("Parse(%q) = %#v; its text %q parses to %#v, %v", in, q, q.String(), again, err)
		}
		if s := q.SQL(); strings.Count(s.Where, "?") != len(s.Args) {
			t.Fatalf("SQL of %q: %q has %d arguments", in, s.Where, len(s.Args))
		}
	})
}
