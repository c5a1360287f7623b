package news

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// FindingKind says what is wrong in one stable word, for counting and for alerts.
type FindingKind string

// Gaps in coverage.
const (
	FindNoRun          FindingKind = "no_run"          // a day on which the schedule wanted a run and none began
	FindRunFailed      FindingKind = "run_failed"      // the runs of a day reached nothing
	FindBlocked        FindingKind = "blocked"         // the site refused the runs of a day
	FindCutShort       FindingKind = "cut_short"       // a run ended with pages still due, and no later one caught up
	FindSectionFailing FindingKind = "section_failing" // the page of a section cannot be had
	FindSectionEmpty   FindingKind = "section_empty"   // the page of a section gives no items, though it used to
	FindSectionSilent  FindingKind = "section_silent"  // no new article for longer than chance explains
	FindVolume         FindingKind = "volume"          // more or fewer new articles than usual
)

// Drift of extraction.
const (
	FindFieldLost     FindingKind = "field_lost"     // a field is found on fewer pages than on any night before
	FindRuleMoved     FindingKind = "rule_moved"     // a rule or source that filled a field fills it no more; another does, or none
	FindFieldShape    FindingKind = "field_shape"    // a field is much longer or shorter than it used to be
	FindFieldConflict FindingKind = "field_conflict" // the sources of a field disagree on more pages than on any night before
)

// Health of an archive and what it needs.
const (
	FindIntegrity FindingKind = "integrity"
	FindDisk      FindingKind = "disk"
	FindClock     FindingKind = "clock"
	FindBackup    FindingKind = "backup"
	FindProfile   FindingKind = "profile"
	FindLock      FindingKind = "lock"
)

// Finding is something a person should look at. The zero values of all but Kind,
// Evidence and Advice mean that it is about no such thing.
type Finding struct {
	Kind     FindingKind `json:"kind"`
	Site     string      `json:"site,omitempty"`
	Section  string      `json:"section,omitempty"` // path joined by " / "; empty: the whole site
	Field    string      `json:"field,omitempty"`   // JSON name
	Day      string      `json:"day,omitempty"`     // "2024-12-01" in the site's zone, for what is about one day
	Since    time.Time   `json:"since,omitzero"`    // when it began, or was first seen
	Evidence string      `json:"evidence"`          // what was measured, against what
	Advice   string      `json:"advice"`            // what to do
	Examples []string    `json:"examples"`          // addresses of pages that show it, the first one first
}

// Key is equal for two findings of one problem made at different times, so that
// an alert is sent once and can be taken back.
func (f Finding) Key() string {
	return strings.Join([]string{string(f.Kind), f.Site, f.Section, f.Field, f.Day}, "|")
}

// SortFindings puts findings in the order in which a person reads them: by site,
// by day, the whole site before its sections.
func SortFindings(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Site, b.Site), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Section, b.Section),
			cmp.Compare(a.Field, b.Field))
	})
}

// MarshalJSON writes examples as [] when there are none.
func (f Finding) MarshalJSON() ([]byte, error) {
	type plain Finding
	f.Examples = list(f.Examples)
	return json.Marshal(plain(f))
}
