package profile

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// creditLabels stand before the name in a credit.
var creditLabels = []string{
	"photo", "photos", "photo by", "photos by", "photo credit", "photograph", "photograph by", "photography", "picture", "picture by",
	"image", "image by", "image credit", "credit", "credits", "courtesy", "courtesy of", "via", "source", "file", "file photo",
	"foto", "fotos", "foto de", "foto von", "bild", "bilder", "imagen", "imagen de", "crédito", "créditos", "cortesía", "fuente", "archivo",
	"crédit", "crédit photo", "archives", "fonte", "kaynak", "fotoğraf", "фото",
	"تصوير", "الصورة", "صورة", "مصدر الصورة", "المصدر", "أرشيف", "عکس", "照片", "写真",
}

// placeWords say where somebody stands in a picture or that it is an old one:
// in parentheses they are part of the caption, not a credit.
var placeWords = []string{
	"left", "right", "centre", "center", "middle", "top", "bottom", "l", "r", "c", "above", "below", "front", "back", "pictured",
	"file", "file photo", "archive", "archive photo", "illustrative", "illustration", "video",
	"links", "rechts", "mitte", "archivbild", "symbolbild", "izquierda", "derecha", "centro", "archivo",
	"gauche", "droite", "à gauche", "à droite", "archives", "أرشيف", "أرشيفية", "صورة أرشيفية", "من الأرشيف", "يمين", "يسار",
}

// maxCredit is the longest text taken for a credit, in characters; a longer one
// is a sentence.
const maxCredit = 80

// TrailingCredit reads the credit at the end of a caption: the last group in
// parentheses or square brackets, without them and without a label such as
// "Photo:". The caption comes back as it is printed, credit included, squeezed.
// credit is "" when the caption ends otherwise, or with something that names
// nobody, such as a year, "(left)" or "(file photo)".
func TrailingCredit(s string) (caption, credit string) {
	caption = Squeeze(s)
	inside, ok := lastGroup(strings.TrimRight(caption, ".。 "))
	if !ok {
		return caption, ""
	}
	credit = stripCreditLabel(inside)
	switch {
	case utf8.RuneCountInString(credit) > maxCredit,
		!strings.ContainsFunc(credit, unicode.IsLetter),
		slices.Contains(placeWords, strings.ToLower(credit)):
		return caption, ""
	}
	return caption, credit
}

// closers and openers of a group, each with its partner at the same place.
var closers, openers = []rune(")）]"), []rune("(（[")

// lastGroup returns what stands between the bracket that ends s and its partner.
func lastGroup(s string) (inside string, ok bool) {
	runes := []rune(s)
	if len(runes) == 0 {
		return "", false
	}
	kind := slices.Index(closers, runes[len(runes)-1])
	if kind < 0 {
		return "", false
	}
	depth := 0
	for i := len(runes) - 1; i >= 0; i-- {
		switch runes[i] {
		case closers[kind]:
			depth++
		case openers[kind]:
			depth--
		}
		if depth == 0 {
			inside = strings.TrimSpace(string(runes[i+1 : len(runes)-1]))
			return inside, inside != ""
		}
	}
	return "", false
}

// stripCreditLabel takes labels and copyright signs off the front.
func stripCreditLabel(s string) string {
	for {
		before := s
		s = strings.TrimSpace(strings.TrimLeft(s, "©:：/- "))
		if low := strings.ToLower(s); strings.HasPrefix(low, "(c)") {
			s = strings.TrimSpace(s[3:])
		}
		s = stripOneLabel(s)
		if s == before {
			return s
		}
	}
}

func stripOneLabel(s string) string {
	longest := ""
	for _, l := range creditLabels {
		if len(l) > len(longest) && hasWord(s, l) {
			longest = l
		}
	}
	if longest == "" {
		return s
	}
	rest := strings.TrimSpace(skipFold(s, longest))
	switch {
	case strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "："), strings.HasPrefix(rest, "/"):
		return strings.TrimSpace(strings.TrimLeft(rest, ":：/ "))
	case rest != "" && (strings.HasSuffix(longest, " by") || strings.HasSuffix(longest, " of") ||
		strings.HasSuffix(longest, " de") || strings.HasSuffix(longest, " von") ||
		longest == "courtesy" || longest == "via" || strings.HasSuffix(longest, "credit")):
		return rest
	}
	return s // "Picture Alliance" is an agency
}
