package extract

import (
	"strings"
	"testing"
)

// TestShapes holds what must come out of pages in the shapes in which the main content
// systems render articles, in many languages, without a profile: what the goldens
// say beyond that may change.
func TestShapes(t *testing.T) {
	for _, tt := range []struct{ page, authors, published, tags string }{
		{"wordpress-en", "Rhea Calder|Tom Pier", "2025-05-03T18:42", "Ferries|Harbour|Trams"},
		{"arc-es", "Ana Ribera|Luis Mora", "2025-05-03T18:42", "Tranvía|Puerto"},
		{"drupal-fr", "Claire Dumont|Hugo Besson", "2025-05-03T18:42", "Tramway|Port"},
		{"next-de", "Anna Berg|Jan Holm|Eva Sund", "2025-05-03T18:42", "Hafenbahn|Nahverkehr"},
		{"portal-ko", "김민수", "2025-05-03T18:42", ""},
		{"cms-ja", "山田太郎|鈴木花子", "2025-05-03T18:42", "路面電車|港"},
		{"cms-ar", "سامي الحداد|نور الخطيب", "2025-05-03T18:42", "الترام|الميناء"},
		{"cms-zh", "李明|王芳", "2025-05-03T18:42", "电车|港口"},
		{"cms-hi", "राकेश वर्मा", "2025-05-03T18:42", "ट्राम|बंदरगाह"},
		{"cms-ru", "Иван Петров|Мария Волкова", "2025-05-03T18:42", "Трамвай|Порт"},
		{"cms-tr", "Ayşe Yılmaz|Mehmet Demir", "2025-05-03T18:42", "tramvay|liman"},
		{"cms-el", "Μαρία Παπαδοπούλου", "2025-05-03T18:42", "Τραμ|Λιμάνι"},
		{"cms-he", "דנה כהן|יוסי לוי", "2025-05-03T18:42", "חשמלית|נמל"},
		{"cms-vi", "Nguyễn Văn An", "2025-05-03T18:42", "Tàu điện|Cảng"},
		{"cms-fa", "سارا احمدی", "2025-05-03T18:42", "تراموا|بندر"},
		{"cms-th", "", "2025-05-03T18:42", "รถราง|ท่าเรือ"},
		{"cms-pt", "Joana Silva|Rui Costa", "2025-05-03T18:42", "Porto|Elétrico"},
		{"cms-it", "Marco Riva|Sara Onda", "2025-05-03", "tram|porto"},
		{"cms-pl", "Jan Kowalski|Anna Nowak", "2025-05-03T18:42", "tramwaj|port"},
		{"cms-nl", "Kees van der Kade|Lies de Boer", "2025-05-03T18:42", "Tram|Haven"},
		{"cms-sv", "Karin Sjö", "2025-05-03T18:42", "Spårvagn|Hamn"},
		{"ghost-en", "Rhea Calder", "2025-05-03T16:42", "Trams|Harbour"},
		{"amp-en", "Rhea Calder", "2025-05-03T18:42", ""},
	} {
		t.Run(tt.page, func(t *testing.T) {
			f := fixtureNamed(t, "shapes/"+tt.page+".html")
			a := Read(nil, f.in).Article
			if a == nil {
				t.Fatal("no article")
			}
			var authors, tags []string
			for _, b := range a.Bylines {
				authors = append(authors, b.Name)
			}
			for _, tag := range a.Tags {
				tags = append(tags, tag.Name)
			}
			if got := strings.Join(authors, "|"); got != tt.authors {
				t.Errorf("authors %q, want %q", got, tt.authors)
			}
			if got := a.Published.Value(); !strings.HasPrefix(got, tt.published) {
				t.Errorf("published %q, want %q", got, tt.published)
			}
			if got := strings.Join(tags, "|"); got != tt.tags {
				t.Errorf("tags %q, want %q", got, tt.tags)
			}
		})
	}
}
