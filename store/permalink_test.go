package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestPermalink(t *testing.T) {
	a := small(t)
	ctx := t.Context()
	first := a.article("http://gazette.test/p", "p", nil)
	a.keep(first)
	a.at = a.at.Add(time.Hour)
	second := a.article("http://gazette.test/p", "p2", nil)
	second.Reading.Article.Headline += ", and more"
	a.keep(second)
	r := a.Reader()
	now, err := r.Article(ctx, "http://gazette.test/p", ArticleAt{})
	if err != nil || now.Revision != 2 {
		t.Fatalf("%+v, %v", now, err)
	}
	own, err := r.ID(ctx)
	if err != nil {
		t.Fatal(err)
	}
	link := Permalink{own, now.ID, 1}
	if want := fmt.Sprintf("newskeep:%s/article/%d/revision/1", own, now.ID); link.String() != want {
		t.Errorf("%s, want %s", link, want)
	}
	if again, ok := ParsePermalink(link.String()); !ok || again != link {
		t.Errorf("%s is read as %+v", link, again)
	}
	if got := link.At("https://a.example/room/"); got != fmt.Sprintf("https://a.example/room/article/%d?revision=1", now.ID) {
		t.Errorf("in a reading room: %s", got)
	}
	for ref, want := range map[string]int{link.String(): 1, (Permalink{own, now.ID, 2}).String(): 2} {
		if s, err := r.Article(ctx, ref, ArticleAt{}); err != nil || s.ID != now.ID || s.Revision != want {
			t.Errorf("%s: %+v, %v", ref, s, err)
		}
	}
	if s, err := r.Article(ctx, link.String(), ArticleAt{Revision: 2}); err != nil || s.Revision != 2 {
		t.Errorf("another revision asked for: %+v, %v", s, err)
	}
	other := Permalink{strings.Repeat("0", 32), now.ID, 1}
	if _, err := r.Article(ctx, other.String(), ArticleAt{}); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), own) {
		t.Errorf("of another archive: %v", err)
	}
	for _, none := range []string{"newskeep:", "newskeep:x/article/1/revision/1", "newskeep:0a/article/1", "newskeep:0a/article/1/revision/0", "http://newskeep:0a/article/1/revision/1", (Permalink{}).String()} {
		if _, ok := ParsePermalink(none); ok {
			t.Errorf("%q is no permalink", none)
		}
	}
}
