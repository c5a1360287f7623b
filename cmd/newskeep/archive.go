package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"newskeep/scraper/extract"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
	"newskeep/store"
)

// reader opens the archive for reading, with the searches that are saved and
// the rules of sites for addresses. A missing
// file is an error that says what to do.
func (a *app) reader(ctx context.Context) (*store.Reader, error) {
	r, err := store.OpenReader(ctx, a.archive)
	if err == nil {
		r.SavedBy(a.savedSearches)
		r.AddressesBy(a.known)
	}
	return r, err
}

// readerAsOf opens the archive as it stood at a time that a person typed; as it is
// today for none.
func (a *app) readerAsOf(ctx context.Context, typed string) (*store.Reader, error) {
	at, err := moment(typed)
	if err != nil {
		return nil, err
	}
	r, err := a.reader(ctx)
	if err != nil {
		return nil, err
	}
	if at.IsZero() {
		a.noteUnindexed(ctx, r)
		return r, nil
	}
	past, err := r.AsOf(ctx, at)
	return past, errors.Join(err, r.Close())
}

// noteDoubts says where queries may have been read otherwise than they were meant. What
// cannot be understood is said by who asks.
func (a *app) noteDoubts(r *store.Reader, queries ...string) {
	for _, text := range queries {
		if q, err := r.Parse(text); err == nil {
			for _, doubt := range q.Doubts() {
				a.note("%s", doubt)
			}
		}
	}
}

// noteUnindexed says that answers by words lack articles.
func (a *app) noteUnindexed(ctx context.Context, r *store.Reader) {
	if n, err := r.Unindexed(ctx); err == nil && n > 0 {
		a.note("%s of a crawl that goes on or was killed cannot be found by words yet: the next crawl, or newskeep migrate, sees to that", plural(n, "article"))
	}
}

// asOfFlag is --as-of of commands that ask the archive.
func asOfFlag(f *pflag.FlagSet, to *string) {
	f.StringVar(to, "as-of", "", "ask the archive as it stood at `TIME`: 2024-12-01, 2024-12-01T18:00 (their end, UTC) or RFC 3339")
}

// asOf says of which moment an answer is; empty for today.
func asOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return " as of " + at.UTC().Format("2006-01-02 15:04:05") + " UTC"
}

// noteAsOf says it of an answer that says nothing else.
func (a *app) noteAsOf(at time.Time) {
	if s := asOf(at); s != "" {
		a.note("%s", strings.TrimSpace(s))
	}
}

// openForRun takes the archive's lock and opens it for writing. release gives
// both back.
func (a *app) openForRun(ctx context.Context, wait bool, command string) (s *store.Store, release func(), err error) {
	if a.archive == "" {
		return nil, nil, usage("-a names no file")
	}
	if dir := filepath.Dir(a.archive); !isDir(dir) {
		return nil, nil, usage("there is no folder %s for the archive %s", dir, a.archive)
	}
	host, _ := os.Hostname() // a name for people; empty is as good
	holder := store.Holder{Host: host, PID: os.Getpid(), Since: time.Now(), Command: command}
	var held *store.Held
	if wait {
		held, err = store.LockWait(ctx, a.archive, holder)
	} else {
		held, err = store.Lock(a.archive, holder)
	}
	if err != nil {
		return nil, nil, err
	}
	s, err = store.Open(ctx, a.archive, store.Options{Now: a.now, Log: a.logger(a.progressLine()), Reread: a.reread, SameTemplate: extract.SameTemplate})
	if err != nil {
		_ = held.Release() // the error that counts is the first
		return nil, nil, err
	}
	a.writing = true
	if m := s.Migrated(); m != nil {
		a.note("%s brought from version %d to %d; as it was before: %s", a.archive, m.From, m.To, m.Backup)
	}
	return s, func() {
		if err := s.Close(); err != nil {
			a.note("newskeep: close %s: %v", a.archive, err)
		}
		if err := held.Release(); err != nil {
			a.note("newskeep: %v", err)
		}
	}, nil
}

// openThere is openForRun for work on what an archive holds: a missing one is not
// made, an older one is brought up to date.
func (a *app) openThere(ctx context.Context, command string) (*store.Store, func(), error) {
	var older *store.OlderError
	r, err := a.reader(ctx)
	switch {
	case errors.As(err, &older):
	case err != nil:
		return nil, nil, err
	default:
		r.Close()
	}
	return a.openForRun(ctx, false, command)
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

// reread reads a stored page with today's rules, so that the archive can tell a
// newsroom's edit from a change of our own parser.
func (a *app) reread(site, url string, at time.Time, header map[string][]string, body []byte) (*news.Article, error) {
	set, err := a.sites()
	if err != nil {
		return nil, err
	}
	p, err := set.Get(site)
	if err != nil {
		return nil, err
	}
	r := extract.Read(p, extract.Input{
		URL: url, ContentType: http.Header(header).Get("Content-Type"), Header: header, Body: body, Seen: at,
		Expect: news.RoleOfArticle,
	})
	if r.Article == nil {
		return nil, fmt.Errorf("%s: now read as %s", url, r.Kind)
	}
	return r.Article, nil
}

// noteRefused notes in the archive that runs did not begin because another one
// holds it, so that coverage can say why they are missing.
func (a *app) noteRefused(ctx context.Context, err error, profiles []*profile.Profile) {
	var held *store.HeldError
	if !errors.As(err, &held) {
		return
	}
	var names []string
	for _, p := range profiles {
		names = append(names, p.Name)
	}
	if err := store.NoteRefused(context.WithoutCancel(ctx), a.archive, names, held.Holder, time.Now()); err != nil {
		a.logger(a.stderr).Warn("the refused run is not noted", "err", err)
	}
}
