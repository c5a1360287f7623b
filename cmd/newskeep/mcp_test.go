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

// A line that is no message is answered as such, and the next one as ever.
func TestMCPGoesOn(t *testing.T) {
	asked := strings.Join([]string{
		`hello`, ``, `{"jsonrpc":`, `[]`, `"x"`, `{}`, `null`, `{"jsonrpc":"1.0","id":3,"method":"ping"}`, `{"id":3,"method":"ping"}`, `{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}`, `{"jsonrpc":"2.0","id":3.5,"method":"ping"}`,
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`,
		`{"jsonrpc":"2.0","method":"notifications/initialized"}`, `{bad`,
		`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search","arguments":{"query":"tram","limit":1}}}`,
	}, "\n")
	var out, errs bytes.Buffer
	if s := run(t.Context(), []string{"mcp", "-a", demoCrawled(t)}, strings.NewReader(asked), &out, &errs); s != exitDone {
		t.Fatalf("status %d\n%s", s, errs.String())
	}
	if strings.Count(out.String(), "-32700") != 3 || strings.Count(out.String(), "-32600") != 8 || !strings.Contains(out.String(), `"id":2,`) {
		t.Errorf("%s", out.String())
	}
}

// Who asks everything at once and closes, as a script does, gets every answer.
func TestMCPAnswersABatch(t *testing.T) {
	file := demoCrawled(t)
	asked := strings.Join([]string{
		`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`,
		`{"jsonrpc":"2.0","method":"notifications/initialized"}`,
		`{"jsonrpc":"2.0","id":"two","method":"tools/call","params":{"name":"search","arguments":{"query":"tram","limit":1}}}`,
		`{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"count","arguments":{"query":"","by":"section"}}}`,
		`{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"search","arguments":{"query":"tram","as_of":"2020-01-01"}}}`,
		`{"jsonrpc":"2.0","id":5,"method":"nonsense"}`,
	}, "\n") // and no end of line
	for range 5 {
		var out, errs bytes.Buffer
		if s := run(t.Context(), []string{"mcp", "-a", file}, strings.NewReader(asked), &out, &errs); s != exitDone {
			t.Fatalf("status %d\n%s", s, errs.String())
		}
		for _, want := range []string{`"id":1,`, `"id":"two"`, `"id":3,`, `"id":4,`, `"id":5,`, `News / Politics`, `newskeep archive`, `\"total\":0`} {
			if !strings.Contains(out.String(), want) {
				t.Fatalf("no %s in\n%s", want, out.String())
			}
		}
	}
}
