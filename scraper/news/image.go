package news

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// ImageIdentity is the one rule by which two addresses are one picture: equal
// identities are renditions of it. Scheme and host are in lower case, the fragment
// and the scheme's own port are gone.
//
// Where the path ends in the name of an image file, a query only picks a rendition
// and is gone, but for parameters that name a picture ("id", "src" …), and so is
// the size that WordPress puts into the name ("-640x480", "-scaled"). Otherwise the
// query keeps its order and loses what asks for a rendition (width, format, version
// and their like), what follows readers, and what drop names.
//
// A text that is no absolute http or https address is returned as it is.
func ImageIdentity(address string, drop ...string) string {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return address
	}
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	path := u.EscapedPath()
	dot := strings.LastIndexByte(path, '.')
	file := dot >= 0 && imageTypes[strings.ToLower(path[dot+1:])]
	if c := path[max(dot-1, 0):]; file && (c[0] >= '0' && c[0] <= '9' || c[0] == 'd') {
		path = sizeInName.ReplaceAllString(path, "$1")
	}
	identity := u.Scheme + "://" + host + path
	if q := pictureQuery(u.RawQuery, file, drop); q != "" {
		identity += "?" + q
	}
	return identity
}

// pictureQuery keeps the parameters that tell one picture from another.
func pictureQuery(query string, file bool, drop []string) string {
	var kept []string
	for param := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(param, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		low := strings.ToLower(name)
		switch {
		case value == "" && file, slices.Contains(drop, name):
		case file && !slices.Contains(pictureParams, low):
		case !file && (param == "" || slices.Contains(renditionParams, low) || strings.HasPrefix(low, "utm_")):
		default:
			kept = append(kept, param)
		}
	}
	return strings.Join(kept, "&")
}

var (
	imageTypes = map[string]bool{
		"jpg": true, "jpeg": true, "jfif": true, "png": true, "webp": true, "gif": true, "avif": true, "heic": true, "tif": true, "tiff": true, "bmp": true, "svg": true,
	}
	sizeInName = regexp.MustCompile(`(?:-(?:\d{2,4}x\d{2,4}|scaled))+(\.[A-Za-z]{3,4})$`)
)

// pictureParams name a picture even where the path already names a file, such as
// that of a program which cuts pictures to size.
var pictureParams = []string{"id", "src", "url", "image", "img", "file", "path", "key"}

// renditionParams are those in which image servers take size, crop, quality,
// format, and the version or signature of one and the same picture.
var renditionParams = []string{
	"w", "h", "width", "height", "maxwidth", "max-w", "max-h", "size", "q", "quality", "format", "fm", "auto",
	"fit", "crop", "rect", "dpr", "v", "ver", "t", "ts", "cb", "preset", "resize", "scale", "strip", "ssl", "zoom",
	"output", "output-quality", "output-format", "imwidth", "imheight", "impolicy", "downsize", "compress",
	"fl", "mode", "quality_mode",
}
