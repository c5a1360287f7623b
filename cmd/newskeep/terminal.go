package main

import (
	"io"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"
)

// output is stdout with a memory: the first error of writing to it, such as a
// full disk, is told at the end by whatever command.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if err != nil && o.err == nil {
		o.err = err
	}
	return n, err
}

// fileOf is the file behind a writer of ours; nil when it is none.
func fileOf(w io.Writer) *os.File {
	switch o := w.(type) {
	case *output:
		w = o.Writer
	case *progressLine:
		w = o.w
	}
	f, _ := w.(*os.File)
	return f
}

func isTerminal(w io.Writer) bool {
	f := fileOf(w)
	return f != nil && term.IsTerminal(int(f.Fd()))
}

// color says whether to colour what is written to w; NO_COLOR is that of
// no-color.org.
func (a *app) color(w io.Writer) bool {
	return isTerminal(w) && !a.noColor && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// width of the terminal behind w in cells; 100 when it is none.
func width(w io.Writer) int {
	if f := fileOf(w); f != nil {
		if n, _, err := term.GetSize(int(f.Fd())); err == nil && n > 20 {
			return n
		}
	}
	return 100
}

// table starts a table in the one style of the program: no frame, a head, columns
// apart by two spaces, so that it reads well in a terminal and in a mail.
func (a *app) table(head ...any) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(a.stdout)
	style := table.StyleDefault
	style.Options = table.OptionsNoBordersAndSeparators
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	style.Format.Header = text.FormatUpper
	t.SetStyle(style)
	t.SuppressTrailingSpaces()
	t.AppendHeader(table.Row(head))
	return t
}

// paint styles a text when w shows colours.
func (a *app) paint(w io.Writer, s string, c ...text.Color) string {
	if !a.color(w) || s == "" {
		return s
	}
	return text.Colors(c).Sprint(s)
}

// cut shortens s to n cells, with an ellipsis.
func cut(s string, n int) string {
	if text.StringWidthWithoutEscSequences(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	return strings.TrimRight(text.Trim(s, n-1), " ") + "…"
}

// harmless makes text from a page safe for a terminal: control characters are gone, and
// with them escape sequences and what turns the direction of a line.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return -1
		}
		if r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, s)
}
