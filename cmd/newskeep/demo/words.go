package demo

import (
	"strconv"
	"strings"
	"time"
)

// words are what the paper prints around its articles in one language, an entry
// of words.json. Those with "%d" or "%s" take a number or a name.
type words struct {
	By         string     `json:"by"` // "By %s"
	And        string     `json:"and"`
	Source     string     `json:"source"`
	Shares     string     `json:"shares"`
	Minutes    string     `json:"minutes"`
	Updated    string     `json:"updated"`
	Listen     string     `json:"listen"`
	Related    string     `json:"related"`
	MostRead   string     `json:"most_read"`
	Coverage   string     `json:"coverage"`
	All        string     `json:"all"`
	ReadNext   string     `json:"read_next"`
	Correction string     `json:"correction"`
	Next       string     `json:"next"`
	Previous   string     `json:"previous"`
	Print      string     `json:"print"`
	Months     [12]string `json:"months"`
}

// stamp prints a time to the minute, such as "1 Dec 2024 17:37".
func (w *words) stamp(t time.Time) string { return w.day(t) + t.Format(" 15:04") }

// day prints a date, such as "1 Dec 2024".
func (w *words) day(t time.Time) string {
	return strconv.Itoa(t.Day()) + " " + w.Months[t.Month()-1] + t.Format(" 2006")
}

func number(pattern string, n int) string {
	return strings.Replace(pattern, "%d", strconv.Itoa(n), 1)
}
