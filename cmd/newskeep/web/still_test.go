package web

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// What would connect, where the tokenizer and a browser without scripts disagree about
// what is text.
var hidden = []string{
	`<noscript>@</noscript>`,
	`<head><noscript><style></style>@</noscript></head>`,
	`<noscript><p title="</noscript><img alt='">@'>`,
	`<noscript><!--</noscript><img alt="-->@">`,
	`<noscript><?</noscript><img alt=">@">`,
	`<svg><title>@</title></svg>`,
	`<svg><style><p>@</p></style></svg>`,
	`<svg><style><img alt="</style><p>@`,
	`<svg><plaintext><p>@`,
	`<svg><textarea><xmp><noembed><p>@`,
	`<svg><![CDATA[ > <img alt=" ]]><p>@">`,
	`<svg><style><!--</style><img alt="--><p>@">`,
	`<math><annotation-xml encoding="text/html"><style><i></style>@</annotation-xml></math>`,
	`<noscript/>@`,
	`<iframe/>@</iframe>@`,
	`<object>@</object>@<template>@</template>`,
}

const connecting = `<link rel=preconnect href=//evil.example/><base href=//evil.example/><meta http-equiv=refresh content="0;url=//evil.example/"><iframe src=/evil></iframe><script>hurt()</script>`

func stilled(t testing.TB, page string) string {
	t.Helper()
	var b strings.Builder
	if err := still(&b, strings.NewReader(page)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// connects finds an element that would load, lead away or run, as a browser without
// scripts builds the page.
func connects(t testing.TB, page string) string {
	t.Helper()
	root, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
	if err != nil {
		return "" // nested too deep for this parser; browsers stop there, too
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		refreshes := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
			return a.Key == "http-equiv" && !strings.EqualFold(a.Val, "content-language")
		})
		if slices.Contains(loading, n.Data) || n.Data == "meta" && refreshes {
			return n.Data
		}
	}
	return ""
}

func TestNothingHidesInAStoredPage(t *testing.T) {
	for _, page := range hidden {
		page = strings.ReplaceAll(page, "@", connecting)
		if connects(t, page) == "" {
			t.Errorf("%s holds nothing that connects: it tests nothing", page)
		}
		if got := stilled(t, page); connects(t, got) != "" {
			t.Errorf("still(%s) = %s, which has a %s", page, got, connects(t, got))
		}
	}
	for _, page := range []string{
		"<!doctype html><!-- a --><title>5 < 6 & so on</title><style><!-- a > b {} --></style><noscript><img src=a></noscript><p>a<b>c</p><textarea>x</textarea>",
		"<svg><title>A <i>map</i></title></svg><xmp><b></xmp><plaintext><b>",
	} {
		if got := stilled(t, page); got != page {
			t.Errorf("still(%s) = %s, want every byte", page, got)
		}
	}
	if got, want := stilled(t, `<object data=x><p>words</object><object>never closed<p>after`), `<p>wordsnever closed<p>after`; got != want {
		t.Errorf("of objects %s is left, want their words: %s", got, want)
	}
}

func FuzzStill(f *testing.F) {
	for _, page := range hidden {
		f.Add(strings.ReplaceAll(page, "@", connecting))
	}
	f.Fuzz(func(t *testing.T, page string) {
		got := stilled(t, page)
		if found := connects(t, got); found != "" {
			t.Errorf("still(%q) = %q, which has a %s", page, got, found)
		}
		if again := stilled(t, got); connects(t, again) != "" {
			t.Errorf("again %q", again)
		}
	})
}
