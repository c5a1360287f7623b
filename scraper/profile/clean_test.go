package profile

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func TestStripBy(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"By Jane Doe", "Jane Doe"},
		{"BY JANE DOE", "JANE DOE"},
		{"by:\u00a0Jane Doe", "Jane Doe"},
		{"Written by Jane Doe", "Jane Doe"},
		{"Text: Jane Doe", "Jane Doe"},
		{"Reporting by Jane Doe", "Jane Doe"},
		{"By Al Mayadeen English", "Al Mayadeen English"},
		{"Byron Smith", "Byron Smith"},
		{"By", "By"},
		{"Jane Doe by the sea", "Jane Doe by the sea"},
		{"Text Desk", "Text Desk"},
		{"Author: Jane Doe", "Jane Doe"},
		{"Von: Max Muster", "Max Muster"},
		{"Von Max Muster", "Max Muster"},
		{"von der Tann", "von der Tann"},
		{"Von Tann", "Von Tann"},
		{"Por Ana López", "Ana López"},
		{"Por: Ana López", "Ana López"},
		{"Par Anne Martin", "Anne Martin"},
		{"Propos recueillis par Anne Martin", "Anne Martin"},
		{"Di Mario Rossi", "Mario Rossi"},
		{"Di Marzio", "Di Marzio"},
		{"A cura di Mario Rossi", "Mario Rossi"},
		{"Door Jan Jansen", "Jan Jansen"},
		{"Av Kari Nordmann", "Kari Nordmann"},
		{"Av. Ali Veli", "Av. Ali Veli"},
		{"Yazan: Ali Veli", "Ali Veli"},
		{"Автор: Анна Иванова", "Анна Иванова"},
		{"بقلم: جنى حداد", "جنى حداد"},
		{"بقلم جنى حداد", "جنى حداد"},
		{"كتب جاد حداد", "جاد حداد"},
		{"كتبي جاد", "كتبي جاد"},
		{"作者：王明", "王明"},
		{"文/王明", "王明"},
		{"文明", "文明"},
		{"المصدر: وكالات", "المصدر: وكالات"}, // a source, not a byline
		{"", ""},
	} {
		if got := StripBy(tt.in); got != tt.want {
			t.Errorf("StripBy(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestSplitNames(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Jane Doe", "Jane Doe"},
		{"A and B", "A|B"},
		{"A, B & C", "A|B|C"},
		{"A, B, and C", "A|B|C"},
		{"JANE DOE AND JOHN ROE", "JANE DOE|JOHN ROE"},
		{"Jane Doe with John Roe", "Jane Doe|John Roe"},
		{"Dan Brown and Andy Sand", "Dan Brown|Andy Sand"},
		{"A und B", "A|B"},
		{"Anne Martin et Luc Petit", "Anne Martin|Luc Petit"},
		{"Ana López y Luis Gil", "Ana López|Luis Gil"},
		{"Ana López y EFE", "Ana López|EFE"},
		{"Ana López, EFE", "Ana López|EFE"},
		{"Redacción y agencias", "Redacción|agencias"},
		{"José Ortega y Gasset", "José Ortega y Gasset"},
		{"Artur da Costa e Silva", "Artur da Costa e Silva"},
		{"Ana Sousa e Rui Lima", "Ana Sousa|Rui Lima"},
		{"Jan Jansen en Piet de Vries", "Jan Jansen|Piet de Vries"},
		{"Ali Veli ve Ayşe Fatma", "Ali Veli|Ayşe Fatma"},
		{"Анна Иванова и Пётр Петров", "Анна Иванова|Пётр Петров"},
		{"جنى حداد و سامي نجار", "جنى حداد|سامي نجار"},
		{"جنى حداد، سامي نجار", "جنى حداد|سامي نجار"},
		{"جنى حداد وسامي نجار", "جنى حداد|سامي نجار"},
		{"وائل نجار", "وائل نجار"},
		{"Jane Doe / John Roe | AP; Ann Lee • Bob Ray", "Jane Doe|John Roe|AP|Ann Lee|Bob Ray"},
		{"Desk 24/7", "Desk 24/7"},
		{"John Roe, Jr., Jane Doe", "John Roe, Jr.|Jane Doe"},
		{"Dr. Jane Doe, PhD", "Dr. Jane Doe, PhD"},
		{"Jane Doe, political editor", "Jane Doe"},
		{"Jane Doe, Jane Doe", "Jane Doe"},
		{"Juana Gil Juana Gil", "Juana Gil"},
		{"12, --, ", ""},
		{"", ""},
	} {
		if got := strings.Join(SplitNames(tt.in), "|"); got != tt.want {
			t.Errorf("SplitNames(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestTrailingCredit(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"A tram in the harbour, on November 30, 2024 (AP)", "AP"},
		{"A tram (Photo: Jane Doe/Agency)", "Jane Doe/Agency"},
		{"A tram (Photo by Jane Doe).", "Jane Doe"},
		{"A tram (© Jane Doe)", "Jane Doe"},
		{"A tram (Credit: © Agency)", "Agency"},
		{"A tram [File: Reuters]", "Reuters"},
		{"A tram (Photo credit: Jane (Agency))", "Jane (Agency)"},
		{"A tram (Picture Alliance)", "Picture Alliance"},
		{"Ein Zug (Foto: Max Muster)", "Max Muster"},
		{"Un tranvía (Foto de Ana López)", "Ana López"},
		{"قطار في المرفأ (أ ف ب)", "أ ف ب"},
		{"قطار (تصوير: جنى حداد)", "جنى حداد"},
		{"電車（写真：共同）", "共同"},
		{"Il tram lascia il molo (foto Sara Onda)", "Sara Onda"},
		{"Трамвай у причала (фото Иван Волна)", "Иван Волна"},
		{"A tram (photo of the quay)", ""},
		{"A tram (left)", ""},
		{"Three drivers of the tram (v.l.)", ""},
		{"A tram (seen from the pier)", ""},
		{"Ann Lee (Harbour FC) and Jane Doe (Town FC)", ""},
		{"A tram (file photo)", ""},
		{"A tram (2019)", ""},
		{"قطار (أرشيفية)", ""},
		{"A tram (AP) in the harbour", ""},
		{"A tram AP)", ""},
		{"A tram ()", ""},
		{"A tram (" + strings.Repeat("long ", 20) + ")", ""},
		{"", ""},
	} {
		caption, got := TrailingCredit("  " + tt.in)
		if got != tt.want {
			t.Errorf("TrailingCredit(%q) = %q, want %q", tt.in, got, tt.want)
		}
		want := Squeeze(tt.in)
		if tt.want != "" {
			want = strings.TrimSpace(want[:strings.IndexAny(want, "(（[")])
		}
		if caption != want {
			t.Errorf("TrailingCredit(%q): caption %q, want %q", tt.in, caption, want)
		}
	}
}

func TestDigits(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"4 Min Read", "4"},
		{"Shares: 0", "0"},
		{"3,456 views", "3456"},
		{"3.456 Aufrufe", "3456"},
		{"1\u202f234\u202f567 vues", "1234567"},
		{"1'234", "1234"},
		{"1.2k", "1200"},
		{"1,2K shares", "1200"},
		{"0.125k", "125"},
		{"2.5M", "2500000"},
		{"5m read", "5"},
		{"5 km", "5"},
		{"7 kilos", "7"},
		{"1.5 hours", "1"},
		{"٤ دقائق", "4"},
		{"٣٬٤٥٦ قراءة", "3456"},
		{"١٫٥ ألف", "1500"},
		{"۱۲۳ بازدید", "123"},
		{"१२ मिनट", "12"},
		{"3万", "30000"},
		{"007", "7"},
		{"no number", ""},
		{"1234567890123456789", ""},
		{"", ""},
	} {
		if got := Digits(tt.in); got != tt.want {
			t.Errorf("Digits(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestCleaners(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"before_dash", "Jane Doe - Berlin", "Jane Doe"},
		{"before_dash", "جنى حداد – بيروت", "جنى حداد"},
		{"before_dash", "Anne-Marie Petit", "Anne-Marie Petit"},
		{"before_dash", " - Berlin", "- Berlin"},
		{"commas", "a, b ,, c، d、e", "a|b|c|d|e"},
		{"commas", "", ""},
		{"digits", "4 Min Read", "4"},
		{"digits", "none", ""},
		{"drop_parens", "Jane Doe (jd (x)) of AP", "Jane Doe of AP"},
		{"drop_parens", "Jane Doe (jd", "Jane Doe (jd"},
		{"drop_parens", "Jane Doe :)", "Jane Doe :)"},
		{"drop_parens", "(all)", ""},
		{"lower", "ÀB Ş", "àb ş"},
		{"split_names", "A y B", "A|B"},
		{"squeeze", " a\u00a0\u200b\tb\u202b c\u00ad ", "a b c"},
		{"strip_by", "By Jane", "Jane"},
		{"strip_label", "Source: AP: Berlin", "AP: Berlin"},
		{"strip_label", "المصدر: وكالات", "وكالات"},
		{"strip_label", "来源：新华社", "新华社"},
		{"strip_label", "Fuente:EFE", "EFE"},
		{"strip_label", "1 Dec 2024 17:37", "1 Dec 2024 17:37"},
		{"strip_label", "https://gazette.example/", "https://gazette.example/"},
		{"strip_label", "no label", "no label"},
		{"strip_site", "A new tram - The Gazette", "A new tram"},
		{"strip_site", "A new tram – on time | The Gazette", "A new tram – on time"},
		{"strip_site", "قطار جديد | الجريدة", "قطار جديد"},
		{"strip_site", "A well-known tram", "A well-known tram"},
		{"strip_site", "Tram - why it took the town twenty years to build", "Tram - why it took the town twenty years to build"},
		{"trailing_credit", "A tram (AP)", "AP"},
		{"trailing_credit", "A tram", ""},
	} {
		c, ok := cleaner(tt.name)
		if !ok {
			t.Errorf("no cleaner %q", tt.name)
			continue
		}
		if got := strings.Join(c.Do(tt.in), "|"); got != tt.want {
			t.Errorf("%s(%q) = %q, want %q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestCleanersAreSortedAndInTheGuide(t *testing.T) {
	names := Cleaners()
	if !slices.IsSorted(names) {
		t.Errorf("Cleaners() = %q, want them in order", names)
	}
	for _, name := range names {
		if !strings.Contains(Guide, name) {
			t.Errorf("the guide does not explain cleaner %s", name)
		}
	}
}

func TestCleanUp(t *testing.T) {
	pick := func(names ...string) (list []Cleaner) {
		for _, name := range names {
			c, _ := cleaner(name)
			list = append(list, c)
		}
		return list
	}
	for _, tt := range []struct {
		in   string
		list []Cleaner
		want string
	}{
		{" By A  and B ", pick("strip_by", "split_names"), "A|B"},
		{"Jane Doe - Berlin, John Roe - Paris", pick("commas", "before_dash"), "Jane Doe|John Roe"},
		{" a  b ", nil, "a b"},
		{" ", nil, ""},
	} {
		if got := strings.Join(CleanUp(tt.in, tt.list), "|"); got != tt.want {
			t.Errorf("CleanUp(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// FuzzClean: no cleaner panics, gives an empty text, or runs away.
func FuzzClean(f *testing.F) {
	for _, s := range []string{"By Jane Doe, AP (x) - y", "١٫٥ ألف", "（写真：共同）", "©((", "a/b 1/2", "\xff(\xff)", "1.2k"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, c := range cleaners {
			for _, got := range c.Do(s) {
				if got == "" {
					t.Errorf("%s(%q) gave an empty text", c.Name, s)
				}
				if len(got) > 4*len(s)+16 {
					t.Errorf("%s(%q) = %q, longer than it may be", c.Name, s, got)
				}
			}
		}
	})
}

// What is taken for squeezed has no sign in it that Squeeze would drop or make a
// space of.
func TestIsSqueezed(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		one := "a" + string(r) + "b"
		if isSqueezed(one) && (unicode.IsSpace(r) && r != ' ' || Squeeze(one+"  ") != one) {
			t.Errorf("U+%04X is taken for a sign that stays", r)
		}
	}
	for _, s := range []string{" a", "a ", "a  b", "a\tb", "a\xffb", " "} {
		if isSqueezed(s) {
			t.Errorf("%q is taken for squeezed", s)
		}
	}
	for _, s := range []string{"", "a", "a b c", "Müller, 3 May", "خبر عاجل", "速報 です"} {
		if !isSqueezed(s) {
			t.Errorf("%q is squeezed already", s)
		}
	}
}
