package draft

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"newskeep/scraper/extract"
	"newskeep/scraper/profile"
)

// writer writes the profile line by line.
type writer struct{ strings.Builder }

func (o *writer) line(format string, args ...any) { fmt.Fprintf(o, format+"\n", args...) }

// noted is a line with a comment behind it, at the same column where there is room.
func (o *writer) noted(line, note string) {
	if note == "" {
		o.line("%s", line)
		return
	}
	o.line("%-42s # %s", line, comment(note, 200))
}

// write writes the profile as it stands.
func (w *work) write() []byte {
	var o writer
	w.writeSite(&o)
	w.writeSections(&o)
	w.writeSources(&o)
	w.writeArticles(&o)
	w.writeRules(&o)
	w.writeTests(&o)
	return []byte(o.String())
}

func (w *work) writeSite(o *writer) {
	o.line("# Drafted by newskeep sites new from %d articles and %d front or section pages.", len(w.articles), len(w.lists))
	o.line("# A comment says what a line rests on; \"guess\" marks what a person should look at.")
	o.line("# Then: newskeep sites check %s. Every key: newskeep sites guide.", w.name)
	o.line("name: %s", w.name)
	if w.title != "" {
		o.line("title: %s", quoted(w.title))
	}
	if w.language.tag != "" {
		o.noted("language: "+w.language.tag, w.language.note)
	} else {
		o.line("# language: %s", comment(w.language.note, 150))
	}
	o.line("home: %s", w.home)
	if len(w.hosts) > 0 {
		o.noted("hosts: "+quotedList(w.hosts), "of other pages given")
	}
	if w.zone.name != "" {
		o.noted("time_zone: "+w.zone.name, w.zone.note)
	} else {
		o.line("# time_zone: %s", comment(w.zone.note, 150))
	}
	if w.local {
		o.noted("allow_private: true", "an address of your own network")
	}
	o.line("\nschedule:")
	o.noted(fmt.Sprintf("  cron: %q", w.pace.cron), w.pace.note)
	o.line("  zone: UTC\n\npoliteness:")
	if w.local && w.pace.delay == usualDelay {
		o.noted("  delay: 0s", "a site of your own")
		o.line("  backoff: 100ms")
	} else {
		o.noted("  delay: "+w.pace.delay.String(), w.pace.why)
	}
}

func (w *work) writeSections(o *writer) {
	if len(w.sections) == 0 {
		o.line("\n# sections: no menu was found; name them with their addresses")
		return
	}
	o.line("\n# From the menu. Behind each: how many known stories are filed under it.")
	sure := slices.ContainsFunc(w.sections, func(s section) bool { return s.sure })
	if sure {
		o.line("sections:")
	}
	for _, s := range w.sections {
		line := "  - {name: " + quoted(s.name)
		if s.group != "" {
			line += ", path: " + quotedList(s.path())
		}
		line += ", url: " + scalar(s.url) + "}"
		note := fmt.Sprintf("%d stories", s.stories)
		switch {
		case !s.sure:
			line, note = "  #"+line[2:], "guess: no story known is filed here"
		case s.stories == 0:
			note = "guess: in one menu with others"
		}
		o.noted(line, note)
	}
	for _, s := range w.lists {
		if s.reading.Listing.Next != "" {
			o.noted("max_pages: 2", "lists go on; how far is followed in every run")
			break
		}
	}
}

func (w *work) writeSources(o *writer) {
	o.line("")
	var ours, foreign []string
	for _, f := range w.feeds {
		if f.ours {
			ours = append(ours, w.relative(f.url))
		} else {
			foreign = append(foreign, f.url)
		}
	}
	if len(ours) > 0 {
		o.line("feeds:                # named by the pages")
		for _, f := range ours {
			o.line("  - %s", quoted(f))
		}
	} else {
		o.line("# feeds: no page names one")
	}
	for _, f := range foreign {
		o.line("# feed on another host; to use it, add that to hosts: %s", comment(f, 200))
	}
	switch {
	case len(w.sitemaps) > 0:
		o.line("sitemaps:             # of robots.txt")
		for _, s := range w.sitemaps {
			o.line("  - %s", quoted(w.relative(s)))
		}
	case w.src.Robots != nil:
		o.line("# sitemaps: robots.txt names none")
	default:
		o.line("# sitemaps: robots.txt was not looked at")
	}
	w.writeDatedLists(o)
	if len(w.drop) > 0 {
		o.noted("drop_params: "+quotedList(w.drop), "links with these lead to pages whose own address has none")
	}
}

// relative is an address of home's host without the host.
func (w *work) relative(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host != w.home.Host || u.Scheme != w.home.Scheme {
		return raw
	}
	return u.RequestURI()
}

func (w *work) writeArticles(o *writer) {
	if len(w.patterns.include) == 0 {
		o.line("\n# articles: no pattern was found; every item of a list is tried")
		return
	}
	note := ""
	if w.patterns.wrong > 0 {
		note = fmt.Sprintf(", and %d of the menu or of lists of keywords and people: guess", w.patterns.wrong)
	}
	o.line("\n# These match %d of %d addresses of stories known%s.", w.patterns.matched, w.patterns.known, note)
	o.line("articles:\n  include:")
	for _, p := range w.patterns.include {
		o.noted("    - "+quoted(p.text), p.note)
	}
	if len(w.patterns.exclude) > 0 {
		o.line("  exclude:")
		for _, p := range w.patterns.exclude {
			o.noted("    - "+quoted(p.text), p.note)
		}
	}
}

func (w *work) writeRules(o *writer) {
	any := slices.ContainsFunc(w.fields, func(f fieldRules) bool { return len(f.rules) > 0 })
	o.line("\n# A rule stands here when it gives, on all pages given, what reading by structure,")
	o.line("# metadata and labels gives. What has none is found by those.")
	if any {
		o.line("rules:")
	}
	listing := false
	for _, f := range w.fields {
		part, inList := strings.CutPrefix(f.name, "listing.")
		if inList && !listing && slices.ContainsFunc(w.fields, func(g fieldRules) bool {
			return strings.HasPrefix(g.name, "listing.") && len(g.rules) > 0
		}) {
			listing = true
			o.line("  listing:")
		}
		indent, what := "  ", fmt.Sprintf("%d articles", f.have)
		if inList {
			indent = "    "
			what = "the lists' items"
			if part == "items" || part == "title" || part == "label" || part == "published" {
				what = fmt.Sprintf("%d items", f.have)
			} else {
				what = fmt.Sprintf("%d lists", f.have)
			}
		}
		switch {
		case len(f.rules) == 1:
			o.noted(indent+part+": "+f.rules[0].yaml(), f.rules[0].evidence(what))
		case len(f.rules) > 1:
			o.line("%s%s:", indent, part)
			for _, r := range f.rules {
				o.noted(indent+"  - "+r.yaml(), r.evidence(what))
			}
		case f.near != nil:
			o.noted(indent+"# "+part+": "+f.near.yaml(), "guess, left out: "+f.why)
		case f.have == 0 && !inList:
			o.line("%s# %s: on no page given", indent, part)
		}
	}
}

// evidence is what a rule rests on, in words.
func (r rule) evidence(what string) string {
	s := fmt.Sprintf("%d of %s", r.right, what)
	if r.confirmed > 0 {
		s += fmt.Sprintf(", on %d another source agrees", r.confirmed)
	}
	if r.extra > 0 {
		s += fmt.Sprintf("; on %d more it finds what no other reading does: guess", r.extra)
	}
	return s
}

// mostTests are the pages the profile's tests name.
const mostTests = 12

func (w *work) writeTests(o *writer) {
	o.line("\n# What the pages gave when this was written: correct what is wrong, then the tests")
	o.line("# say what a change of rules breaks.\ntests:")
	for _, s := range w.articles[:min(len(w.articles), mostTests)] {
		o.line("  - url: %s", quoted(s.page.URL))
		if s.page.File != "" {
			o.line("    file: %s", quoted(s.page.File))
		}
		o.line("    expect:")
		for _, f := range []profile.Field{profile.Headline, profile.Bylines, profile.Published} {
			a := s.article()
			v := extract.Value(a, f)
			if f == profile.Published {
				v = a.Published.Value()
			}
			if v != "" {
				o.line("      %s: %s", f, quoted(v))
			}
		}
	}
}
