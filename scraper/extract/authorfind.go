package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// farBylines looks for the people who wrote the article where no metadata and no
// label at the headline name any: before the date on its line, after a label further
// down, below the headline without any, or as a line of their own that opens or closes
// the text.
func (w *articleReader) farBylines() []candidate {
	var out []candidate
	for _, find := range []func() ([]named, string, *html.Node){w.besideDate, w.labelledFar, w.unlabelled, w.signature, w.linkedBelow} {
		if list, rule, node := find(); len(list) > 0 {
			out = append(out, candidate{list: list, source: news.FromLabel, rule: rule, node: node})
		}
	}
	return out
}

// besideDate reads "Jane Doe | 5 April 2025", and the names behind a date.
func (w *articleReader) besideDate() ([]named, string, *html.Node) {
	for i := max(w.r.from, 0); i < w.r.to; i++ {
		l := w.r.lines[i]
		if !w.labels.used[i] || len(l.text) > longestDateLine {
			continue
		}
		stamps := readStamps(l.text, w.d.stampHints())
		if len(stamps) == 0 {
			continue
		}
		if part := strings.Trim(l.parts[0], "|•·,-–— "); isPersonName(part) {
			return []named{{name: part}}, "before the date", l.node
		}
		front, _, _ := strings.Cut(l.text, stamps[0].stamp.Text)
		if list := people(strings.Trim(front, "|•·,-–— ")); len(list) > 0 && strings.HasPrefix(l.parts[0], strings.TrimSpace(front)) {
			return list, "before the date", l.node
		}
		_, behind, ok := strings.Cut(l.text, stamps[len(stamps)-1].stamp.Text)
		if list := people(strings.Trim(behind, "|•·,-–— ")); ok && len(list) > 0 {
			return list, "behind the date", l.node
		}
	}
	return nil, "", nil
}

// people are the names of a text that holds nothing else; none otherwise.
func people(text string) []named {
	if text == "" || len(text) > longestDateLine {
		return nil
	}
	var list []named
	for _, n := range printedNames(text) {
		if !isPersonName(n) {
			return nil
		}
		list = append(list, named{name: n})
	}
	return list
}

// pictured begins what is said of pictures on the line of those who wrote.
var pictured = regexp.MustCompile(`(?i)[\s,;|/]+(?:photos?|photographs?|pictures?|fotos?|fotograf(?:ie)?|bild(?:er)?|bilder|beeld|photographie|фото|zdjęcia|valokuvat?|kuvat?|video|illustrations?|illustrationen|illustracje|grafik)\s*(?:[:：]|(?:von|by|par|por|di|de)\s).*$`)

// labelledFar reads a label of authors that ends in a colon, or that names the
// author and nothing else, on any short line that belongs to the article.
func (w *articleReader) labelledFar() ([]named, string, *html.Node) {
	lines := w.d.allLines()
	for i, l := range lines {
		if len(l.text) > longestDateLine || !authorLabel.MatchString(l.text) || w.d.isBeside(l.node) {
			continue
		}
		m := authorLabel.FindString(l.text)
		text := l.text[len(m):]
		if text == "" && i+1 < len(lines) && len(lines[i+1].text) <= longestDateLine {
			text = lines[i+1].text
		}
		var list []named
		for _, n := range printedNames(text) {
			if isPersonName(n) {
				list = append(list, named{name: n})
			}
		}
		if len(list) > 0 {
			return list, strings.TrimSpace(m), l.node
		}
	}
	return nil, "", nil
}

// signature reads names that stand alone in bold or italics right before the text
// or within its first lines, and in bold or at the right margin after it.
func (w *articleReader) signature() ([]named, string, *html.Node) {
	if len(w.a.Body) < 3 {
		return nil, "", nil
	}
	end := w.lastLine()
	for i, l := range w.r.lines {
		opens := i > w.r.head && i <= w.r.to+2 && isSet(l.node)
		closes := end >= 0 && i >= end && i <= end+2 && (isSet(l.node) || isRight(l.node) || l.node != nil && nameOf(l.node)&nameAuthor != 0)
		if end >= 0 && i >= end && i <= end+2 && l.level == 0 && len(l.text) <= longestDateLine {
			if list, word := w.closingByline(l.text); len(list) > 0 {
				return list, word, l.node
			}
		}
		if !opens && !closes || l.level > 0 || letters(l.text) > 60 {
			continue
		}
		var list []named
		for _, n := range authorNames(l.text) {
			if !isPersonName(n) {
				list = nil
				break
			}
			list = append(list, named{name: n})
		}
		if len(list) > 0 && len(list) <= 4 {
			return list, "signature", l.node
		}
	}
	return nil, "", nil
}

// linkedBelow reads the first link to an author's page among the lines right behind the
// text, where some papers have their bylines.
func (w *articleReader) linkedBelow() ([]named, string, *html.Node) {
	end := w.lastLine()
	for i := end + 1; end >= 0 && i < len(w.r.lines) && i <= end+linesBelow; i++ {
		for _, a := range w.r.lines[i].links {
			if !isAuthorLink(a) {
				continue
			}
			if name := allOfAuthor.ReplaceAllString(w.d.text(a), ""); isPersonName(name) && !w.m.isOutlet(name) {
				return []named{{name, w.d.resolve(attr(a, "href"))}}, "link behind the text", a
			}
		}
	}
	return nil, "", nil
}

// allOfAuthor begins links to all that an author wrote.
var allOfAuthor = regexp.MustCompile(`(?i)^(?:(?:see |view |read )?(?:all|more)(?: of the)?(?: posts| stories| articles)? (?:by|from)|alles von|mehr von|alle (?:beiträge|artikel) von|(?:voir )?tous (?:les|ses) articles (?:de|par)|(?:ver )?todos (?:los artículos|os artigos) de|tutti gli articoli di|alle artikelen van|все (?:статьи|материалы) автора)\s+`)

// linesBelow is how many lines below the text still belong to it.
const linesBelow = 8

// closingByline reads the byline that some papers set behind the text: a label and
// names, or what reporters of East Asia sign with.
func (w *articleReader) closingByline(text string) (list []named, word string) {
	names, word := reporterNames(text)
	for _, n := range names {
		list = append(list, named{name: n})
	}
	if m := byLabel.FindString(text); len(list) == 0 && m != "" {
		list, word = people(text[len(m):]), strings.TrimSpace(m)
	}
	return list, word
}

// lastLine is the line of the last paragraph of the text, -1 when it is on none.
func (w *articleReader) lastLine() int {
	last := ""
	for _, b := range w.a.Body {
		if b.Type == news.Paragraph {
			last = b.Text
		}
	}
	if fold(last) == "" {
		return -1
	}
	for i := len(w.r.lines) - 1; i >= 0; i-- {
		if foldEqual(w.r.lines[i].text, last) {
			return i
		}
	}
	return -1
}

// isSet reports an element whose whole text is bold or italic.
func isSet(n *html.Node) bool {
	if n == nil {
		return false
	}
	set := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode && strings.TrimSpace(c.Data) == "", c.DataAtom == atom.Br:
		case c.DataAtom == atom.Strong || c.DataAtom == atom.B || c.DataAtom == atom.Em || c.DataAtom == atom.I:
			set = true
		default:
			return false
		}
	}
	return set
}

// isRight reports an element set at the right margin.
func isRight(n *html.Node) bool {
	return n != nil && strings.EqualFold(attr(n, "align"), "right") || n != nil && strings.Contains(strings.ReplaceAll(attr(n, "style"), " ", ""), "text-align:right")
}

// isPersonName reports two to four words that each begin with a capital (the small
// words inside names aside) and hold nothing but letters, and are no words of
// buttons or labels. It is asked where nothing else says that a name is meant.
func isPersonName(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 4 || !isName(s) || buttonWords[fold(s)] || isMoreLink(s) || buttonStarts.has(words[0]) || moduleRelation(s) != "" || endsSentence(s) && !strings.HasSuffix(s, ".") {
		return false
	}
	capitals := 0
	for _, word := range words {
		first := []rune(word)[0]
		switch {
		case outletWords.has(word):
			return false
		case unicode.IsUpper(first):
			capitals++
		case !nameParticles[word]:
			return false
		}
		for _, r := range word {
			if !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune("-.'’", r) {
				return false
			}
		}
	}
	return capitals >= 2
}

// outletWords are words in names of papers, offices and sections, and none of people.
var outletWords = phraseSet("Collège|École|Academy|Academia|Akademie|School|Laboratory|Society|Ltd|GmbH|Inc|Group|News|Times|Daily|Post|Press|Media|Radio|Television|TV|Herald|Tribune|Gazette|Courier|Chronicle|Observer|Magazine|Journal|Online|Staff|Team|Desk|Editorial|Program|Programme|Institute|University|College|Center|Centre|Council|Association|Foundation|Committee|Department|Ministry|Agency|Bureau|Attorney|Professor|Director|Manager|Officer|President|Minister|Correspondent|Editor|Reporter|Politics|Business|Economy|Sports|Sport|Culture|Opinion|World|Local|National|International|Europe|Africa|Asia|America|United|States|Kingdom|East|Republic|Zeitung|Nachrichten|Redaktion|Universität|Institut|Landesanstalt|Ministerium|Verband|Verein|Stiftung|Politik|Wirtschaft|Kultur|Universidad|Noticias|Diario|Redacción|Economía|Cultura|Deportes|Sociedad|Política|Université|Rédaction|Économie|Politique|Monde|Société|Nyheter|Nyheder|Redaksjonen|Uutiset|Haber|Haberleri|Новости|Редакция")

// buttonStarts are first words of links that are no first names.
var buttonStarts = phraseSet("Im|In|The|Der|Die|Das|Ein|Eine|Les|Los|Las|View|See|Show|Read|More|All|About|Follow|Contact|Share|Print|Latest|Zur|Zum|Alle|Mehr|Zu|Aktuelle|Aktuelles|Über|Folgen|Ver|Más|Voir|Tous|Plus|Tutti|Vedi|Altri|Meer|Tüm")

// nameParticles are the small words inside names.
var nameParticles = map[string]bool{
	"de": true, "del": true, "della": true, "di": true, "da": true, "dos": true, "das": true, "do": true, "la": true, "le": true, "van": true, "von": true,
	"der": true, "den": true, "ten": true, "ter": true, "zu": true, "zur": true, "bin": true, "ibn": true, "al": true, "el": true, "y": true, "e": true, "af": true, "av": true,
}

// namePeople reports a candidate that names more than the outlet.
func (m *metadata) namePeople(cands []candidate) bool {
	return slices.ContainsFunc(cands, func(c candidate) bool {
		return len(c.list) > 0 && (c.source == news.FromProfile || !c.weak && !m.isNobody(c.list))
	})
}

// withCoAuthors completes names that metadata give by the line at the headline that
// prints all of them and some more: many systems know of one author for each article.
func (w *articleReader) withCoAuthors(list []named, cands []candidate) []named {
	for _, c := range cands {
		shown := c.source == news.FromLabel || c.source == news.FromStructure
		if !shown || c.weak || c.node == nil || len(c.list) <= len(list) || len(c.list) > len(list)+4 || !covers(c.list, list) {
			continue
		}
		if !slices.ContainsFunc(c.list, func(n named) bool { return !isPersonName(n.name) && !agencyNames.has(n.name) || w.m.isOutlet(n.name) }) {
			return c.list
		}
	}
	if len(list) > 0 && !slices.ContainsFunc(list, func(n named) bool { return !isPersonName(n.name) }) {
		if more := w.lineNaming(list); len(more) > 0 {
			return more
		}
	}
	return list
}

// bracketed reads names in the brackets in which Japanese papers set them:
// 【山田太郎、鈴木花子】.
func bracketed(text string) []string {
	inner, ok := strings.CutPrefix(text, "【")
	if !ok {
		return nil
	}
	if inner, ok = strings.CutSuffix(inner, "】"); !ok {
		return nil
	}
	names := strings.FieldsFunc(inner, func(r rune) bool { return r == '、' || r == '・' || r == '，' || r == '／' })
	for _, n := range names {
		if k := utf8.RuneCountInString(n); k < 3 || k > 6 || strings.ContainsFunc(n, func(r rune) bool { return !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Hiragana, r) }) {
			return nil
		}
	}
	return names
}

// spacedNames are names in Chinese letters that spaces part, on a page in Chinese.
func spacedNames(text, lang string) []string {
	words := strings.Fields(text)
	if len(words) < 2 || baseLanguage(lang) != "zh" {
		return nil
	}
	for _, w := range words {
		if k := utf8.RuneCountInString(w); k < 2 || k > 4 || strings.ContainsFunc(w, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
			return nil
		}
	}
	return words
}

// unpunctuated takes out of a name what logins leave out.
var unpunctuated = strings.NewReplacer(" ", "", ".", "", "-", "", "_", "")

// spelledOut gives a name written as a login ("janedoe", "jane.doe") the spelling
// that another source has for it.
func spelledOut(list []named, cands []candidate) {
	for i, n := range list {
		if strings.Contains(n.name, " ") {
			continue
		}
		for _, c := range cands {
			for _, o := range c.list {
				if strings.Contains(o.name, " ") && strings.EqualFold(unpunctuated.Replace(o.name), unpunctuated.Replace(n.name)) {
					list[i].name = o.name
				}
			}
		}
	}
}
