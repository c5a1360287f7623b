package extract

import (
	"strings"

	"newskeep/scraper/profile"
)

// creditLabels are what stands before the name of a photographer or agency.
var creditLabels = []string{
	"Photo credit:", "Photo by:", "Photo by", "Photograph by", "Photograph:", "Photographer:", "Photos by", "Photos:", "Photo:", "Image credit:", "Image source:", "Image by", "Image:", "Images:", "Picture credit:", "Picture by", "Picture:", "Pictures:", "Pic:", "Credit:", "Credits:", "Credit", "Source:", "File photo:", "Illustration:", "Illustration by", "Video:", "Courtesy of", "Courtesy:",
	"Foto:", "Fotos:", "Symbolfoto:", "Archivfoto:", "Bildrechte:", "Rechte:", "Foto/", "Foto von", "Bild:", "Bilder:", "Bildquelle:", "Quelle:", "Fotograf:", "Grafik:", "Fotografía de", "Fotografía:", "Imagen:", "Crédito:", "Créditos:", "Fuente:", "Photographie:", "Crédit photo :", "Crédit photo:", "Crédit :", "Crédit:", "Crédits :", "Photo :", "Imagem:", "Reprodução/", "Fotografia:", "Immagine:", "Beeld:", "Fotoğraf:", "Fot.", "Foto ", "Zdroj:", "Nuotrauka:", "Valokuva:", "Kuva:", "Forrás:", "Фото:", "Світлина:", "Φωτό:", "Φωτογραφία:",
	"تصوير:", "الصورة:", "صورة:", "مصدر الصورة:", "المصدر:", "عکس:", "写真:", "撮影:", "사진=", "사진:", "圖:", "图:", "©", "(c)", "&copy;",
}

// readCredit takes the labels off a credit line: "Photo: Jane Doe/Agency" gives
// "Jane Doe/Agency". A line that is only a label gives "".
func readCredit(s string) string {
	s = squeeze(s)
	for range 3 {
		was := s
		s = strings.Trim(s, " |·•-–—:,;")
		if len(s) > 2 && (s[0] == '(' && s[len(s)-1] == ')' || s[0] == '[' && s[len(s)-1] == ']') {
			s = strings.TrimSpace(s[1 : len(s)-1])
		}
		for _, l := range creditLabels {
			if len(s) >= len(l) && strings.EqualFold(s[:len(l)], l) && startsWithAny(s, []string{l}) {
				s = strings.TrimSpace(s[len(l):])
				break
			}
		}
		if s == was {
			break
		}
	}
	return s
}

// splitCredit looks for a credit printed in a caption: in the trailing
// parenthesis, or after a label or a copyright sign near its end. The caption
// itself stays as printed.
func splitCredit(caption string) string {
	letters := weigh(caption)
	for _, l := range creditLabels {
		last := l[len(l)-1]
		if last != ':' && last != '=' && l != "©" && l != "Photo by" && l != "Photograph by" {
			continue // too common a word to look for within a sentence
		}
		at := lastFold(caption, l)
		if at < 0 || l == "Source:" && at > 0 && at < len(caption)/3 {
			continue
		}
		if at > 0 && !strings.ContainsRune(" .|(/-–—\u00a0", rune(caption[at-1])) {
			continue
		}
		tail := caption[at:]
		if strings.Count(tail, ")") > strings.Count(tail, "(") { // the label stands inside them
			tail = strings.TrimRight(tail, ")")
		}
		credit := readCredit(tail)
		if n := weigh(credit); n > 1 && n < 60 && (at > 0 || n == letters || letters < 70) {
			return credit
		}
	}
	if _, credit := profile.TrailingCredit(caption); credit != "" {
		return readCredit(credit)
	}
	for _, bar := range []string{" | ", " / "} {
		if at := strings.LastIndex(caption, bar); at > 0 && weigh(caption[:at]) > 20 {
			if bar == " / " { // "Jane Doe / Agency" has one of its own
				if first := strings.Index(caption, bar); first != at && weigh(caption[first:at]) < 40 {
					at = first
				}
			}
			if credit := readCredit(caption[at+len(bar):]); weigh(credit) > 1 && weigh(credit) < 60 && !endsSentence(credit) {
				return credit
			}
		}
	}
	return ""
}

// lastFold is the last place of sub in s, ASCII case aside; -1 when absent.
func lastFold(s, sub string) int {
	for i := len(s) - len(sub); i >= 0; i-- {
		if strings.EqualFold(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}
