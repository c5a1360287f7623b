package extract

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

var jsonTexts = []string{
	`{}`, `[]`, ` { "a" : [ 1 , -2.5e+3 , 0.1, true, false, null, "b" ] } `, `{"a":1,"a":2}`, `"\"\\\/\b\f\n\r\té\u0000"`, `"\ud83d\ude00"`, `"\ud83d"`,
	`01`, `-`, `1.`, `1e`, `.5`, `+1`, `1e999`, `[1,]`, `{"a":1,}`, `{"a" 1}`, `{a:1}`, `{"a":}`, `[`, `{"a`, `"a`, `"\`, `"\u12`, `"\x"`, "\"a\nb\"", `[1] 2`, `tru`, `nul`,
	`"é 你好"`, "\"\xff\"", strings.Repeat("[", 300) + strings.Repeat("]", 300), "\u00a0{}", ``, `  `, `"\u+123"`, `"\u-123"`, `"\u00_1"`,
}

// FuzzPlainJSON holds that what is read is what encoding/json reads.
func FuzzPlainJSON(f *testing.F) {
	for _, s := range jsonTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := plainJSON(s)
		var want any
		err := json.Unmarshal([]byte(s), &want)
		if ok && (err != nil || !reflect.DeepEqual(got, want)) {
			t.Errorf("%q: got %#v, want %#v, %v", s, got, want, err)
		}
		if !ok && err == nil && !strings.Contains(s, `\u`) && len(s) < 200 && strings.ToValidUTF8(s, "") == s {
			t.Errorf("%q: not read, though it is JSON", s)
		}
	})
}
