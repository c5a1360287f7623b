package query

import "unicode"

// Spaceless reports whether a letter is of a script that sets no spaces between words.
func Spaceless(r rune) bool { return r >= 0x80 && unicode.In(r, spaceless...) }

var spaceless = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar, unicode.Tibetan}
