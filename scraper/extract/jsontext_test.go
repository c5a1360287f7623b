package extract

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestReadJSON(t *testing.T) {
	object := map[string]any{"headline": "Tram", "n": 1.0}
	for _, tt := range []struct {
		name, in string
		want     any
	}{
		{"as it should be", `{"headline":"Tram","n":1}`, object},
		{"in CDATA", "//<![CDATA[\n{\"headline\":\"Tram\",\"n\":1}\n//]]>", object},
		{"in an HTML comment", `<!-- {"headline":"Tram","n":1} -->`, object},
		{"with comments", "{/* what */\"headline\":\"Tram\", // why\n\"n\":1}", object},
		{"with trailing commas", `{"headline":"Tram","n":1,}`, object},
		{"with a missing comma", "{\"headline\":\"Tram\"\n\"n\":1}", object},
		{"with quotes written as entities", `{&quot;headline&quot;:&quot;Tram&quot;,&quot;n&quot;:1}`, object},
		{"with a semicolon behind", `{"headline":"Tram","n":1};`, object},
		{"with a raw line break in a string", "{\"headline\":\"Tram\nruns\"}", map[string]any{"headline": "Tram\nruns"}},
		{"with quotes inside a string", `{"headline":"The "fast" tram","n":1}`, map[string]any{"headline": `The "fast" tram`, "n": 1.0}},
		{"with a tab and an escape", "{\"headline\":\"A\tB\\u00e9\\n\",}", map[string]any{"headline": "A\tBé\n"}},
		{"two in a row", `{"a":true}{"b":null}`, []any{map[string]any{"a": true}, map[string]any{"b": nil}}},
		{"cut off", `{"headline":"Tram","n":1,"body":"It ru`, map[string]any{"headline": "Tram", "n": 1.0, "body": "It ru"}},
		{"bare keys", `{headline:"Tram",n:1}`, object},
	} {
		got, err := readJSON(tt.in)
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %#v, %v, want %#v", tt.name, got, err, tt.want)
		}
	}
	for _, in := range []string{"", "var a = 1", "   ", strings.Repeat("[", 100_000)} {
		if got, err := readJSON(in); err == nil && got != nil {
			if b, _ := json.Marshal(got); len(b) > 1000 {
				t.Errorf("%.20q: got %.50s", in, b)
			}
		}
	}
}

func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{`{"a":[1,"b",{}]}`, `{"a":"b "c" d",}`, "{a:'b'}", `[{"@type":"NewsArticle"}`, `{"a":"\ud83d\ude00"}`, `{"a" "b"}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := readJSON(in)
		again, err2 := readJSON(in)
		if !reflect.DeepEqual(got, again) || (err == nil) != (err2 == nil) {
			t.Errorf("%q: %v, then %v", in, got, again)
		}
		var strict any
		if trimmed := strings.TrimSpace(in); trimmed != "" && (trimmed[0] == '{' || trimmed[0] == '[') && json.Unmarshal([]byte(trimmed), &strict) == nil {
			if err != nil || !reflect.DeepEqual(got, strict) {
				t.Errorf("%q: got %v, want %v as encoding/json reads it", in, got, strict)
			}
		}
	})
}
