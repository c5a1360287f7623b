package scraper

import (
	"errors"
	"testing"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const twoMenus = `
name: paper
home: https://paper.example/
sections:
  - {name: Politics, path: [News, Politics], url: /news/politics}
  - {name: Arts&Culture, path: [News, Arts&Culture], group: News}
  - {name: Features, path: [Videos, Features], label: Features, group: Videos}
  - {name: Lost}
`

func mustParse(t *testing.T, src string) *profile.Profile {
	t.Helper()
	p, err := profile.Parse("paper.yaml", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSectionsAreFoundByTheirLabel(t *testing.T) {
	p := mustParse(t, twoMenus)
	nav := []news.NavLink{
		{Group: "Articles", Label: "Features", URL: "https://paper.example/articles/features"},
		{Group: "Videos", Label: "Features", URL: "https://paper.example/videos/features/"},
		{Group: "News", Label: "Arts & Culture", URL: "https://paper.example/news/arts"},
		{Label: "Lost", URL: "https://elsewhere.example/lost"},
	}
	found, missing := byLabel(p, p.Sections[1:], nav)
	got := map[string]string{}
	for _, f := range found {
		got[f.Title] = f.URL
	}
	for name, want := range map[string]string{
		"Arts&Culture": "https://paper.example/news/arts",
		"Features":     "https://paper.example/videos/features",
	} {
		if got[name] != want {
			t.Errorf("section %s = %q, want %q", name, got[name], want)
		}
	}
	if len(missing) != 1 || missing[0].Name != "Lost" {
		t.Errorf("missing = %v, want Lost alone: its label leads out of the site", missing)
	}
}

func TestSeedsOfOnlySomeSections(t *testing.T) {
	p := mustParse(t, twoMenus)
	for _, tt := range []struct {
		only []string
		want []string
	}{
		{nil, []string{"https://paper.example/", "https://paper.example/news/politics"}},
		{[]string{"politics"}, []string{"https://paper.example/news/politics"}},
		{[]string{"Arts & Culture"}, []string{"https://paper.example/"}},
		{[]string{"News"}, []string{"https://paper.example/", "https://paper.example/news/politics"}},
	} {
		plan, err := PlanOf(p, tt.only)
		if err != nil {
			t.Errorf("PlanOf(%q): %v", tt.only, err)
			continue
		}
		if len(plan.URLs) != len(tt.want) {
			t.Errorf("PlanOf(%q) = %q, want %q", tt.only, plan.URLs, tt.want)
			continue
		}
		for i := range tt.want {
			if plan.URLs[i] != tt.want[i] {
				t.Errorf("PlanOf(%q) = %q, want %q", tt.only, plan.URLs, tt.want)
			}
		}
	}
	var unknown *UnknownSectionError
	if _, err := PlanOf(p, []string{"Gardening"}); !errors.As(err, &unknown) {
		t.Errorf("PlanOf(Gardening) = %v, want an UnknownSectionError", err)
	}
}
