package extract

import (
	"slices"
	"strings"

	"newskeep/scraper/news"
)

// bioVerbs follow the name of an author where a note says who that is.
var bioVerbs = listOf("is ", "was ", "covers ", "writes ", "reports ", "joined ", "works ", "has been ", "can be reached", "ist ", "war ", "arbeitet ", "schreibt ", "berichtet ", "lehrt ", "leitet ", "studierte ",
	"est ", "couvre ", "travaille ", "es ", "fue ", "cubre ", "trabaja ", "è ", "scrive ", "lavora ", "é ", "foi ", "escreve ", "werkt ", "schrijft ", "är ", "er ", "jest ", "pisze ")

// dropBios takes notes on the authors out that stand behind the text: a last paragraph
// that begins with an author's name and says what they are.
func (w *articleReader) dropBios() {
	body := w.a.Body
	for k := len(body) - 1; k >= 3 && k >= len(body)-4; k-- {
		if b := body[k]; b.Type == news.Paragraph && letters(b.Text) < lettersOfNote && w.isBio(b.Text) {
			body = slices.Delete(slices.Clone(body), k, k+1)
		}
	}
	w.a.Body = body
}

// isBio reports such a note: the name of an author, at most a word or two before it,
// and behind it a verb or what is known of their age.
func (w *articleReader) isBio(text string) bool {
	for _, b := range w.a.Bylines {
		at := strings.Index(text, b.Name)
		if at < 0 || !strings.Contains(b.Name, " ") || len(strings.Fields(text[:at])) > 2 {
			continue
		}
		rest := strings.TrimLeft(text[at+len(b.Name):], " ,")
		if startsWithAny(rest, bioVerbs) || strings.HasPrefix(rest, "(") {
			return true
		}
	}
	return false
}
