package discover

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// CDX is one answer of a web archive's capture index, as the Wayback CDX server
// gives it with output=json: a list of rows, the first of which names the columns;
// with showResumeKey, an empty row and one with the key come at its end.
type CDX struct {
	Captures []CDXCapture // in the order of the index
	Resume   string       // where the next answer goes on; empty: this was the last one
	Skipped  int          // rows that cannot be used
}

// CDXCapture is one capture that a web archive holds.
type CDXCapture struct {
	Timestamp string    // as the index writes it, to be sent back: 14 digits
	At        time.Time // the same, UTC
	URL       string    // as it was asked for
	Media     string    // such as "text/html"; "warc/revisit": the body is that of an earlier capture
	Status    int       // 0: not known, as for revisits
	Digest    string    // of the body; empty: not known
	Length    int64     // of the record, packed; 0: not known
}

// cdxColumns are those that a capture is made of.
var cdxColumns = []string{"timestamp", "original", "mimetype", "statuscode", "digest", "length"}

// ParseCDX reads an answer. A row that cannot be used is counted; the error is
// about an answer that is none, such as one that was cut off.
func ParseCDX(body []byte) (*CDX, error) {
	var rows [][]string
	if err := json.Unmarshal(body, &rows); err != nil {
		start := strings.TrimSpace(string(body[:min(len(body), 80)]))
		if strings.HasPrefix(start, "[") {
			return nil, fmt.Errorf("the index of captures was cut off or is no JSON: %w", err)
		}
		return nil, fmt.Errorf("no index of captures: %q", start)
	}
	c := &CDX{}
	if len(rows) == 0 {
		return c, nil // nothing was captured
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	for _, name := range []string{"timestamp", "original"} {
		if _, ok := at[name]; !ok {
			return nil, errors.New("the index of captures does not name its column " + name)
		}
	}
	for i, row := range rows[1:] {
		if len(row) == 0 {
			if rest := rows[i+2:]; len(rest) > 0 && len(rest[0]) == 1 {
				c.Resume = rest[0][0]
			}
			break
		}
		if got, ok := cdxCapture(row, at); ok {
			c.Captures = append(c.Captures, got)
		} else {
			c.Skipped++
		}
	}
	return c, nil
}

func cdxCapture(row []string, at map[string]int) (c CDXCapture, ok bool) {
	values := map[string]string{}
	for _, name := range cdxColumns {
		if i, given := at[name]; given && i < len(row) && row[i] != "-" {
			values[name] = row[i]
		}
	}
	c = CDXCapture{Timestamp: values["timestamp"], URL: values["original"], Media: values["mimetype"], Digest: values["digest"]}
	var err error
	if c.At, err = time.Parse("20060102150405", c.Timestamp); err != nil {
		return c, false
	}
	if u, err := url.Parse(c.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return c, false
	}
	c.Status, _ = strconv.Atoi(values["statuscode"]) // unknown is 0
	c.Length, _ = strconv.ParseInt(values["length"], 10, 64)
	return c, true
}
