package assistant

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"sync"
	"time"
)

// owed holds back the end of the input until all that was asked is answered: the
// server ends with its input, and who writes all questions at once and closes, as
// a script does, would get no answer.
type owed struct {
	ctx     context.Context
	in      *bufio.Reader
	out     io.WriteCloser
	patient time.Duration // after the end of the input

	line []byte // read and not yet handed on
	end  error  // of the input

	sending sync.Mutex

	mu       sync.Mutex
	open     map[string]bool // ids of questions that are not answered
	part     []byte          // of a line that is being written
	answered chan struct{}   // has something after each answer
}

func newOwed(ctx context.Context, in io.Reader, out io.WriteCloser, patient time.Duration) *owed {
	return &owed{ctx: ctx, in: bufio.NewReader(in), out: out, patient: patient, open: map[string]bool{}, answered: make(chan struct{}, 1)}
}

// Read gives the input line by line, and its end when nothing is owed any more.
func (o *owed) Read(b []byte) (int, error) {
	for len(o.line) == 0 && o.end == nil {
		o.line, o.end = o.in.ReadBytes('\n')
		if len(bytes.TrimSpace(o.line)) == 0 {
			o.line = nil
			continue
		}
		if refused := unreadable(o.line); refused != "" {
			if _, err := o.send([]byte(refused)); err != nil {
				return 0, err
			}
			o.line = nil
			continue
		}
		o.note(o.line, func(m message) bool { return m.Method != "" }, true)
	}
	if len(o.line) == 0 {
		if o.end == io.EOF {
			o.drain()
		}
		return 0, o.end
	}
	n := copy(b, o.line)
	o.line = o.line[n:]
	return n, nil
}

// Write passes answers on and strikes them off.
func (o *owed) Write(b []byte) (int, error) {
	n, err := o.send(b)
	o.part = append(o.part, b[:n]...)
	for {
		line, rest, whole := bytes.Cut(o.part, []byte("\n"))
		if !whole {
			return n, err
		}
		o.note(line, func(m message) bool { return m.Method == "" }, false)
		o.part = append([]byte(nil), rest...)
	}
}

// send writes what the server or we have to say; one at a time.
func (o *owed) send(b []byte) (int, error) {
	o.sending.Lock()
	defer o.sending.Unlock()
	return o.out.Write(b)
}

func (o *owed) Close() error { return nil } // both streams belong to the caller

// unreadable answers a line that is no message, by which the server would end:
// https://www.jsonrpc.org/specification#error_object. It is empty for others.
func unreadable(line []byte) string {
	if !json.Valid(line) {
		return `{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"a line that is no JSON"}}` + "\n"
	}
	if all := messages(line); len(all) == 0 || slices.ContainsFunc(all, message.odd) {
		return `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"a line that is no message"}}` + "\n"
	}
	return ""
}

// messages are those of a line: one, or a list of them.
func messages(line []byte) (all []message) {
	var one message
	if json.Unmarshal(line, &one) == nil {
		return []message{one}
	}
	if json.Unmarshal(line, &all) != nil {
		return nil
	}
	return all
}

// message is what tells a question from an answer: https://www.jsonrpc.org/specification.
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
}

// odd reports whether it neither asks, tells nor answers, is of another protocol, or
// has an id that is neither text nor a whole number.
func (m message) odd() bool {
	return m.Version != "2.0" || m.Method == "" && m.ID == nil || len(m.ID) > 0 && (bytes.ContainsAny(m.ID[:1], "{[tf") || m.ID[0] != '"' && bytes.ContainsAny(m.ID, ".eE"))
}

// note adds or strikes off the messages of a line that are of a kind.
func (o *owed) note(line []byte, of func(message) bool, open bool) {
	all := messages(line)
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, m := range all {
		if id := string(m.ID); id != "" && id != "null" && of(m) {
			if open {
				o.open[id] = true
			} else {
				delete(o.open, id)
			}
		}
	}
	select {
	case o.answered <- struct{}{}:
	default:
	}
}

// drain waits for the answers that are owed.
func (o *owed) drain() {
	late := time.NewTimer(o.patient)
	defer late.Stop()
	for {
		o.mu.Lock()
		n := len(o.open)
		o.mu.Unlock()
		if n == 0 {
			return
		}
		select {
		case <-o.answered:
		case <-late.C:
			return
		case <-o.ctx.Done():
			return
		}
	}
}
