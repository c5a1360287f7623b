package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"newskeep/scraper"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// imageFlags say which files of images a crawl fetches.
type imageFlags struct {
	roles []string // empty: as the profile says
	limit int
	size  int // MB
	keep  bool
}

// addImages adds the flags of fetching images.
func addImages(cmd *cobra.Command, f *imageFlags) {
	fl := cmd.Flags()
	fl.StringSliceVar(&f.roles, "images", nil, "fetch the files of images in these `ROLES` too: lead, inline, gallery, all or none; alone: lead,inline. Left out: the profile's fetch_images")
	fl.Lookup("images").NoOptDefVal = "lead,inline"
	fl.IntVar(&f.limit, "image-limit", 500, "ask for at most `N` files of images in a run of a site")
	fl.IntVar(&f.size, "image-size", 10, "no file larger than `MB` megabytes")
	fl.BoolVar(&f.keep, "image-bytes", false, "keep the files themselves, not only what is known of them")
}

func (f *imageFlags) check() error {
	for _, name := range f.roles {
		if name != "all" && name != "none" && !slices.Contains(news.ImageRoles, news.ImageRole(name)) {
			return usage("--images: %q is no role of images; say --images=lead,inline (with =), gallery, all or none", name)
		}
	}
	if len(f.roles) > 1 && (slices.Contains(f.roles, "none") || slices.Contains(f.roles, "all")) {
		return usage("--images=%s: all and none stand alone", strings.Join(f.roles, ","))
	}
	if f.limit < 1 || f.size < 1 {
		return usage("--image-limit and --image-size begin at 1; --images=none fetches none")
	}
	return nil
}

// of is what a run of a site fetches; nil when nothing.
func (f *imageFlags) of(p *profile.Profile) *scraper.Images {
	roles := p.FetchImages
	if len(f.roles) > 0 {
		roles = nil
		for _, name := range f.roles {
			switch name {
			case "all":
				roles = news.ImageRoles
			case "none":
			default:
				roles = append(roles, news.ImageRole(name))
			}
		}
	}
	if len(roles) == 0 {
		return nil
	}
	return &scraper.Images{Roles: roles, Limit: f.limit, MaxBytes: int64(f.size) * 1_000_000, Keep: f.keep}
}
