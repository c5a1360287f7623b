package news

import "strings"

// Slashed reports whether an absolute address is written with a slash at the end
// of its path. The root's own slash is none.
func Slashed(address string) bool {
	path, _ := pathEnd(address)
	return strings.HasSuffix(path, "/") && strings.Trim(path, "/") != ""
}

// WithSlash is an absolute address with a slash at the end of its path.
func WithSlash(address string) string {
	path, end := pathEnd(address)
	if strings.HasSuffix(path, "/") {
		return address
	}
	return address[:end] + "/" + address[end:]
}

// pathEnd is the path of an absolute address, as written, and where it ends.
func pathEnd(address string) (path string, end int) {
	end = len(address)
	if i := strings.IndexAny(address, "?#"); i >= 0 {
		end = i
	}
	_, rest, ok := strings.Cut(address[:end], "://")
	if i := strings.IndexByte(rest, '/'); ok && i >= 0 {
		return rest[i:], end
	}
	return "", end
}
