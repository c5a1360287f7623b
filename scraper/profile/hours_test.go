package profile

import (
	"strings"
	"testing"
	"time"
)

func TestHours(t *testing.T) {
	athens, err := time.LoadLocation("Europe/Athens")
	if err != nil {
		t.Fatal(err)
	}
	night := Hours{From: 22*60 + 30, Until: 5*60 + 30, Zone: athens}
	noon := Hours{From: 12 * 60, Until: 13 * 60, Zone: time.UTC}
	for _, tt := range []struct {
		hours  Hours
		at     string
		on     bool
		change string
	}{
		{Hours{}, "2026-01-10T12:00:00Z", true, "0001-01-01T00:00:00Z"},
		{night, "2026-01-10T12:00:00+02:00", false, "2026-01-10T22:30:00+02:00"},
		{night, "2026-01-10T23:00:00+02:00", true, "2026-01-11T05:30:00+02:00"},
		{night, "2026-01-11T03:00:00+02:00", true, "2026-01-11T05:30:00+02:00"},
		{night, "2026-01-11T05:30:00+02:00", false, "2026-01-11T22:30:00+02:00"},
		{night, "2026-03-28T23:00:00+02:00", true, "2026-03-29T05:30:00+03:00"}, // clocks go forward
		{night, "2026-10-25T01:00:00Z", true, "2026-10-25T05:30:00+02:00"},      // and back
		{noon, "2026-01-10T13:00:00Z", false, "2026-01-11T12:00:00Z"},
		{noon, "2026-01-10T14:59:00+02:00", true, "2026-01-10T15:00:00+02:00"},
	} {
		at, err := time.Parse(time.RFC3339, tt.at)
		if err != nil {
			t.Fatal(err)
		}
		on, change := tt.hours.At(at)
		want, err := time.Parse(time.RFC3339, tt.change)
		if err != nil {
			t.Fatal(err)
		}
		if on != tt.on || !change.Equal(want) {
			t.Errorf("%q at %s: %v until %v, want %v until %v", tt.hours, tt.at, on, change, tt.on, want)
		}
	}
}

func TestComingBackIsReadStrictly(t *testing.T) {
	const head = "name: paper\nhome: https://paper.example/\n"
	_, err := Parse("p.yaml", []byte(head+`politeness: {hours: "23:00-04:15 Asia/Beirut", max_requests: 40}
sitemaps: [/robots.txt]
sitemap_age: 2d
revisit:
  - {under: 1d, every: 2h}
  - {under: 10d, every: 1d12h}
`))
	if err == nil || !strings.Contains(err.Error(), `duration "1d12h"`) {
		t.Errorf("1d12h: %v, want a complaint", err)
	}
	p, err := Parse("p.yaml", []byte(head+`politeness: {hours: "23:00-04:15 Asia/Beirut", max_requests: 40}
sitemaps: [/robots.txt]
sitemap_age: 2d
revisit: [{under: 1d, every: 2h}, {under: 10d, every: 1d}]
`))
	if err != nil {
		t.Fatal(err)
	}
	if p.Politeness.Hours.String() != "23:00-04:15 Asia/Beirut" || p.Politeness.MaxRequests != 40 || p.SitemapAge != 48*time.Hour ||
		len(p.Revisits) != 2 || p.Revisits[1] != (Revisit{240 * time.Hour, 24 * time.Hour}) {
		t.Errorf("read %+v, %v, %v", p.Politeness, p.SitemapAge, p.Revisits)
	}
	for _, tt := range []struct{ src, says string }{
		{`politeness: {hours: "25:00-04:00"}`, "25:00"},
		{`politeness: {hours: "night"}`, "01:00-05:30"},
		{`politeness: {hours: "04:00-04:00"}`, "whole day"},
		{`politeness: {hours: "01:00-04:00 Nowhere/Land"}`, "Nowhere/Land"},
		{`sitemap_age: 3d`, "without sitemaps"},
		{`revisit: [{under: 3d, every: 1h}, {under: 1d, every: 1h}]`, "young to old"},
		{`revisit: [{under: 3d}]`, "every"},
	} {
		if _, err := Parse("p.yaml", []byte(head+tt.src+"\n")); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.src, err, tt.says)
		}
	}
}
