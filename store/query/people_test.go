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
		{"Ardelian Prime Minister Ada Quill meets the Deputy Secretary-General, Dr. Jo Writer MP.", "Ada Quill|Jo Writer"},
		{"Harbour Secretary-General Sayyed Omar bin Said and Foreign Minister Ana de la Mar", "Omar bin Said|Ana de la Mar"},
		{"Crown Prince Omar bin Said, Pope Linus, Stephen King and Minister Quill", "Omar bin Said|Pope Linus|Stephen King"},
		{"The Crown Prince at the Port Nations General Assembly", "Port Nations General Assembly"},
		{"The quay on Monday, Dec. 2, 2024. (HP Photo/J.R.R. Hollis)", "J.R.R Hollis"},
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
