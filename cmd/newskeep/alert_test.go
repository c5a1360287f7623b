package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A site loses its list: one message, not one a night, and one when it is back.
// The dead-man service hears of every run.
func TestAlertsOfRuns(t *testing.T) {
	var mu sync.Mutex
	var messages, beats []string
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		if path, ok := strings.CutPrefix(r.URL.Path, "/hook"); ok {
			messages = append(messages, path+string(body))
		} else {
			beats = append(beats, r.URL.Path)
		}
	}))
	defer hook.Close()
	s := newTown(t)
	archive := filepath.Join(t.TempDir(), "town.db")
	crawl := func() {
		newskeep(t, []int{exitDone}, "crawl", "town", "-q", "-a", archive, "--profiles", s.profiles,
			"--alert", hook.URL+"/hook", "--ping", hook.URL+"/ping/x")
	}
	count := func(want int, holds string) {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if len(messages) != want || want > 0 && !strings.Contains(messages[want-1], holds) {
			t.Fatalf("messages %q, want %d, the last with %q", messages, want, holds)
		}
	}
	crawl()
	crawl()
	count(0, "")
	s.redesigned.Store(true)
	crawl()
	count(1, "headline")
	crawl()
	newskeep(t, []int{exitDrift}, "alert", "check", "-a", archive, "--profiles", s.profiles, "--alert", hook.URL+"/hook")
	count(1, "headline")
	want := []string{}
	for range 4 {
		want = append(want, "/ping/x/start", "/ping/x")
	}
	if !slices.Equal(beats, want) {
		t.Errorf("beats %q, want %q", beats, want)
	}
	out, _ := newskeep(t, []int{exitDone}, "alert", "test", "--alert", hook.URL+"/hook")
	count(2, "All is well")
	if !strings.Contains(out, "sent to 1 of 1") {
		t.Errorf("alert test says %q", out)
	}
}

// Addresses are secrets, and wrong ones are refused before a night depends on them.
func TestAlertAddressesAreNotTold(t *testing.T) {
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for status, address := range map[int]string{
		exitUsage:  "carrier-pigeon://loft/secret-token",
		exitFailed: gone.URL + "/secret-token",
	} {
		_, errs := newskeep(t, []int{status}, "alert", "test", "--alert", address)
		if strings.Contains(errs, "secret-token") || errs == "" {
			t.Errorf("%s: says %q", address, errs)
		}
	}
}
