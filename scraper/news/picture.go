package news

import (
	"regexp"
	"strings"
	"unicode"
)

// SameAs reports whether two states of an article show the same picture: another
// rendition of it, or one under a path that its server signs anew with every page,
// so that only what a program made differs, not the name of the file, nor all that
// is printed with it.
func (m Image) SameAs(n Image) bool {
	if m.Same() == n.Same() {
		return true
	}
	name := m.OwnName()
	return name != "" && name == n.OwnName() && unsigned(m.Same()) == unsigned(n.Same()) && (m.Caption == n.Caption || m.Alt == n.Alt)
}

// OwnName is the name of a picture's file where it tells the picture: people, or a
// program that counts, gave it, such as "bridge-2041.jpg". Empty for "original.jpg".
func (m Image) OwnName() string {
	path, _, _ := strings.Cut(m.Same(), "?")
	name := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	stem, _, _ := strings.Cut(name, ".")
	digit := strings.ContainsFunc(stem, unicode.IsDigit)
	if word := strings.ContainsFunc(stem, unicode.IsLetter); !word || !digit && !strings.ContainsAny(stem, "-_") {
		return ""
	}
	return name
}

// unsigned is an address without the parts of its path that are tokens, and without
// the sizes that they sign.
func unsigned(address string) string {
	parts := strings.Split(address, "/")
	for i, p := range parts {
		if i < len(parts)-1 && (token(p) || sizeInPath.MatchString(p)) {
			parts[i] = ""
		}
	}
	return strings.Join(parts, "/")
}

// sizeInPath is a part of a path that names a size: "600x400", "w_640,q_80",
// "rs:fit:1200:0".
var sizeInPath = regexp.MustCompile(`^(?:\d{2,4}x\d{0,4}|(?:[a-z]{1,3}_[a-z\d.]+,?)+|(?:rs|resize|size|s|w|h|q):[a-z\d:]+)$`)

// shortestToken is how long a part of a path must be to be a signature: 64 bits in
// hex or more.
const shortestToken = 16

// token reports letters among digits, as signatures are.
func token(s string) bool {
	if len(s) < shortestToken {
		return false
	}
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			letters++
		case !strings.ContainsRune("_-=~:.", r):
			return false
		}
	}
	return digits >= 3 && letters >= 3
}
