package extract

import "testing"

func TestSlugRepeatsHeadline(t *testing.T) {
	for _, tt := range []struct {
		url, headline string
		want          bool
	}{
		{"https://post.example/city/new-trams-to-the-old-quay.html", "New trams to the old quay", true},
		{"https://post.example/2025/05/zuege-nach-portmere-fahren-frueher-4711/", "Züge nach Portmere fahren früher", true},
		{"https://post.example/cozum-icin-yeni-gorusme", "Çözüm için yeni görüşme", true},
		{"https://post.example/section/harbour-and-city-news", "Trams, ferries and buses of Portmere", false},
		{"https://post.example/harbour-news", "Harbour news", false}, // two words name a section
		{"https://post.example/4711", "New trams to the old quay", false},
		{"https://post.example/", "New trams to the old quay", false},
		{"https://post.example/new-trams-to-the-old-quay", "", false},
	} {
		d, _ := parse(nil, Input{URL: tt.url, ContentType: "text/html", Body: []byte("<html><body><p>x</p>")})
		if got := d.slugRepeats(tt.headline); got != tt.want {
			t.Errorf("%s, %q: %v, want %v", tt.url, tt.headline, got, tt.want)
		}
		d.leave()
	}
}
