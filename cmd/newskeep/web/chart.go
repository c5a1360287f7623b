package web

import (
	"strconv"
	"strings"

	"newskeep/store"
)

// chart is a timeline as bars, to be drawn as SVG.
type chart struct {
	Bars       []bar
	Width      int
	Height     int
	Base       int // y of the line the bars stand on
	Max        int
	First, End string // keys at both ends
	Undated    int    // hits without a date, which no bar shows
	Gaps       int    // periods of which articles may be missing
	By         string
	Began      string // day since which the archive has looked, when it is not the first
}

// bar is one period.
type bar struct {
	Key     string // the period
	Count   int
	Gap     bool
	Missing []string // sites
	X, W    int
	Y, H    int
	Link    string
}

const (
	chartWidth  = 960
	chartHeight = 96
)

// newChart draws counts of periods in order; link narrows to a period. It is nil
// when no hit has a date.
func newChart(counts []store.Count, link func(from, to string) string) *chart {
	c := &chart{Width: chartWidth, Height: chartHeight + 4, Base: chartHeight}
	for _, n := range counts {
		if n.Key == "" {
			c.Undated = n.Count
			continue
		}
		c.Bars = append(c.Bars, bar{Key: n.Key, Count: n.Count, Gap: n.Gap, Missing: n.Missing, Link: link(n.Key, n.Key)})
		c.Max = max(c.Max, n.Count)
		if n.Gap {
			c.Gaps++
		}
	}
	if len(c.Bars) == 0 {
		return nil
	}
	c.First, c.End = c.Bars[0].Key, c.Bars[len(c.Bars)-1].Key
	switch len(c.First) {
	case len("2024"):
		c.By = "year"
	case len("2024-12"):
		c.By = "month"
	default:
		c.By = "day"
	}
	for i := range c.Bars {
		b := &c.Bars[i]
		b.X = i * chartWidth / len(c.Bars)
		b.W = max(1, (i+1)*chartWidth/len(c.Bars)-b.X-1)
		b.H = b.Count * (chartHeight - 8) / max(1, c.Max)
		if b.Count > 0 {
			b.H = max(b.H, 2)
		}
		b.Y = chartHeight - b.H
	}
	return c
}

// Says is what a bar says to those who do not see it.
func (b bar) Says() string {
	s := b.Key + ": " + strconv.Itoa(b.Count)
	if b.Gap {
		s += ", articles may be missing"
		if len(b.Missing) > 0 {
			s += " of " + strings.Join(b.Missing, ", ")
		}
	}
	return s
}
