package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"newskeep/cmd/newskeep/searches"
	"newskeep/scraper"
	"newskeep/scraper/profile"
	"newskeep/store"
	"newskeep/store/query"
)

// Exit statuses, as CONTRACT.md and the help name them.
const (
	exitDone      = 0
	exitFailed    = 1
	exitUsage     = 2 // a wrong flag, argument, query or profile
	exitPartial   = 3 // done, but some pages could not be read
	exitBlocked   = 4 // the site refused us
	exitHeld      = 5 // another run holds the archive
	exitIntegrity = 6
	exitDrift     = 7
	exitSignal    = 130 // stopped by a signal, after saving
)

// statusError ends the program with a status. A nil err says it silently: the
// output has already told why.
type statusError struct {
	status int
	err    error
}

func (e *statusError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("status %d", e.status)
	}
	return e.err.Error()
}

func (e *statusError) Unwrap() error { return e.err }

// usage is an error of the person who typed the command.
func usage(format string, args ...any) error {
	return &statusError{exitUsage, fmt.Errorf(format, args...)}
}

// statusOf is the exit status an error stands for.
func statusOf(err error) int {
	var (
		status  *statusError
		rules   *profile.Error
		saved   *searches.Error
		unknown *profile.UnknownError
		section *scraper.UnknownSectionError
		syntax  *query.SyntaxError
		held    *store.HeldError
		asked   *store.QuestionError
	)
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &status):
		return status.status
	case errors.As(err, &rules), errors.As(err, &saved), errors.As(err, &unknown), errors.As(err, &section), errors.As(err, &syntax), errors.As(err, &asked):
		return exitUsage
	case errors.Is(err, store.ErrSort), errors.Is(err, store.ErrAfter), errors.Is(err, store.ErrCountBy), errors.Is(err, store.ErrShareOfWords), errors.Is(err, store.ErrKWICSort):
		return exitUsage
	case errors.As(err, &held):
		return exitHeld
	case store.Damaged(err):
		return exitIntegrity
	case errors.Is(err, context.Canceled):
		return exitSignal
	}
	return exitFailed
}

// message is an error as the last line on stderr; empty when there is nothing
// left to say.
func (a *app) message(err error) string {
	var status *statusError
	if errors.As(err, &status) && status.err == nil {
		return ""
	}
	if errors.Is(err, context.Canceled) {
		if !a.writing {
			return "newskeep: stopped"
		}
		return "newskeep: stopped; what was done is saved, and the same command goes on from here"
	}
	text := err.Error()
	if !strings.HasPrefix(text, "newskeep: ") {
		text = "newskeep: " + text
	}
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		text += pointed(syntax)
	}
	if remedy := a.remedy(err); remedy != "" && !strings.Contains(text, remedy) {
		text += "\n" + remedy
	}
	return text
}

// remedy is what to do about an error; empty when there is nothing to say. Who only
// asks the archive and writes the answer to a file has no trouble with the archive.
func (a *app) remedy(err error) string {
	var file *fs.PathError
	if a.writing || !errors.As(err, &file) {
		return store.Remedy(err)
	}
	if errors.Is(err, syscall.ENOSPC) {
		return "make room on the disc, or name a file on another one"
	}
	return ""
}
