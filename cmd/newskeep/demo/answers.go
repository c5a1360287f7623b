package demo

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// answer says how an address answers. The broken ones bear the words in which a
// run reports them (news.Reason, news.FailureClass).
type answer string

const (
	answerPage      answer = ""             // the page itself
	answerErrorOnce answer = "error_once"   // 500 to the first request, then the page
	answerSlow      answer = "slow"         // the page, late but in time
	answerMoved     answer = "moved"        // 301 to the article's address
	answerGone      answer = "gone"         // 404
	answerSoft404   answer = "soft_404"     // 200 with "page not found"
	answerChallenge answer = "challenge"    // 403 with a bot challenge
	answerTruncated answer = "truncated"    // more bytes announced than sent
	answerEmpty     answer = "empty"        // 200, markup without text
	answerConsent   answer = "consent_wall" // 200, a consent dialog and nothing else
	answerForeign   answer = "foreign_host" // 302 to another host
)

// elsewhere is a host that is not the paper's. Nobody listens there.
const elsewhere = "http://elsewhere.newskeep.test/"

// keeps reports whether an article that answers so ends up in an archive.
func (a answer) keeps() (kept, known bool) {
	switch a {
	case answerPage, answerErrorOnce, answerSlow:
		return true, true
	case answerGone, answerSoft404, answerChallenge, answerTruncated, answerEmpty, answerConsent, answerForeign:
		return false, true
	}
	return false, false
}

// answer plays the part of p. nth is the number of this request to its path, from 1.
func (s *Site) answer(w http.ResponseWriter, r *http.Request, p *page, nth int) {
	switch p.answer {
	case answerErrorOnce:
		if nth == 1 {
			http.Error(w, "the press is being oiled, please come again", http.StatusInternalServerError)
			return
		}
	case answerSlow:
		late := time.NewTimer(s.slow)
		defer late.Stop()
		select {
		case <-late.C:
		case <-r.Context().Done():
			return
		}
	case answerMoved:
		http.Redirect(w, r, p.location, http.StatusMovedPermanently)
		return
	case answerForeign:
		http.Redirect(w, r, p.location, http.StatusFound)
		return
	case answerChallenge:
		// What tells a challenge from any other 403 stands in these two headers.
		w.Header().Set("Server", "cloudflare")
		w.Header().Set("Cf-Mitigated", "challenge")
	case answerTruncated:
		// The server closes the connection when a handler sends less than announced.
		w.Header().Set("Content-Type", p.contentType)
		w.Header().Set("Content-Length", strconv.Itoa(len(p.body)))
		w.Write(p.body[:len(p.body)/2])
		return
	}
	p.send(w, r)
}

// parseAnswer reads the Answers line of a content file.
func parseAnswer(s string) (answer, error) {
	if _, known := answer(s).keeps(); !known || s == "" {
		return "", fmt.Errorf("unknown answer %q", s)
	}
	return answer(s), nil
}
