package profile

import (
	"strings"
	"testing"
)

func TestPartCredit(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"The bridge at noon (AP)", "The bridge at noon|AP"},
		{"Ann Lee (Harbour FC) and Jane Doe (left) (AP)", "Ann Lee (Harbour FC) and Jane Doe (left)|AP"},
		{"The bridge at noon. (Harbour Press)", "The bridge at noon.|Harbour Press"},
		{"The bridge at noon (Picture: Jane Doe/Harbour Press)", "The bridge at noon|Jane Doe/Harbour Press"},
		{"The bridge (file photo) (Quelle: Harbour/Jane Doe/pictures)", "The bridge (file photo)|Harbour/Jane Doe/pictures"},
		{"The bridge at noon(Dok.Harbour )", "The bridge at noon|Dok.Harbour"},
		{"The bridge at noon. Photo: Jane Doe", "The bridge at noon.|Jane Doe"},
		{"The bridge at noon. Photo: Jane Doe. Courtesy of the harbour", "The bridge at noon.|Jane Doe. Courtesy of the harbour"},
		{"The bridge at noon. Photo by Jane Doe/Harbour Press", "The bridge at noon.|Jane Doe/Harbour Press"},
		{"The bridge at noon © Harbour Press", "The bridge at noon|Harbour Press"},
		{"The bridge at noon | Jane Doe/PA Images via Getty Images", "The bridge at noon|Jane Doe/PA Images via Getty Images"},
		{"The bridge at noon, from above / J. Doe / LRP nuotr.", "The bridge at noon, from above|J. Doe / LRP nuotr."},
		{"The new bridge stands open at noon. Supplied", "The new bridge stands open at noon.|Supplied"},
		{"The new bridge stands open. Harbour Lodge: Jane Doe, jane@press.example", "The new bridge stands open.|Harbour Lodge: Jane Doe, jane@press.example"},
		{"새 다리가 시민들에게 처음으로 공개되고 있다. 항구통신", "새 다리가 시민들에게 처음으로 공개되고 있다.|항구통신"},
		{"새 다리가 시민들에게 처음으로 공개되고 있다. 고은비 기자", "새 다리가 시민들에게 처음으로 공개되고 있다.|고은비"},
		{"Die Fähre am Montag. Foto: Jane Doe (Hafenbild)", "Die Fähre am Montag.|Jane Doe (Hafenbild)"},
		{"Die Fähre am Montag (Foto: Jane Doe (Hafenbild))", "Die Fähre am Montag|Jane Doe (Hafenbild)"},
		{"La barca el lunes. Fuente: Agencia del Puerto", "La barca el lunes.|Agencia del Puerto"},
		{"The ferry (left) and the tug", ""},
		{"العبّارة في الميناء (وكالة المرفأ)", "العبّارة في الميناء|وكالة المرفأ"},
		{"Cây cầu mới lúc trưa. Ảnh: Bến cảng", "Cây cầu mới lúc trưa.|Bến cảng"},
		{"Isithombe: Ibhuloho", "|Ibhuloho"},
		{"新しい橋を渡る人々（Ｃ）港湾通信", "新しい橋を渡る人々|港湾通信"},
		{"新しい橋を渡る人々（代表撮影）", "新しい橋を渡る人々|代表"},
		{"A stone lies on the quay © Harbour Foto: Jane Doe", "A stone lies on the quay © Harbour|Jane Doe"},
		{"(Image:Jane Doe via Harbour Images)", "|Jane Doe via Harbour Images"},
		{"Image: Harbour Press", "|Harbour Press"},
		{"De tram verlaat de kade. Beeld Jane Doe / ANP", "De tram verlaat de kade.|Jane Doe / ANP"},
		{"Nach der Arbeit. Foto: Max Muster /Archiv", "Nach der Arbeit.|Max Muster /Archiv"},
		{"A tram on the quay | Photo Credit: Jane Doe", "A tram on the quay|Jane Doe"},
		{"Image Credits:Jane Doe / Harbour Press", "|Jane Doe / Harbour Press"},
		{"El tranvía sale del muelle. Foto Jane Doe.", "El tranvía sale del muelle.|Jane Doe"},
		{"Портовий трамвай відходить / фото Хвиля, Іда Кай", "Портовий трамвай відходить|Хвиля, Іда Кай"},
		{"O elétrico deixa o cais na sexta (2) - Jane Doe/Caispress", "O elétrico deixa o cais na sexta (2)|Jane Doe/Caispress"},
		{"Two quays were built that year - north/south", ""},
		{"港を出る路面電車（２日、ポートメアで）", ""},
		{"The keeper said of the image: nobody stood there", ""},
		{"The bridge was opened by J. Doe", ""},
		{"The bridge stood open until Dec. Sunday", ""},
		{"The bridge stood open all day. Nobody came", ""},
		{"The bridge stood open all day. It rained.", ""},
		{"Ann Lee (Harbour FC) against Jane Doe (Town FC)", ""},
		{"The first team: Ann Lee, Jane Doe (v.l.).", ""},
		{"Jane Doe / Harbour Press", ""},
		{"Imagen de un puente en la noche, junto al puerto", ""},
		{"", ""},
	} {
		caption, credit := PartCredit(tt.in)
		want := tt.want
		if want == "" {
			want = tt.in + "|"
		}
		if got := caption + "|" + credit; got != want {
			t.Errorf("PartCredit(%q) = %q, want %q", tt.in, got, want)
		}
	}
}

func TestStripCreditLabel(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"Photo: Jane Doe/Agency", "Jane Doe/Agency"},
		{"(Photo: © Jane Doe)", "Jane Doe"},
		{"Copyright Jane Doe/Copyright 2026 The Agency. All rights reserved.", "Jane Doe"},
		{"Jane Doe / Agency", "Jane Doe / Agency"},
		{"Picture Alliance", "Picture Alliance"},
		{"Image/Agency", "Image/Agency"},
		{"Foto/Agency", "Agency"},
		{"Ljósmynd/Harbour", "Ljósmynd/Harbour"},
		{"Foto Agency", "Foto Agency"},
		{"Источник: Фонд", "Фонд"},
		{"写真提供：港", "写真提供：港"},
		{"All rights reserved", "All rights reserved"},
		{"Photo:", ""},
		{"", ""},
	} {
		if got := StripCreditLabel(tt.in); got != tt.want {
			t.Errorf("StripCreditLabel(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

// FuzzPartCredit: both parts stand in the line, and parting is bounded.
func FuzzPartCredit(f *testing.F) {
	for _, s := range []string{"The bridge (Photo: Jane Doe/AP).", "a | b | c", "（写真：共同）", "©((", "Foto: x Foto: y", "\xff(\xff)", "A. B. C"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		caption, credit := PartCredit(s)
		line := Squeeze(s)
		if !strings.HasPrefix(line, caption) || !strings.Contains(line, credit) {
			t.Errorf("PartCredit(%q) = %q, %q: not from the line", s, caption, credit)
		}
	})
}
