package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/text/language"

	"newskeep/scraper/news"
	"newskeep/store"
)

//go:embed diff.html
var diffHTML string

// diffTemplate escapes everything: what is compared was written by strangers. The
// page loads nothing and its policy lets nothing run.
var diffTemplate = template.Must(template.New("diff").Funcs(template.FuncMap{
	"when": func(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") },
	"safe": harmless,
}).Parse(diffHTML))

// diffPage is what the HTML form of a comparison shows.
type diffPage struct {
	comparison
	Title     string
	Language  string           // BCP 47; empty when unknown
	Dir       string           // rtl or ltr, of the article's text
	Revisions []store.Revision // the two that are compared
	Program   string
}

func newDiffPage(c comparison, a *news.Article, list []store.Revision) diffPage {
	return diffPage{comparison: c, Title: a.Headline, Language: a.Language, Dir: direction(a.Language),
		Revisions: []store.Revision{list[c.From-1], list[c.To-1]}, Program: "newskeep " + version}
}

// direction is how a language is written, by its script.
// https://www.w3.org/International/questions/qa-scripts
func direction(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "auto"
	}
	script, _ := tag.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg":
		return "rtl"
	}
	return "ltr"
}

// writePage writes the page to a file, whole or not at all, or to stdout.
func (a *app) writePage(file string, p diffPage) error {
	if file == "" {
		return diffTemplate.Execute(a.stdout, p)
	}
	if err := a.notTheArchive(file); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".newskeep-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	defer os.Remove(f.Name())
	if err = diffTemplate.Execute(f, p); err == nil {
		err = f.Chmod(0o644)
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	a.note("%s: %s", file, plural(len(p.Fields), "field")+" changed")
	return nil
}
