package extract

import (
	"net/url"
	"strings"

	"newskeep/scraper/news"
)

// imageKey is the same for two renditions of one picture as far as their
// addresses show it.
func imageKey(u string) string { return news.ImageIdentity(u) }

// nameImages says what renditions have in common where the profile knows better
// than the rule for all sites.
func (d *document) nameImages(list []news.Image) {
	if d.profile == nil || len(d.profile.ImageDrop) == 0 {
		return
	}
	for i, m := range list {
		if identity := d.profile.ImageIdentity(m.URL); identity != news.ImageIdentity(m.URL) {
			list[i].Identity = identity
		}
	}
}

// sameImage reports addresses of one picture: the same file, or files in two
// places whose long name hardly two pictures share.
func sameImage(a, b string) bool {
	if a == "" || b == "" || len(a) > longestAddress || len(b) > longestAddress {
		return false
	}
	if imageKey(a) == imageKey(b) {
		return true
	}
	stem := imageStem(a)
	return isTelling(stem) && stem == imageStem(b)
}

// longestAddress is the longest address of an image that is compared with others.
const longestAddress = 4096

// imageStem is the file name in an address, in lower case, without its ending and
// the size in it. Services that scale images carry the address of the original in
// their own, so that the last name of an image counts.
func imageStem(u string) string {
	if strings.Contains(u, "%2F") || strings.Contains(u, "%2f") {
		if plain, err := url.QueryUnescape(u); err == nil {
			u = plain
		}
	}
	u = strings.ToLower(u)
	end := -1
	for _, ending := range []string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"} {
		end = max(end, strings.LastIndex(u, ending))
	}
	if end < 0 {
		return ""
	}
	stem := u[strings.LastIndexAny(u[:end], "/?&=#")+1 : end]
	if at := strings.LastIndexAny(stem, "-_"); at > 0 && isSize(stem[at+1:]) {
		stem = stem[:at]
	}
	return stem
}

// isSize reports pixels as names of files give them, "1200" or "1200x800".
func isSize(s string) bool {
	w, h, _ := strings.Cut(s, "x")
	return w != "" && len(w) <= 4 && len(h) <= 4 && strings.Trim(w+h, "0123456789") == ""
}

// leastTelling is the least length of a file name without a number that tells a
// picture from others.
const leastTelling = 16

// isTelling reports a file name that is no word of everyday: long, or with a
// number of six digits.
func isTelling(stem string) bool {
	digits := 0
	for i := range len(stem) {
		if digits++; stem[i] < '0' || stem[i] > '9' {
			digits = 0
		}
		if digits == 6 {
			return true
		}
	}
	return len(stem) >= leastTelling
}
