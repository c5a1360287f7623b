package store

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Permalink names a state of an article, in whatever copy of its archive it is looked
// for: "newskeep:" with the archive's id, the article's and the number of the revision.
// The scheme is our own and registered nowhere.
type Permalink struct {
	Archive  string // see [ArchiveState]
	Article  int64
	Revision int
}

var permalink = regexp.MustCompile(`^newskeep:([0-9a-f-]+)/article/([0-9]{1,18})/revision/([0-9]{1,9})$`)

// ParsePermalink reads what String wrote; ok is false for anything else.
func ParsePermalink(s string) (p Permalink, ok bool) {
	m := permalink.FindStringSubmatch(s)
	if m == nil {
		return p, false
	}
	p.Archive = m[1]
	p.Article, _ = strconv.ParseInt(m[2], 10, 64) // the pattern has as many digits as fit
	p.Revision, _ = strconv.Atoi(m[3])
	return p, p.Revision > 0
}

// String is "newskeep:ARCHIVE/article/ID/revision/N"; it is empty without an archive.
func (p Permalink) String() string {
	if p.Archive == "" {
		return ""
	}
	return fmt.Sprintf("newskeep:%s/article/%d/revision/%d", p.Archive, p.Article, p.Revision)
}

// At is the address of the state in the reading room at base, such as
// "https://archive.example.org"; without a base it is String.
func (p Permalink) At(base string) string {
	if base == "" {
		return p.String()
	}
	return fmt.Sprintf("%s/article/%d?revision=%d", strings.TrimRight(base, "/"), p.Article, p.Revision)
}

// holds refuses a permalink into another archive.
func (r *Reader) holds(ctx context.Context, p Permalink) error {
	id, err := r.ID(ctx)
	if err == nil && id != p.Archive {
		err = fmt.Errorf("%s is of another archive; this one is %s: %w", p, id, ErrNotFound)
	}
	return err
}
