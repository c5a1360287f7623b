package store

import (
	"encoding/json"
	"reflect"
	"testing"
)

// Headers are read as the library reads them, and what it refuses is refused.
func TestHeaderOf(t *testing.T) {
	for _, text := range []string{
		`{}`, `{"Etag":["\"a\""]}`, `{"A":["b","c"],"D":["e"]}`, `{"A":["\u003cb\u003e \\"],"É":["ü"]}`, `{"A":[]}`, `{"A":null}`, `{"A": ["b"]}`, `null`,
		``, `{`, `{"A"`, `{"A":`, `{"A":[`, `{"A":["`, `{"A":["b`, `{"A":["b"`, `{"A":["b"]`, `{"A":["b"],`, `{"A":["b"],}`, `{"A":["b",`, `{"A":["b"]}}`,
		`{"A":["b\"]}`, `{"A":["\x"]}`, "{\"A\":[\"\n\"]}", `{A:["b"]}`, `{"A":"b"}`, `{"A":["b" "c"]}`, `[]`,
	} {
		var want map[string][]string
		bad := json.Unmarshal([]byte(text), &want)
		got, err := headerOf(text)
		if (err == nil) != (bad == nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s is read as %v, %v; want %v, %v", text, got, err, want, bad)
		}
	}
}
