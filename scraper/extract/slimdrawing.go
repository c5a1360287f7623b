package extract

import "bytes"

// drawnElements are the elements of drawings in which the parser stays in svg, by
// their names in small letters. Others (script, elements of HTML)
// may lead out of it.
var drawnElements = map[string]bool{
	"a": true, "animate": true, "animatemotion": true, "animatetransform": true, "circle": true, "clippath": true,
	"defs": true, "desc": true, "ellipse": true, "fecolormatrix": true, "fecomposite": true, "feflood": true,
	"feblend": true, "fecomponenttransfer": true, "feconvolvematrix": true, "fediffuselighting": true, "fedisplacementmap": true,
	"fedistantlight": true, "fefunca": true, "fefuncb": true, "fefuncg": true, "fefuncr": true, "feimage": true, "femorphology": true,
	"fepointlight": true, "fespecularlighting": true, "fespotlight": true, "fetile": true, "feturbulence": true, "foreignobject": true, "fegaussianblur": true, "femerge": true, "femergenode": true, "feoffset": true, "fedropshadow": true,
	"filter": true, "g": true, "metadata": true, "mpath": true, "switch": true, "image": true, "line": true, "lineargradient": true, "marker": true, "mask": true,
	"path": true, "pattern": true, "polygon": true, "polyline": true, "radialgradient": true, "rect": true, "set": true,
	"stop": true, "style": true, "svg": true, "symbol": true, "text": true, "textpath": true, "title": true,
	"tspan": true, "use": true, "view": true,
}

// deepestDrawing is how deep elements of a drawing that is left out are nested.
const deepestDrawing = 64

// drawing is where the end tag of an svg element begins whose start tag ends
// before at; -1 when the parser might leave it by another way (HTML, 13.2.6.5,
// "The rules for parsing tokens in foreign content").
func drawing(b []byte, at int) int {
	open := [deepestDrawing]span{{at, at}} // names of open elements, svg at first
	depth := 1
	for i := at; ; {
		lt := bytes.IndexByte(b[i:], '<')
		if lt < 0 || i+lt+2 >= len(b) {
			return -1
		}
		i += lt
		switch c := b[i+1]; {
		case isLetter(c):
			end := nameEnd(b, i+1)
			name := span{i + 1, end}
			next, closed := tagEnd(b, end)
			if next >= 0 && !closed && equalFold(b[name.from:name.to], "foreignobject") {
				next, closed = afterBoxes(b, next), true
			}
			if next < 0 || !isDrawn(b[name.from:name.to]) || depth == deepestDrawing {
				return -1
			}
			i = next
			if closed {
				continue
			}
			open[depth] = name
			depth++
			switch string(bytes.ToLower(b[name.from:name.to])) {
			case "title", "desc", "style": // HTML again, or text in which tags are none
				lt := bytes.IndexByte(b[i:], '<')
				if lt < 0 || i+lt+1 >= len(b) || b[i+lt+1] != '/' {
					return -1
				}
				i += lt
				if end := nameEnd(b, i+2); !bytes.EqualFold(b[i+2:end], b[name.from:name.to]) {
					return -1
				}
			}
		case c == '/' && isLetter(b[i+2]):
			end := nameEnd(b, i+2)
			name := b[i+2 : end]
			k := depth - 1
			for k > 0 && !bytes.EqualFold(b[open[k].from:open[k].to], name) {
				k--
			}
			if k == 0 {
				if equalFold(name, "svg") {
					return i
				}
				return -1
			}
			depth = k
			if i, _ = tagEnd(b, end); i < 0 {
				return -1
			}
		case bytes.HasPrefix(b[i:], []byte("<!--")):
			if i = commentEnd(b, i+4); i < 0 {
				return -1
			}
		default:
			return -1
		}
	}
}

// afterBoxes is where a foreignObject element ends whose start tag ends before i and
// that holds div elements alone, without text: programs for drawing paint with them.
// It is -1 for all others, in which the parser reads HTML.
func afterBoxes(b []byte, i int) int {
	for open := 0; ; {
		end := i + 1
		ends := end < len(b) && b[end] == '/'
		if ends {
			end++
		}
		if end >= len(b) || b[i] != '<' || !isLetter(b[end]) {
			return -1
		}
		name := b[end:nameEnd(b, end)]
		next, _ := tagEnd(b, end+len(name))
		if next < 0 {
			return -1
		}
		i = next
		switch {
		case equalFold(name, "div") && !ends && open < deepestDrawing:
			open++
		case equalFold(name, "div") && ends && open > 0:
			open--
		case equalFold(name, "foreignobject") && ends && open == 0:
			return i
		default:
			return -1
		}
	}
}

// isDrawn looks a name up, in any case.
func isDrawn(name []byte) bool {
	var low [20]byte
	if len(name) > len(low) {
		return false
	}
	for i, c := range name {
		if low[i] = c; c >= 'A' && c <= 'Z' {
			low[i] = c | 0x20
		}
	}
	return drawnElements[string(low[:len(name)])]
}
