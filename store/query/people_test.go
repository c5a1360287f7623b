package query

import (
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"Mayor Ada Quill opens the new quay on Monday.", "Ada Quill"},
		{"The ferry leaves Port Ardel, as Ana de la Mar and Tomás Peña look on", "Port Ardel|Ana de la Mar|Tomás Peña"},
		{"Left to right: Dr. J. R. Hollis, Omar bin Said (Harbour Press)", "J R Hollis|Omar bin Said|Harbour Press"},
		{"Ada Quill's brother", "Ada Quill"},
		{"A tractor at dawn", ""},
		{"Palestinians wait", ""},
		{"رئيس البلدية", ""},
		{"van der", ""},
		{"", ""},
	} {
		if got := strings.Join(Names(tt.line), "|"); got != tt.want {
			t.Errorf("Names(%q) = %s, want %s", tt.line, got, tt.want)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add("Mayor Ada Quill's (van \"X")
	f.Fuzz(func(t *testing.T, line string) {
		for _, name := range Names(line) {
			if n := len(strings.Fields(name)); n < 2 || n > 5 {
				t.Fatalf("Names(%q) has %q", line, name)
			}
		}
	})
}
