package extract

import (
	"bytes"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"newskeep/scraper/news"
)

// FuzzRead holds what is true of every page, whatever its bytes.
func FuzzRead(f *testing.F) {
	for _, page := range fixtures(f) {
		f.Add(page.in.Body, page.in.ContentType)
	}
	f.Add([]byte("<table><tr><td><h1>x<p>y<table>"), "text/html; charset=windows-1256")
	f.Add([]byte(`<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"author":[[{"name":{}}]],"image":[[]]}]}</script>`), "")
	f.Add([]byte("\xff\xfe<\x00p\x00>\x00"), "")
	p := profileNamed(f, "almayadeen-en")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		in := Input{URL: "https://english.almayadeen.net/news/politics/x", Body: body, ContentType: contentType, Seen: time.Unix(1761471045, 0).UTC()}
		r := Read(p, in)
		checkReading(t, body, r)
		if again := Read(p, in); !bytes.Equal(indented(t, r), indented(t, again)) || !reflect.DeepEqual(r.Hrefs, again.Hrefs) || !reflect.DeepEqual(r.Navigation, again.Navigation) {
			t.Fatalf("reading the same bytes twice gave\n%s\nand\n%s", indented(t, r), indented(t, again))
		}
		checkReading(t, body, Read(nil, in))
	})
}

// checkReading holds the properties every reading has.
func checkReading(t testing.TB, body []byte, r *news.Reading) {
	t.Helper()
	if (r.Article != nil) != (r.Kind == news.PageArticle) || (r.Listing != nil) != (r.Kind == news.PageSection) {
		t.Fatalf("a page of kind %s has article %v, listing %v", r.Kind, r.Article != nil, r.Listing != nil)
	}
	if plain := r.Kind == news.PageArticle || r.Kind == news.PageSection; plain != (r.Reason == "") {
		t.Fatalf("a page of kind %s has the reason %q", r.Kind, r.Reason)
	}
	reflectStrings(reflect.ValueOf(r).Elem(), "", func(path, s string) {
		if !utf8.ValidString(s) {
			t.Fatalf("%s is no valid UTF-8: %q", path, s)
		}
		name := path[strings.LastIndexByte(path, '.')+1:]
		switch name {
		case "URL", "Next", "Image", "CanonicalURL":
			checkAddress(t, path, s)
		}
		if strings.HasPrefix(path, ".Hrefs") {
			checkAddress(t, path, s)
		}
		// Markup in a text was text only where it was written as entities, or in a
		// script; where neither is on the page, a tag has leaked.
		if strings.Contains(s, "<p>") && !bytes.Contains(body, []byte("&")) && !bytes.Contains(body, []byte("<script")) && !bytes.Contains(body, []byte("<!")) &&
			!bytes.ContainsAny(body, "\x00\xff\xfe") && utf8.Valid(body) && !rawText(body) {
			t.Fatalf("%s holds markup: %q", path, s)
		}
	})
}

// rawText reports elements whose content the HTML standard reads as text, or
// attributes, in which markup is text.
func rawText(body []byte) bool {
	low := bytes.ToLower(body)
	for _, tag := range []string{"<title", "<textarea", "<style", "<xmp", "<iframe", "<noembed", "<noframes", "<plaintext", "<noscript", "=", "<?", "</"} {
		if bytes.Contains(low, []byte(tag)) {
			return true
		}
	}
	return false
}

func checkAddress(t testing.TB, path, s string) {
	t.Helper()
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Fragment != "" {
		t.Fatalf("%s is no absolute web address without fragment: %q (%v)", path, s, err)
	}
}

// reflectStrings calls f with every string of a value and its path.
func reflectStrings(v reflect.Value, path string, f func(path, s string)) {
	switch v.Kind() {
	case reflect.String:
		f(path, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			reflectStrings(v.Elem(), path, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			reflectStrings(v.Index(i), path, f)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			reflectStrings(v.MapIndex(k), path+"."+k.String(), f)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			reflectStrings(v.Field(i), path+"."+v.Type().Field(i).Name, f)
		}
	}
}

// TestProperties holds the same properties for every page of testdata.
func TestProperties(t *testing.T) {
	for _, f := range fixtures(t) {
		checkReading(t, f.in.Body, Read(f.p, f.in))
		checkReading(t, f.in.Body, Read(nil, f.in))
	}
}

// TestReadTogether reads all pages from many goroutines at once: one profile
// serves them all, and each gets what a single reader gets.
func TestReadTogether(t *testing.T) {
	all := fixtures(t)
	want := make([][]byte, len(all))
	for i, f := range all {
		want[i] = indented(t, Read(f.p, f.in))
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := len(all) - 1; i >= 0; i-- {
				if got := indented(t, Read(all[i].p, all[i].in)); !bytes.Equal(got, want[i]) {
					t.Errorf("%s reads differently beside others", all[i].name)
				}
			}
		})
	}
	wg.Wait()
}
