package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"
)

// servePicture draws the picture of a name, 960 pixels wide, or 480 with
// ?width=480. The same name always gives the same picture.
func servePicture(w http.ResponseWriter, r *http.Request, name string) {
	width := 960
	if r.URL.Query().Get("width") == "480" {
		width = 480
	}
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := enc.Encode(&b, picture(name, width)); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "max-age=86400")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b.Bytes()))
}

// picture draws bars for a name that begins with "chart-", otherwise a coast in
// few colours: a sky in bands, a sun, three rows of hills, the sea, a boat.
func picture(name string, width int) image.Image {
	h := fnv.New64a()
	h.Write([]byte(name)) // never fails
	dice := rand.New(rand.NewPCG(h.Sum64(), 1))
	height := width * 9 / 16
	hue := dice.Float64()
	if strings.HasPrefix(name, "chart-") {
		return chart(dice, hue, width, height)
	}
	const sky, sea = 12, 6
	var palette color.Palette
	for i := range sky {
		palette = append(palette, tint(hue, 0.45, 0.55+0.38*float64(i)/sky))
	}
	for i := range sea {
		palette = append(palette, tint(0.55+0.05*hue, 0.40, 0.30+0.05*float64(i)))
	}
	for i := range 3 {
		palette = append(palette, tint(hue+0.12, 0.28, 0.52-0.12*float64(i)))
	}
	sun := uint8(len(palette))
	palette = append(palette, tint(0.12, 0.85, 0.80), tint(0.1, 0.15, 0.95), tint(0.05, 0.45, 0.25))
	sail, hull := sun+1, sun+2

	img := image.NewPaletted(image.Rect(0, 0, width, height), palette)
	shore := 0.62 + 0.12*dice.Float64() // share of the height above the sea
	sunX, sunY, sunR := 0.15+0.7*dice.Float64(), 0.18+0.2*dice.Float64(), 0.05+0.03*dice.Float64()
	var phase [3][2]float64
	for i := range phase {
		phase[i] = [2]float64{6 * dice.Float64(), 3 + 5*dice.Float64()}
	}
	ridges := make([][3]float64, width) // share of the height above each row of hills
	for px := range ridges {
		x := float64(px) / float64(width)
		for i, p := range phase {
			ridges[px][i] = shore - 0.20 + 0.07*float64(i) + 0.05*math.Sin(p[0]+p[1]*x) + 0.02*math.Sin(3*p[0]+17*x)
		}
	}
	boat := 0.15 + 0.7*dice.Float64()
	for py := range height {
		y := float64(py) / float64(height)
		for px := range width {
			x := float64(px) / float64(width)
			c := uint8(min(sky-1, int(y/shore*sky)))
			if math.Hypot((x-sunX)*16/9, y-sunY) < sunR {
				c = sun
			}
			for i, ridge := range ridges[px] {
				if y > ridge {
					c = uint8(sky + sea + i)
				}
			}
			if y > shore {
				wave := 0.01 * math.Sin(40*x+60*y)
				c = uint8(sky + min(sea-1, max(0, int((y-shore+wave)/(1-shore)*sea))))
			}
			// A triangle for the sail and a strip for the hull.
			dx, dy := x-boat, y-(shore+0.10)
			switch {
			case dy > 0 && dy < 0.03 && math.Abs(dx) < 0.05-dy:
				c = hull
			case dy <= 0 && dy > -0.16 && dx > 0 && dx < 0.045*(1+dy/0.16):
				c = sail
			}
			img.SetColorIndex(px, py, c)
		}
	}
	return img
}

// chart draws eight bars over a line.
func chart(dice *rand.Rand, hue float64, width, height int) image.Image {
	img := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{
		tint(hue, 0.20, 0.96), tint(hue, 0.45, 0.45), tint(hue, 0.45, 0.62), tint(hue, 0.2, 0.3),
	})
	for i := range 8 {
		tall := 0.2 + 0.6*dice.Float64()
		for py := int(float64(height) * (0.9 - tall)); py < height*9/10; py++ {
			for px := width * (2*i + 1) / 17; px < width*(2*i+2)/17; px++ {
				img.SetColorIndex(px, py, uint8(1+i%2))
			}
		}
	}
	for px := width / 30; px < width*29/30; px++ {
		for py := height * 9 / 10; py < height*9/10+3; py++ {
			img.SetColorIndex(px, py, 3)
		}
	}
	return img
}

// tint is a colour by hue, saturation and lightness, each 0 to 1; the hue turns
// round. See https://www.w3.org/TR/css-color-3/#hsl-color
func tint(hue, saturation, lightness float64) color.Color {
	part := func(n float64) uint8 {
		k := math.Mod(n+12*hue, 12)
		a := saturation * min(lightness, 1-lightness)
		return uint8(255 * (lightness - a*max(-1, min(k-3, 9-k, 1))))
	}
	return color.RGBA{R: part(0), G: part(8), B: part(4), A: 255}
}
