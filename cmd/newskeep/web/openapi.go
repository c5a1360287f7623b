package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"strings"
	"time"
)

// openAPI describes the twins: OpenAPI 3.1, made of the pages and the types of
// what they show, so that it cannot tell of other keys than they have.
// https://spec.openapis.org/oas/v3.1.0
func (r *room) openAPI(*http.Request) (answer, error) {
	paths := map[string]any{}
	for _, p := range r.pages() {
		paths[p.twinPath()] = map[string]any{"get": operation(p.about, p.parameters(), "application/json", schemaOf(reflect.TypeOf(p.shows)))}
	}
	text := map[string]any{"type": "string"}
	for _, f := range []struct{ path, about, mediaType string }{
		{"/search/feed.atom", "A search as Atom feed (RFC 4287), newest first.", "application/atom+xml"},
		{"/search/feed.json", "A search as JSON Feed 1.1, newest first.", "application/feed+json"},
		{"/events/feed.atom", "Events as Atom feed, latest first.", "application/atom+xml"},
		{"/events/feed.json", "Events as JSON Feed 1.1, latest first.", "application/feed+json"},
		{"/article/{id}/cite/ris", "A reference to a revision, RIS.", citable["ris"].mediaType},
		{"/article/{id}/cite/bibtex", "The same, BibTeX.", citable["bibtex"].mediaType},
		{"/article/{id}/cite/csl", "The same, CSL-JSON.", citable["csl"].mediaType},
		{"/stored/{id}/{revision}/bytes", "The bytes of a stored page as they were sent.", "application/octet-stream"},
	} {
		given := []parameter{{"q", "query, in the language of the search"}}
		switch {
		case strings.HasPrefix(f.path, "/events"):
			given = append(given, parameter{"kind", "new, headline, silent, changed, removed, restored or front; repeatable"})
		case strings.HasPrefix(f.path, "/article"):
			given = []parameter{{"revision", "number of a revision; the current one when not given"}}
		case strings.HasPrefix(f.path, "/stored"):
			given = nil
		}
		paths[f.path] = map[string]any{"get": operation(f.about, page{path: f.path, query: given}.parameters(), f.mediaType, text)}
	}
	for path, about := range map[string]string{
		"/healthz": "Whether the room is there. No token is asked for.",
		"/readyz":  "Whether the archive answers; status 503 when not. No token is asked for.",
	} {
		get := operation(about, []any{}, "application/json", schemaOf(reflect.TypeFor[health]()))
		get["security"] = []any{map[string]any{}}
		paths[path] = map[string]any{"get": get}
	}
	if r.Metrics != nil {
		paths["/metrics"] = map[string]any{"get": operation("Numbers of the archive and its runs for Prometheus.", []any{}, "text/plain; version=0.0.4", text)}
	}
	return writeJSON(http.StatusOK, "application/json", map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "newskeep reading room", "version": r.Version,
			"description": "The JSON twins of the pages, read-only. Lists are never null, times are RFC 3339; a query that cannot be understood is answered with status 400 and the position of the character."},
		"paths": paths,
		"components": map[string]any{"schemas": map[string]any{"problem": schemaOf(reflect.TypeFor[problem]())},
			"securitySchemes": map[string]any{"token": map[string]any{"type": "http", "scheme": "bearer"}, "password": map[string]any{"type": "http", "scheme": "basic"}}},
		"security": []any{map[string]any{}, map[string]any{"token": []any{}}, map[string]any{"password": []any{}}},
	})
}

// twinPath is where a page's twin is.
func (p page) twinPath() string {
	if p.twin != "" {
		return p.twin
	}
	return p.path + ".json"
}

var inPath = regexp.MustCompile(`\{([a-z0-9]+)\}`)

func (p page) parameters() []any {
	list := []any{}
	for _, m := range inPath.FindAllStringSubmatch(p.path, -1) {
		list = append(list, map[string]any{"name": m[1], "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
	}
	for _, q := range p.query {
		list = append(list, map[string]any{"name": q.name, "in": "query", "description": q.about, "schema": map[string]any{"type": "string"}})
	}
	return list
}

func operation(about string, parameters []any, mediaType string, schema any) map[string]any {
	return map[string]any{"summary": about, "parameters": parameters, "responses": map[string]any{
		"200":     map[string]any{"description": about, "content": map[string]any{mediaType: map[string]any{"schema": schema}}},
		"default": map[string]any{"description": "What is wrong, RFC 9457.", "content": map[string]any{"application/problem+json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/problem"}}}},
	}}
}

var marshaler = reflect.TypeFor[json.Marshaler]()

// schemaOf describes a type as encoding/json writes it. What writes itself is an
// object or, for times, a text.
func schemaOf(t reflect.Type) map[string]any {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case t.Implements(marshaler):
		return map[string]any{"type": "object"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Struct:
		properties := map[string]any{}
		propertiesOf(t, properties)
		return map[string]any{"type": "object", "properties": properties}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	return map[string]any{"type": "string"}
}

func propertiesOf(t reflect.Type, properties map[string]any) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous: // what an embedded type exports is written, whatever its name
		case f.Anonymous && name == "":
			propertiesOf(f.Type, properties)
		case name == "":
			properties[f.Name] = schemaOf(f.Type)
		default:
			properties[name] = schemaOf(f.Type)
		}
	}
}
