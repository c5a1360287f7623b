package web_test

import (
	"encoding/xml"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"newskeep/cmd/newskeep/web"
)

// Reference managers find by unAPI, from a page of hits or an article, the reference of
// each in the state that is shown.
func TestUnAPI(t *testing.T) {
	s, r := open(t, web.Options{})
	tram := idOf(t, r, tramStory)
	ids := regexp.MustCompile(`<abbr class="unapi-id" title="([^"]+)"></abbr>`)
	for address, n := range map[string]int{"/search?q=tram": 15, "/article/" + tram + "?revision=1": 1, "/search?q=zzyzx": 0} {
		_, _, page := get(t, s.URL+address)
		server := regexp.MustCompile(`<link rel="unapi-server" type="application/xml" title="unAPI" href="([^"]+)">`).FindStringSubmatch(page)
		found := ids.FindAllStringSubmatch(page, -1)
		if server == nil || len(found) != n {
			t.Fatalf("%s: server %v, %d ids, want %d", address, server, len(found), n)
		}
		for _, m := range found {
			at := s.URL + server[1] + "?id=" + url.QueryEscape(m[1])
			status, _, body := get(t, at)
			var list struct {
				ID     string `xml:"id,attr"`
				Format []struct {
					Name string `xml:"name,attr"`
					Type string `xml:"type,attr"`
				} `xml:"format"`
			}
			if err := xml.Unmarshal([]byte(body), &list); err != nil || status != http.StatusMultipleChoices || list.ID != m[1] || len(list.Format) != 3 || list.Format[0].Name != "ris" {
				t.Fatalf("%s: status %d, %v, %+v", at, status, err, list)
			}
			for _, f := range list.Format {
				status, h, body := get(t, at+"&format="+f.Name)
				if status != http.StatusOK || !strings.HasPrefix(h.Get("Content-Type"), f.Type) || !strings.Contains(body, m[1][strings.LastIndex(m[1], "/revision/")+len("/revision/"):]+", archived ") {
					t.Errorf("%s of %s: status %d, %s\n%s", f.Name, m[1], status, h.Get("Content-Type"), body)
				}
			}
		}
	}
	for query, want := range map[string]int{"": 200, "?id=x": 404, "?id=newskeep:0/article/1/revision/1": 404} {
		if status, _, body := get(t, s.URL+"/unapi"+query); status != want {
			t.Errorf("/unapi%s: status %d, want %d\n%s", query, status, want, body)
		}
	}
}
