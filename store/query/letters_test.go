package query

import "testing"

func TestLetters(t *testing.T) {
	for _, tt := range []struct{ key, words string }{
		{"ferry", "ferry Ferry FERRY ｆｅｒｒｙ"},
		{"first", "first ﬁrst"},
		{"lodz", "Łódź łódź Lodz LO\u0301DZ\u0301"},
		{"orsted", "Ørsted Orsted"},
		{"strasse", "Straße STRASSE STRAẞE"},
		{"oeuvre", "œuvre Œuvre oeuvre"},
		{"isik", "ışık IŞIK isik İŞİK"},
		{"danang", "ĐàNẵng"},
		{"γιωργοσ", "Γιώργος ΓΙΩΡΓΟΣ γιωργος Γιω\u0301ργος"},
		{"елка", "ёлка Елка е\u0308лка ё́лка"},
		{"йод", "йод и\u0306од"},
		{"їжак", "їжак і\u0308жак"},
		{"пять", "пʼять пять п\u02bcять"},
		{"ѓон", "ѓон г\u0301он"}, // another letter than г
		{"الحكومه", "الحكومة الحكومه الحُكومَة الحكومـــة ﺍﻟﺤﻜﻮﻣﺔ"},
		{"مسءول", "مسؤول مسئول مسو\u0654ول"},
		{"2024", "2024 ٢٠٢٤ ۲۰۲۴ २०२४ ２０２４"},
		{"カタカナ", "カタカナ ｶﾀｶﾅ"},
		{"がく", "がく か\u3099く"},
		{"हिन्दी", "हिन्दी"},
		{"½", "½"}, // written out it is no word
	} {
		Words(tt.words, func(word string) bool {
			if got := Letters(word); got != tt.key {
				t.Errorf("Letters(%q) = %q, want %q", word, got, tt.key)
			}
			if Letters(tt.key) != tt.key {
				t.Errorf("Letters(%q) = %q", tt.key, Letters(tt.key))
			}
			return true
		})
	}
}
