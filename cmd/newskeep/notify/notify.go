// Package notify tells people and dead-man services how runs went. It is the only
// package that says shoutrrr. Addresses hold secrets: no error names one whole.
package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/nicholas-fedor/shoutrrr"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"
)

const patience = 15 * time.Second

// Check says whether an address of [Send] can be understood.
func Check(address string) error {
	_, err := shoutrrr.CreateSenderWithOptions(types.SenderOptions{}, service(address))
	return hide(address, err)
}

// Send sends a message to every address: http or https for a webhook, which gets
// {"title","message"} as JSON, otherwise what shoutrrr understands, such as
// smtp://user:password@host:587/?from=a@b&to=c@d. sent counts those that took it;
// the error joins those of the others.
func Send(addresses []string, title, text string) (sent int, err error) {
	var errs []error
	for _, a := range addresses {
		sender, err := shoutrrr.CreateSenderWithOptions(types.SenderOptions{Timeout: patience}, service(a))
		if err == nil {
			err = errors.Join(sender.Send(text, &types.Params{"title": title})...)
		}
		if err != nil {
			errs = append(errs, hide(a, err))
			continue
		}
		sent++
	}
	return sent, errors.Join(errs...)
}

// service is an address as shoutrrr has it.
func service(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return address
	}
	q := u.Query()
	q.Set("template", "json")
	u.RawQuery = q.Encode()
	return "generic+" + u.String()
}

// hide takes an address, and all that could be a secret in it, out of an error.
func hide(address string, err error) error {
	if err == nil {
		return nil
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return fmt.Errorf("%s: %w", Name(address), wrapped.Err)
	}
	text := err.Error()
	// The words of libraries quote addresses, whole or in parts.
	if strings.Contains(text, "://") || mentions(text, address) {
		text = "it cannot be sent, or is no address that shoutrrr understands"
	}
	return fmt.Errorf("%s: %s", Name(address), text)
}

func mentions(text, address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return true
	}
	password, _ := u.User.Password()
	for _, secret := range []string{u.User.Username(), password, strings.Trim(u.Path, "/"), u.RawQuery} {
		if len(secret) > 2 && strings.Contains(text, secret) {
			return true
		}
	}
	return false
}

// Name is an address without its secrets: scheme and host.
func Name(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" {
		return "the address"
	}
	return u.Scheme + "://" + u.Hostname() + "/…"
}

// A Beat is what a dead-man service is told of.
type Beat string

const (
	Start   Beat = "/start"
	Success Beat = ""
	Failure Beat = "/fail"
)

// Ping tells a dead-man service (healthchecks.io and those that speak as it does)
// that a run begins, went well or failed: a POST to the address, with /start or
// /fail behind its path. An empty address is nobody.
func Ping(ctx context.Context, address string, b Beat, text string) error {
	if address == "" {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("the ping is no http or https address")
	}
	u.Path = strings.TrimSuffix(u.Path, "/") + string(b)
	u.RawPath = ""
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewBufferString(text))
	if err != nil {
		return hide(address, err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return hide(address, err)
	}
	resp.Body.Close()
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s: HTTP %d", Name(address), resp.StatusCode)
	}
	return nil
}
