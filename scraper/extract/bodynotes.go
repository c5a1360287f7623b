package extract

import (
	"strings"

	"newskeep/scraper/news"
)

// noteStarts are how paragraphs begin that a template adds to every text: what links
// earn, what is behind the paywall, what a printed copy says.
var noteStarts = listOf(
	"If you buy something using links", "If you purchase something through", "We may earn a commission", "We may earn commission", "When you buy through links", "As an Amazon Associate",
	"Dieses Thema im Programm", "Dieser Artikel wurde ausgedruckt", "Um eingebettete Inhalte", "Mit der Anmeldung willigen Sie", "Die mit einem Symbol", "Als Amazon-Partner", "Lesezeit",
	"Il vous reste", "Temps de lecture", "La suite est réservée aux abonnés", "Votre abonnement n'autorise pas", "Votre abonnement n’autorise pas", "Tiempo de lectura", "Tempo di lettura",
	"Bitte markieren Sie die entsprechenden",
)

// lettersOfNote is the most of such a paragraph.
const lettersOfNote = 400

// isNote reports a paragraph of the template, or the line that names the broadcast
// in which the text was heard: "Radio North | News | 28.04.2023 | 13:00".
func (d *document) isNote(text string) bool {
	if startsWithAny(text, noteStarts) {
		return true
	}
	return strings.Count(text, " | ") >= 2 && hasDigit(text) && len(text) < longestDateLine && len(readStamps(text, d.stampHints())) > 0
}

// linkNote is what templates put into links for those who hear the page: that they
// open elsewhere. It is no part of the sentence.
var linkNote = newPattern(`(?i)\s*\((?:(?:link )?(?:öffnet|opens?|wird)|s[’']ouvre|ouvre|ouverture|se abre|abre|si apre|opent|öppnas|åpnes|åbner|avautuu|otwiera)\b[^()]{0,40}(?:fenster|tab|window|fenêtre|onglet|ventana|pestaña|janela|aba|finestra|scheda|venster|tabblad|fönster|flik|vindu|vindue|fane|ikkunaan|oknie)(?: geöffnet)?\)`)

// dropLinkNotes takes those notes out of the text.
func (st *story) dropLinkNotes() {
	for i := range st.blocks {
		if b := &st.blocks[i]; b.Type != news.ImageBlock && strings.Contains(b.Text, "(") && linkNote.may(b.Text) {
			b.Text = linkNote.re.ReplaceAllString(b.Text, "")
		}
	}
}
