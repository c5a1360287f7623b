package store

import (
	"testing"
	"time"

	"newskeep/scraper/news"
)

const movedURL = "http://gazette.test/news/ferry-timetable-trebles"

// An article that got another headline and with it another address goes on there,
// though the new address was read first; what is another article stays one.
func TestArticleUnderANewAddress(t *testing.T) {
	rewritten := func(n *news.Article) {
		n.Headline, n.Modified.Time = "Ferry timetable trebles for winter", n.Modified.Time.Add(time.Hour)
	}
	other := func(n *news.Article) {
		n.Headline = "Council buys a crane"
		n.Body = []news.Block{{Type: news.Paragraph, Text: "The council bought a crane for the harbour on Tuesday, the treasurer said."}}
	}
	for _, tt := range []struct {
		name  string
		edit  func(*news.Article)
		later time.Duration // until the old address is asked for
		want  []string
		n     int // articles
	}{
		{"rewritten", rewritten, 0, []string{"first", "substantive headline modified"}, 1},
		{"only moved", nil, 0, []string{"first"}, 1},
		{"another article", other, 0, []string{"first"}, 2},
		{"found out when it may have been cited", rewritten, 2 * youngest, []string{"first"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := newArchive(t)
			a.begin()
			was := a.keep(a.article(ferryURL, "one", nil))
			a.end(news.RunDone)
			a.begin()
			moved := a.article(movedURL, "two", tt.edit)
			a.keep(moved)
			a.at = a.at.Add(tt.later)
			v := a.article(ferryURL, "three", tt.edit)
			v.Identity, v.Response.URL, v.Response.Hops = movedURL, movedURL, []string{ferryURL}
			d := a.keep(v)
			a.history(movedURL, tt.want...)
			if n := a.count("SELECT count(*) FROM article"); n != tt.n {
				t.Errorf("%d articles, want %d", n, tt.n)
			}
			if is := d.Article == was.Article; is != (tt.n == 1) {
				t.Errorf("the old address leads to article %d, was %d", d.Article, was.Article)
			}
			if tt.n == 1 {
				a.history(ferryURL, tt.want...)
				if n := a.count("SELECT count(*) FROM visit WHERE article_id = ? AND revision = ?", d.Article, len(tt.want)); n != 4-len(tt.want) {
					t.Errorf("%d visits saw the last state, want %d", n, 4-len(tt.want))
				}
				list, err := a.Reader().Revisions(t.Context(), movedURL)
				if err != nil || len(list) > 1 && !list[1].FirstSeen.Equal(moved.At) {
					t.Errorf("revisions %+v, %v, want the second as of %s", list, err, moved.At)
				}
				if a.hits("trebles") != len(tt.want)-1 {
					t.Errorf("%d hits for the new headline, want %d", a.hits("trebles"), len(tt.want)-1)
				}
			}
			if r, err := a.Reader().Verify(t.Context(), false); err != nil || !r.Clean() {
				t.Errorf("Verify = %+v, %v", r, err)
			}
			a.sound()
		})
	}
}
