package web_test

import (
	"encoding/json"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"newskeep/cmd/newskeep/web"
)

// Every twin is what its description says, down to the last key; a validator that is
// not ours says so. Every operation has a name of its own, for makers of clients.
func TestTwinsAreAsDescribed(t *testing.T) {
	s, r := open(t, web.Options{})
	_, _, b := get(t, s.URL+"/openapi.json")
	var api struct {
		Servers []struct{ URL string }
		Paths   map[string]struct {
			Get struct {
				OperationID string
				Responses   map[string]struct {
					Content map[string]struct{ Schema *jsonschema.Schema }
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(b), &api); err != nil {
		t.Fatal(err)
	}
	if len(api.Servers) != 1 || api.Servers[0].URL != "/" {
		t.Errorf("servers %v, want the room itself", api.Servers)
	}
	named, known := map[string]string{}, map[string]*jsonschema.Resolved{}
	for path, p := range api.Paths {
		if id := p.Get.OperationID; id == "" || named[id] != "" {
			t.Errorf("%s and %s are called %q", path, named[id], id)
		}
		named[p.Get.OperationID] = path
		if schema := p.Get.Responses["200"].Content["application/json"].Schema; schema != nil {
			resolved, err := schema.Resolve(nil)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			known[path] = resolved
		}
	}
	for name, address := range addresses(t, r) {
		_, _, page := get(t, s.URL+address)
		twin := twinOf(t, page)
		_, _, body := get(t, s.URL+twin)
		var v any
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		if err := known[described(twin)].Validate(v); err != nil {
			t.Errorf("%s: %s is not as described: %v", name, twin, err)
		}
	}
}
