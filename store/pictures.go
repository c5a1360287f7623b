package store

import (
	"strings"
	"unicode"

	"newskeep/scraper/news"
)

// samePictures reports whether two lists are of the same pictures, though a server
// signs the path to them anew with every page: only a part that a program made
// differs, not the name of the file, nor all that is printed with it.
func samePictures(before, after []news.Image) bool {
	if len(before) != len(after) {
		return false
	}
	for i, m := range after {
		was := before[i]
		if was.Same() == m.Same() {
			continue
		}
		if file := ownName(m); file == "" || file != ownName(was) || unsigned(was.Same()) != unsigned(m.Same()) ||
			squeeze(was.Caption) != squeeze(m.Caption) && squeeze(was.Alt) != squeeze(m.Alt) {
			return false
		}
	}
	return true
}

// ownName is the name of a picture's file where it tells the picture: people, or a
// program that counts, gave it, such as "bridge-2041.jpg". Empty for "original.jpg".
func ownName(m news.Image) string {
	path, _, _ := strings.Cut(m.Same(), "?")
	name := strings.ToLower(path[strings.LastIndexByte(path, '/')+1:])
	stem, _, _ := strings.Cut(name, ".")
	digit := strings.ContainsFunc(stem, unicode.IsDigit)
	if word := strings.ContainsFunc(stem, unicode.IsLetter); !word || !digit && !strings.ContainsAny(stem, "-_") {
		return ""
	}
	return name
}

// unsigned is an address without the parts of its path that are tokens.
func unsigned(address string) string {
	parts := strings.Split(address, "/")
	for i, p := range parts {
		if i < len(parts)-1 && token(p) {
			parts[i] = ""
		}
	}
	return strings.Join(parts, "/")
}

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
