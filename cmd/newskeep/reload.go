package main

import (
	"fmt"
	"os"
	"strings"

	"newskeep/scraper/profile"
)

// reloaded are profiles that were read again while the program ran.
type reloaded struct {
	set    *profile.Set
	broken error // what is wrong with some; what was known of those before stays in set
}

// reload reads the profiles again. One that was edited into something that cannot
// be read stays as it was, and so do all when the folder is gone; the error says
// which and why.
func (a *app) reload() error {
	old, err := a.sites()
	if err != nil {
		return err
	}
	set, err := profile.Builtin()
	if err != nil {
		return err
	}
	if a.profiles != "" {
		if !isDir(a.profiles) {
			return fmt.Errorf("--profiles: there is no folder %s any more; all profiles stay as they were", a.profiles)
		}
		err = set.Load(a.profiles)
	}
	if err != nil {
		for _, p := range old.All() {
			if now, _ := set.Get(p.Name); (now == nil || now.File != p.File) && stillThere(p.File) {
				set.Add(p)
			}
		}
		err = fmt.Errorf("these profiles stay as they were until they are mended:\n%w", err)
	}
	a.reloaded.Store(&reloaded{set, err})
	return err
}

// stillThere says whether the file of a profile was not taken away.
func stillThere(file string) bool {
	if strings.HasPrefix(file, "builtin:") {
		return true
	}
	_, err := os.Stat(file)
	return err == nil
}

// stillBroken is what is wrong with the profiles of --profiles as last read.
func (a *app) stillBroken() error {
	if r := a.reloaded.Load(); r != nil {
		return r.broken
	}
	return a.broken
}
