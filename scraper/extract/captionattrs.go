package extract

import (
	"strings"

	"golang.org/x/net/html"

	"newskeep/scraper/profile"
)

// attributes reads what some pages give only in attributes.
func (w *writer) attributes(p *picture) {
	if p.Caption == "" {
		for _, key := range []string{"data-caption", "data-image-caption", "data-figcaption", "data-sub-html"} {
			if t := plainText(attr(p.img, key)); t != "" {
				p.Caption = t
				break
			}
		}
	}
	if p.Credit == "" {
		for _, key := range []string{"data-credit", "data-image-credit", "data-photo-credit", "data-copyright"} {
			if t := profile.StripCreditLabel(plainText(attr(p.img, key))); t != "" {
				p.Credit = t
				break
			}
		}
	}
	if p.Printed == "" {
		p.part()
	}
	w.repeatedAlt(p)
	w.fromDescription(p)
	title := squeeze(attr(p.img, "title"))
	for _, line := range []string{title, p.Alt} {
		if p.Credit == "" {
			p.Credit = w.creditOfAttribute(line, p)
		}
	}
	if p.Caption == "" && !sameText(title, p.Alt) && weigh(title) > 40 && strings.Count(title, " ") > 4 {
		p.Caption = title
		p.part()
	}
}

// repeatedAlt takes the line right below an image for its caption when it says
// what the alt text says.
func (w *writer) repeatedAlt(p *picture) {
	if p.Caption != "" || p.Alt == "" {
		return
	}
	next := p.unit.NextSibling
	for next != nil && next.Type != html.ElementNode {
		next = next.NextSibling
	}
	if i, ok := w.s.at[next]; !ok || next == nil || w.s.spots[i].letters > maxCaption || headingLevel(next) > 0 {
		return
	}
	if text := w.d.text(next); sameText(text, p.Alt) {
		p.Caption = text
		w.v.drop(w.s.at[next])
	}
}

// creditOfAttribute is the credit at the end of a title or alt text. Those are
// sentences of their own, so that only a label, a bar, a sign or brackets tell.
func (w *writer) creditOfAttribute(line string, p *picture) string {
	caption, credit := profile.PartCredit(line)
	if credit == "" || p.Caption != "" && sameText(p.Caption, credit) {
		return ""
	}
	if rest := strings.TrimSpace(line[len(caption):]); rest == credit || rest == credit+"." {
		return "" // bare names after a sentence
	}
	return credit
}

// part cuts the credit off the caption of an image whose line prints both.
func (p *picture) part() {
	said := captionText{caption: p.Caption, credit: p.Credit}
	said.part()
	p.Caption, p.Credit, p.Printed = said.caption, said.credit, said.printed
}
