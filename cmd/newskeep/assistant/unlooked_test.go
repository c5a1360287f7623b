package assistant

import (
	"strings"
	"testing"

	"newskeep/store"
)

// Who asks for an assistant hears of a number that is not that of all articles.
func TestUnlooked(t *testing.T) {
	for _, tt := range []struct {
		res  store.SearchResult
		want string
	}{
		{store.SearchResult{Total: 7, Complete: true}, ""},
		{store.SearchResult{Total: 366, Looked: 2500}, "only the newest 2500 articles with these words were looked at"},
		{store.SearchResult{Total: 7000}, "only the newest articles were ranked"},
	} {
		list := unlooked(&tt.res)
		if list == nil || len(list) > 1 || tt.want == "" != (len(list) == 0) || !strings.Contains(strings.Join(list, ""), tt.want) {
			t.Errorf("%+v: %q, want %q", tt.res, list, tt.want)
		}
	}
}
