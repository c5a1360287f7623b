package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// A question that is stopped has saved nothing and does not go on from anywhere.
func TestStoppedQuestion(t *testing.T) {
	archive := demoCrawled(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, said bytes.Buffer
	if status := run(ctx, []string{"words", "-a", archive}, strings.NewReader(""), &out, &said); status != exitSignal || said.String() != "newskeep: stopped\n" {
		t.Errorf("status %d, %q", status, said.String())
	}
}
