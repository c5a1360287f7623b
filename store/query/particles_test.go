package query

import (
	"slices"
	"strings"
	"testing"
)

func TestBehindParticles(t *testing.T) {
	for word, want := range map[string]string{
		"الحُكومـة": "والحكومة بالحكومة فالحكومة كالحكومة وبالحكومة وكالحكومة للحكومة وللحكومة",
		"اللبناني":  "واللبناني باللبناني فاللبناني كاللبناني وباللبناني وكاللبناني للبناني وللبناني",
		"لبنان":     "ولبنان",
		"غزة":       "", // three letters make other words: ورد is not "and" رد
		"الآن":      "والآن",
		"ferry":     "",
		"شارع5":     "",
		"שלום":      "",
	} {
		if got := behindParticles(word); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("behindParticles(%s) = %s, want %s", word, got, want)
		}
	}
}
