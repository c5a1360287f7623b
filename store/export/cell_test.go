package export_test

import (
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"newskeep/store/export"
)

// undone is how the text of a defused cell is found again: the rule that
// export.Defused gives.
var undone = regexp.MustCompile(regexp.MustCompile(`replace (\S.*) by`).FindStringSubmatch(export.Defused)[1])

func TestCell(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""}, {"plain - text = more", "plain - text = more"}, {"it's so", "it's so"}, {"'We won'", "'We won'"},
		{"=1+1", "'=1+1"}, {"  @x", "  '@x"}, {"'=x", "''=x"}, {"-", "'-"}, {"＝1", "'＝1"},
		{"one\n\n=1\n- two\nthree", "one\n\n'=1\n'- two\nthree"},
		{"tag; =cmd; \"+1\"; -", "tag; '=cmd; \"'+1\"; '-"},
		{"\t=1\r+2", "\t'=1\r'+2"}, {"a-b; c", "a-b; c"}, {"مرحبا\n=١", "مرحبا\n'=١"}, {";;=;", ";;'=;"}, {"\xff\n=\xff", "\xff\n'=\xff"},
	} {
		if got := export.Cell(tt.in); got != tt.want {
			t.Errorf("Cell(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// Whatever a newspaper prints, no cell is a formula, in whichever way a spreadsheet
// cuts the file, and the text can be had as it was.
func FuzzCell(f *testing.F) {
	for _, s := range []string{"=1", "a; =1\n\"+2", "''@", "\r\n;-\t＋", "x,\"=1\",\"\"=2;\"=3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cell := export.Cell(s)
		if got := undone.ReplaceAllString(cell, "$1$2$3"); strings.ToValidUTF8(got, "?") != strings.ToValidUTF8(s, "?") {
			t.Errorf("%q became %q and then %q", s, cell, got)
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		_ = w.Write([]string{"1", cell})
		w.Flush()
		for _, separator := range []rune{',', ';', '\t'} {
			r := csv.NewReader(strings.NewReader(b.String()))
			r.Comma, r.LazyQuotes, r.FieldsPerRecord = separator, true, -1
			rows, err := r.ReadAll()
			if err != nil {
				continue
			}
			for _, row := range rows {
				for _, c := range row {
					if c = strings.TrimLeft(c, " \""); c != "" && strings.ContainsAny(c[:1], "=+-@") {
						t.Errorf("%q cut at %q has the cell %q", s, separator, c)
					}
				}
			}
		}
	})
}
