package web

import (
	"strings"

	"newskeep/store"
)

// chart is a timeline as bars, to be drawn as SVG.
type chart struct {
	By         store.CountBy
	Bars       []bar
	Width      int
	Height     int
	Base       int    // y of the line the bars stand on
	Shows      string // what a bar is the height of
	Max        string // the highest
	First, End string // keys at both ends
	Undated    int    // hits without a date, which no bar shows
	Gaps       int    // periods of which articles may be missing
	Began      string // day since which the archive has looked, when it is not the first
	Choices    []choice
	Widen      string // address without dates; empty when there are none
	Table      string // address of the numbers; empty when they are on the page
	Wide       int    // per cent of the page: a few bars do not fill it
}

// bar is one period.
type bar struct {
	Key      string // the period
	From, To string // its first and last date
	Says     string // to those who do not see it
	Gap      bool
	X, W     int
	Y, H     int
	Link     string
}

const (
	chartWidth  = 960
	chartHeight = 96
	widestBar   = 6 // per cent of the page
)

// newChart draws counts of periods in order; link narrows to a period. It is nil
// when no hit has a date.
func newChart(res *store.CountResult, m measure, link func(from, to string) string) *chart {
	c := &chart{By: res.By, Width: chartWidth, Height: chartHeight + 4, Base: chartHeight}
	var heights []float64
	most := 0.0
	for _, n := range res.Counts {
		if n.Key == "" {
			c.Undated = n.Count
			continue
		}
		from, to := span(n.Key)
		c.Bars = append(c.Bars, bar{Key: n.Key, From: from, To: to, Says: spoken(n, m), Gap: n.Gap, Link: link(from, to)})
		value, _ := m.of(n)
		heights = append(heights, value)
		most = max(most, value)
		if n.Gap {
			c.Gaps++
		}
	}
	if len(c.Bars) == 0 {
		return nil
	}
	c.Max, c.First, c.End = m.shown(most), c.Bars[0].Key, c.Bars[len(c.Bars)-1].Key
	if !res.Began.IsZero() {
		c.Began = day(res.Began)
	}
	c.Wide = min(100, widestBar*len(c.Bars))
	for i := range c.Bars {
		b := &c.Bars[i]
		b.X = i * chartWidth / len(c.Bars)
		b.W = max(1, (i+1)*chartWidth/len(c.Bars)-b.X-1)
		if heights[i] > 0 {
			b.H = max(2, int(heights[i]/most*(chartHeight-8)))
		}
		b.Y = chartHeight - b.H
	}
	return c
}

// spoken is what a bar says to those who do not see it.
func spoken(n store.Count, m measure) string {
	s := n.Key + ": " + m.says(n)
	if n.Gap {
		s += ", articles may be missing"
		if len(n.Missing) > 0 {
			s += " of " + strings.Join(n.Missing, ", ")
		}
	}
	return s
}
