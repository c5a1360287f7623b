package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"newskeep/scraper/news"
)

// TestSynthesize makes a large archive for measuring, as a file that stays:
//
//	NEWSKEEP_SYNTHETIC=/big/million.db NEWSKEEP_SYNTHETIC_ARTICLES=1000000 \
//	  go test ./store -run TestSynthesize -timeout 1h
func TestSynthesize(t *testing.T) {
	path := os.Getenv("NEWSKEEP_SYNTHETIC")
	n, _ := strconv.Atoi(os.Getenv("NEWSKEEP_SYNTHETIC_ARTICLES"))
	if path == "" {
		n = 300
	} else if n == 0 {
		t.Fatal("NEWSKEEP_SYNTHETIC_ARTICLES is how many articles to make")
	}
	a := newArchive(t)
	if path != "" {
		a.path = path
		a.reopen()
	}
	a.synthesize(n)
	if got := a.count(`SELECT count(*) FROM article`); got != n {
		t.Errorf("%d articles, want %d", got, n)
	}
	if path != "" {
		return // looking at all of it would take longer than making it
	}
	a.sound()
	for _, tt := range []struct {
		query string
		least int
	}{
		{"tag:" + term(0), 1}, {term(3), 100}, {`"` + term(0) + " " + term(1) + `"`, 1}, {"published:2015", 20},
		{"changed:2015..", n / 100}, {"has:caption", n / 3}, {"section:" + term(40), 1}, {"placed:home", n / 30},
	} {
		if got, err := a.Reader().Total(t.Context(), tt.query); err != nil || got < tt.least {
			t.Errorf("%s finds %d (%v), want %d or more", tt.query, got, err, tt.least)
		}
	}
}

// terms of the synthetic language: the first are the most frequent, by Zipf's law.
const terms = 200_000

// term is the n-th word: syllables of the number, the same in every archive.
func term(n int) string {
	const open, vowel = "bcdfghklmnprstvwz", "aeiou"
	var b strings.Builder
	for n += 3; n > 0; n /= len(open) * len(vowel) {
		s := n % (len(open) * len(vowel))
		b.WriteByte(open[s%len(open)])
		b.WriteByte(vowel[s/len(open)])
	}
	return b.String() + "n"
}

// writer of synthetic texts.
type novelist struct {
	*rand.Rand
	words, tags *rand.Zipf
}

func newNovelist() *novelist {
	r := rand.New(rand.NewPCG(2015, 1))
	return &novelist{r, rand.NewZipf(r, 1.08, 4, terms-1), rand.NewZipf(r, 1.2, 3, 1999)}
}

var inflections = []string{"", "", "", "", "s", "ed", "ing"}

// say writes n words; one in five is inflected somehow.
func (w *novelist) say(n int) string {
	var b strings.Builder
	for i := range n {
		s := term(int(w.words.Uint64())) + inflections[w.IntN(len(inflections))]
		if i == 0 {
			s = strings.ToUpper(s[:1]) + s[1:]
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(s)
	}
	return b.String() + "."
}

// name is one of n full names.
func (w *novelist) name(n int) string {
	first, last := term(1000+w.IntN(n)), term(5000+w.IntN(n))
	return strings.ToUpper(first[:1]) + first[1:] + " " + strings.ToUpper(last[:1]) + last[1:]
}

var sectionsOf = func() (list [][]string) {
	for i := range 12 {
		list = append(list, []string{"News", term(40 + i)})
	}
	return list
}()

// article is the i-th article: 200 words on average, at a moment of ten years.
func (w *novelist) article(i int, at time.Time) *news.Article {
	a := &news.Article{
		URL: fmt.Sprintf("http://gazette.test/%d", i), Kind: news.KindNews, Language: "fr",
		Headline: w.say(8), Standfirst: w.say(18), Section: sectionsOf[w.IntN(len(sectionsOf))],
		Bylines:   []news.Byline{{Name: w.name(20)}},
		Published: news.Stamp{Time: at, Zone: news.ZoneStated},
	}
	if i%7 == 0 {
		a.Kind = news.KindOpinion
	}
	if i%20 == 0 { // English ones have forms of words
		a.Language = "en"
	}
	if i%3 == 0 {
		a.Source = "Agency " + term(w.IntN(5))
	}
	for range 3 + w.IntN(4) {
		a.Body = append(a.Body, news.Block{Type: news.Paragraph, Text: w.say(20 + w.IntN(50))})
	}
	for range w.IntN(5) {
		a.Tags = append(a.Tags, news.Tag{Name: term(int(w.tags.Uint64()))})
	}
	if i%2 == 0 {
		a.Images = append(a.Images, news.Image{URL: fmt.Sprintf("http://gazette.test/i/%d.jpg", i), Caption: w.name(30) + " " + w.say(9), Credit: w.name(4), Role: news.RoleLead})
	}
	if i%1000 == 999 {
		a.Published = news.Stamp{}
	}
	return a
}

// synthesize fills a new archive with n articles of ten years, by the rows that
// Keep would write, many a transaction and without visits: one in a hundred was
// changed two days later, one in five hundred had its date corrected, one in a
// thousand has none, one in twenty stood on the front page.
func (a *archive) synthesize(n int) {
	a.t.Helper()
	a.begin()
	triggers := a.takeTriggers()
	w := newNovelist()
	start := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	step := start.AddDate(10, 0, 0).Sub(start) / time.Duration(n)
	const batch = 5000
	for from := 0; from < n; from += batch {
		err := a.write(a.t.Context(), func(t *tx) error {
			q, err := t.queue(a.run.ID)
			for i := from; i < min(n, from+batch) && err == nil; i++ {
				at := start.Add(time.Duration(i) * step).Truncate(time.Second)
				err = addSynthetic(t, q, w.article(i, at), i, at.Add(20*time.Minute))
			}
			return err
		})
		if err != nil {
			a.t.Fatal(err)
		}
	}
	a.exec(`INSERT INTO module (id, site, name, section, first_seen, last_seen, seen_on, digest)
		VALUES (1, 'gazette', 'home', '', '2015-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z', 0, '')`)
	a.exec(`INSERT INTO placement (module_id, slot, url, title, from_at, last_seen, to_at)
		SELECT 1, 1 + (page_id / 20) % 10, url, headline, first_seen, strftime('%Y-%m-%dT%H:%M:%S.000Z', first_seen, '+5 hours'),
			strftime('%Y-%m-%dT%H:%M:%S.000Z', first_seen, '+6 hours') FROM article WHERE page_id % 20 = 1`)
	a.rebuild()
	for _, sql := range triggers {
		a.exec(sql)
	}
	a.reopen() // what was written leaves the WAL
}

func addSynthetic(t *tx, q *queue, art *news.Article, i int, seen time.Time) error {
	page, err := t.addPage(q.site, &news.Found{URL: art.URL, Role: news.RoleOfArticle, Section: art.Section})
	if err != nil {
		return err
	}
	k := &keeping{tx: t, v: &news.Visit{At: seen, Parser: "1", ProfileHash: "p"}, queue: q}
	k.subject.id, k.subject.url = page, art.URL
	first := *art
	if i%100 == 50 {
		first.Headline, first.Tags = "Former "+art.Headline, nil
	}
	if k.verdict.Article, err = k.addArticle(art); err != nil {
		return err
	}
	k.verdict.Revision = 1
	if err := k.addRevision(&first, verdictOn{class: classFirst}); err != nil || i%100 != 50 {
		if err == nil && i%500 == 249 && !art.Published.Time.IsZero() {
			return correctDate(t, k.verdict.Article, art.Published.Time.AddDate(0, 0, 40))
		}
		return err
	}
	k.v.At, k.verdict.Revision = seen.AddDate(0, 0, 2), 2
	if err := t.exec(`UPDATE article SET revision = 2 WHERE id = ?`, k.verdict.Article); err != nil {
		return err
	}
	return k.addRevision(art, verdictOn{class: classSubstantive, silent: i%200 == 50, fields: []string{"headline", "tags"}})
}

func correctDate(t *tx, id int64, to time.Time) error {
	if err := t.exec(`UPDATE article SET published_at = ? WHERE id = ?`, claim{to}, id); err != nil {
		return err
	}
	return t.exec(`UPDATE article_facet SET published_at = ?, month = substr(?, 1, 7), out_of_order = 1 WHERE id = ?`, claim{to}, claim{to}, id)
}

// takeTriggers drops the triggers of the full-text indexes and returns them: an
// index is made faster at one go.
func (a *archive) takeTriggers() (sql []string) {
	var names []string
	err := a.Reader().each(a.t.Context(), `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%fts%'`, nil, func(scan func(...any) error) error {
		var name, s string
		err := scan(&name, &s)
		names, sql = append(names, name), append(sql, s)
		return err
	})
	if err != nil {
		a.t.Fatal(err)
	}
	for _, name := range names {
		a.exec("DROP TRIGGER " + name)
	}
	return sql
}

// rebuild makes the full-text indexes, of large archives with the sqlite3 shell
// where there is one: it takes half the time.
func (a *archive) rebuild() {
	const script = `INSERT INTO article_fts (article_fts) VALUES ('rebuild'); INSERT INTO image_text_fts (image_text_fts) VALUES ('rebuild')`
	if shell, err := exec.LookPath("sqlite3"); err == nil && a.count(`SELECT max(rowid) FROM revision`) > 50_000 {
		if out, err := exec.CommandContext(a.t.Context(), shell, a.path, "PRAGMA cache_size=-262144", script).CombinedOutput(); err != nil {
			a.t.Fatalf("sqlite3: %v: %s", err, out)
		}
		return
	}
	a.exec(script)
}

func (a *archive) exec(sql string) {
	a.t.Helper()
	if err := a.write(a.t.Context(), func(t *tx) error { _, err := t.s.conn.ExecContext(t.ctx, sql); return err }); err != nil {
		a.t.Fatalf("%s: %v", sql, err)
	}
}
