package searches

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"newskeep/store"
	"newskeep/store/query"
)

const byHand = `# The searches of the desk.

# Monday
harbour: tag:harbour OR headline:ferry   # ask Ada
"quiet":
    note: It's for Monday
    query: >-
      saved:harbour
      silent:true

# numbers are words
2024: 2024
'bridge': '"town bridge" -saved:Quiet'
# the end
`

func put(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.searches.yaml")
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) *File {
	t.Helper()
	f, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRead(t *testing.T) {
	f := read(t, put(t, byHand))
	want := []store.SavedSearch{
		{Name: "harbour", Query: "tag:harbour OR headline:ferry"},
		{Name: "quiet", Query: "saved:harbour silent:true", Note: "It's for Monday"},
		{Name: "2024", Query: "2024"},
		{Name: "bridge", Query: `"town bridge" -saved:Quiet`},
	}
	if !slices.Equal(f.List(), want) {
		t.Errorf("%+v", f.List())
	}
	if f.Line("HARBOUR") != 4 || f.Line("bridge") != 13 || f.Line("x") != 0 {
		t.Errorf("harbour stands in line %d, bridge in %d", f.Line("HARBOUR"), f.Line("bridge"))
	}
	for _, empty := range []string{"", "# nothing yet\n", "---\n"} {
		if f := read(t, put(t, empty)); len(f.List()) != 0 {
			t.Errorf("%q: %+v", empty, f.List())
		}
	}
	if f := read(t, filepath.Join(t.TempDir(), "none.yaml")); len(f.List()) != 0 {
		t.Error("a file that is not there is not empty")
	}
}

func TestReadSaysWhere(t *testing.T) {
	for _, tt := range []struct {
		text string
		line int
		says string
	}{
		{"a: x\nb c: y\n", 2, "no name"},
		{"a: x\n\nA: y\n", 3, "line 1 already"},
		{"a: x\nb:\n", 2, "query behind"},
		{"a: ''\n", 1, "query behind"},
		{"a: x\nb: [x, y]\n", 2, "query behind"},
		{"a:\n  query: x\n  not: y\n", 3, `unknown key "not"`},
		{"a:\n  note: y\n", 2, "no query:"},
		{"a:\n  query: x\n  note: [y]\n", 3, "want text"},
		{"- a\n", 1, "want names"},
		{"a: x\n---\nb: y\n", 3, "one document"},
		{"a: 'x\n", 1, "YAML"},
		{"a: tag: x\n", 1, "YAML"},
		{"a: \xff\n", 1, "UTF-8"},
	} {
		path := put(t, tt.text)
		_, err := Read(path)
		var wrong *Error
		if !errors.As(err, &wrong) || wrong.Line != tt.line || wrong.File != path || !strings.Contains(wrong.Msg, tt.says) {
			t.Errorf("%q: %v, want line %d and %q", tt.text, err, tt.line, tt.says)
		}
	}
}

// What is edited by hand stays as it is but for the lines it is about.
func TestEdit(t *testing.T) {
	path := put(t, byHand)
	f := read(t, path)
	steps := func(all ...error) {
		t.Helper()
		if err := errors.Join(append(all, f.Write())...); err != nil {
			t.Fatal(err)
		}
		f = read(t, path)
	}
	steps(f.Add(store.SavedSearch{Name: "it.s", Query: "it's\n \"now\" ", Note: "say: 'yes'"}, false))
	steps(f.Rename("harbour", "Port"))
	steps(f.Add(store.SavedSearch{Name: "BRIDGE", Query: "bridge -saved:quiet"}, true))
	steps(f.Remove("2024"))
	got, _ := os.ReadFile(path)
	want := `# The searches of the desk.

# Monday
Port: tag:harbour OR headline:ferry   # ask Ada
"quiet":
    note: It's for Monday
    query: >-
      saved:Port
      silent:true

bridge: 'bridge -saved:quiet'
# the end
it.s:
  query: 'it''s  "now"'
  note: 'say: ''yes'''
`
	if string(got) != want {
		t.Errorf("the file is now\n%s\nwant\n%s", got, want)
	}
	if s := f.List()[3]; s.Query != `it's  "now"` || s.Note != "say: 'yes'" {
		t.Errorf("%+v", s)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the file has mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".searches-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestEditRefuses(t *testing.T) {
	f := read(t, put(t, byHand+"list: saved:(2024 OR harbour)\n"))
	var syntax *query.SyntaxError
	for _, tt := range []struct {
		err  error
		says string
	}{
		{f.Add(store.SavedSearch{Name: "a b", Query: "x"}, false), "no name"},
		{f.Add(store.SavedSearch{Name: "Harbour", Query: "x"}, false), "--replace"},
		{f.Add(store.SavedSearch{Name: "a", Query: "(x"}, false), "never closed"},
		{f.Add(store.SavedSearch{Name: "a", Query: " "}, false), "nothing to search for"},
		{f.Add(store.SavedSearch{Name: "a", Query: "saved:b"}, false), "no saved search"},
		{f.Add(store.SavedSearch{Name: "a", Query: "saved:a"}, false), "names itself"},
		{f.Add(store.SavedSearch{Name: "harbour", Query: "saved:bridge"}, true), "names itself"},
		{f.Remove("x"), "harbour"},
		{f.Remove("harbour"), "part of quiet, bridge, list"},
		{f.Rename("x", "y"), "no saved search"},
		{f.Rename("quiet", "a b"), "no name"},
		{f.Rename("quiet", "Bridge"), "saved already"},
		{f.Rename("2024", "year"), "by hand"},
	} {
		if tt.err == nil || !strings.Contains(tt.err.Error(), tt.says) {
			t.Errorf("%v, want %q", tt.err, tt.says)
		}
	}
	if err := f.Add(store.SavedSearch{Name: "a", Query: "ferry OR"}, false); !errors.As(err, &syntax) || syntax.Pos != 8 {
		t.Errorf("%v does not point at the character", err)
	}
	if flow := read(t, put(t, "{a: x, b: y}\n")); flow.Remove("a") == nil || len(flow.List()) != 2 {
		t.Error("what cannot be edited line by line was")
	}
}

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.searches.yaml")
	f, other := read(t, path), read(t, path)
	if err := errors.Join(f.Add(store.SavedSearch{Name: "a", Query: "x"}, false), f.Add(store.SavedSearch{Name: "b", Query: "saved:a y"}, false), f.Write()); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(other.Add(store.SavedSearch{Name: "c", Query: "x"}, false), other.Write()); !errors.Is(err, ErrChanged) {
		t.Errorf("what somebody else saved meanwhile is lost: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.yaml")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	f = read(t, link)
	if err := errors.Join(f.Remove("b"), f.Write()); err != nil {
		t.Fatal(err)
	}
	if list := read(t, path).List(); len(list) != 1 || list[0].Name != "a" {
		t.Errorf("behind the link: %+v", list)
	}
	text, _ := os.ReadFile(path)
	if !strings.HasPrefix(string(text), "# Saved searches") {
		t.Errorf("a new file does not say what it is:\n%s", text)
	}
}

// However a file is written, an edit changes what it is about or nothing.
func FuzzEdit(f *testing.F) {
	f.Add(byHand, "harbour", "x")
	f.Add("a: |\n  b\n\n  c\n#d\nb: {query: x,\n note: y}\n", "b", "saved:a")
	f.Add("? a\n: b\n", "a", "'")
	f.Add("a: x\r\nb: y\r\n", "c", "- x: y # z")
	f.Fuzz(func(t *testing.T, text, name, q string) {
		file, err := parse("f", []byte(text))
		if err != nil {
			return
		}
		before := file.List()
		if file.Add(store.SavedSearch{Name: name, Query: q}, false) == nil {
			again, err := parse("f", []byte(strings.Join(file.lines, "")))
			if err != nil || !slices.Equal(again.List(), append(slices.Clip(before), store.SavedSearch{Name: name, Query: oneLine(q)})) {
				t.Fatalf("%q and %s: %q make %v, %v", text, name, q, again, err)
			}
		}
		if file.Remove(name) == nil {
			again, err := parse("f", []byte(strings.Join(file.lines, "")))
			left := slices.DeleteFunc(slices.Clone(before), func(s store.SavedSearch) bool { return query.SameName(s.Name, name) })
			if err != nil || !slices.Equal(again.List(), left) {
				t.Fatalf("%q without %s: %v, %v", text, name, again, err)
			}
		}
	})
}
