package profile

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// TestGuide holds the guide and the keys together: it parses, so it has no key
// that does not exist, and every key that exists is in it, in its place.
func TestGuide(t *testing.T) {
	if _, err := Parse("guide.yaml", []byte(Guide)); err != nil {
		t.Fatalf("the guide does not parse:\n%v", err)
	}
	for place, keys := range keys {
		if place == "rule" {
			continue // its keys are spread over the rules: below
		}
		shown := guideKeys(t, place)
		for _, k := range keys {
			if !slices.Contains(shown, k) {
				t.Errorf("the guide does not show key %s of %s", k, place)
			}
		}
	}
	for _, k := range keys["rule"] {
		if !strings.Contains(Guide, "#       "+k+" ") {
			t.Errorf("the guide does not explain key %s of a rule", k)
		}
		if !strings.Contains(Guide, k+": ") {
			t.Errorf("the guide does not use key %s of a rule", k)
		}
	}
}

// guidePaths say where in the guide the maps of a place stand.
var guidePaths = map[string]string{
	"profile": "", "schedule": "schedule", "politeness": "politeness", "section": "sections", "articles": "articles",
	"revisit": "revisit", "dated list": "dated_lists", "wayback": "wayback",
	"rules": "rules", "listing": "rules.listing", "module": "rules.modules", "older": "older", "test": "tests",
}

// guideKeys lists the keys of all maps at a place of the guide.
func guideKeys(t *testing.T, place string) []string {
	t.Helper()
	where, ok := guidePaths[place]
	if !ok {
		t.Fatalf("guidePaths lacks %s", place)
	}
	file, err := parser.ParseBytes([]byte(Guide), 0)
	if err != nil {
		t.Fatal(err)
	}
	nodes := []ast.Node{file.Docs[0].Body}
	for step := range strings.SplitSeq(where, ".") {
		if step == "" {
			continue
		}
		var next []ast.Node
		for _, n := range nodes {
			values, _ := pairs(n)
			for _, v := range values {
				if keyText(v.Key) != step {
					continue
				}
				for _, item := range (&node{nil, v.Value}).items() {
					next = append(next, item.ast)
				}
			}
		}
		nodes = next
	}
	var names []string
	for _, n := range nodes {
		values, _ := pairs(n)
		for _, v := range values {
			names = append(names, keyText(v.Key))
		}
	}
	return names
}

// TestEveryKeyIsRead gives every key a value of a wrong type: a key that is
// declared but never read would go through.
func TestEveryKeyIsRead(t *testing.T) {
	frames := map[string]string{
		"profile":    "%s",
		"schedule":   "schedule: {%s}",
		"politeness": "politeness: {%s}",
		"section":    "sections: [{name: a, %s}]",
		"articles":   "articles: {%s}",
		"rules":      "rules: {%s}",
		"listing":    "rules: {listing: {%s}}",
		"module":     "rules: {modules: [{relation: related, select: a, %s}]}",
		"rule":       "rules: {published: [{%s}]}",
		"older":      "older: [{until: 2024-01-01, rules: {}, %s}]",
		"test":       "tests: [{url: /a, %s}]",
		"revisit":    "revisit: [{%s}]",
		"dated list": "dated_lists: [{%s}]",
		"wayback":    "wayback: {%s}",
	}
	wrong := "[{nonsense: {deep: [1]}}]"
	for place, names := range keys {
		for _, k := range names {
			source := map[string]string{"attr": "select: a, ", "path": "json: script, "}
			src := fmt.Sprintf(frames[place], k+": "+wrong)
			if place == "rule" {
				src = fmt.Sprintf(frames[place], source[k]+k+": "+wrong)
			}
			_, err := Parse("x.yaml", []byte(base+src))
			if !slices.ContainsFunc(Errors(err), func(e *Error) bool {
				return !strings.Contains(e.Msg, "given twice") && e.Column > strings.Index(src, wrong)
			}) && !given(place, k) {
				t.Errorf("key %s of %s is not read: %s gives %v", k, place, src, err)
			}
		}
	}
}

// given are the keys that the frames of TestEveryKeyIsRead have already; the
// error table above covers each.
func given(place, key string) bool {
	switch place + "." + key {
	case "profile.name", "profile.home", "section.name", "module.relation", "module.select", "older.until", "older.rules", "test.url":
		return true
	}
	return false
}
