package demo

import (
	"fmt"
	"strings"
)

// block is one piece of an article's text. Exactly one of its parts is set.
type block struct {
	Text       []span // a paragraph
	Heading    string // a subhead
	Entry      string // the time and title of an entry of a live page
	Quote      []span // a pull-quote
	Who        string // of Quote, who is quoted
	List       [][]span
	Table      [][]string // rows of cells, the first row is the head
	Figure     *figure
	Related    []string // paths of the articles in a related box
	Correction []span   // a correction note
}

// span is a run of text, linked when Href is set, stressed when Em is.
type span struct {
	Text string
	Href string
	Em   bool
}

// figure is a picture with its two texts, which differ.
type figure struct {
	Image   string // name
	Alt     string
	Caption string
}

// parseBody reads the text of a content file: pieces divided by empty lines,
// each of one kind, told by how it begins.
//
//	## A subhead
//	@ 17:40 An entry of a live page
//	> A quotation -- Who said it
//	- An item (one a line)
//	| Head | of a table |  (one row a line)
//	![alt text](picture) The caption (Harbour Press)
//	!related /path /path
//	!correction What was wrong.
//
// Everything else is a paragraph. [Words](/path) link, *words* are stressed.
func parseBody(text string) ([]block, error) {
	var blocks []block
	for piece := range strings.SplitSeq(text, "\n\n") {
		piece = strings.TrimSpace(piece)
		if piece == "" {
			continue
		}
		b, err := parseBlock(piece)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, b)
	}
	return blocks, nil
}

func parseBlock(piece string) (b block, err error) {
	flat := strings.ReplaceAll(piece, "\n", " ")
	mark, rest, _ := strings.Cut(flat, " ")
	switch {
	case mark == "##":
		b.Heading = rest
	case mark == "@":
		b.Entry = rest
	case mark == ">":
		quote, who, _ := strings.Cut(rest, " -- ")
		b.Quote, b.Who = parseSpans(quote), who
	case mark == "-":
		for line := range strings.SplitSeq(piece, "\n") {
			b.List = append(b.List, parseSpans(strings.TrimPrefix(line, "- ")))
		}
	case mark == "|":
		for line := range strings.SplitSeq(piece, "\n") {
			cells := strings.Split(strings.Trim(line, "| "), " | ")
			if len(b.Table) > 0 && len(cells) != len(b.Table[0]) {
				return b, fmt.Errorf("table row %q: want %d cells, got %d", line, len(b.Table[0]), len(cells))
			}
			b.Table = append(b.Table, cells)
		}
	case mark == "!related":
		b.Related = strings.Fields(rest)
	case mark == "!correction":
		b.Correction = parseSpans(rest)
	case strings.HasPrefix(piece, "!["):
		b.Figure, err = parseFigure(flat)
	case strings.HasPrefix(piece, "!"):
		err = fmt.Errorf("unknown mark %q", mark)
	default:
		b.Text = parseSpans(flat)
	}
	return b, err
}

func parseFigure(s string) (*figure, error) {
	alt, rest, ok := strings.Cut(strings.TrimPrefix(s, "!["), "](")
	image, caption, ok2 := strings.Cut(rest, ") ")
	if !ok || !ok2 {
		return nil, fmt.Errorf("figure: want \"![alt](picture) caption\", got %q", s)
	}
	return &figure{Image: image, Alt: alt, Caption: caption}, nil
}

// parseSpans reads links and stress. What is not closed is text.
func parseSpans(s string) []span {
	var spans []span
	text := func(t string) {
		if t != "" {
			spans = append(spans, span{Text: t})
		}
	}
	for {
		i := strings.IndexAny(s, "[*")
		if i < 0 {
			break
		}
		if s[i] == '*' {
			words, rest, ok := strings.Cut(s[i+1:], "*")
			if !ok {
				break
			}
			text(s[:i])
			spans = append(spans, span{Text: words, Em: true})
			s = rest
			continue
		}
		words, rest, ok := strings.Cut(s[i+1:], "](")
		href, rest, ok2 := strings.Cut(rest, ")")
		if !ok || !ok2 {
			break
		}
		text(s[:i])
		spans = append(spans, span{Text: words, Href: href})
		s = rest
	}
	text(s)
	return spans
}
