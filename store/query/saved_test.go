package query

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

var shelf = Saved{
	"harbour":  "tag:harbour OR headline:ferry",
	"Politics": "section:Politics -kind:opinion",
	"both":     "saved:harbour saved:politics",
	"week":     "seen:P7D",
	"not":      "-tram",
	"empty":    " * ",
	"wrong":    "ferry OR",
	"uses":     "a saved:wrong",
	"selfish":  "a saved:Selfish",
	"a":        "saved:b",
	"b":        "x OR saved:a",
	"ميناء":    "الميناء",
}

func TestSaved(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"saved:harbour", "tag:harbour OR headline:ferry"},
		{"saved:harbour -tram published:2024", "(tag:harbour OR headline:ferry) -tram published:2024"},
		{"SAVED:Harbour OR bus", "tag:harbour OR headline:ferry OR bus"},
		{"-saved:harbour", "-(tag:harbour OR headline:ferry)"},
		{"saved:politics mayor", "section:Politics -kind:opinion mayor"},
		{"saved:both", "(tag:harbour OR headline:ferry) section:Politics -kind:opinion"},
		{"-saved:not -(saved:not bus)", "tram -(-tram bus)"},
		{"saved:(harbour OR week)", "tag:harbour OR headline:ferry OR seen:P7D"},
		{`saved:"harbour" saved:ميناء`, "(tag:harbour OR headline:ferry) الميناء"},
		{`"saved:harbour" saved: `, ""},
	} {
		q, err := shelf.Parse(tt.in)
		if tt.want == "" {
			if err == nil {
				t.Errorf("%s is read as %s", tt.in, q)
			}
			continue
		}
		if err != nil || q.String() != tt.want {
			t.Errorf("%s is read as %q, %v, want %q", tt.in, q, err, tt.want)
		}
		// What is written down stands without the names.
		if again, err := Parse(q.String()); err != nil || !reflect.DeepEqual(again, q) {
			t.Errorf("%s: %q is read again as %q, %v", tt.in, q, again, err)
		}
	}
	q, err := shelf.Parse("saved:week")
	if got := q.At(time.Date(2024, 12, 8, 10, 0, 0, 0, time.UTC)).String(); err != nil || got != "seen:2024-12-01T10:00..2024-12-08T10:00" {
		t.Errorf("a date within a saved query is fixed as %s, %v", got, err)
	}
}

func TestSavedRefuses(t *testing.T) {
	for _, tt := range []struct {
		in   string
		pos  int
		says []string
	}{
		{"ferry saved:harbor", 12, []string{`no saved search "harbor"`, "harbour", "week"}},
		{"saved:harb*", 6, []string{"whole name"}},
		{"saved:", 6, []string{"value"}},
		{"tram saved:wrong", 11, []string{"saved search wrong, character 9", "both sides"}},
		{"saved:uses", 6, []string{"saved search uses, character 9", "saved search wrong, character 9"}},
		{"saved:empty", 6, []string{"nothing to search for"}},
		{"saved:selfish", 6, []string{"selfish -> selfish"}},
		{"x saved:a", 8, []string{"a -> b -> a"}},
		{"headline:(saved:harbour)", 10, []string{"inside the brackets of headline:"}},
	} {
		_, err := shelf.Parse(tt.in)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Pos != tt.pos || slices.ContainsFunc(tt.says, func(s string) bool { return !strings.Contains(syntax.Msg, s) }) {
			t.Errorf("%s: %v, want an error at %d that says %q", tt.in, err, tt.pos, tt.says)
		}
	}
}

// Queries that name each other may grow beyond what can be asked, but are told so at once.
func TestSavedGrowth(t *testing.T) {
	doubling, chain := Saved{"n0": "a b"}, Saved{"n0": "a"}
	for i := 1; i < 90; i++ {
		doubling[fmt.Sprint("n", i)] = fmt.Sprintf("saved:n%d saved:n%[1]d", i-1)
		chain[fmt.Sprint("n", i)] = fmt.Sprintf("x%d OR (saved:n%[1]d y%[1]d)", i-1)
	}
	for _, tt := range []struct {
		saved Saved
		in    string
		says  string
	}{
		{doubling, "saved:n20", "more than 200"},
		{chain, "saved:n20", ""},
		{chain, "saved:n24", ""},
		{chain, "saved:n49", "brackets"},
		{chain, "saved:n89", "inside each other"},
	} {
		q, err := tt.saved.Parse(tt.in)
		if tt.says == "" {
			if again, e := Parse(q.String()); err != nil || e != nil || !reflect.DeepEqual(again, q) {
				t.Errorf("%s: %v, read again %v", tt.in, err, e)
			}
		} else if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.in, err, tt.says)
		}
	}
}

func TestCanName(t *testing.T) {
	for name, want := range map[string]bool{
		"harbour": true, "harbour-2024": true, "a_b.c": true, "ميناء": true, "2024": true,
		"": false, "-a": false, "a b": false, "a:b": false, "a*": false, `a"`: false, "(a": false, ".a": false, strings.Repeat("a", 65): false,
	} {
		if CanName(name) != want {
			t.Errorf("CanName(%q) is %v", name, !want)
		}
		if q, err := (Saved{name: "ferry"}).Parse("saved:" + name); want && (err != nil || q.String() != "ferry") {
			t.Errorf("saved:%s is read as %s, %v", name, q, err)
		}
	}
}

func TestDoubts(t *testing.T) {
	for in, want := range map[string]string{
		"ferry or tram": "OR", "ferry and tram": "AND", "ferry not tram": "NOT", "not tram": "NOT", "(ferry Or tram) bus": "OR", "ferry !tram": "-tram", "!tram": "-tram", "ferry !": "", `"!tram"`: "",
		"ferry OR tram": "", `ferry "or" tram`: "", "or": "", "headline:or tram": "", "rock and": "",
		"ferry NEAR strike": "NEAR(ferry strike, 5)", "ferry near/3 strike": "NEAR(", "ferry w/5 strike": "NEAR(", "ferry near strike": "", "NEAR(ferry strike)": "",
		"headline:-tram": "-headline:tram", "headline:tram-line": "", "body:'-tram": "", "'town council' vote": "double ones", "the councils' 'vote": "", "rock 'n' roll": "", "''town": "",
		"headline:東京 -tram": "headline:東京*", `"東京 2020"`: `"東京 2020"*`, "NEAR(สวน tram)": "สวน*", "東京*": "", "서울": "", "tag:東京": "",
	} {
		q, err := Parse(in)
		if got := strings.Join(q.Doubts(), "; "); err != nil || (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, %v, want %q", in, got, err, want)
		}
	}
}
