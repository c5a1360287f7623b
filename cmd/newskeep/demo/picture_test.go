package demo

import (
	"image/png"
	"testing"
)

func TestPictures(t *testing.T) {
	r := reader{t, New(Options{})}
	for _, tt := range []struct {
		path   string
		status int
		width  int
	}{
		{"/images/tram-first-run.png", 200, 960},
		{"/images/tram-first-run.png?width=480", 200, 480},
		{"/images/tram-first-run.png?width=99999", 200, 960}, // no picture is drawn larger than the paper shows it
		{"/images/chart-tide.png", 200, 960},
		{"/images/no-page-shows-this.png", 404, 0},
		{"/images/.png", 404, 0},
	} {
		w := r.get(tt.path)
		if w.Code != tt.status {
			t.Errorf("%s: got status %d, want %d", tt.path, w.Code, tt.status)
		}
		if tt.width == 0 {
			continue
		}
		img, err := png.Decode(w.Body)
		if err != nil {
			t.Fatalf("%s: %v", tt.path, err)
		}
		if got := img.Bounds().Dx(); got != tt.width {
			t.Errorf("%s: got %d pixels wide, want %d", tt.path, got, tt.width)
		}
	}
}
