package warc

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/hex"
	"strings"
)

// Digest is the labelled digest of a block or payload: SHA-1 in base32, which is
// what index and replay tools compare. It tells bytes apart, and proves nothing.
func Digest(b []byte) string {
	sum := sha1.Sum(b)
	return "sha1:" + base32.StdEncoding.EncodeToString(sum[:])
}

// Matches reports whether bytes have a labelled digest, in base32 or hex. A label
// that is not known, or none, matches everything: there is nothing to compare.
func Matches(digest string, b []byte) bool {
	label, value, ok := strings.Cut(digest, ":")
	if !ok {
		return true
	}
	var sum []byte
	switch strings.ToLower(strings.ReplaceAll(label, "-", "")) {
	case "sha1":
		s := sha1.Sum(b)
		sum = s[:]
	case "sha256":
		s := sha256.Sum256(b)
		sum = s[:]
	case "sha512":
		s := sha512.Sum512(b)
		sum = s[:]
	case "md5":
		s := md5.Sum(b)
		sum = s[:]
	default:
		return true
	}
	if want, err := hex.DecodeString(value); err == nil && len(want) == len(sum) {
		return bytes.Equal(want, sum)
	}
	want, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.TrimRight(strings.ToUpper(value), "="))
	return err == nil && bytes.Equal(want, sum)
}
