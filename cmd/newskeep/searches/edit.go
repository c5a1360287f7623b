package searches

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"newskeep/store"
	"newskeep/store/query"
)

// queries are the saved ones as the language wants them.
func (f *File) queries() query.Saved {
	all := query.Saved{}
	for _, e := range f.entries {
		all[e.Name] = e.Query
	}
	return all
}

// head begins a new file.
const head = `# Saved searches of newskeep: saved:NAME stands for the query behind the name.
# Edit this file at will; 'newskeep searches' lists, adds, removes and renames.

`

// Add saves a query at the end of the file or, with replace, in the place of one of
// the same name. It refuses a query that cannot be understood with a [*query.SyntaxError].
func (f *File) Add(s store.SavedSearch, replace bool) error {
	if !query.CanName(s.Name) {
		return fmt.Errorf("%q is no name for a search: want letters and digits, and within it dots, - or _", s.Name)
	}
	s.Query, s.Note = oneLine(s.Query), oneLine(s.Note)
	old := f.find(s.Name)
	if old != nil && !replace {
		return fmt.Errorf("%s is saved already, as %s; --replace puts another query in its place", old.Name, old.Query)
	}
	with := f.queries()
	if old != nil {
		s.Name = old.Name
	}
	with[s.Name] = s.Query
	if _, err := with.Parse(s.Query); err != nil { // at its own character
		return err
	}
	if _, err := with.Parse("saved:" + s.Name); err != nil {
		return err
	}
	text := written(s)
	switch {
	case old != nil:
		return f.splice(old.key, old.end, text)
	case strings.TrimSpace(string(f.src)) == "":
		text = head + text
	case !strings.HasSuffix(string(f.src), "\n"):
		text = "\n" + text
	}
	return f.splice(len(f.lines), len(f.lines), text)
}

// Remove takes a saved search out, with the comment right above it. It refuses one
// that others name.
func (f *File) Remove(name string) error {
	e, err := f.named(name)
	if err != nil {
		return err
	}
	if users := f.users(e.Name); len(users) > 0 {
		return fmt.Errorf("saved:%s is part of %s: remove or change that first", e.Name, strings.Join(users, ", "))
	}
	from := e.from
	if from == 0 && e.key > 0 { // what begins the file is about all of it
		from = e.key
	}
	return f.splice(from, e.end, "")
}

// Rename gives a saved search another name, also where other saved ones name it.
func (f *File) Rename(name, to string) error {
	e, err := f.named(name)
	if err != nil {
		return err
	}
	if !query.CanName(to) {
		return fmt.Errorf("%q is no name for a search: want letters and digits, and within it dots, - or _", to)
	}
	if other := f.find(to); other != nil && other != e {
		return fmt.Errorf("%s is saved already, as %s", other.Name, other.Query)
	}
	before := f.meanings()
	before[to] = before[e.Name]
	if to != e.Name {
		delete(before, e.Name)
	}
	spelt := regexp.MustCompile(`^("?'?)` + regexp.QuoteMeta(e.Name) + `("?'?\s*:)`)
	used := regexp.MustCompile(`(?i)(saved:"?)` + regexp.QuoteMeta(e.Name) + `([^\pL\pM\pN_.-]|$)`)
	lines := slices.Clone(f.lines)
	lines[e.key] = spelt.ReplaceAllString(lines[e.key], "${1}"+to+"${2}")
	for _, user := range f.entries {
		for n := user.key; n < user.end; n++ {
			lines[n] = used.ReplaceAllString(lines[n], "${1}"+to+"${2}")
		}
	}
	renamed, err := parse(f.path, []byte(strings.Join(lines, "")))
	if err != nil || !maps.Equal(renamed.meanings(), before) {
		return fmt.Errorf("%s cannot be renamed in the way this file is written: edit it by hand", e.Name)
	}
	renamed.was(f)
	*f = *renamed
	return nil
}

// named is a saved search that must be there.
func (f *File) named(name string) (*entry, error) {
	if e := f.find(name); e != nil {
		return e, nil
	}
	var names []string
	for _, e := range f.entries {
		names = append(names, e.Name)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("there is no saved search %q: none is saved in %s", name, f.path)
	}
	return nil, fmt.Errorf("there is no saved search %q in %s; saved are %s", name, f.path, strings.Join(names, ", "))
}

// meanings are the saved queries with all names in them resolved; of one that
// cannot be understood, why.
func (f *File) meanings() map[string]string {
	saved, all := f.queries(), map[string]string{}
	for name := range saved {
		q, err := saved.Parse("saved:" + name)
		if all[name] = q.String(); err != nil {
			all[name] = "?"
		}
	}
	return all
}

// users are those that cannot be understood without a saved search.
func (f *File) users(name string) (names []string) {
	all, without := f.queries(), f.queries()
	delete(without, name)
	for _, e := range f.entries {
		_, broken := all.Parse("saved:" + e.Name)
		_, err := without.Parse("saved:" + e.Name)
		if e.Name != name && broken == nil && err != nil {
			names = append(names, e.Name)
		}
	}
	return names
}

// splice puts text in the place of lines, and sees that it is read as it was meant:
// everything else must be what it was.
func (f *File) splice(from, to int, text string) error {
	to = min(to, len(f.lines)) // of a place the YAML parser does not know well
	from = min(from, to)
	src := strings.Join(f.lines[:from], "") + text + strings.Join(f.lines[to:], "")
	changed, err := parse(f.path, []byte(src))
	if err == nil {
		err = f.same(changed, from, to, text != "")
	}
	if err != nil {
		return fmt.Errorf("%s cannot be changed in the way it is written: edit it by hand", f.path)
	}
	changed.was(f)
	*f = *changed
	return nil
}

// same reports what differs outside of the lines that were replaced.
func (f *File) same(changed *File, from, to int, more bool) error {
	rest := slices.DeleteFunc(f.List(), func(s store.SavedSearch) bool {
		e := f.find(s.Name)
		return e.key >= from && e.key < to
	})
	list := changed.List()
	if len(rest)+1 < len(f.entries) {
		return fmt.Errorf("several stand in line %d", from+1)
	}
	for i, s := range list {
		if len(rest) > 0 && s == rest[0] {
			rest = rest[1:]
		} else if more {
			more = false
		} else {
			return fmt.Errorf("entry %d", i)
		}
	}
	if len(rest) > 0 || more {
		return fmt.Errorf("%d are lost", len(rest))
	}
	return nil
}

// was keeps what the file was read as.
func (f *File) was(old *File) { f.src = old.src }

// written is an entry of the file.
func written(s store.SavedSearch) string {
	name := s.Name
	if !bare.MatchString(name) || slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}, strings.ToLower(name)) {
		name = single(name)
	}
	if s.Note == "" {
		return name + ": " + single(s.Query) + "\n"
	}
	return name + ":\n  query: " + single(s.Query) + "\n  note: " + single(s.Note) + "\n"
}

var bare = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// single writes text in single quotes, in which nothing but they has a meaning.
func single(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff {
			return ' '
		}
		return r
	}, s))
}
