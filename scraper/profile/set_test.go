package profile

import (
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func builtin(t *testing.T) *Set {
	t.Helper()
	s, err := Builtin()
	if err != nil {
		t.Fatalf("Builtin:\n%v", err)
	}
	return s
}

func TestBuiltin(t *testing.T) {
	s := builtin(t)
	names := s.Names()
	for _, want := range []string{"almayadeen-ar", "almayadeen-en", "almayadeen-es"} {
		if !slices.Contains(names, want) {
			t.Errorf("Names() = %q, want %s among them", names, want)
		}
	}
	for _, p := range s.All() {
		whole(t, p)
		if p.File != "builtin:"+p.Name+".yaml" {
			t.Errorf("profile %s is in file %s, want it to have its name", p.Name, p.File)
		}
		// The demo prints three languages, so its profile names none.
		if p.Language == "" && p.Name != "demo" || len(p.Sections) == 0 || len(p.Articles.Include) == 0 {
			t.Errorf("profile %s lacks its language, sections or article patterns", p.Name)
		}
		for _, sec := range p.Sections {
			if sec.URL != nil && p.IsArticle(sec.URL) {
				t.Errorf("profile %s takes its section page %s for an article", p.Name, sec.URL)
			}
		}
	}
}

func TestBuiltinArticlePatterns(t *testing.T) {
	s := builtin(t)
	for _, tt := range []struct {
		site, path string
		want       bool
	}{
		{"almayadeen-en", "/news/politics/a-tram--opened-in-the-harb", true},
		{"almayadeen-en", "/news/politics/-a-tram--opened", true},
		{"almayadeen-en", "/news/politics/mayor:-a-tram", true},
		{"almayadeen-en", "/articles/features/how-the-tram-came", true},
		{"almayadeen-en", "/articles/why-a-tram", true},
		{"almayadeen-en", "/video/the-tram", true},
		{"almayadeen-en", "/infograph/the-tram", true},
		{"almayadeen-en", "/news/politics", false},
		{"almayadeen-en", "/news/politics/", false},
		{"almayadeen-en", "/articles/opinion", false},
		{"almayadeen-en", "/articles/features/", false},
		{"almayadeen-en", "/authors/jane-doe", false},
		{"almayadeen-en", "/coverage/the-tram", false},
		{"almayadeen-en", "/live", false},
		{"almayadeen-en", "/", false},
		{"almayadeen-ar", "/news/politics/-الترام---في-المرفأ", true},
		{"almayadeen-ar", "/news/politics/البلدية:-ترام-جديد", true},
		{"almayadeen-ar", "/newscast/2023/1/30/نشرة-المرفأ", true},
		{"almayadeen-ar", "/tv-reports/ترام", true},
		{"almayadeen-ar", "/Blog/ترام", true},
		{"almayadeen-ar", "/authors/جنى-حداد", false},
		{"almayadeen-ar", "/shortnews", false},
		{"almayadeen-es", "/entrevistas/2046797/el-tranvía--diálo", true},
		{"almayadeen-es", "/articles/1637595/el-tranvía", true},
		{"almayadeen-es", "/profundidad/politica", false},
		{"almayadeen-es", "/news?tags=Tranvía", false},
	} {
		p, err := s.Get(tt.site)
		if err != nil {
			t.Fatal(err)
		}
		u := &url.URL{Scheme: "https", Host: p.Home.Host}
		u.Path, u.RawQuery, _ = strings.Cut(tt.path, "?")
		if got := p.IsArticle(u); got != tt.want {
			t.Errorf("%s: IsArticle(%s) = %v, want %v", tt.site, tt.path, got, tt.want)
		}
	}
}

func TestBuiltinSections(t *testing.T) {
	p, err := builtin(t).Get("almayadeen-en")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range p.Sections {
		got = append(got, s.Label)
	}
	for _, label := range []string{
		"Politics", "Economy", "Sports", "Arts&Culture", "Health", "Miscellaneous", "Technology", "Environment",
		"Opinion", "Analysis", "Blog", "Features", "NewsFeed", "Video Features", "Explainers", "TV", "Digital Series",
		"Infographs", "In Pictures", "Africa", "Asia", "Asia-Pacific", "Europe", "Latin America", "MENA", "Palestine",
		"US & Canada", "War on Gaza",
	} {
		if !slices.Contains(got, label) {
			t.Errorf("no section with label %q in %q", label, got)
		}
	}
}

func TestSetGet(t *testing.T) {
	s := builtin(t)
	if p, err := s.Get("almayadeen-en"); err != nil || p.Name != "almayadeen-en" {
		t.Errorf("Get(almayadeen-en) = %v, %v", p, err)
	}
	for _, tt := range []struct{ name, want string }{
		{"almayaden-en", "almayadeen-en"},
		{"ALMAYADEEN-EN", "almayadeen-en"},
		{"mayadeen", "almayadeen-ar"},
		{"xyz", ""},
		{"", ""},
	} {
		_, err := s.Get(tt.name)
		var unknown *UnknownError
		if !errors.As(err, &unknown) || unknown.Name != tt.name {
			t.Errorf("Get(%q): %v, want an *UnknownError", tt.name, err)
			continue
		}
		got := ""
		if len(unknown.Nearest) > 0 {
			got = unknown.Nearest[0]
		}
		if got != tt.want {
			t.Errorf("Get(%q): nearest %q, want %q first", tt.name, unknown.Nearest, tt.want)
		}
	}
}

func TestSetForHost(t *testing.T) {
	s := builtin(t)
	for _, tt := range []struct{ host, want string }{
		{"english.almayadeen.net", "almayadeen-en"},
		{"English.AlMayadeen.net:443", "almayadeen-en"},
		{"www.almayadeen.net", "almayadeen-ar"},
		{"espanol.almayadeen.net", "almayadeen-es"},
		{"other.example", ""},
		{"", ""},
	} {
		got := ""
		if p := s.ForHost(tt.host); p != nil {
			got = p.Name
		}
		if got != tt.want {
			t.Errorf("ForHost(%q) = %q, want %q", tt.host, got, tt.want)
		}
	}
}

func TestSetLoad(t *testing.T) {
	dir := t.TempDir()
	write := func(file, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("gazette.yaml", base)
	write("mine.yml", "name: almayadeen-en\ntitle: Mine\nhome: https://english.almayadeen.net/\n")
	write("notes.txt", "not a profile")
	s := builtin(t)
	before := len(s.Names())
	if err := s.Load(dir); err != nil {
		t.Fatal(err)
	}
	if got := len(s.Names()); got != before+1 {
		t.Errorf("%d profiles after Load, want %d", got, before+1)
	}
	if p := s.ForHost("english.almayadeen.net"); p.Title != "Mine" || p.File != filepath.Join(dir, "mine.yml") {
		t.Errorf("the folder's profile does not take the place of the built-in one: %v", p)
	}
	if !slices.IsSorted(s.Names()) {
		t.Errorf("Names() = %q, want them in order", s.Names())
	}

	write("bad.yaml", base+"titel: x\n")
	write("worse.yaml", "name: [\n")
	write("twice.yaml", "name: gazette\nhome: http://b.example/\n")
	write("almayadeen-es.yaml", "nmae: almayadeen-es\n")
	write("good.yaml", "name: good\nhome: http://good.example/\n")
	err := s.Load(dir)
	if err == nil {
		t.Fatal("Load of bad profiles gave no error")
	}
	for _, want := range []string{"bad.yaml:3:1", "worse.yaml:", `name "gazette" is taken`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Load: %v, want %s in it", err, want)
		}
	}
	if _, err := s.Get("good"); err != nil {
		t.Errorf("a whole profile beside broken ones: %v", err)
	}
	if _, err := s.Get("almayadeen-es"); err == nil {
		t.Error("the built-in profile stands in for the broken file that was to replace it")
	}
	if err := s.Load(filepath.Join(dir, "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Load of a missing folder: %v", err)
	}
}
