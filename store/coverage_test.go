package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// paper is the ledger of a site in memory: what a run of each night brought, by
// section. Nights begin on 1 November 2024 in Athens, and a run is at 23:30, so
// that the day in UTC is another one in winter.
type paper struct {
	gaps
	nights int
}

var athens = func() *time.Location {
	z, err := time.LoadLocation("Europe/Athens")
	if err != nil {
		panic(err)
	}
	return z
}()

func clockOf(night, hour, minute int) time.Time {
	return time.Date(2024, 11, 1+night, hour, minute, 0, 0, athens)
}

// newPaper has a run on each night, with ten new articles in Politics on
// weekdays, four at weekends, three in Sport, and one in Blog every third day.
func newPaper(nights int) *paper {
	p := &paper{nights: nights}
	p.zoned = &zoned{name: "gazette", zone: athens, known: clock{clockOf(0, 23, 30)}}
	p.lines = map[ledgerKey]*CoverageLine{}
	p.Now = clockOf(nights, 9, 0)
	for n := range nights {
		started := clockOf(n, 23, 30)
		p.runs = append(p.runs, &coveredRun{id: news.RunID(n + 1), started: started, until: started.Add(20 * time.Minute), outcome: news.RunDone, whole: true, got: 30})
		politics := 10 + n%3
		if w := started.Weekday(); w == time.Saturday || w == time.Sunday {
			politics = 4 + n%2
		}
		p.bring(n, "News / Politics", politics)
		p.bring(n, "Sport", 3)
		if n%3 == 0 {
			p.bring(n, "Blog", 1)
		}
	}
	return p
}

func (p *paper) bring(night int, section string, n int) {
	day := p.day(clockOf(night, 23, 30))
	p.lines[ledgerKey{section, day}] = &CoverageLine{Section: section, Day: day, New: n, Reasons: map[string]int{}}
}

func (p *paper) drop(night int) {
	p.runs = slices.DeleteFunc(p.runs, func(r *coveredRun) bool { return r.started.Equal(clockOf(night, 23, 30)) })
	for key := range p.lines {
		if key.day == p.day(clockOf(night, 23, 30)) {
			delete(p.lines, key)
		}
	}
}

func (p *paper) run(night int) *coveredRun {
	for _, r := range p.runs {
		if r.started.Equal(clockOf(night, 23, 30)) {
			return r
		}
	}
	panic("no run of that night")
}

// look finds what is wrong, as "kind section day".
func (p *paper) look() []string {
	p.today = p.day(p.Now)
	p.from, p.to = p.day(p.known.Time), p.today
	p.gaps.nights()
	p.cutShort()
	p.silent()
	p.volume()
	list := []string{}
	for _, f := range p.found {
		list = append(list, strings.Join(strings.Fields(fmt.Sprint(f.Kind, " ", f.Section, " ", f.Day)), " "))
		if f.Evidence == "" || f.Advice == "" {
			panic("a finding that says nothing")
		}
	}
	return list
}

// nightly is a schedule at 23:30 every day.
func nightly(_ string, from, to time.Time) (list []time.Time, ok bool) {
	for n := range 400 {
		if t := clockOf(n-100, 23, 30); !t.Before(from) && t.Before(to) {
			list = append(list, t)
		}
	}
	return list, true
}

func TestGaps(t *testing.T) {
	for _, tt := range []struct {
		name   string
		nights int
		edit   func(*paper)
		want   []string
	}{
		{"all is well, weekends included", 50, func(*paper) {}, nil},
		{"all is well without a schedule", 50, func(p *paper) { p.Wanted = nil }, nil},
		{"three nights without a run", 40, func(p *paper) { p.drop(20); p.drop(21); p.drop(30) }, []string{"no_run 2024-11-21", "no_run 2024-12-01"}},
		{"a habit that was broken", 40, func(p *paper) { p.Wanted = nil; p.drop(30) }, []string{"no_run 2024-12-01"}},
		{"no habit yet", 10, func(p *paper) { p.Wanted = nil; p.drop(5) }, nil},
		{"the run is not due for long enough", 40, func(p *paper) { p.drop(39); p.Now = clockOf(40, 1, 0) }, nil},
		{"it is now", 40, func(p *paper) { p.drop(39); p.Now = clockOf(40, 2, 31) }, []string{"no_run 2024-12-10"}},
		{"a late run makes up for it", 40, func(p *paper) { r := p.run(39); r.started = clockOf(40, 8, 0); r.until = clockOf(40, 8, 30) }, nil},
		{"a run over one section does not", 40, func(p *paper) { p.run(39).whole = false }, []string{"no_run 2024-12-10"}},
		{"the site refuses us", 40, func(p *paper) { r := p.run(39); r.outcome, r.got = news.RunBlocked, 2 }, []string{"blocked 2024-12-10"}},
		{"nothing is reached", 40, func(p *paper) { r := p.run(39); r.outcome, r.got = news.RunFailed, 0 }, []string{"run_failed 2024-12-10"}},
		{"cut short", 40, func(p *paper) { r := p.run(39); r.outcome, r.leftTotal = news.RunLimited, 70 }, []string{"cut_short 2024-12-10"}},
		{"cut short and caught up", 40, func(p *paper) { r := p.run(38); r.outcome, r.leftTotal = news.RunLimited, 70 }, nil},
		{"a lively section is silent for two days", 40, func(p *paper) { p.bring(38, "Sport", 0); p.bring(39, "Sport", 0) }, []string{"section_silent Sport"}},
		{"or for one", 40, func(p *paper) { p.bring(39, "Sport", 0) }, nil},
		{"a slow section is silent for a week", 40, func(p *paper) { p.bring(36, "Blog", 0); p.bring(39, "Blog", 0) }, nil},
		{"or for a month", 60, func(p *paper) {
			for n := 30; n < 60; n++ {
				p.bring(n, "Blog", 0)
			}
		}, []string{"section_silent Blog"}},
		{"few articles on a weekday", 50, func(p *paper) { p.bring(47, "News / Politics", 0); p.bring(47, "Sport", 0) }, []string{"volume 2024-12-18"}},
		{"as many as on a Saturday, on a Saturday", 50, func(p *paper) { p.bring(43, "News / Politics", 4) }, nil},
		{"very many", 50, func(p *paper) { p.bring(47, "News / Politics", 90) }, []string{"volume 2024-12-18"}},
		{"few in a section, as usual in all", 50, func(p *paper) { p.bring(47, "News / Politics", 0); p.bring(47, "Sport", 12) }, []string{"volume News / Politics 2024-12-18"}},
		{"many", 50, func(p *paper) { p.bring(47, "News / Politics", 18) }, nil},
		{"an outlier of last week hides nothing", 50, func(p *paper) {
			p.bring(40, "News / Politics", 400)
			p.bring(47, "News / Politics", 0)
			p.bring(47, "Sport", 0)
		}, []string{"volume 2024-12-11", "volume 2024-12-18"}},
		{"too young to be judged", 12, func(p *paper) { p.bring(10, "News / Politics", 0); p.bring(10, "Sport", 0) }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := newPaper(tt.nights)
			p.Wanted = nightly
			tt.edit(p)
			got := p.look()
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %q, want %q", got, tt.want)
				for _, f := range p.found {
					t.Log(f.Evidence)
				}
			}
		})
	}
}

// A run that was refused is named as the reason.
func TestGapOfARefusedRun(t *testing.T) {
	p := newPaper(40)
	p.Wanted = nightly
	p.drop(39)
	p.refused = []refusal{{at: clockOf(39, 23, 30), command: "reextract", since: clockOf(39, 22, 0)}}
	p.look()
	if len(p.found) != 1 || !strings.Contains(p.found[0].Evidence, `1 run was refused because "reextract" held the archive since 2024-12-10 20:00 UTC`) {
		t.Errorf("found %+v", p.found)
	}
}

// The ledger counts what Keep was given, in the site's day, and each page once.
func TestCoverage(t *testing.T) {
	a := newArchive(t)
	site := gazette
	site.Zone = "Asia/Kathmandu" // UTC+05:45: the day begins at 18:15 UTC
	begin := func() {
		run, err := a.Begin(t.Context(), site, news.Run{Parser: "1", ProfileHash: "p"})
		if err != nil {
			t.Fatal(err)
		}
		a.run = run
	}
	visit := func(address string, section []string, at time.Time, edit func(*news.Visit)) {
		v := a.article(address, address+at.String(), nil)
		v.At, v.Target.Section = at, section
		if edit != nil {
			edit(v)
		}
		a.keep(v)
	}
	politics := []string{"News", "Politics"}
	a.at = time.Date(2024, 12, 1, 18, 0, 0, 0, time.UTC)
	begin()
	visit("http://gazette.test/1", politics, a.at.Add(14*time.Minute), nil) // 1 December
	visit("http://gazette.test/2", politics, a.at.Add(15*time.Minute), nil) // 2 December
	fails := func(outcome news.Outcome, class news.FailureClass) func(*news.Visit) {
		return func(v *news.Visit) {
			v.Outcome, v.Class, v.Reason, v.Reading, v.Response = outcome, class, "why", nil, nil
			if outcome == news.Failed {
				v.Due = v.At.Add(time.Minute)
			}
		}
	}
	visit("http://gazette.test/3", politics, a.at.Add(20*time.Minute), fails(news.Failed, news.FailServer))
	visit("http://gazette.test/3", politics, a.at.Add(25*time.Minute), nil) // the same page, at last
	visit("http://gazette.test/4", politics, a.at.Add(30*time.Minute), fails(news.Blocked, news.FailClient))
	visit("http://gazette.test/5", politics, a.at.Add(31*time.Minute), fails(news.Failed, news.FailTimeout))
	visit("http://gazette.test/6", politics, a.at.Add(32*time.Minute), fails(news.Dropped, news.FailRobots))
	visit("http://gazette.test/sport", []string{"Sport"}, a.at.Add(33*time.Minute), func(v *news.Visit) {
		v.Target.Role, v.Target.Depth = news.RoleSection, 1
		v.Reading = &news.Reading{Kind: news.PageSection, Listing: &news.Listing{}}
		v.Found = []news.Found{{URL: "http://gazette.test/7", Role: news.RoleOfArticle, Section: []string{"Sport"}, Listed: true}}
		v.Skipped = map[string]int{"foreign_host": 2}
	})
	a.at = a.at.Add(time.Hour)
	a.end(news.RunLimited) // with article 7 and, due again, 5
	req := CoverageRequest{Now: a.at, Wanted: nil}
	c, err := a.Reader().Coverage(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	want := []CoverageLine{
		{Section: "", Day: "2024-12-02", Gap: true, Why: "cut_short"},
		{Section: "News / Politics", Day: "2024-12-01", Due: 1, Fetched: 1, New: 1},
		{Section: "News / Politics", Day: "2024-12-02", Due: 4, Fetched: 2, New: 2, Blocked: 1, Failed: 1, Dropped: 1,
			Reasons: map[string]int{"http_4xx": 1, "timeout": 1, "robots": 1}},
		{Section: "Sport", Day: "2024-12-01", Dropped: 2, Reasons: map[string]int{"foreign_host": 2}},
		{Section: "Sport", Day: "2024-12-02", Due: 2, Fetched: 1, Left: 1, Reasons: map[string]int{"left": 1}},
	}
	for i := range want {
		want[i].Site = "gazette"
		if want[i].Reasons == nil {
			want[i].Reasons = map[string]int{}
		}
	}
	if got, want := fmt.Sprintf("%+v", c.Lines), fmt.Sprintf("%+v", want); got != want {
		t.Errorf("lines\n%s\nwant\n%s", got, want)
	}
	sum, err := a.Summary(t.Context(), a.run.ID)
	if err != nil || sum.Left != 1 || sum.Dropped["foreign_host"] != 2 {
		t.Errorf("summary: %+v, %v; want 1 left, 2 foreign_host", sum, err)
	}
	if _, err := a.Reader().Coverage(t.Context(), CoverageRequest{Site: "nobody"}); err == nil {
		t.Error("an unknown site has a ledger")
	}
}

// A section whose page fails, and one whose list is empty, are told apart.
func TestCoverageOfSectionPages(t *testing.T) {
	a := newArchive(t)
	for n := range 3 {
		a.begin()
		for _, name := range []string{"Politics", "Sport", "Empty"} {
			v := a.visit("http://gazette.test/"+name, fmt.Sprint(name, n))
			v.Target.Role, v.Target.Depth, v.Target.Section = news.RoleSection, 1, []string{name}
			v.Reading = &news.Reading{Kind: news.PageSection, Listing: &news.Listing{Items: []news.Link{{URL: "http://gazette.test/1", Title: "One"}}}}
			switch {
			case name == "Politics" && n == 2:
				v.Outcome, v.Class, v.Reason, v.Reading = news.Failed, news.FailServer, "HTTP 500", nil
			case name == "Sport" && n == 2, name == "Empty":
				v.Reading.Listing.Items = nil
			}
			a.keep(v)
		}
		a.end(news.RunPartial)
	}
	c, err := a.Reader().Coverage(t.Context(), CoverageRequest{Now: a.at.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range c.Findings {
		got = append(got, fmt.Sprint(f.Kind, " ", f.Section, " ", f.Since.Format("15:04"), " ", f.Examples, " ", f.Evidence))
	}
	want := []string{
		"section_empty Empty 15:00 [http://gazette.test/Empty] its page has never given an item, in 3 runs",
		"section_empty Sport 20:00 [http://gazette.test/Sport] its page gave no items in 1 run, though it did before",
		"section_failing Politics 19:00 [http://gazette.test/Politics] its page could not be read in run 3: HTTP 500",
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A note is written beside a run that holds the archive, and into nothing that is
// no archive of this version.
func TestNotes(t *testing.T) {
	a := newArchive(t)
	a.begin()
	when := day.Add(time.Hour)
	if err := NoteRefused(t.Context(), a.path, []string{"gazette"}, Holder{Command: "watch", Host: "h", PID: 7, Since: day}, when); err != nil {
		t.Fatal(err)
	}
	a.keep(a.article("http://gazette.test/1", "after the note", nil))
	if n := a.count(`SELECT count(*) FROM run_refused WHERE holder_pid = 7 AND holder_since = '2024-12-01T12:00:00.000Z'`); n != 1 {
		t.Errorf("%d refused runs are noted, want 1", n)
	}
	if b, err := a.Reader().LastBackup(t.Context()); b != nil || err != nil {
		t.Errorf("last backup %v, %v; want none", b, err)
	}
	copied := t.TempDir() + "/copy.db"
	if _, err := a.Reader().Backup(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := NoteBackup(t.Context(), a.path, copied, when); err != nil {
		t.Fatal(err)
	}
	if b, err := a.Reader().LastBackup(t.Context()); err != nil || b == nil || b.File != copied || b.Bytes == 0 || !b.At.Equal(when) {
		t.Errorf("last backup %+v, %v", b, err)
	}
	if err := NoteRefused(t.Context(), t.TempDir()+"/none.db", []string{"gazette"}, Holder{}, when); err == nil {
		t.Error("a note was written where no archive is")
	}
}
