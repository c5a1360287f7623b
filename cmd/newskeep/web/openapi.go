package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"newskeep/store"
)

// openAPI describes the twins: OpenAPI 3.1, made of the pages and the types of
// what they show, so that it cannot tell of other keys than they have.
// https://spec.openapis.org/oas/v3.1.0
func (r *room) openAPI(*http.Request) (answer, error) {
	paths := map[string]any{}
	for _, p := range r.pages() {
		paths[p.twinPath()] = map[string]any{"get": operation(p.twinPath(), p.about, p.parameters(), "application/json", schemaOf(reflect.TypeOf(p.shows)))}
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
		{"/unapi", "References for reference managers, by unAPI 1: the formats; with id (status 300) those of one article; with both, the reference. Ids are permalinks, newskeep:ARCHIVE/article/ID/revision/N.", "application/xml"},
	} {
		given := []parameter{{"q", "query, in the language of the search"}}
		switch {
		case strings.HasPrefix(f.path, "/events"):
			given = append(given, parameter{"kind", "new, headline, silent, changed, removed, restored or front; repeatable"})
		case strings.HasPrefix(f.path, "/article"):
			given = []parameter{{"revision", "number of a revision; the current one when not given"}}
		case strings.HasPrefix(f.path, "/stored"):
			given = nil
		case f.path == "/unapi":
			given = []parameter{{"id", "permalink of a revision"}, {"format", "ris, bibtex or csl"}}
		}
		paths[f.path] = map[string]any{"get": operation(f.path, f.about, page{path: f.path, query: given}.parameters(), f.mediaType, text)}
	}
	for path, about := range map[string]string{
		"/healthz": "Whether the room is there. No token is asked for.",
		"/readyz":  "Whether the archive answers; status 503 when not. No token is asked for.",
	} {
		get := operation(path, about, []any{}, "application/json", schemaOf(reflect.TypeFor[health]()))
		get["security"] = []any{map[string]any{}}
		paths[path] = map[string]any{"get": get}
	}
	if r.Metrics != nil {
		paths["/metrics"] = map[string]any{"get": operation("/metrics", "Numbers of the archive and its runs for Prometheus.", []any{}, "text/plain; version=0.0.4", text)}
	}
	return writeJSON(http.StatusOK, "application/json", map[string]any{
		"openapi": "3.1.0",
		"servers": []any{map[string]any{"url": "/", "description": "the room that tells this"}},
		"info": map[string]any{"title": "newskeep reading room", "version": r.Version, "license": map[string]any{"name": "MIT", "identifier": "MIT"},
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
		list = append(list, map[string]any{"name": m[1], "in": "path", "required": true, "schema": taken("path " + m[1])})
	}
	for _, q := range p.query {
		list = append(list, map[string]any{"name": q.name, "in": "query", "description": q.about, "schema": taken(q.name)})
	}
	return list
}

// taken describes what a parameter may be.
func taken(name string) map[string]any {
	switch {
	case slices.Contains([]string{"path id", "path revision", "revision", "page", "limit", "width", "min", "step", "days"}, name):
		return map[string]any{"type": "integer"}
	case name == "kind":
		return map[string]any{"type": "array", "items": map[string]any{"type": "string", "enum": store.EventKinds}}
	}
	return map[string]any{"type": "string"}
}

// operationID is the name that makers of clients give to a function.
func operationID(path string) string {
	if !strings.HasSuffix(path, "/feed.json") {
		path = strings.TrimSuffix(path, ".json")
	}
	return strings.Trim(strings.NewReplacer("/", "_", ".", "_").Replace(inPath.ReplaceAllString(path, "")), "_")
}

func operation(path, about string, parameters []any, mediaType string, schema any) map[string]any {
	wrong := map[string]any{"description": "What is wrong, RFC 9457: 400 the question, 401 the token, 404 nothing is there.", "content": map[string]any{"application/problem+json": map[string]any{"schema": map[string]any{"$ref": "#/components/schemas/problem"}}}}
	late := map[string]any{"description": "The question takes too long, or too many are asked at once (503); the archive cannot answer (500).", "content": wrong["content"]}
	return map[string]any{"operationId": strings.ReplaceAll(operationID(path), "__", "_"), "summary": about, "parameters": parameters, "responses": map[string]any{
		"200": map[string]any{"description": about, "content": map[string]any{mediaType: map[string]any{"schema": schema}}},
		"4XX": wrong, "5XX": late,
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
		properties, always := map[string]any{}, []string{}
		propertiesOf(t, properties, &always)
		return map[string]any{"type": "object", "properties": properties, "required": always}
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

// propertiesOf describes the fields of a type; always are those that are never left out.
func propertiesOf(t reflect.Type, properties map[string]any, always *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, how, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous: // what an embedded type exports is written, whatever its name
		case f.Anonymous && name == "":
			propertiesOf(f.Type, properties, always)
		default:
			name = cmp.Or(name, f.Name)
			properties[name] = schemaOf(f.Type)
			if strings.Contains(how, "omit") {
				continue
			}
			*always = append(*always, name)
			if f.Type.Kind() == reflect.Pointer {
				properties[name] = map[string]any{"anyOf": []any{schemaOf(f.Type), map[string]any{"type": "null"}}}
			}
		}
	}
}
