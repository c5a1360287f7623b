package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"newskeep/store"
	"newskeep/store/query"
)

// answer writes what was found.
type answer func(w http.ResponseWriter)

// refusal is an error that the reader can do something about.
type refusal struct {
	status int
	title  string
	text   string
	Pos    int // character of the query it is about, from 0; -1: none
}

// misunderstood is the title of a question that cannot be answered as it is put.
const misunderstood = "The question cannot be understood"

func (e *refusal) Error() string { return e.text }

func notFound(format string, args ...any) error {
	return &refusal{http.StatusNotFound, "There is no such page", fmt.Sprintf(format, args...), -1}
}

func badRequest(format string, args ...any) error {
	return &refusal{http.StatusBadRequest, misunderstood, fmt.Sprintf(format, args...), -1}
}

// answered answers one question at a place, in its time.
func (r *room) answered(ask func(*http.Request) (answer, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		// What cannot be read would be left out, and the answer be one to another question.
		if _, err := url.ParseQuery(q.URL.RawQuery); err != nil {
			r.refuse(w, q, r.understood(badRequest("The address cannot be read behind its question mark: write %%25 for a per cent sign and %%3B for a semicolon.")))
			return
		}
		if !r.waitForPlace(q.Context()) {
			w.Header().Set("Retry-After", "5")
			r.refuse(w, q, &refusal{http.StatusServiceUnavailable, "Too many readers at once", "Many are reading at this moment. Try again in a few seconds.", -1})
			return
		}
		write, late, err := r.inPlace(q, ask)
		switch {
		case q.Context().Err() != nil:
			// The reader has left, or the room closes: nobody is there to be told.
		case err == nil:
			write(w)
		case late:
			r.refuse(w, q, &refusal{http.StatusServiceUnavailable, "The question takes too long", fmt.Sprintf(
				"This question takes longer than the %s it may. Narrow it: a date (published:2024), a site, a longer word instead of a beginning with a star. Or ask on the command line, where there is no limit; newskeep serve --timeout sets the one of this room.", r.Timeout), -1})
		default:
			r.refuse(w, q, r.understood(err))
		}
	})
}

// Patience is how long a question waits for a place, in the times a question may take.
const Patience = 6

// waitForPlace takes a place, first come, first served.
func (r *room) waitForPlace(ctx context.Context) bool {
	ctx, stop := context.WithTimeout(ctx, Patience*r.Timeout)
	defer stop()
	r.waiting.Add(1)
	defer r.waiting.Add(-1)
	select {
	case r.places <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// crowded reports whether so many wait that what only helps to read an answer is left
// out: it takes several times as long as the answer.
func (r *room) crowded() bool { return r.waiting.Load() >= 2*atOnce }

// inPlace asks in the time there is, and gives the place back whatever happens: it
// is for the question; a slow reader's line is no matter of the archive.
func (r *room) inPlace(q *http.Request, ask func(*http.Request) (answer, error)) (write answer, late bool, err error) {
	defer func() { <-r.places }()
	ctx, cancel := context.WithTimeout(q.Context(), r.Timeout)
	defer cancel()
	write, err = ask(q.WithContext(ctx))
	return write, errors.Is(ctx.Err(), context.DeadlineExceeded), err
}

// understood says in words what is wrong. What the reader can do nothing about is
// logged and not told: it may name files.
func (r *room) understood(err error) *refusal {
	var known *refusal
	var syntax *query.SyntaxError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &syntax):
		return &refusal{http.StatusBadRequest, "The query cannot be understood", syntax.Msg, syntax.Pos}
	case errors.Is(err, store.ErrSaved):
		r.Log.Error("reading room", "err", err)
		return &refusal{http.StatusInternalServerError, "The saved searches cannot be read", "There is a mistake in the file of saved searches. The program's log says where.", -1}
	case errors.Is(err, store.ErrNotFound):
		return &refusal{http.StatusNotFound, "Not in the archive", "The archive has no such article or revision.", -1}
	case errors.Is(err, store.ErrImageQuery), errors.Is(err, store.ErrAfter), errors.Is(err, store.ErrSort), errors.Is(err, store.ErrEventKind),
		errors.Is(err, store.ErrKWICSort), errors.Is(err, store.ErrCountBy), errors.Is(err, store.ErrShareOfWords):
		return &refusal{http.StatusBadRequest, misunderstood, err.Error(), -1}
	case errors.Is(err, store.ErrCorrupt):
		return &refusal{http.StatusInternalServerError, "The archive is damaged here", "The stored bytes are damaged; 'newskeep verify' says which.", -1}
	}
	r.Log.Error("reading room", "err", err)
	return &refusal{http.StatusInternalServerError, "No answer", "The archive could not answer. The program's log says why.", -1}
}

// page answers with a page or its twin.
func (r *room) page(p page) http.Handler {
	return r.answered(func(q *http.Request) (answer, error) {
		twin := wantsTwin(q)
		s, err := p.make(q)
		var elsewhere *moved
		if errors.As(err, &elsewhere) {
			return func(w http.ResponseWriter) { http.Redirect(w, q, elsewhere.to, http.StatusSeeOther) }, nil
		}
		if err != nil {
			return nil, err
		}
		if twin {
			return writeJSON(http.StatusOK, "application/json", s)
		}
		return r.html(q, http.StatusOK, p.template, s)
	})
}

// moved sends the reader elsewhere.
type moved struct{ to string }

func (m *moved) Error() string { return "see " + m.to }

func wantsTwin(q *http.Request) bool { return strings.HasSuffix(q.URL.Path, ".json") }

func writeJSON(status int, mediaType string, v any) (answer, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ") // with < and > escaped: harmless even where a browser guesses
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", mediaType)
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes()) // the reader may have gone
	}, nil
}

// sheet is what a template is given.
type sheet struct {
	head
	Page    any
	Twin    string
	Version string
	Here    string // path with query
	Made    time.Time
}

func (r *room) html(q *http.Request, status int, name string, s shown) (answer, error) {
	twin := *q.URL
	if twin.Path += ".json"; twin.Path == "/.json" {
		twin.Path = "/index.json"
	}
	if twin.RawPath != "" {
		twin.RawPath += ".json" // a section may have a slash in its name
	}
	var b bytes.Buffer
	err := templates[name].Execute(&b, sheet{head: s.head(), Page: s, Twin: twin.RequestURI(), Version: r.Version, Here: q.URL.RequestURI(), Made: r.Now()})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		_, _ = w.Write(b.Bytes())
	}, nil
}

// problem is what a page that could not be made shows, and its twin: RFC 9457.
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Pos    *int   `json:"position,omitempty"` // of the character of the query, from 0

	asking `json:"-"`
	Begin  string `json:"-"` // of the query, up to the character
	End    string `json:"-"`
	Path   string `json:"-"` // where the question can be put otherwise; empty where there is none
	Only   bool   `json:"-"` // it has no dates and no moment
}

func (p problem) head() head { return head{Title: p.Title} }

func (r *room) refuse(w http.ResponseWriter, q *http.Request, e *refusal) {
	p := problem{Title: e.title, Status: e.status, Detail: e.text, asking: asked(q)}
	if e.status == http.StatusBadRequest || e.status == http.StatusServiceUnavailable {
		p.Path, p.Only = strings.TrimSuffix(q.URL.Path, ".json"), e.Pos >= 0
		if p.Path == "/" {
			p.Path = "/search"
		}
		if slices.ContainsFunc(p.Views(p.Path), func(v view) bool { return v.Here }) {
			p.Only = false
		} else if !p.Only {
			p.Path = ""
		}
	}
	if e.Pos >= 0 {
		p.Pos = &e.Pos
		letters := []rune(p.Given)
		at := min(e.Pos, len(letters))
		p.Begin, p.End = string(letters[:at]), string(letters[at:])
	}
	var write answer
	var err error
	if wantsTwin(q) {
		write, err = writeJSON(e.status, "application/problem+json", p)
	} else {
		write, err = r.html(q, e.status, "problem.html", p)
	}
	if err != nil {
		http.Error(w, e.text, e.status)
		return
	}
	write(w)
}
