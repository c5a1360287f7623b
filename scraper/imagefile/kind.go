package imagefile

import (
	"bytes"
	"strings"
)

// mediaType tells what bytes are by how they begin, after
// https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern, with AVIF and
// HEIC (ISO/IEC 14496-12, the brand of the file) and SVG. Empty: no picture.
func mediaType(b []byte) string {
	has := func(at int, mark string) bool { return len(b) >= at+len(mark) && string(b[at:at+len(mark)]) == mark }
	switch {
	case has(0, "\xff\xd8\xff"):
		return "image/jpeg"
	case has(0, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case has(0, "GIF87a"), has(0, "GIF89a"):
		return "image/gif"
	case has(0, "RIFF") && has(8, "WEBPVP"):
		return "image/webp"
	case has(4, "ftypavif"), has(4, "ftypavis"):
		return "image/avif"
	case has(4, "ftypheic"), has(4, "ftypheix"), has(4, "ftypmif1"):
		return "image/heic"
	case has(0, "BM") && len(b) > 26:
		return "image/bmp"
	case has(0, "II*\x00"), has(0, "MM\x00*"):
		return "image/tiff"
	case isSVG(b):
		return "image/svg+xml"
	}
	return ""
}

// isSVG finds the root element behind what may stand before it.
func isSVG(b []byte) bool {
	head := strings.ToLower(string(bytes.TrimLeft(b[:min(len(b), 1024)], "\xef\xbb\xbf \t\r\n")))
	if strings.HasPrefix(head, "<svg") {
		return true
	}
	return (strings.HasPrefix(head, "<?xml") || strings.HasPrefix(head, "<!--") || strings.HasPrefix(head, "<!doctype svg")) &&
		strings.Contains(head, "<svg")
}

// seems says what bytes that are no picture look like.
func seems(b []byte) string {
	head := strings.ToLower(string(bytes.TrimLeft(b[:min(len(b), 512)], "\xef\xbb\xbf \t\r\n")))
	switch {
	case len(b) == 0:
		return "an empty answer"
	case strings.HasPrefix(head, "<!doctype html"), strings.HasPrefix(head, "<html"):
		return "an HTML page"
	case strings.HasPrefix(head, "{"), strings.HasPrefix(head, "["):
		return "JSON"
	case strings.HasPrefix(head, "<"):
		return "markup"
	}
	return "an unknown kind of file"
}
