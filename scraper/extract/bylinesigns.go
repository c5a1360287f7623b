package extract

import (
	"regexp"
	"strings"
)

// The bylines of East Asian papers say by a word behind or before the names that
// reporters are meant, often in brackets, with the paper or the place beside them.
var (
	// 김민수 기자, [포트신문=김민수 기자], 김민수 기자 minsu@paper.example
	koreanReporter = regexp.MustCompile(`^[\[(【]?(?:[^=＝\]]{2,20}[=＝]\s*)?(\p{Hangul}{2,4})\s*((?:인턴|선임|수습|전문|객원)?\s?(?:기자|특파원|논설위원|에디터))(?:\s*[=＝])?[\])】]?(?:\s+\S+@\S+)?$`)
	// 記者李明／台北報導, 〔記者李明、王芳／台北報導〕, （记者 李明）
	chineseReporter = regexp.MustCompile(`^[〔【（(\[]?(?:本報|本报|中央社|綜合)?(?:特派|特約|实习|實習)?((?:記者|记者))\s*[:：]?\s*(\p{Han}{2,4}(?:[、，,\s]\s*\p{Han}{2,4}){0,3})\s*(?:[／/]\s*\p{Han}{2,8})?[〕】）)\]]?$`)
	// 山田太郎記者, 【山田太郎記者】
	japaneseReporter = regexp.MustCompile(`^[【（(]?([\p{Han}\p{Hiragana}]{3,6})(記者|編集委員|論説委員|特派員)[】）)]?$`)
)

// reporterNames reads a text that is such a byline as a whole, and returns the word
// that says so.
func reporterNames(text string) (names []string, word string) {
	if len(text) > 120 || text == "" || text[0] < 0x80 && !strings.ContainsRune("[(", rune(text[0])) {
		return nil, ""
	}
	if m := koreanReporter.FindStringSubmatch(text); m != nil {
		return m[1:2], m[2]
	}
	if m := japaneseReporter.FindStringSubmatch(text); m != nil {
		return m[1:2], m[2]
	}
	if m := chineseReporter.FindStringSubmatch(text); m != nil {
		return strings.FieldsFunc(m[2], func(r rune) bool { return strings.ContainsRune("、，, ", r) }), m[1]
	}
	return nil, ""
}

// byWordOf are words that begin a byline in one language and are common words in
// others.
var byWordOf = map[string]string{
	"ro": "de", "ca": "per", "gl": "por", "sw": "na", "af": "deur", "sq": "nga", "is": "eftir", "lb": "vum", "cy": "gan", "mt": "minn", "eo": "de", "tl": "ni", "fil": "ni", "ga": "le",
}

// localBy is the word with which the text begins when that is how bylines begin in
// the language and a full name follows; "" otherwise.
func localBy(text, lang string) string {
	word := byWordOf[baseLanguage(lang)]
	if word == "" || len(text) <= len(word)+1 || !strings.EqualFold(text[:len(word)], word) || text[len(word)] != ' ' {
		return ""
	}
	if len(people(text[len(word)+1:])) == 0 {
		return ""
	}
	return text[:len(word)+1]
}
