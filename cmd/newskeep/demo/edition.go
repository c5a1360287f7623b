package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the paper's zone must be known on every machine
)

// edition is the content of the paper on one day, all days up to it laid over
// each other. It is not changed after load.
type edition struct {
	day      int
	zone     *time.Location
	front    front
	sections []section // in the order of the navigation
	authors  []author
	words    map[string]words // by language
	articles []*article       // newest first, broken ones included
	gone     []string         // paths of articles taken off the site, sorted
	byPath   map[string]*article
}

// section is one entry of sections.json.
type section struct {
	Path     string `json:"path"`
	Name     string `json:"name"`
	Group    string `json:"group"`    // menu it stands under; empty: the top of the navigation
	Kind     string `json:"kind"`     // of its articles: news, opinion, video, …
	Template string `json:"template"` // of its articles
	Lang     string `json:"lang"`     // of its list; empty: en
	Blurb    string `json:"blurb"`    // a sentence under its name; empty: none
	Role     string `json:"role"`     // empty, "region" or "coverage"
}

// author is one entry of authors.json.
type author struct {
	Path string `json:"path"`
	Name string `json:"name"`
	Note string `json:"note"`
}

// front is front.json: what the front page and the modules show on a day.
type front struct {
	Edition   string            `json:"edition"`   // when the day's pages went out, in stampLayout
	Lead      string            `json:"lead"`      // path of the lead article
	Ticker    []line            `json:"ticker"`    //
	MostRead  []string          `json:"most_read"` // paths, in order
	Templates map[string]string `json:"templates"` // section path -> template, instead of the one in sections.json

	issued time.Time // Edition, understood
}

// line is one line of the ticker.
type line struct {
	Text string `json:"text"`
	Href string `json:"href"` // empty: no link
}

// load reads the folders day1 … dayN of content, N being day or, when there are
// fewer, the last. Errors name the file.
func load(content fs.FS, day int) (*edition, error) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, err
	}
	e := &edition{zone: zone, byPath: map[string]*article{}}
	for name, into := range map[string]any{
		"sections.json": &e.sections, "authors.json": &e.authors, "words.json": &e.words,
	} {
		if err := readJSON(content, name, into); err != nil {
			return nil, err
		}
	}
	files := map[string]*article{} // by path of the file under its day's folder
	for d := 1; d <= day; d++ {
		dir := fmt.Sprintf("day%d", d)
		if _, err := fs.Stat(content, dir); d > 1 && errors.Is(err, fs.ErrNotExist) {
			break
		}
		if err := e.readDay(content, dir, files); err != nil {
			return nil, err
		}
		e.day = d
	}
	for _, a := range files {
		if a.gone {
			e.gone = append(e.gone, a.path)
			continue
		}
		e.byPath[a.path] = a
		e.articles = append(e.articles, a)
	}
	slices.Sort(e.gone)
	slices.SortFunc(e.articles, func(a, b *article) int {
		if c := b.published.Compare(a.published); c != 0 {
			return c
		}
		return strings.Compare(a.path, b.path)
	})
	return e, e.check()
}

// readDay lays one day's folder over what files holds.
func (e *edition) readDay(content fs.FS, dir string, files map[string]*article) error {
	err := readJSON(content, path.Join(dir, "front.json"), &e.front)
	if err != nil && !(errors.Is(err, fs.ErrNotExist) && e.day > 0) {
		return err
	}
	if e.front.issued, err = time.ParseInLocation(stampLayout, e.front.Edition, e.zone); err != nil {
		return fmt.Errorf("%s/front.json: %w", dir, err)
	}
	return fs.WalkDir(content, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".txt" {
			return err
		}
		src, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		key := strings.TrimSuffix(strings.TrimPrefix(name, dir), ".txt")
		a, err := parseArticle(key, string(src), e.zone)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if before := files[key]; before != nil && a.gone {
			a.path = before.path // a Slug line need not be repeated to take a file away
		}
		files[key] = a
		return nil
	})
}

func readJSON(content fs.FS, name string, into any) error {
	f, err := content.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// check finds references to what does not exist, so that no page has a link
// that was broken by accident.
func (e *edition) check() error {
	var errs []error
	want := func(where, p string) {
		if e.byPath[p] == nil {
			errs = append(errs, fmt.Errorf("%s: no article %s", where, p))
		}
	}
	want("front.json: lead", e.front.Lead)
	for _, p := range e.front.MostRead {
		want("front.json: most_read", p)
	}
	for _, a := range e.articles {
		for _, p := range []string{a.dir(), a.alsoIn, a.coverage} {
			if p != "" && !private(p) && e.section(p) == nil {
				errs = append(errs, fmt.Errorf("%s: no section %s", a.path, p))
			}
		}
		if _, ok := e.words[a.lang]; !ok {
			errs = append(errs, fmt.Errorf("%s: no words for language %q", a.path, a.lang))
		}
		for _, b := range a.body {
			for _, p := range b.Related {
				want(a.path+": related", p)
			}
		}
	}
	return errors.Join(errs...)
}

// section returns the section of a path, or nil.
func (e *edition) section(p string) *section {
	i := slices.IndexFunc(e.sections, func(s section) bool { return s.Path == p })
	if i < 0 {
		return nil
	}
	return &e.sections[i]
}

// author returns the author of a name, or nil when the name has no page.
func (e *edition) author(name string) *author {
	i := slices.IndexFunc(e.authors, func(a author) bool { return a.Name == name })
	if i < 0 {
		return nil
	}
	return &e.authors[i]
}

// list returns the articles a section shows, newest first.
func (e *edition) list(section string) []*article {
	return e.filter(func(a *article) bool { return a.listedIn(section) })
}

func (e *edition) filter(keep func(*article) bool) []*article {
	var out []*article
	for _, a := range e.articles {
		if keep(a) {
			out = append(out, a)
		}
	}
	return out
}

// images are the names of all pictures that pages show.
func (e *edition) images() map[string]bool {
	names := map[string]bool{}
	for _, a := range e.articles {
		if a.image != "" {
			names[a.image] = true
		}
		for _, b := range a.body {
			if b.Figure != nil {
				names[b.Figure.Image] = true
			}
		}
	}
	return names
}
