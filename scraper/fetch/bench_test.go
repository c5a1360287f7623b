package fetch

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// benchPage is as large as a real page: 200 KB, some 40 KB in gzip.
func benchPage() []byte {
	var b bytes.Buffer
	for i := 0; b.Len() < 200<<10; i++ {
		fmt.Fprintf(&b, "<div class=\"card c%d\"><a href=\"/news/%d\">Headline %x of the day</a></div>\n", i%7, i*7919, i*i*104729)
	}
	return b.Bytes()
}

// BenchmarkGet is one page over a kept connection; compare with BenchmarkBare.
func BenchmarkGet(b *testing.B) {
	page := benchPage()
	s := serve(b, map[string]http.HandlerFunc{"/": send("gzip", encoded(b, "gzip", page))})
	c := local(b, Options{})
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		got, err := c.Get(b.Context(), Request{URL: s.URL})
		if err != nil || len(got.Body) != len(page) {
			b.Fatalf("Get = %v", err)
		}
	}
}

// BenchmarkBare is the same page by net/http and the standard gzip alone.
func BenchmarkBare(b *testing.B) {
	page := benchPage()
	s := serve(b, map[string]http.HandlerFunc{"/": send("gzip", encoded(b, "gzip", page))})
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, ReadBufferSize: readBuffer}}
	b.SetBytes(int64(len(page)))
	b.ReportAllocs()
	for b.Loop() {
		resp, err := client.Get(s.URL)
		if err != nil {
			b.Fatal(err)
		}
		zr, err := gzip.NewReader(resp.Body)
		if err != nil {
			b.Fatal(err)
		}
		body, err := io.ReadAll(zr)
		resp.Body.Close()
		if err != nil || len(body) != len(page) {
			b.Fatalf("read = %v", err)
		}
	}
}
