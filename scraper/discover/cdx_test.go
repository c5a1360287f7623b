package discover

import (
	"testing"
	"time"
)

func TestParseCDX(t *testing.T) {
	c, err := ParseCDX([]byte(`[["timestamp","original","mimetype","statuscode","digest","length"],
["20241201080102","http://paper.example:80/a","text/html","200","SHA1A","1234"],
["20241202080102","http://paper.example/a","warc/revisit","-","SHA1A","512"],
["2024","http://paper.example/b","text/html","200","SHA1B","1"],
["20241301080102","http://paper.example/b","text/html","200","SHA1B","1"],
["20241203080102","mailto:a@paper.example","text/html","200","SHA1B","1"],
["20241203080102"],
[],
["com,example)/b 20241203"]]`))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Captures) != 2 || c.Skipped != 4 || c.Resume != "com,example)/b 20241203" {
		t.Fatalf("%d captures, %d skipped, resume %q", len(c.Captures), c.Skipped, c.Resume)
	}
	a := c.Captures[0]
	if !a.At.Equal(time.Date(2024, 12, 1, 8, 1, 2, 0, time.UTC)) || a.Status != 200 || a.Digest != "SHA1A" || a.Length != 1234 {
		t.Errorf("%+v", a)
	}
	if b := c.Captures[1]; b.Media != "warc/revisit" || b.Status != 0 {
		t.Errorf("%+v", b)
	}

	// Columns in another order, and an archive that has nothing.
	c, err = ParseCDX([]byte(`[["original","timestamp"],["https://paper.example/a","20240101000000"]]`))
	if err != nil || len(c.Captures) != 1 || c.Resume != "" {
		t.Errorf("two columns: %+v, %v", c, err)
	}
	if c, err = ParseCDX([]byte("[]\n")); err != nil || len(c.Captures) != 0 {
		t.Errorf("nothing: %+v, %v", c, err)
	}
	for _, bad := range []string{
		"", "<html>", "org.archive.util.io.RuntimeIOException: Blocked Site Error", `{"a": 1}`,
		`[["timestamp","original"],["20240101000000","https://pap`, `[["a","b"],["c","d"]]`,
	} {
		if _, err := ParseCDX([]byte(bad)); err == nil {
			t.Errorf("ParseCDX(%q) made sense of it", bad)
		}
	}
}

func FuzzParseCDX(f *testing.F) {
	f.Add([]byte(`[["timestamp","original"],["20240101000000","https://a.example/"],[],["key"]]`))
	f.Add([]byte(`[[],[]]`))
	f.Fuzz(func(t *testing.T, body []byte) {
		c, err := ParseCDX(body)
		if err == nil && c == nil {
			t.Error("neither an index nor an error")
		}
	})
}
