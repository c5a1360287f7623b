package searches

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	yaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"newskeep/store"
	"newskeep/store/query"
)

// Error is what is wrong with the file, and where.
type Error struct {
	File         string
	Line, Column int // from 1
	Msg          string
}

// Error is "file:line:column: message".
func (e *Error) Error() string { return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Msg) }

// File is a file of saved searches as it was read.
type File struct {
	path    string
	src     []byte // as it was read; nil when there was no file
	lines   []string
	entries []entry
}

// entry is one saved search and the lines it stands in, from 0.
type entry struct {
	store.SavedSearch
	from, key, end int // the first of the comment right above it, that of its name, the one behind its last
}

// maxSource is more than anybody writes by hand.
const maxSource = 1 << 20

// Read reads a file. One that is not there is empty. The error is an [*Error] or
// that of the file system. Whether the queries can be understood is not looked at:
// one that cannot is a matter of who names it.
func Read(path string) (*File, error) {
	src, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &File{path: path}, nil
	}
	if err != nil {
		return nil, err
	}
	return parse(path, src)
}

// List is the saved searches in the order of the file.
func (f *File) List() []store.SavedSearch {
	all := make([]store.SavedSearch, len(f.entries))
	for i, e := range f.entries {
		all[i] = e.SavedSearch
	}
	return all
}

// Line is where a saved search stands, from 1; 0 when there is none of that name.
func (f *File) Line(name string) int {
	if e := f.find(name); e != nil {
		return e.key + 1
	}
	return 0
}

func (f *File) find(name string) *entry {
	for i := range f.entries {
		if query.SameName(f.entries[i].Name, name) {
			return &f.entries[i]
		}
	}
	return nil
}

const shape = "want names with a query behind each, as in harbour: 'tag:harbour OR headline:ferry'"

func parse(path string, src []byte) (f *File, err error) {
	f = &File{path: path, src: src, lines: strings.SplitAfter(string(src), "\n")}
	fail := func(at *token.Token, format string, args ...any) error {
		line, column := place(at)
		return &Error{path, line, column, fmt.Sprintf(format, args...)}
	}
	if len(src) > maxSource || !utf8.Valid(src) {
		return nil, fail(nil, "want UTF-8 of at most %d bytes", maxSource)
	}
	if bytes.Count(src, []byte("\r")) > bytes.Count(src, []byte("\r\n")) {
		return nil, fail(nil, `want lines that end with \n or \r\n`)
	}
	defer func() { // the YAML parser panics on some broken input: a mistake in the file like any other
		if r := recover(); r != nil {
			f, err = nil, fail(nil, "YAML that cannot be read: %v", r)
		}
	}()
	tree, err := parser.ParseBytes(bytes.TrimPrefix(src, []byte("\ufeff")), 0, parser.AllowDuplicateMapKey())
	if err != nil {
		var y yaml.Error
		if errors.As(err, &y) {
			return nil, fail(y.GetToken(), "YAML: %s", y.GetMessage())
		}
		return nil, fail(nil, "YAML: %v", err)
	}
	var pairs []*ast.MappingValueNode
	for _, doc := range tree.Docs {
		var ok bool
		if _, empty := doc.Body.(*ast.NullNode); doc.Body == nil || empty {
			continue
		}
		if pairs != nil {
			return nil, fail(doc.Body.GetToken(), "want one document, without ---")
		}
		if pairs, ok = pairsOf(doc.Body); !ok {
			return nil, fail(doc.Body.GetToken(), "%s", shape)
		}
	}
	for _, p := range pairs {
		at := p.Key.GetToken()
		name, ok := textOf(p.Key)
		if !ok || !query.CanName(name) {
			return nil, fail(at, "%q is no name: want letters and digits, and within it - _ or .", at.Value)
		}
		if twice := f.find(name); twice != nil {
			return nil, fail(at, "%s stands in line %d already; capitals do not matter", name, twice.key+1)
		}
		s, err := search(p.Value, fail)
		if err != nil {
			return nil, err
		}
		s.Name = name
		line, _ := place(at)
		f.entries = append(f.entries, entry{SavedSearch: s, key: line - 1})
	}
	f.span()
	return f, nil
}

// search reads what stands behind a name: a query, or one with a note.
func search(n ast.Node, fail func(*token.Token, string, ...any) error) (s store.SavedSearch, err error) {
	pairs, ok := pairsOf(n)
	if !ok {
		if s.Query, ok = textOf(n); !ok || s.Query == "" {
			return s, fail(n.GetToken(), "%s, or query: and note: below the name", shape)
		}
		return s, nil
	}
	for _, p := range pairs {
		text, ok := textOf(p.Value)
		if !ok {
			return s, fail(p.Value.GetToken(), "want text")
		}
		switch key, _ := textOf(p.Key); key {
		case "query":
			s.Query = text
		case "note":
			s.Note = text
		default:
			return s, fail(p.Key.GetToken(), "unknown key %q: below a name stand query: and note:", p.Key.GetToken().Value)
		}
	}
	if s.Query == "" {
		return s, fail(n.GetToken(), "there is no query: below this name")
	}
	return s, nil
}

func pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

// textOf is a value as one line of text, also one that YAML takes for a number or
// for true: 2024 is a word like others.
func textOf(n ast.Node) (string, bool) {
	text := ""
	switch n := n.(type) {
	case *ast.StringNode:
		text = n.Value
	case *ast.LiteralNode:
		text = n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		text = n.GetToken().Value
	default:
		return "", false
	}
	return strings.TrimSpace(strings.ReplaceAll(text, "\n", " ")), true
}

// place is where a token stands, 1:1 for a token that does not know.
func place(t *token.Token) (line, column int) {
	if t == nil || t.Position == nil {
		return 1, 1
	}
	return max(t.Position.Line, 1), max(t.Position.Column, 1)
}

// span finds the lines of each entry: those of its value are further in, and a
// comment right above it is its own.
func (f *File) span() {
	for i := range f.entries {
		e := &f.entries[i]
		next := len(f.lines)
		if i+1 < len(f.entries) {
			next = f.entries[i+1].key
		}
		e.end = e.key + 1
		for n := e.key + 1; n < next; n++ {
			if strings.HasPrefix(f.lines[n], " ") && strings.TrimSpace(f.lines[n]) != "" {
				e.end = n + 1
			}
		}
		e.from = e.key
		for e.from > 0 && strings.HasPrefix(f.lines[e.from-1], "#") {
			e.from--
		}
	}
}
