package extract

import (
	"testing"
	"unicode"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"plain words", "plain words"},
		{"  The “Bridge” – opened! ", "the bridge opened"},
		{"It's 3.5%", "its 3 5"},
		{"ÉCOLE Straße İ", "école straße i"},
		{"الكِتاب، هنا", "الكِتاب هنا"},
		{"東京・大阪", "東京 大阪"},
		{"soft\u00adhyphen", "softhyphen"},
		{"a  b", "a b"},
		{"\xff a \xff", "a"},
	} {
		if got := fold(c.in); got != c.want {
			t.Errorf("fold(%q): got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestFoldLetter(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if got, want := foldLetter(r), foldByTables(r); got != want {
			t.Fatalf("foldLetter(%U): got %d, want %d", r, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("The “Bridge” – opened!", "the bridge opened")
	f.Add(" a'b ", "ab")
	f.Add("", "-")
	f.Add("a ", "a b")
	f.Add("\u0130\u212a", "ik")
	f.Fuzz(func(t *testing.T, a, b string) {
		if got := fold(fold(a)); got != fold(a) {
			t.Errorf("fold twice: got %q, want %q", got, fold(a))
		}
		if got, want := foldEqual(a, b), fold(a) == fold(b); got != want {
			t.Errorf("foldEqual(%q, %q): got %v, want %v", a, b, got, want)
		}
		set := foldSet{}
		set.add(a)
		if got, want := set.has(b), fold(a) == fold(b); got != want {
			t.Errorf("set of %q has %q: got %v, want %v", a, b, got, want)
		}
		if p := phraseSet(a); !p.has(a) && !containsBar(a) {
			t.Errorf("phrases of %q miss it", a)
		}
	})
}

func containsBar(s string) bool {
	for _, r := range s {
		if r == '|' {
			return true
		}
	}
	return false
}
