package imagefile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/bits"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/image/draw"
)

// scene is a picture with something to see: a sky, a hill, a sun.
func scene(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{90, 150, uint8(255 - 200*y/h), 255}
			if y*w > h*(w-x)*3/4+h*w/5 {
				c = color.RGBA{40, 90, 40, 255}
			}
			if dx, dy := x-w/4, y-h/4; dx*dx+dy*dy < w*h/60 {
				c = color.RGBA{255, 240, 120, 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

func encoded(t testing.TB, img image.Image, format string) []byte {
	t.Helper()
	var b bytes.Buffer
	var err error
	switch format {
	case "jpeg":
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: 60})
	case "gif":
		err = gif.Encode(&b, img, nil)
	default:
		err = png.Encode(&b, img)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a PNG of a few bytes that claims a size.
func bomb(w, h uint32) []byte {
	b := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR")
	b = binary.BigEndian.AppendUint32(b, w)
	b = binary.BigEndian.AppendUint32(b, h)
	b = append(b, 8, 2, 0, 0, 0)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[12:]))
	return append(b, "\x00\x00\x00\x00IDAT"...)
}

// The same picture smaller, and saved by another program, looks alike; another
// one does not.
func TestLook(t *testing.T) {
	small := image.NewRGBA(image.Rect(0, 0, 240, 135))
	draw.BiLinear.Scale(small, small.Bounds(), scene(960, 540), image.Rect(0, 0, 960, 540), draw.Src, nil)
	turned := image.NewRGBA(image.Rect(0, 0, 540, 960))
	for y := range 960 {
		for x := range 540 {
			turned.Set(x, y, scene1.At(y, x))
		}
	}
	var hashes []uint64
	for _, b := range [][]byte{encoded(t, scene1, "png"), encoded(t, scene1, "jpeg"), encoded(t, small, "jpeg"), encoded(t, scene1, "gif"), encoded(t, turned, "png")} {
		f, err := Read(b)
		if err != nil || f.Problem != "" || len(f.Hash) != 16 || len(f.SHA256) != 64 || f.Size != len(b) {
			t.Fatalf("Read = %+v, %v", f, err)
		}
		h, err := strconv.ParseUint(f.Hash, 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, h)
	}
	for i, h := range hashes[1:] {
		n := bits.OnesCount64(h ^ hashes[0])
		if other := i == 3; other != (n > 6) {
			t.Errorf("picture %d differs by %d bits from the first", i+1, n)
		}
	}
}

var scene1 = scene(960, 540)

func TestHostileFiles(t *testing.T) {
	whole := encoded(t, scene1, "jpeg")
	for _, tt := range []struct {
		name, kind string
		body       []byte
		width      int
		problem    string // part of it
	}{
		{"decompression bomb", "image/png", bomb(50_000, 50_000), 50_000, "more than 25 million"},
		{"cut", "image/jpeg", whole[:len(whole)/2], 960, "damaged"},
		{"header alone", "image/png", bomb(100, 100)[:20], 0, "damaged"},
		{"no pixels", "image/png", bomb(0, 10), 0, "damaged"},
		{"counting pixel", "image/gif", encoded(t, image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Black}), "gif"), 1, "too small"},
		{"svg", "image/svg+xml", []byte("<?xml version='1.0'?>\n<!-- x --><svg onload='alert(1)'/>"), 0, "lines"},
		{"avif", "image/avif", []byte("\x00\x00\x00\x1cftypavif\x00\x00\x00\x00"), 0, "no decoder"},
		{"webp without content", "image/webp", []byte("RIFF\x00\x00\x00\x00WEBPVP8 "), 0, "damaged"},
	} {
		f, err := Read(tt.body)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if f.MediaType != tt.kind || f.Width != tt.width || !strings.Contains(f.Problem, tt.problem) || f.Hash != "" || f.SHA256 == "" {
			t.Errorf("%s: %+v, want %s, %d pixels wide, a problem with %q", tt.name, f, tt.kind, tt.width, tt.problem)
		}
	}
	for body, says := range map[string]string{
		"<!DOCTYPE html><title>403</title>": "an HTML page", "": "an empty answer", `{"error":1}`: "JSON", "%PDF-1.4": "an unknown kind",
	} {
		if f, err := Read([]byte(body)); !errors.Is(err, ErrNoPicture) || !strings.Contains(err.Error(), says) {
			t.Errorf("Read(%q) = %+v, %v, want %s: no picture", body, f, err, says)
		}
	}
}

// Whatever the bytes are, reading them ends without a panic, and a hash comes
// only with a picture that was looked at.
func FuzzRead(f *testing.F) {
	for _, format := range []string{"png", "jpeg", "gif"} {
		f.Add(encoded(f, scene(64, 48), format))
	}
	f.Add(bomb(1<<31-1, 1<<31-1))
	f.Add([]byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := Read(b)
		if err != nil {
			return
		}
		if (file.Hash == "") != (file.Problem != "") || file.Size != len(b) {
			t.Errorf("Read = %+v", file)
		}
	})
}
