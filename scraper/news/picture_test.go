package news

import (
	"testing"
)

// A picture whose path is signed anew with every page is the same picture; one of
// another name, or by a name that says nothing, is not.
func TestSamePicture(t *testing.T) {
	const was, is = "9f2c4e1ab37d5560aa10", "07b1d2e3f4a5968778c0"
	image := func(url string) Image {
		return Image{URL: "https://media.test/" + url, Caption: "A ferry", Alt: "White ferry"}
	}
	for _, tt := range []struct {
		name          string
		before, after Image
		want          bool
	}{
		{"signed anew", image(was + "/ferry-2041.jpg"), image(is + "/ferry-2041.jpg"), true},
		{"signed anew for another size", image(was + "/fit-in/600x400/smart/ferry-2041.jpg"), image(is + "/fit-in/800x400/smart/ferry-2041.jpg"), true},
		{"another file", image(was + "/ferry-2041.jpg"), image(was + "/ferry-2042.jpg"), false},
		{"another folder", image("2024/ferry-2041.jpg"), image("2025/ferry-2041.jpg"), false},
		{"a name of every picture", image(was + "/original.jpg"), image(is + "/original.jpg"), false},
		{"a number alone", image(was + "/1000.jpg"), image(is + "/1000.jpg"), false},
		{"other words", image(was + "/ferry-2041.jpg"), Image{URL: "https://media.test/" + is + "/ferry-2041.jpg", Caption: "A crane", Alt: "Crane"}, false},
		{"a signature of the file itself", image(was + ".jpg"), image(is + ".jpg"), false},
	} {
		if got := tt.after.SameAs(tt.before); got != tt.want {
			t.Errorf("%s: %t, want %t", tt.name, got, tt.want)
		}
	}
}
