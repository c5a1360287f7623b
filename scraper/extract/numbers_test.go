package extract

import "testing"

func TestFirstNumber(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want int
		ok   bool
	}{
		{"1 Shares", 1, true},
		{"4 Min Read", 4, true},
		{"0 Shares", 0, true},
		{"1.2k", 1200, true},
		{"1,2 mil", 1200, true},
		{"3,456", 3456, true},
		{"3.456", 3456, true},
		{"3 456 vues", 3456, true},
		{"1,234,567", 1234567, true},
		{"12.5 km", 12, true},
		{"1.2M views", 1200000, true},
		{"143 Visualizaciones", 143, true},
		{"١٤٣ مشاهدة", 143, true},
		{"٣٬٤٥٦", 3456, true},
		{"۱۲۳", 123, true},
		{"४५", 45, true},
		{"3万", 30000, true},
		{"1.2万回", 12000, true},
		{"5천", 5000, true},
		{"2 тыс. просмотров", 2000, true},
		{"in 2024, 5 of them", 2024, true},
		{"99999999999999999999", 0, false},
		{"none", 0, false},
		{"", 0, false},
	} {
		if got, ok := firstNumber(tt.in); got != tt.want || ok != tt.ok {
			t.Errorf("firstNumber(%q) = %d, %v, want %d, %v", tt.in, got, ok, tt.want, tt.ok)
		}
	}
}
