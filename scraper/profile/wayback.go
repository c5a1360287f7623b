package profile

import (
	"net/url"
	"time"
)

// Wayback is a web archive with the CDX server and the addresses of captures of
// the Wayback Machine.
type Wayback struct {
	URL   *url.URL      // never nil, without a path: /cdx/search/cdx and /web/ lie below it
	Delay time.Duration // between two requests to it; 0 only with allow_private
}

// waybackDelay keeps to 24 requests a minute: what the Wayback Machine's index
// takes before it answers 429.
const waybackDelay = 2500 * time.Millisecond

func readWayback(m *mapping, private bool) Wayback {
	w := Wayback{URL: &url.URL{Scheme: "https", Host: "web.archive.org"}, Delay: waybackDelay}
	if m == nil {
		return w
	}
	if n := m.at("url"); n != nil {
		switch u := n.address(nil); {
		case u == nil:
		case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
			n.fail("wayback url %q: want the server alone, such as https://web.archive.org/", u)
		case IsPrivate(u.Hostname()) && !private:
			n.fail("wayback url is a private address; a server on your own network needs allow_private: true")
		default:
			w.URL = &url.URL{Scheme: u.Scheme, Host: u.Host}
		}
	}
	if n := m.at("delay"); n != nil {
		least := waybackDelay
		if private {
			least = 0
		}
		w.Delay = n.duration(least, time.Hour)
	}
	return w
}
