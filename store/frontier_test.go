package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

const host = "gazette.test"

// next asks for the next page and returns its path; "-" when nothing is due.
func (a *archive) next() (news.Target, string) {
	a.t.Helper()
	target, err := a.Next(a.t.Context(), a.run.ID, host)
	var nothing news.NothingDue
	if errors.As(err, &nothing) {
		return target, "-"
	}
	if err != nil {
		a.t.Fatal(err)
	}
	return target, strings.TrimPrefix(target.URL, "http://"+host)
}

func (a *archive) plant(found ...news.Found) {
	a.t.Helper()
	if _, err := a.Plant(a.t.Context(), a.run.ID, found); err != nil {
		a.t.Fatal(err)
	}
}

func at(path string, role news.PageRole) news.Found {
	return news.Found{URL: "http://" + host + path, Role: role}
}

func TestNextInOrder(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.plant(
		at("/other", news.RoleUnsorted),
		at("/sitemap.xml", news.RoleSitemap),
		at("/feed", news.RoleFeed),
		news.Found{URL: "http://gazette.test/news?page=2", Role: news.RoleSection, Depth: 2},
		news.Found{URL: "http://gazette.test/news", Role: news.RoleSection, Depth: 1},
		at("/", news.RoleHome),
		news.Found{URL: "http://gazette.test/a-week-old", Role: news.RoleOfArticle, Published: day.AddDate(0, 0, -7)},
		at("/undated-1", news.RoleOfArticle),
		news.Found{URL: "http://gazette.test/a-day-old", Role: news.RoleOfArticle, Published: day.AddDate(0, 0, -1)},
		at("/undated-2", news.RoleOfArticle),
	)
	var got []string
	for {
		target, path := a.next()
		if path == "-" {
			break
		}
		got = append(got, path)
		v := a.visit(target.URL, path)
		v.Target = target
		a.keep(v)
	}
	want := []string{"/", "/news", "/news?page=2", "/feed", "/sitemap.xml", "/undated-1", "/undated-2", "/a-day-old", "/a-week-old", "/other"}
	if !slices.Equal(got, want) {
		t.Errorf("order of visits\n got %v\nwant %v", got, want)
	}
}

func TestOneTurnInARun(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.plant(at("/", news.RoleHome))
	target, _ := a.next()
	if target.Why != news.WhyNew {
		t.Errorf("a new page is due because it is %q, want new", target.Why)
	}
	v := a.visit(target.URL, "home")
	v.Target = target
	v.Due = v.At.Add(time.Second) // long past when the next is asked for
	a.keep(v)
	a.at = a.at.Add(time.Hour)
	if _, path := a.next(); path != "-" {
		t.Errorf("after its turn: %s is due again in the same run", path)
	}
	a.plant(at("/", news.RoleHome)) // as a killed run does when it is taken up again
	if _, path := a.next(); path != "-" {
		t.Errorf("after planting again: %s is due again in the same run", path)
	}
	a.end(news.RunDone)
	a.begin()
	target, path := a.next()
	if path != "/" || target.Why != news.WhyRun || target.ETag != `"home"` {
		t.Errorf("in the next run %q is due, why %q, ETag %q; want /, run and the one of the last answer", path, target.Why, target.ETag)
	}
}

func TestRetryInTheSameRun(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.plant(at("/ferry", news.RoleOfArticle))
	target, _ := a.next()
	v := a.visit(target.URL, "")
	v.Target, v.Outcome, v.Class, v.Reason, v.Response = target, news.Failed, news.FailServer, "HTTP 500", nil
	v.Due = a.at.Add(10 * time.Second)
	a.keep(v)
	_, err := a.Next(t.Context(), a.run.ID, host)
	var nothing news.NothingDue
	if !errors.As(err, &nothing) || !nothing.Until.Equal(v.Due) {
		t.Fatalf("Next = %v (until %v), want nothing due until %v", err, nothing.Until, v.Due)
	}
	a.reopen()
	a.begin() // the run was killed while it waited
	a.plant(at("/ferry", news.RoleOfArticle))
	if _, path := a.next(); path != "-" {
		t.Errorf("%s is due before its time", path)
	}
	a.at = v.Due
	target, path := a.next()
	if path != "/ferry" || target.Why != news.WhyRetry || target.Failures != 1 {
		t.Errorf("Next = %+v, want /ferry as a retry after 1 failure", target)
	}
}

func TestZeroDueIsNeverAgain(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.plant(at("/ferry", news.RoleOfArticle))
	target, _ := a.next()
	v := a.visit(target.URL, "one")
	v.Target = target
	a.keep(v)
	a.end(news.RunDone)
	a.at = a.at.AddDate(1, 0, 0)
	a.begin()
	if _, path := a.next(); path != "-" {
		t.Errorf("%s is due though its last visit said never", path)
	}
	list := a.visit("http://gazette.test/news", "list")
	list.Found = []news.Found{at("/ferry", news.RoleOfArticle)}
	a.keep(list)
	if _, path := a.next(); path != "-" {
		t.Errorf("%s is due because a list still shows it", path)
	}
	list = a.visit("http://gazette.test/news", "list")
	list.Found = []news.Found{at("/ferry", news.RoleOfArticle)}
	list.Found[0].Listed, list.Found[0].Revisit = true, true
	a.keep(list)
	if target, path := a.next(); path != "/ferry" || target.Why != news.WhyListed {
		t.Errorf("%s is due, why %q; want /ferry, listed: a visit asked for it", path, target.Why)
	}
}

func TestHosts(t *testing.T) {
	a := newArchive(t)
	a.begin()
	a.plant(at("/", news.RoleHome), news.Found{URL: "http://b.test:8080/x", Role: news.RoleSection},
		news.Found{URL: "http://a.test/x", Role: news.RoleSection}, news.Found{URL: "http://a.test/y", Role: news.RoleSection})
	got, err := a.Hosts(t.Context(), a.run.ID)
	if want := []string{"a.test", "b.test:8080", "gazette.test"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("Hosts = %v, %v, want %v", got, err, want)
	}
	if _, err := a.Hosts(t.Context(), 77); !errors.Is(err, ErrNotFound) {
		t.Errorf("Hosts of run 77: %v, want ErrNotFound", err)
	}
}

func TestReserve(t *testing.T) {
	a := newArchive(t)
	for _, tt := range []struct {
		name  string
		clock time.Duration // since day
		want  time.Duration
	}{
		{"at once", 0, 0},
		{"one delay later", 0, 2 * time.Second},
		{"two delays later", time.Second, 4 * time.Second},
		{"long idle", time.Minute, time.Minute},
		{"a clock that was years ahead", 8760 * time.Hour, 8760 * time.Hour},
		{"and was put right", 2 * time.Minute, 2 * time.Minute},
	} {
		a.at = day.Add(tt.clock)
		got, err := a.Reserve(t.Context(), host, 2*time.Second)
		if want := day.Add(tt.want); err != nil || !got.Equal(want) {
			t.Errorf("%s: Reserve = %v, %v, want %v", tt.name, got, err, want)
		}
	}
}

// Next looks at a bounded number of rows however many are queued.
func BenchmarkNext(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			a := newArchive(b)
			a.begin()
			err := a.write(b.Context(), func(t *tx) error {
				q, err := t.queue(a.run.ID)
				for i := 0; err == nil && i < n; i++ {
					f := at(fmt.Sprintf("/article/%d", i), news.RoleOfArticle)
					f.Published = day.Add(-time.Duration(i*7919%n) * time.Minute)
					_, _, err = q.add(&f)
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := a.Next(b.Context(), a.run.ID, host); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// An article that stood in a list and stands in none any more has one visit in
// the first run that misses it.
func TestVanishedFromTheLists(t *testing.T) {
	a := newArchive(t)
	listed := func(paths ...string) {
		t.Helper()
		v := a.visit("http://gazette.test/news", "list "+strings.Join(paths, " "))
		v.Target.Role = news.RoleSection
		for _, p := range paths {
			f := at(p, news.RoleOfArticle)
			f.Listed, f.Revisit = true, true
			v.Found = append(v.Found, f)
		}
		a.keep(v)
	}
	visited := func() (got []string) {
		t.Helper()
		for {
			target, path := a.next()
			if path == "-" {
				return got
			}
			got = append(got, path)
			v := a.article(target.URL, path, nil)
			v.Target = target
			a.keep(v)
		}
	}
	for _, tt := range []struct {
		name    string
		lists   []string
		outcome string
		want    []string
	}{
		{"first", []string{"/ferry", "/tram"}, news.RunDone, []string{"/ferry", "/tram"}},
		{"both still there", []string{"/ferry", "/tram"}, news.RunDone, []string{"/ferry", "/tram"}},
		{"tram is gone", []string{"/ferry"}, news.RunPartial, []string{"/ferry", "/tram"}},
		{"and stays away", []string{"/ferry"}, news.RunDone, []string{"/ferry"}},
		{"a run that was stopped", nil, news.RunStopped, []string{"/ferry"}},
		{"after it nothing is missed twice", nil, news.RunDone, []string{"/ferry"}},
		{"and is then forgotten", nil, news.RunDone, nil},
	} {
		a.begin()
		if tt.lists != nil {
			listed(tt.lists...)
		}
		if got := visited(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: visited %q, want %q", tt.name, got, tt.want)
		}
		a.end(tt.outcome)
	}
}

// No hour, wherever it begins, has more requests than are allowed, and what one
// process has spent another has not.
func TestSpend(t *testing.T) {
	a := newArchive(t)
	var sent []time.Time
	again := map[string]int{}
	for minute := range 5 * 60 {
		for range 3 {
			a.at = day.Add(time.Duration(minute) * time.Minute)
			until, err := a.Spend(t.Context(), host, 40)
			if err != nil {
				t.Fatal(err)
			}
			if until.IsZero() {
				sent = append(sent, a.at)
				continue
			}
			if !until.After(a.at) || until.Sub(a.at) > 70*time.Minute {
				t.Fatalf("at %s: again at %s", a.at, until)
			}
			again[until.Format("15:04")]++
		}
	}
	for i, at := range sent {
		n := 0
		for _, other := range sent[i:] {
			if other.Sub(at) < time.Hour {
				n++
			}
		}
		if n > 40 {
			t.Fatalf("%d requests in the hour from %s", n, at)
		}
	}
	if len(sent) < 160 || len(again) < 2 {
		t.Errorf("%d requests in five hours, want 160 or more; told to come again at %v", len(sent), again)
	}
	if until, err := a.Spend(t.Context(), "other.example", 1); err != nil || !until.IsZero() {
		t.Errorf("another host: %v, %v", until, err)
	}
	a.at = day.Add(-8760 * time.Hour) // the clock was a year ahead
	if until, err := a.Spend(t.Context(), host, 40); err != nil || !until.IsZero() {
		t.Errorf("after the clock was put right: %v, %v", until, err)
	}
	var n int
	if err := a.Reader().db.QueryRow(`SELECT count(*) FROM host_hour WHERE host = ?`, host).Scan(&n); err != nil || n != 1 {
		t.Errorf("%d spans are kept, %v; want 1", n, err)
	}
}
