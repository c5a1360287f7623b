// Package imagefile looks at the bytes of a picture: what they are, how large the
// picture is, and how it looks, as a perceptual hash. It is pure, and the only
// package that decodes pictures: whatever the bytes are, it neither panics nor
// takes more memory than a picture of [MaxPixels] needs.
package imagefile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the decoders of pictures on the web
	_ "image/jpeg"
	_ "image/png"

	"github.com/corona10/goimagehash"
	_ "golang.org/x/image/webp"

	"newskeep/scraper/news"
)

const (
	// MaxPixels is the largest picture that is decoded, 25 million: a camera's
	// full frame, some 300 MB while it is looked at. A file of a few kB can claim
	// any size.
	MaxPixels = 25_000_000
	// leastSide is the smallest side of a picture that looks like anything.
	leastSide = 32
)

// ErrNoPicture says that bytes are no picture of a known kind.
var ErrNoPicture = errors.New("no picture of a known kind")

// Read looks at bytes. The error is [ErrNoPicture], wrapped with what they seem
// to be. A picture that cannot be looked at (vectors, no decoder, too large,
// damaged) is no error: the file says so in Problem, and has what is known of it.
// Body is not set.
func Read(body []byte) (*news.ImageFile, error) {
	kind := mediaType(body)
	if kind == "" {
		return nil, fmt.Errorf("%s: %w", seems(body), ErrNoPicture)
	}
	sum := sha256.Sum256(body)
	f := &news.ImageFile{SHA256: hex.EncodeToString(sum[:]), Size: len(body), MediaType: kind}
	f.Problem = look(f, body)
	return f, nil
}

// look fills in size and hash and returns why it could not.
func look(f *news.ImageFile, body []byte) (problem string) {
	defer func() {
		if r := recover(); r != nil { // a decoder's own fault must not end a crawl
			f.Hash, problem = "", fmt.Sprintf("the decoder of %s gave up: %v", f.MediaType, r)
		}
	}()
	switch f.MediaType {
	case "image/svg+xml":
		return "made of lines and not of pixels"
	case "image/jpeg", "image/png", "image/gif", "image/webp":
	default:
		return "no decoder for " + f.MediaType
	}
	config, _, err := image.DecodeConfig(bytes.NewReader(body))
	if err != nil {
		return "damaged: " + err.Error()
	}
	f.Width, f.Height = config.Width, config.Height
	switch pixels := int64(config.Width) * int64(config.Height); {
	case config.Width <= 0 || config.Height <= 0:
		return "without a size"
	case pixels > MaxPixels:
		return fmt.Sprintf("%d x %d pixels, more than %d million", config.Width, config.Height, MaxPixels/1_000_000)
	case config.Width < leastSide || config.Height < leastSide:
		return fmt.Sprintf("%d x %d pixels, too small to be told from others", config.Width, config.Height)
	}
	img, _, err := image.Decode(bytes.NewReader(body))
	if err != nil {
		return "damaged: " + err.Error()
	}
	if b := img.Bounds(); b.Dx() > config.Width || b.Dy() > config.Height { // the first frame of an animation may be smaller
		return fmt.Sprintf("%d x %d pixels in a frame of %d x %d", b.Dx(), b.Dy(), config.Width, config.Height)
	}
	hash, err := goimagehash.PerceptionHash(img)
	if err != nil {
		return "no perceptual hash: " + err.Error()
	}
	f.Hash = fmt.Sprintf("%016x", hash.GetHash())
	return ""
}
