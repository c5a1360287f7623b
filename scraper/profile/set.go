package profile

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed sites/*.yaml
var sites embed.FS

// Guide is a profile with every key a profile may have, each explained: the
// manual of the format. It parses.
//
//go:embed guide.yaml
var Guide string

// Set is a number of profiles, each under its name. The zero Set is empty and
// ready to use.
type Set struct {
	profiles []*Profile // in the order they were added
}

// UnknownError is a profile that a set does not have.
type UnknownError struct {
	Name    string
	Nearest []string // names that were perhaps meant, the nearest first; may be empty
}

func (e *UnknownError) Error() string {
	s := fmt.Sprintf("unknown site %q", e.Name)
	if len(e.Nearest) > 0 {
		s += "; did you mean " + strings.Join(e.Nearest, " or ") + "?"
	}
	return s
}

// Builtin returns the profiles that come with the program.
func Builtin() (*Set, error) {
	s := &Set{}
	if err := s.load(sites, "sites", func(file string) string { return "builtin:" + file }); err != nil {
		return nil, err
	}
	return s, nil
}

// Load adds the profiles of a folder, its files that end in .yaml or .yml. A
// profile with the name of one that the set has takes its place. The error holds
// the mistakes of all files; those without one are in the set all the same, and
// a profile that a broken file was to replace is out of it.
func (s *Set) Load(dir string) error {
	return s.load(os.DirFS(dir), ".", func(file string) string { return filepath.Join(dir, file) })
}

func (s *Set) load(fsys fs.FS, dir string, name func(file string) string) error {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return fmt.Errorf("profiles: %w", err)
	}
	var added []*Profile
	var errs []error
	for _, e := range entries {
		if ext := path.Ext(e.Name()); e.IsDir() || ext != ".yaml" && ext != ".yml" {
			continue
		}
		src, err := fs.ReadFile(fsys, path.Join(dir, e.Name()))
		if err != nil {
			errs = append(errs, fmt.Errorf("profile: %w", err))
			s.drop(e.Name())
			continue
		}
		p, err := Parse(name(e.Name()), src)
		if err != nil {
			errs = append(errs, err)
			s.drop(e.Name())
			continue
		}
		if i := find(added, p.Name); i >= 0 {
			errs = append(errs, fmt.Errorf("%s: name %q is taken by %s", p.File, p.Name, added[i].File))
			continue
		}
		added = append(added, p)
	}
	for _, p := range added {
		s.Add(p)
	}
	return errors.Join(errs...)
}

// drop takes out the profile that a broken file was to replace: a site must not
// be crawled by other rules than its operator wrote.
func (s *Set) drop(file string) {
	name := strings.TrimSuffix(file, path.Ext(file))
	s.profiles = slices.DeleteFunc(s.profiles, func(p *Profile) bool { return p.Name == name })
}

// Add puts a profile into the set, in the place of one with the same name.
func (s *Set) Add(p *Profile) {
	if i := find(s.profiles, p.Name); i >= 0 {
		s.profiles = slices.Delete(s.profiles, i, i+1)
	}
	s.profiles = append(s.profiles, p)
}

func find(profiles []*Profile, name string) int {
	return slices.IndexFunc(profiles, func(p *Profile) bool { return p.Name == name })
}

// All returns the profiles by name.
func (s *Set) All() []*Profile {
	all := slices.Clone(s.profiles)
	slices.SortFunc(all, func(a, b *Profile) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Names returns the names in order.
func (s *Set) Names() []string {
	names := make([]string, 0, len(s.profiles))
	for _, p := range s.All() {
		names = append(names, p.Name)
	}
	return names
}

// Get returns the profile of a name. The error is an [*UnknownError].
func (s *Set) Get(name string) (*Profile, error) {
	if i := find(s.profiles, name); i >= 0 {
		return s.profiles[i], nil
	}
	return nil, &UnknownError{Name: name, Nearest: s.near(name)}
}

// near returns up to three names that name was perhaps meant for: those it is a
// part of, then those it is a slip of.
func (s *Set) near(name string) []string {
	slip := func(n string) int {
		if name != "" && strings.Contains(n, strings.ToLower(name)) {
			return 0
		}
		return distance(n, strings.ToLower(name))
	}
	names := slices.DeleteFunc(s.Names(), func(n string) bool { return slip(n) > len(n)/3+1 })
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(slip(a), slip(b)) })
	return names[:min(len(names), 3)]
}

// ForHost returns the profile whose hosts hold host, with a port or without, or
// nil. When several do, the one added last: a folder's before a built-in one.
func (s *Set) ForHost(host string) *Profile {
	for _, p := range slices.Backward(s.profiles) {
		if p.hasHost(host) {
			return p
		}
	}
	return nil
}
