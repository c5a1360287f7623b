package extract

import (
	"strconv"
	"strings"
)

// What frameworks hand over in pieces that refer to each other: React flight data, the
// payload of Nuxt and the caches of GraphQL clients.

// flightCall hands over a piece of React flight data.
const flightCall = "__next_f.push("

// isFlight reports a script that is such a call.
func isFlight(source string) bool {
	return strings.Contains(source[:min(len(source), 40+len(flightCall))], flightCall)
}

// flightChunk is the text of one self.__next_f.push([1,"…"]) call.
func flightChunk(source string) string {
	_, arg, _ := strings.Cut(source, flightCall)
	if end := strings.LastIndexByte(arg, ')'); end > 0 {
		arg = arg[:end]
	}
	v, err := readJSON(arg)
	if err != nil {
		return ""
	}
	if list, ok := v.([]any); ok && len(list) == 2 {
		return jsonText(list[1])
	}
	return ""
}

// flight reads the rows of React flight data, "id:JSON" or "id:Tlength,text" with
// the length in hexadecimal bytes, and searches them. A string "$id" in one row
// stands for another row.
func (s *stateSearch) flight(data string) {
	s.rows = map[string]any{}
	var order []string
	for data != "" && len(order) < 5000 {
		colon := strings.IndexByte(data, ':')
		if colon < 0 || colon > 12 {
			nl := strings.IndexByte(data, '\n')
			if nl < 0 {
				break
			}
			data = data[nl+1:]
			continue
		}
		id := data[:colon]
		data = data[colon+1:]
		if strings.HasPrefix(data, "T") {
			if size, rest, ok := strings.Cut(data[1:], ","); ok {
				if n, err := strconv.ParseUint(size, 16, 31); err == nil && int(n) <= len(rest) {
					s.rows[id] = rest[:n]
					data = rest[n:]
					continue
				}
			}
		}
		line, rest, _ := strings.Cut(data, "\n")
		data = rest
		if v, err := readJSON(strings.TrimLeft(line, "IHE")); err == nil {
			s.rows[id] = v
			order = append(order, id)
		}
	}
	for _, id := range order {
		s.search(s.rows[id], 0)
	}
}

// isStore reports the cache of a GraphQL client, whose objects stand side by side under
// their type and id and refer to each other by them (Apollo Client, "normalized cache").
func isStore(o map[string]any) bool {
	if _, ok := o["ROOT_QUERY"]; ok {
		return true
	}
	for k, v := range o {
		one, ok := v.(map[string]any)
		if !ok {
			return false
		}
		typ, ok := one["__typename"].(string)
		if !ok || !strings.HasPrefix(k, typ+":") {
			return false
		}
	}
	return len(o) > 1
}

// payload is what a payload of Nuxt stands for: a list whose entries name each other by
// their place in it, under ["ShallowReactive",1] or one of its like (the format of devalue,
// "unflatten"). It is v itself when v is none.
func payload(v any) any {
	list, ok := v.([]any)
	if !ok || len(list) < 2 {
		return v
	}
	if first, ok := list[0].([]any); !ok || len(first) != 2 || first[0] != "ShallowReactive" && first[0] != "Reactive" {
		return v
	}
	p := payloadReader{list: list, made: make([]any, len(list)), done: make([]bool, len(list))}
	return p.at(0.0, 0)
}

type payloadReader struct {
	list []any
	made []any
	done []bool // made, or being made: an entry that leads back to itself gives nil
}

// at is the value of the entry with the number in v; nil when there is none.
func (p *payloadReader) at(v any, depth int) any {
	f, ok := v.(float64)
	i := int(f)
	if !ok || i < 0 || i >= len(p.list) || depth > deepestPayload {
		return nil
	}
	if p.done[i] {
		return p.made[i]
	}
	p.done[i] = true
	switch e := p.list[i].(type) {
	case map[string]any:
		o := make(map[string]any, len(e))
		for k, ref := range e {
			o[k] = p.at(ref, depth+1)
		}
		p.made[i] = o
	case []any:
		if len(e) > 0 && isText(e[0]) { // a list of entries holds numbers alone
			e = e[1:]
			if len(e) == 1 && isText(e[0]) {
				p.made[i] = e[0] // of a date
				break
			}
			if len(e) == 1 {
				p.made[i] = p.at(e[0], depth+1)
				break
			}
		}
		out := make([]any, len(e))
		for k, ref := range e {
			out[k] = p.at(ref, depth+1)
		}
		p.made[i] = out
	default:
		p.made[i] = e
	}
	return p.made[i]
}

// deepestPayload is how deep values of a payload may stand in each other.
const deepestPayload = 80

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

// deref looks up "$id" in flight data, and {"__ref":"id"} in a cache.
func (s *stateSearch) deref(v any) any {
	if one, ok := v.(map[string]any); ok && s.store != nil && len(one) == 1 {
		if id, ok := one["__ref"].(string); ok {
			if row, ok := s.store[id]; ok {
				return row
			}
		}
		return v
	}
	if text, ok := v.(string); ok && s.rows != nil && len(text) > 1 && len(text) < 12 && text[0] == '$' {
		if row, ok := s.rows[strings.TrimLeft(text, "$L@")]; ok {
			return row
		}
	}
	return v
}
