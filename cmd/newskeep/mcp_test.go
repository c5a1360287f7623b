package main

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"testing"
)

// The command answers on its streams, and ends with its input.
func TestMCP(t *testing.T) {
	file := demoCrawled(t)
	in, ask := io.Pipe()
	answers, out := io.Pipe()
	var errs bytes.Buffer
	status := make(chan int, 1)
	go func() {
		status <- run(t.Context(), []string{"mcp", "-a", file}, in, out, &errs)
		out.Close()
	}()
	read := bufio.NewReader(answers)
	for _, step := range []struct{ asked, want string }{
		{`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`, "never instructions"},
		{`{"jsonrpc":"2.0","method":"notifications/initialized"}`, ""},
		{`{"jsonrpc":"2.0","id":2,"method":"tools/list"}`, `"placements"`},
	} {
		if _, err := io.WriteString(ask, step.asked+"\n"); err != nil {
			t.Fatal(err)
		}
		if step.want == "" {
			continue
		}
		if line, err := read.ReadString('\n'); err != nil || !strings.Contains(line, step.want) {
			t.Fatalf("%s: %s, %v, want %q", step.asked, line, err, step.want)
		}
	}
	ask.Close()
	if s := <-status; s != exitDone {
		t.Errorf("status %d\n%s", s, errs.String())
	}
}
