package draft

import (
	"strings"

	"github.com/andybalholm/cascadia"
)

// rule is one rule as it will be written.
type rule struct {
	sel   string
	attr  string   // to be read instead of the text
	json  string   // selector of scripts; then path instead of sel
	path  []string // keys into the JSON
	clean []string
	cost  float64 // how little it is to be trusted; see [proposal]

	right, wrong, extra int             // pages: as without rules; otherwise; a value where there is none without
	on                  []int           // the right pages
	values              map[string]bool // given on those
	confirmed           int             // of the right ones, those where another source of the page agrees
}

// text is the rule as people name it.
func (r rule) text() string {
	switch {
	case r.json != "":
		return r.json + " " + strings.Join(r.path, ".")
	case r.attr != "":
		return r.sel + " @" + r.attr
	}
	return r.sel
}

// yaml is the rule as a flow value.
func (r rule) yaml() string {
	if r.json == "" && len(r.clean) == 0 {
		return quoted(r.text())
	}
	var b strings.Builder
	b.WriteByte('{')
	if r.json != "" {
		b.WriteString("json: " + quoted(r.json) + ", path: " + quotedList(r.path))
	} else {
		b.WriteString("select: " + quoted(r.sel))
		if r.attr != "" {
			b.WriteString(", attr: " + quoted(r.attr))
		}
	}
	if len(r.clean) > 0 {
		b.WriteString(", clean: " + flow(r.clean))
	}
	b.WriteByte('}')
	return b.String()
}

func quotedList(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = quoted(s)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// usable reports a rule that a profile can hold.
func (r rule) usable() bool {
	sel := r.sel
	if r.json != "" {
		sel = r.json
	}
	_, err := cascadia.ParseGroup(sel)
	return err == nil && len(sel) < 300
}

// fieldRules are the rules of a field, in the order they are tried.
type fieldRules struct {
	name  string // as in the profile; those of lists begin with "listing."
	rules []rule
	right int
	have  int
	near  *rule // one that does not hold everywhere, for a comment; nil when rules hold
	why   string
}
