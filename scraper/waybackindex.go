package scraper

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"newskeep/scraper/discover"
	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// indexRows is how many captures the index is asked for at a time.
const indexRows = 1000

// indexURL is a question to the index.
func indexURL(p *profile.Profile, win window, resume string, every bool) string {
	collapse := "urlkey"
	if every {
		collapse = "digest"
	}
	q := []string{
		"url=" + url.QueryEscape(win.host), "matchType=host", "output=json", "fl=timestamp,original,mimetype,statuscode,digest,length",
		"filter=statuscode:200", "filter=mimetype:text/html", "collapse=" + collapse,
		"from=" + win.From.UTC().Format(indexTime), "to=" + win.To.Add(-time.Second).UTC().Format(indexTime),
		fmt.Sprintf("limit=%d", indexRows), "showResumeKey=true",
	}
	if resume != "" {
		q = append(q, "resumeKey="+url.QueryEscape(resume))
	}
	return p.Wayback.URL.String() + "/cdx/search/cdx?" + strings.Join(q, "&")
}

// index asks for one answer of the index. An answer that was cut off is asked for
// again like one that failed.
func (a *waybackAsker) index(ctx context.Context, win window, resume string, every bool) (*discover.CDX, error) {
	return a.cdx(ctx, indexURL(a.profile, win, resume, every))
}

// first is when the home page was first captured: nothing of the site is older
// than about that.
func (a *waybackAsker) first(ctx context.Context) (time.Time, error) {
	u := a.profile.Wayback.URL.String() + "/cdx/search/cdx?url=" + url.QueryEscape(a.profile.Home.Host+a.profile.Home.Path) + "&output=json&fl=timestamp,original&limit=1"
	index, err := a.cdx(ctx, u)
	if err != nil {
		return time.Time{}, err
	}
	if len(index.Captures) == 0 {
		return waybackBegan, nil
	}
	return index.Captures[0].At, nil
}

func (a *waybackAsker) cdx(ctx context.Context, address string) (index *discover.CDX, err error) {
	resp, class, why, err := a.ask(ctx, address, func(resp *news.Response) (err error) {
		index, err = discover.ParseCDX(resp.Body)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	a.requests += resp.Requests
	a.progress.Requests, a.progress.Bytes = a.requests, a.progress.Bytes+resp.Wire
	a.mu.Unlock()
	if a.id != 0 { // not an estimate
		if err := a.crawler.Captures.Indexed(context.WithoutCancel(ctx), a.id, resp.Requests, resp.Wire); err != nil {
			return nil, err
		}
	}
	host := a.profile.Wayback.URL.Host
	switch {
	case class == "":
		return index, nil
	case class == news.FailClient, notAsked(class), strings.Contains(why, "Blocked Site"):
		a.lose(host, "does not give its index of "+a.profile.Home.Host+": "+why, false)
		return nil, errClosed
	}
	a.lose(host, "cannot be asked for its index: "+why, false)
	return nil, errLost
}
