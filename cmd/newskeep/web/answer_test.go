package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// A question that panics gives its place back: the next ones would wait for ever.
func TestPlacesComeBack(t *testing.T) {
	r := &room{places: make(chan struct{}, 1)}
	r.Timeout = 1
	r.places <- struct{}{}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic went unheard")
			}
		}()
		_, _, _ = r.inPlace(httptest.NewRequest(http.MethodGet, "/", nil), func(*http.Request) (answer, error) { panic("broken") })
	}()
	if len(r.places) != 0 {
		t.Error("its place is still taken")
	}
}
