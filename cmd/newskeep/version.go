package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"newskeep/scraper/extract"
)

// version is set at release time with -ldflags "-X main.version=…".
var version = "dev"

func (a *app) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the program's version and that of its parser", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := map[string]string{
				"version": version, "parser": extract.Version, "go": runtime.Version(),
				"platform": runtime.GOOS + "/" + runtime.GOARCH, "commit": commit(),
			}
			if a.json {
				return a.printJSON(v)
			}
			_, err := fmt.Fprint(a.stdout, versionLine())
			return err
		},
	}
}

// writer names what writes a file: "newskeep 1.2", and the commit of one that was
// not released.
func writer() string {
	if c := commit(); version == "dev" && len(c) > 12 {
		return "newskeep dev (commit " + c[:12] + ")"
	}
	return "newskeep " + version
}

// commit is the revision the binary was built from; empty when the build does
// not know it.
func commit() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				return s.Value
			}
		}
	}
	return ""
}

// versionLine is what version and --version print for people.
func versionLine() string {
	return fmt.Sprintf("newskeep %s (parser %s, %s, %s/%s)\n", version, extract.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
