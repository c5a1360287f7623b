package store

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ImageGroup is one picture with all its uses, oldest first.
type ImageGroup struct {
	Image    string      `json:"image"`    // what the addresses of its first use have in common
	Captions int         `json:"captions"` // different ones, white space aside; none is none
	Credits  int         `json:"credits"`
	Articles int         `json:"articles"`
	First    time.Time   `json:"first_seen"`
	Uses     []*ImageUse `json:"uses"`
}

// likeBits is by how many of its 64 bits the perceptual hash of a picture may differ
// for another rendition of it.
const likeBits = 6

// GroupImages puts uses of one picture together, those with most articles first.
func GroupImages(uses []*ImageUse, by Sameness) []*ImageGroup {
	names := named(uses, by)
	groups := map[string]*ImageGroup{}
	list := []*ImageGroup{}
	sorted := slices.Clone(uses)
	slices.SortStableFunc(sorted, func(a, b *ImageUse) int { return a.FirstSeen.Compare(b.FirstSeen) })
	for _, u := range sorted {
		name := names[u.Image]
		g := groups[name]
		if g == nil {
			g = &ImageGroup{Image: u.Image, First: u.FirstSeen}
			groups[name], list = g, append(list, g)
		}
		g.Uses = append(g.Uses, u)
	}
	for _, g := range list {
		g.Captions = distinctTexts(g.Uses, func(u *ImageUse) string { return u.Caption })
		g.Credits = distinctTexts(g.Uses, func(u *ImageUse) string { return u.Credit })
		g.Articles = distinctTexts(g.Uses, func(u *ImageUse) string { return strconv.FormatInt(u.Article, 10) })
	}
	slices.SortStableFunc(list, func(a, b *ImageGroup) int { return b.Articles - a.Articles })
	return list
}

func distinctTexts(uses []*ImageUse, text func(*ImageUse) string) int {
	seen := map[string]bool{}
	for _, u := range uses {
		if s := strings.ToLower(squeeze(text(u))); s != "" {
			seen[s] = true
		}
	}
	return len(seen)
}

// named gives each identity the name of the picture it shows.
func named(uses []*ImageUse, by Sameness) map[string]string {
	name := map[string]string{}
	var find func(string) string
	find = func(s string) string {
		if up := name[s]; up != s {
			name[s] = find(up)
		}
		return name[s]
	}
	bySum := map[string]string{}
	type look struct {
		identity string
		hash     uint64
	}
	var looks []look
	for _, u := range uses {
		if _, known := name[u.Image]; known {
			continue
		}
		name[u.Image] = u.Image
		if u.File == nil || by == SameAddress {
			continue
		}
		if other, known := bySum[u.File.SHA256]; known {
			name[u.Image] = find(other)
			continue
		}
		bySum[u.File.SHA256] = u.Image
		if hash, err := strconv.ParseUint(u.File.Hash, 16, 64); err == nil && by == SameLook {
			looks = append(looks, look{u.Image, hash})
		}
	}
	for i, a := range looks {
		for _, b := range looks[:i] {
			if bits.OnesCount64(a.hash^b.hash) <= likeBits {
				name[find(a.identity)] = find(b.identity)
			}
		}
	}
	for identity := range name {
		find(identity)
	}
	return name
}
