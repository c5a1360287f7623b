package main

import (
	"regexp"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"newskeep/store/query"
)

// asking are the commands whose arguments are a query, or end with one.
var asking = map[string]bool{"search": true, "words": true, "export": true, "images": true, "searches add": true}

// leftOut is an argument that begins like a flag and is part of a query: -tram,
// -tag:tram, -"town council", -(a OR b).
var leftOut = regexp.MustCompile(`^-(?:(?:` + strings.Join(query.Fields, "|") + `):|["“„«(]|\pL[\pL'’]+(?: |$))`)

// spared writes NOT for the minus of such arguments of a command that asks: by the
// custom of command lines they are flags, by the language of queries they are not.
// What may be meant as a flag stays one: its name, the beginning of it, and letters
// of flags run together.
func spared(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil || !asking[strings.TrimPrefix(cmd.CommandPath(), root.Name()+" ")] {
		return args
	}
	cmd.InheritedFlags() // now cmd.Flags has them, too
	all := make([]string, len(args))
	for i, arg := range args {
		if arg == "--" {
			copy(all[i:], args[i:])
			break
		}
		if all[i] = arg; leftOut.MatchString(arg) && !maybeFlag(cmd.Flags(), arg[1:]) {
			all[i] = "NOT " + arg[1:]
		}
	}
	return all
}

func maybeFlag(flags *pflag.FlagSet, word string) (maybe bool) {
	if strings.ContainsAny(word, ` :"“„«(`) {
		return false
	}
	flags.VisitAll(func(f *pflag.Flag) {
		takes := f.Shorthand != "" && f.NoOptDefVal == "" && strings.HasPrefix(word, f.Shorthand) // -anews.db
		maybe = maybe || takes || strings.HasPrefix(f.Name, word)
	})
	return maybe || strings.Trim(word, "qvh") == ""
}
