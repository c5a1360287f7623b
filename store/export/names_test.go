package export_test

import (
	"encoding/json"
	"strings"
	"testing"

	"newskeep/store/export"
)

// People have a family name to be sorted by; desks, agencies and the newspaper itself
// stay whole.
func TestNamesInReferences(t *testing.T) {
	r := export.Reference{Key: "k", Newspaper: "Al Mayadeen English", Source: "Anadolu Haberleri"}
	for _, tt := range []struct{ name, ris, bibtex, csl string }{
		{"Mara Lindqvist", "Lindqvist, Mara", "Mara Lindqvist", `{"family":"Lindqvist","given":"Mara"}`},
		{"Ludwig van Beethoven", "Beethoven, Ludwig van", "Ludwig van Beethoven", `{"family":"Beethoven","given":"Ludwig van"}`},
		{"محمد علي الحسيني", "الحسيني, محمد علي", "الحسيني, محمد علي", `{"family":"الحسيني","given":"محمد علي"}`},
		{"Al Mayadeen English", "", "", ""}, {"Al Mayadeen Net", "", "", ""}, {"الميادين نت", "", "", ""}, {"Anadolu Ajansi", "", "", ""},
		{"Harbour News Desk", "", "", ""}, {"Smith, John", "", "", ""}, {"O'Brien, Jr.", "", "", ""}, {"王小明", "", "", ""}, {"AFP", "", "", ""},
	} {
		if tt.csl == "" {
			literal, _ := json.Marshal(tt.name)
			tt.ris, tt.bibtex, tt.csl = tt.name, "{"+tt.name+"}", `{"literal":`+string(literal)+"}"
		}
		r.Authors = []string{tt.name}
		for f, want := range map[export.Format]string{export.RIS: "AU  - " + tt.ris + "\r\n", export.BibTeX: "author = {" + tt.bibtex + "},", export.CSL: `"author":[` + tt.csl + "]"} {
			var b strings.Builder
			if err := export.WriteReference(&b, f, r); err != nil || !strings.Contains(b.String(), want) {
				t.Errorf("%s in %s:\n%s\n%v, want %s", tt.name, f, b.String(), err, want)
			}
		}
	}
}
