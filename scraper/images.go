package scraper

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"newskeep/scraper/fetch"
	"newskeep/scraper/imagefile"
	"newskeep/scraper/news"
)

// Images says which files of images a run fetches. The zero Images fetch no role
// at all.
type Images struct {
	Roles    []news.ImageRole // of the images wanted
	Limit    int              // files asked for in a run; 0: 500
	MaxBytes int64            // of one file; 0: 10 MiB
	Keep     bool             // the bytes too, not only what is known of them
}

const (
	imagesMost     = 500
	imageBytesMost = 10 << 20
	imagesAtOnce   = 50 // asked of the archive at a time
	// imageAccept names what can be looked at before the rest.
	imageAccept = "image/jpeg,image/png,image/webp,image/gif;q=0.9,image/*;q=0.5"
)

// ImageArchive is what fetching images needs to know and to keep. *store.Store is
// one.
type ImageArchive interface {
	// ImagesDue are up to n images of the run's site with these roles whose files
	// are not known, those of the newest articles first. Images that the run has
	// asked for, or that failed of late or for good, are not among them.
	ImagesDue(ctx context.Context, run news.RunID, roles []news.ImageRole, n int) ([]news.ImageTarget, error)
	// KeepImage writes an attempt in one transaction.
	KeepImage(ctx context.Context, v *news.ImageVisit) error
}

// images fetches the files of images, one after the other. The archive knows what
// was had, so that a run which was killed, or stopped at its limit, is gone on
// with by the next. The error is that of the context or the archive.
func (r *run) images(ctx context.Context) error {
	archive, want := r.crawler.Images, r.options.Images
	if archive == nil || want == nil || len(want.Roles) == 0 {
		return nil
	}
	left := want.Limit
	if left <= 0 {
		left = imagesMost
	}
	if sum, err := r.crawler.Archive.Summary(ctx, r.id); err == nil && sum.Images != nil {
		left -= sum.Images.Asked()
	}
	fetcher := r.imageFetcher(want)
	giveUp := map[string]int{} // by host: answers in a row that refuse us, or none at all
	for {
		due, err := archive.ImagesDue(ctx, r.id, want.Roles, imagesAtOnce)
		if err != nil {
			return fmt.Errorf("images due: %w", err)
		}
		asked := 0
		for _, t := range due {
			host := hostOf(t.URL)
			if giveUp[host] >= blockedMost {
				continue
			}
			if left <= 0 {
				r.warn("stopped at the limit of images; the next run goes on with them")
				return nil
			}
			v, err := r.image(ctx, fetcher, t, want.Keep)
			if err != nil {
				return err
			}
			if err := archive.KeepImage(context.WithoutCancel(ctx), v); err != nil {
				return fmt.Errorf("keep image %s: %w", t.URL, err)
			}
			left, asked = left-1, asked+1
			if v.Outcome == news.Blocked || unheard(v.Class) || v.Class == news.FailTimeout || v.Class == news.FailTLS {
				if giveUp[host]++; giveUp[host] == blockedMost {
					r.warn("no more images are asked of %s in this run: %s", host, v.Reason)
				}
			} else {
				giveUp[host] = 0
			}
		}
		if asked == 0 { // nothing is due, or only what hosts given up have
			return nil
		}
	}
}

// imageFetcher is the run's client with the limits of images. They often lie with
// a host of their own, which may send us on: robots.txt is asked on every hop.
func (r *run) imageFetcher(want *Images) Fetcher {
	if r.crawler.Fetcher != nil {
		return r.fetcher
	}
	o := r.crawler.politely(r.profile, r.waiting)
	o.InScope = func(*url.URL) bool { return true }
	o.MaxBody = want.MaxBytes
	if o.MaxBody <= 0 {
		o.MaxBody = imageBytesMost
	}
	return fetch.New(o)
}

// image asks for one file and looks at it.
func (r *run) image(ctx context.Context, fetcher Fetcher, t news.ImageTarget, keep bool) (*news.ImageVisit, error) {
	r.fetchingImage(t.URL)
	v := &news.ImageVisit{Run: r.id, Image: t.Image, URL: t.URL, At: r.now().UTC(), Outcome: news.Failed}
	resp, err := fetcher.Get(ctx, fetch.Request{URL: t.URL, Accept: imageAccept})
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	v.Response = resp
	var refused *fetch.Error
	switch {
	case errors.As(err, &refused):
		v.Class, v.Reason = refused.Class, reason(refused)
		v.Response = &news.Response{URL: refused.URL, Requests: refused.Requests}
		if notAsked(v.Class) {
			v.Outcome = news.Dropped
		}
		return v, nil
	case err != nil:
		return nil, err
	}
	if class := fetch.Classify(resp, nil); class != "" {
		v.Class, v.Reason = class, statusLine(resp.Status)
		switch resp.Status {
		case http.StatusNotFound, http.StatusGone:
			v.Outcome = news.Missing
		case http.StatusForbidden, http.StatusUnauthorized, http.StatusTooManyRequests:
			v.Outcome = news.Blocked
		}
		return v, nil
	}
	file, err := imagefile.Read(resp.Body)
	if err != nil {
		v.Class, v.Reason = news.FailUnread, err.Error()
		return v, nil
	}
	if keep {
		file.Body = resp.Body
	}
	v.Outcome, v.File = news.Fetched, file
	return v, nil
}

// fetchingImage tells the world which file is being asked for.
func (r *run) fetchingImage(address string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.progress.URL, r.progress.Outcome, r.progress.Change, r.progress.Reason = address, "", "", ""
	r.tell()
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
