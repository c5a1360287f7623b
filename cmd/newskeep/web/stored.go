package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"

	"newskeep/store"
)

// storedPolicy is that of what a site sent: no script, no form, nothing loaded,
// nothing but its own inline style. In a browser that knows it, "sandbox" alone
// gives the page an origin of its own, from which it cannot read the room.
const storedPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

// storedPage is the page around the frame.
type storedPage struct {
	Article  *store.StoredArticle `json:"article"`
	Fetch    *store.Snapshot      `json:"fetch"`
	Language string               `json:"-"`
}

func (p storedPage) head() head {
	return head{Title: "Stored page: " + p.Article.Headline, Nav: "/search"}
}

// Frame is the address of what the frame shows.
func (p storedPage) Frame() string {
	return "/stored/" + strconv.FormatInt(p.Article.ID, 10) + "/" + strconv.Itoa(p.Article.Revision)
}

func (r *room) storedPage(q *http.Request) (shown, error) {
	a, err := r.picked(q)
	if err != nil {
		return nil, err
	}
	f, err := r.fetched(q.Context(), strconv.FormatInt(a.ID, 10), a.Revision)
	if err == nil && f == nil {
		err = notFound("The page of this revision was not stored.")
	}
	return storedPage{Article: a, Fetch: f}, err
}

// fetched is what the server answered with a revision; nil when it was not stored.
func (r *room) fetched(ctx context.Context, id string, revision int) (*store.Snapshot, error) {
	s, err := r.archive.Snapshot(ctx, id, store.ArticleAt{Revision: revision})
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return s, err
}

// storedAt is what an address below /stored/ names.
func (r *room) storedAt(q *http.Request) (*store.Snapshot, error) {
	id, err := ref(q)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(q.PathValue("revision"))
	if err != nil || n < 1 {
		return nil, notFound("%q is no number of a revision.", q.PathValue("revision"))
	}
	return r.archive.Snapshot(q.Context(), id, store.ArticleAt{Revision: n})
}

// stored shows a stored page in a frame, as HTML or as text, whatever it is.
func (r *room) stored(q *http.Request) (answer, error) {
	s, err := r.storedAt(q)
	if err != nil {
		return nil, err
	}
	sent := http.Header(s.Header).Get("Content-Type")
	kind, _, _ := strings.Cut(strings.ToLower(sent), ";")
	kind = strings.TrimSpace(kind)
	page := kind == "" || kind == "text/html" || kind == "application/xhtml+xml"
	var b bytes.Buffer
	text, err := charset.NewReader(bytes.NewReader(s.Body), sent)
	if err != nil {
		text = bytes.NewReader(s.Body) // empty, or of a charset nobody knows
	}
	if page {
		err = still(&b, text)
	} else {
		_, err = io.Copy(&b, text)
	}
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter) {
		h := w.Header()
		h.Set("Content-Security-Policy", storedPolicy)
		h.Set("Content-Type", "text/plain; charset=utf-8")
		if page {
			h.Set("Content-Type", "text/html; charset=utf-8")
		}
		_, _ = w.Write(b.Bytes())
	}, nil
}

// storedBytes gives the bytes as they were sent, to be saved and never shown.
func (r *room) storedBytes(q *http.Request) (answer, error) {
	s, err := r.storedAt(q)
	if err != nil {
		return nil, err
	}
	return func(w http.ResponseWriter) {
		h := w.Header()
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Content-Disposition", `attachment; filename="`+s.SHA256+`.bin"`)
		if sum, err := hex.DecodeString(s.SHA256); err == nil {
			h.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(sum)+":") // RFC 9530
		}
		_, _ = w.Write(s.Body)
	}, nil
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// drawable pictures hold no code; SVG does.
func drawable(mediaType string) bool {
	return slices.Contains([]string{"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}, mediaType)
}

func (r *room) picture(q *http.Request) (answer, error) {
	sum := q.PathValue("sha256")
	if !sha256Hex.MatchString(sum) {
		return nil, notFound("%q is no SHA-256 of a picture.", sum)
	}
	body, mediaType, err := r.archive.ImageFileBody(q.Context(), sum)
	if err != nil {
		return nil, err
	}
	if !drawable(mediaType) {
		return nil, &refusal{http.StatusUnsupportedMediaType, "The picture is not shown", "Pictures of this type can hold code and are not shown.", -1}
	}
	return func(w http.ResponseWriter) {
		h := w.Header()
		h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
		h.Set("Content-Type", mediaType)
		h.Set("Cache-Control", "private, max-age=86400, immutable")
		_, _ = w.Write(body)
	}, nil
}
