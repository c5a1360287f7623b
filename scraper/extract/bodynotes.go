package extract

import (
	"regexp"
	"strings"

	"golang.org/x/net/html/atom"

	"newskeep/scraper/news"
)

// noteStarts are how paragraphs begin that a template adds to every text: what links
// earn, what is behind the paywall, what a printed copy says.
var noteStarts = listOf(
	"If you buy something using links", "If you purchase something through", "We may earn a commission", "We may earn commission", "When you buy through links", "As an Amazon Associate",
	"Dieses Thema im Programm", "Dieser Artikel wurde ausgedruckt", "Um eingebettete Inhalte", "Mit der Anmeldung willigen Sie", "Die mit einem Symbol", "Als Amazon-Partner", "Lesezeit",
	"Il vous reste", "Temps de lecture", "La suite est réservée aux abonnés", "Votre abonnement n'autorise pas", "Votre abonnement n’autorise pas", "Tiempo de lectura", "Tempo di lettura",
	"Bitte markieren Sie die entsprechenden", "Bitte achten Sie darauf, dass Ihre Kommentare", "Уважаемые читатели, просим соблюдать",
	"Get in touch with our", "For more stories like this", "This article originally appeared on", "This story originally appeared on", "This story was originally published", "Got a story?", "Do you have a story", "Listen here on your chosen", "Follow along with the latest",
	"Dieser Artikel wurde im Original", "This article was originally published in", "Cet article a été publié à l'origine", "Pour plus d'informations, merci de contacter", "Pour plus d’informations, merci de contacter",
	"Hier können Sie unsere", "Player wird geladen", "Video wird geladen",
	"We recommend the best products", "We independently review", "We may receive compensation", "Products featured are independently", "Prices are correct at the time", "Try refreshing your browser", "Email us at", "Contact our news",
	"Diese Seite enthält Affiliate", "Dieser Artikel enthält Affiliate", "Die hier vorgestellten", "Ihre Meinung ist uns wichtig", "Haben Sie einen Fehler", "Fehler gefunden?", "Hinweis: Dieser Artikel enthält",
	"Si has encontrado un error", "Une erreur dans", "Vous avez repéré une erreur", "Hai trovato un errore", "Encontrou um erro", "Zie je een fout",
	"Comments have to be in", "Join the conversation.", "Join our commenting forum", "Join thought-provoking conversations", "Please abide by our community", "I commenti saranno", "Los comentarios deben", "Les commentaires sont", "Die Kommentarfunktion", "Do you know more", "Have you been affected", "Are you affected", "Have you got a story", "Got a tip", "Do you have information", "Masz pytanie do autor", "Masz temat", "Jesteś świadkiem", "Byłeś świadkiem", "Bist du Zeuge", "Vous êtes témoin", "¿Fuiste testigo", "Har du tips", "Har du et tips", "Har du tip", "Tipsa oss", "Mitä mieltä olet", "Kerro mielipiteesi", "Haben Sie Hinweise", "Hast du Hinweise", "Heb je een tip", "Vous avez une information", "¿Tienes información", "Tem uma dica", "Hai una segnalazione", "Máte tip", "Van információja",
	"Нашли ошибку", "Нашли опечатку", "Заметили ошибку", "Если вы обнаружили ошибку", "Если вы нашли ошибку", "Якщо ви помітили", "Якщо ви знайшли", "Если Вы заметили",
)

// longNotes are how such paragraphs begin that may be as long as any.
var longNotes = listOf("Um eingebettete Inhalte", "Bitte achten Sie darauf, dass Ihre Kommentare", "Уважаемые читатели, просим соблюдать", "We recommend the best products")

// lettersOfNote is the most of such a paragraph.
const lettersOfNote = 400

// otherOpinion is how newsrooms keep their distance from what guests write, and how
// journals say they want to be cited.
var otherOpinion = newPattern(`(?i)(?:not (?:necessarily )?(?:reflect|represent|those of) (?:the )?(?:views?|opinions?|positions?|editorial)|not necessarily (?:those of|reflect|represent)|nicht (?:unbedingt |zwingend |notwendigerweise )?(?:der|die) (?:meinung|ansicht|auffassung) der redaktion|no (?:reflejan|representan) necesariamente|ne (?:reflètent|représentent) pas (?:nécessairement|forcément)|non (?:riflettono|rispecchiano) necessariamente|não refletem necessariamente|\(abgerufen am|\(accessed on )`)

// isNote reports a paragraph of the template, or the line that names the broadcast
// in which the text was heard: "Radio North | News | 28.04.2023 | 13:00".
func (d *document) isNote(text string) bool {
	if startsWithAny(text, noteStarts) || otherOpinion.MatchString(text) {
		return true
	}
	return strings.Count(text, " | ") >= 2 && hasDigit(text) && len(text) < longestDateLine && len(readStamps(text, d.stampHints())) > 0
}

// entryClock opens the line above an entry of a live blog: "20:19 Rhea Calder".
var entryClock = regexp.MustCompile(`^(?:[01]?\d|2[0-3])[:.h][0-5]\d\b(?:\s*(?:[ap]\.?m\.?|Uhr|hrs|GMT|BST|CET|ET))?`)

// isEntryLine reports a line that says when an entry of a live blog was written, and
// by whom.
func isEntryLine(p *piece) bool {
	return p.from != atom.P && p.letters < 60 && p.stops == 0 && p.Text[0] >= '0' && p.Text[0] <= '9' && !endsSentence(p.Text) && entryClock.MatchString(p.Text)
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
