package extract

import (
	"fmt"
	"strings"

	"github.com/abadojack/whatlanggo"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

const (
	// A page with more letters of running text than this shows its text, whatever
	// else is on it: no challenge page is that long.
	surelyProse = 1500
	// A page with fewer letters in all is nearly empty.
	littleText = 1200
	// The least letters of a brief.
	leastBrief = 60
)

func blocked(why news.Reason, detail string) *news.Reading {
	return &news.Reading{Kind: news.PageBlocked, Reason: why, Detail: detail}
}

// refused tells pages that were sent in place of the one asked for: challenges,
// captchas, refusals, errors. It looks at the answer's status and headers, at the
// title and at scripts, and at text only of pages that hold little of it, so that
// an article about captchas stays an article. nil: go on.
func (d *document) refused(in Input) *news.Reading {
	prose, all := d.survey().prose, d.survey().spots[0].letters
	verdict := ""
	if prose < surelyProse {
		verdict = challengeTitle(d.metadata().title)
		for _, h := range d.metadata().marks.headings {
			if verdict == "" && all < 2*littleText {
				verdict = challengeTitle(d.text(h))
			}
		}
	}
	refusing := in.Status == 401 || in.Status == 403 || in.Status == 405 || in.Status == 429 || in.Status == 503
	if strings.EqualFold(header(in, "Cf-Mitigated"), "challenge") {
		return blocked(news.ReasonChallenge, "Cloudflare challenge page")
	}
	if header(in, "X-Datadome") != "" && in.Status == 403 {
		return blocked(news.ReasonCaptcha, "DataDome captcha page")
	}
	text := ""
	if all < 3000 && prose < surelyProse {
		text = d.text(d.root)
		if body := d.bodyNode(); body != nil {
			text = d.text(body)
		}
	}
	says := text != "" && challengeText.MatchString(text) && d.proseWithout(challengeText) < 200
	if prose < surelyProse {
		if mark := d.challengeMark(refusing || verdict != "" || says || all < 200); mark.mark != "" {
			if mark.captcha && verdict != "challenge" {
				return blocked(news.ReasonCaptcha, mark.by+" captcha page")
			}
			return blocked(news.ReasonChallenge, mark.by+" challenge page")
		}
	}
	switch {
	case verdict == "captcha" && (says || refusing || all < 600):
		return blocked(news.ReasonCaptcha, "captcha page")
	case verdict == "challenge" && (says || refusing || all < 600):
		return blocked(news.ReasonChallenge, "challenge page")
	case says && (refusing || all < 800 && !d.metadata().article):
		return blocked(news.ReasonCaptcha, "the page asks whether its reader is a human")
	case verdict == "denied" && (refusing || all < 600):
		return blocked(news.ReasonDenied, "the page says that access is denied")
	case refusing && in.Status != 503 && in.Status != 405:
		return blocked(news.ReasonDenied, fmt.Sprintf("HTTP %d", in.Status))
	case all < 600 && text != "" && deniedText.MatchString(text) && !d.metadata().article && d.proseWithout(deniedText) < 200:
		return blocked(news.ReasonDenied, "the page says that access is denied")
	}
	if r := byStatus(in.Status); r != nil {
		return r
	}
	if in.Status >= 500 {
		return refuse(news.ReasonNoArticle, fmt.Sprintf("HTTP %d", in.Status))
	}
	return nil
}

// proseWithout counts the letters of paragraphs that do not match: an article
// about captchas has some.
func (d *document) proseWithout(words *pattern) int {
	s, n := d.survey(), 0
	for i := range s.spots {
		if s.isProse(i) && !words.MatchString(d.text(s.spots[i].node)) {
			n += s.spots[i].letters
		}
	}
	return n
}

// challengeMark finds the mark of a bot wall. Frail ones count only when all says
// so.
func (d *document) challengeMark(all bool) (hit struct {
	mark, by string
	captcha  bool
	frail    bool
}) {
	look := func(s string) {
		if hit.mark != "" || !challengeWords.in(s) {
			return
		}
		for _, c := range challengeMarks {
			if (all || !c.frail) && strings.Contains(s, c.mark) {
				hit = c
				return
			}
		}
	}
	for n := range d.root.Descendants() {
		if n.Type != html.ElementNode || hit.mark != "" {
			continue
		}
		switch n.DataAtom {
		case atom.Script:
			look(attr(n, "src"))
			if s := d.script(n); len(s) < 20_000 {
				look(s)
			}
		case atom.Iframe, atom.Form, atom.Link, atom.Div, atom.Body:
			for i := range n.Attr {
				switch n.Attr[i].Key {
				case "src", "action", "href", "id", "class":
					look(n.Attr[i].Val)
				}
			}
		}
	}
	return hit
}

// header is a response header in any case.
func header(in Input, name string) string {
	for k, v := range in.Header {
		if strings.EqualFold(k, name) && len(v) > 0 {
			return v[0]
		}
	}
	return ""
}

// bodyNode is the body element.
func (d *document) bodyNode() *html.Node {
	for n := range d.root.Descendants() {
		if n.DataAtom == atom.Body {
			return n
		}
	}
	return nil
}

// softMissing tells an error page sent with status 200: its title or headline says
// so and there is next to no text.
func (d *document) softMissing(st *story, m *metadata) *news.Reading {
	if st != nil && st.score >= surelyProse || m.fields[profile.Published] != nil && m.article {
		return nil
	}
	says := ""
	titles := []string{m.title}
	for _, h := range m.marks.headings[:min(3, len(m.marks.headings))] {
		titles = append(titles, d.text(h))
	}
	for _, t := range titles {
		if notFoundTitle(t) && (st == nil || st.score < 300 || pageWords.MatchString(t)) {
			says = t
		}
	}
	if says == "" {
		// Some say it in an h2 or a paragraph, but then the page holds nothing else.
		if d.survey().prose > 200 || d.survey().spots[0].letters-d.survey().spots[0].linked > 300 {
			return nil
		}
		for _, l := range d.lines() {
			if notFoundTitle(l.text) {
				says = l.text
			}
		}
	}
	if says == "" {
		return nil
	}
	return &news.Reading{Kind: news.PageNotFound, Reason: news.ReasonSoft404, Detail: "the page says: " + clip(says, 120)}
}

// walled tells a page that shows a consent or sign-in dialog and nothing else.
func (d *document) walled(st *story, h headline) *news.Reading {
	s := d.survey()
	if st != nil && st.score >= surelyProse {
		if h.shown != nil || !mostlyConsent(st) {
			return nil
		}
	}
	m := d.metadata()
	letters := 0
	if st != nil {
		for _, b := range st.blocks {
			if !consentText.MatchString(b.Text) {
				letters += weigh(b.Text)
			}
		}
	}
	if s.spots[0].letters > 12_000 {
		return nil
	}
	body := d.root
	if b := d.bodyNode(); b != nil {
		body = b
	}
	text := d.text(body)
	password := false
	for _, n := range m.marks.forms {
		password = password || n.DataAtom == atom.Input
	}
	switch {
	case letters < 300 && consentText.count(text, 2) >= 2 && (h.shown == nil || consentText.MatchString(h.value)):
		return blocked(news.ReasonConsent, "the page shows a consent dialog only")
	case st != nil && h.shown == nil && mostlyConsent(st):
		return blocked(news.ReasonConsent, "the page shows a consent dialog only")
	case letters < 400 && s.spots[0].letters < 2*littleText && !m.article && (password && loginText.MatchString(text) || loginText.MatchString(m.title) || loginText.MatchString(h.value) && len(h.value) < 60):
		return blocked(news.ReasonLogin, "the page shows a sign-in form only")
	}
	return nil
}

// mostlyConsent reports a text that is about cookies and privacy choices.
func mostlyConsent(st *story) bool {
	about := 0
	for _, b := range st.blocks {
		if consentText.MatchString(b.Text) {
			about++
		}
	}
	return about > 0 && about*2 >= len(st.blocks)
}

// foreign tells a page that is not in the profile's language: what the page states
// and what its text looks like must both say so.
func (d *document) foreign(a *news.Article) *news.Reading {
	if d.profile == nil || d.profile.Language == "" {
		return nil
	}
	want := baseLanguage(d.profile.Language)
	if stated := baseLanguage(d.lang); stated == want {
		return nil
	}
	text := bodyText(a, 4000)
	if letters(text) < 200 {
		return nil
	}
	got := whatlanggo.Detect(text)
	if code := got.Lang.Iso6391(); !got.IsReliable() || code == want || code == "" || code != baseLanguage(d.lang) && d.lang != "" && got.Confidence < 0.95 {
		return nil
	} else {
		return refuse(news.ReasonWrongLanguage, fmt.Sprintf("the text is in %q, the profile is for %q", code, want))
	}
}

// baseLanguage is the language of a tag without region and script, in lower case.
func baseLanguage(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
	return tag
}

// bodyText is the beginning of an article's text.
func bodyText(a *news.Article, most int) string {
	size := 0
	for i := range a.Body {
		if size > most {
			break
		}
		size += len(a.Body[i].Text) + 1
	}
	var b strings.Builder
	b.Grow(size)
	for _, block := range a.Body {
		if b.Len() > most {
			break
		}
		b.WriteString(block.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// aboutItself tells a page the site publishes about itself.
func (d *document) aboutItself(h headline) bool {
	parts := strings.Split(strings.Trim(d.url.Path, "/"), "/")
	last := pathWords.Replace(parts[len(parts)-1])
	return institution.MatchString(strings.TrimSpace(h.value)) || len(parts) <= 2 && institution.MatchString(last)
}

// emptyPage says how little text a page has.
func emptyPage(letters int) string {
	if letters == 0 {
		return "the page is empty"
	}
	return fmt.Sprintf("the page is nearly empty: %d letters of text", letters)
}

// pathWords makes words of the last part of a path.
var pathWords = strings.NewReplacer("-", " ", "_", " ", ".html", "", ".php", "")
