package news

import (
	"reflect"
	"slices"
	"strings"
)

// Differing names the fields in which two articles differ, by their names in JSON; a
// stamp is one field. What JSON does not tell apart is the same.
func Differing(a, b *Article) (names []string) {
	x, y := reflect.ValueOf(a.flat()), reflect.ValueOf(b.flat())
	for i := range x.NumField() {
		if reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			continue
		}
		name, _, _ := strings.Cut(x.Type().Field(i).Tag.Get("json"), ",")
		for _, stamp := range []string{"published", "modified"} {
			if strings.HasPrefix(name, stamp+"_") {
				name = stamp
			}
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
