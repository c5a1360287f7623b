package extract

import (
	"slices"
	"testing"

	"github.com/andybalholm/cascadia"

	"newskeep/scraper/profile"
)

func TestKeysOf(t *testing.T) {
	for _, c := range []struct {
		sel  string
		kind byte
		name string
	}{
		{`div`, 't', "div"},
		{`div.a.b`, '.', "a"},
		{`.a #b`, '#', "b"},
		{`.a > p`, 't', "p"},
		{`#a ~ *`, 0, ""},
		{`[itemprop="name"]`, '[', "itemprop"},
		{`[lang!="en"]`, 0, ""},
		{`meta[content="a ] b"].c`, '.', "c"},
		{`p:not(.x)`, 't', "p"},
		{`:not(.x)`, 0, ""},
		{`a:contains("#b.c")`, 't', "a"},
	} {
		sel, err := cascadia.Parse(c.sel)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := keysOf(sel.String()); got.kind != c.kind || got.name != c.name {
			t.Errorf("keysOf(%s): got %q %q, want %q %q", c.sel, got.kind, got.name, c.kind, c.name)
		}
	}
	for sel, want := range map[string]selectorKey{
		`.a`: {}, `nav.b-c a`: {'.', "b-c"}, `#a > p`: {'#', "a"}, `.a > .b p`: {'.', "b"}, `.a + p`: {}, `.a ~ p`: {}, `.a p + p`: {}, `* p`: {}, `:root > p`: {}, `.a *`: {'.', "a"},
	} {
		parsed, err := cascadia.Parse(sel)
		if err != nil {
			t.Fatal(err)
		}
		if _, got := keysOf(parsed.String()); got != want {
			t.Errorf("keysOf(%s): above %q %q, want %q %q", sel, got.kind, got.name, want.kind, want.name)
		}
	}
}

// One walk for all selectors finds what a query for each finds, in the same order.
func TestSelectedIsQueryAll(t *testing.T) {
	texts := []string{
		"h1", "p", "*", "html", "body > *", ".story p", "div div", "a[href]", "a[href^='/']", "[class]", "[class*=a]", "[lang!=en]", "p:first-child", "li:nth-child(2)",
		"h1, h2, .title", "p, p", "p:not([class])", "img[alt=\"\"]", "meta[property='og:title'], meta[name=description]", "script", "time[datetime], .date", "ul > li + li a",
		"article header ~ *", ":contains('the')", ":root", "figure:has(img)", "#main, main", "svg *", ".details-white-box h1", "body div > p", "div > .story", "article p + p", "div:not(.a) > p", "main *, p a", "[class] p",
	}
	for _, f := range fixtures(t) {
		if f.p != nil {
			for _, set := range f.p.RulesAt(f.in.Seen) {
				for _, rules := range set.Article {
					for _, r := range rules {
						texts = append(texts, r.Select.Text, r.JSON.Text)
					}
				}
			}
		}
	}
	slices.Sort(texts)
	texts = slices.DeleteFunc(slices.Compact(texts), func(s string) bool { return s == "" })
	p := &profile.Profile{Rules: profile.Rules{}}
	for _, text := range texts {
		sel, err := cascadia.ParseGroup(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		p.Rules.Remove = append(p.Rules.Remove, profile.Selector{Text: text, Sel: sel})
	}
	hits := 0
	for _, f := range fixtures(t) {
		d, refusal := parse(p, f.in)
		if refusal != nil {
			continue
		}
		for _, s := range p.Rules.Remove {
			got, want := d.selected(s), cascadia.QueryAll(d.root, s.Sel)
			if !slices.Equal(got, want) {
				t.Errorf("%s, %s: got %d elements, want %d, or in another order", f.name, s.Text, len(got), len(want))
			}
			hits += len(want)
		}
	}
	if hits < 1000 {
		t.Errorf("only %d elements were matched: the pages say nothing", hits)
	}
}
