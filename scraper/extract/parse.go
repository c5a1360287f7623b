package extract

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/extract/tree"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// maxBody is the largest page read, in bytes. The fetcher's own limit is lower;
// this one holds for saved pages.
const maxBody = 32 << 20

// parse decodes and parses a page. When the bytes are no page to read, the
// document is nil and the reading says why.
func parse(p *profile.Profile, in Input) (*document, *news.Reading) {
	if r := refuseBytes(in); r != nil {
		return nil, r
	}
	body, _ := toUTF8(in.Body, in.ContentType)
	if r := refuseText(body, in); r != nil {
		return nil, r
	}
	space := takeRoom(p)
	markup, scripts, most := slim(body, space.markup, space.wanted())
	space.markup = markup
	if r := refuseSize(markup, most); r != nil {
		giveBack(space)
		return nil, r
	}
	root, err := tree.Parse(markup, &space.tree)
	if err != nil {
		giveBack(space)
		// The parser knows one error of its own: more than 512 open elements.
		return nil, refuse(news.ReasonTooDeep, "markup nested deeper than a parser can follow")
	}
	d := &document{root: root, body: body, scripts: scripts, profile: p, seen: in.Seen, whole: in.Whole, cut: map[*html.Node]bool{}, cutoff: endsInside(body), room: space}
	d.url, _ = url.Parse(in.URL)
	if d.url == nil {
		d.url = &url.URL{}
	}
	d.base = d.url
	d.readHead()
	return d, nil
}

// refuse is a reading of something that is no page.
func refuse(why news.Reason, detail string) *news.Reading {
	return &news.Reading{Kind: news.PageOther, Reason: why, Detail: detail}
}

// readHead takes the language and the base address from the page.
func (d *document) readHead() {
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.DataAtom {
		case atom.Html:
			d.lang = language(attr(n, "lang"), attr(n, "xml:lang"))
		case atom.Base:
			if u, err := d.url.Parse(attr(n, "href")); err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" {
				d.base = u
				return // only the first base counts
			}
		case atom.Body:
			return
		}
	}
}

// language is the first of the given values that looks like a BCP 47 tag, in
// lower case, "" when none does. og:locale writes ar_LB for ar-LB.
func language(values ...string) string {
	for _, v := range values {
		v = strings.ToLower(strings.ReplaceAll(strings.TrimSpace(v), "_", "-"))
		main, _, _ := strings.Cut(v, "-")
		if len(main) < 2 || len(main) > 3 || len(v) > 20 {
			continue
		}
		ok := true
		for _, c := range v {
			ok = ok && (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')
		}
		if ok && main != "und" && main != "xx" {
			return v
		}
	}
	return ""
}
