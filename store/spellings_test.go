package store

import (
	"fmt"
	"log/slog"
	"testing"

	"newskeep/scraper/news"
)

// keepSpellings keeps an article in two spellings, numbered by address.
func keepSpellings(a *archive) {
	a.begin()
	a.keep(a.article("http://gazette.test/1", "1", func(n *news.Article) {
		*n = news.Article{Headline: "Łódź and the Straße", Kind: news.KindNews, Language: "pl", Source: "Ørsted", Section: []string{"Ελλάδα"},
			Bylines: []news.Byline{{Name: "Lech Wałęsa"}}, Tags: []news.Tag{{Name: "Гурʼїв"}},
			Body: []news.Block{{Type: news.Paragraph, Text: "Γιώργος visited пʼять towns in ٢٠٢٤, among them Diyarbakır."}}}
	}))
	a.keep(a.article("http://gazette.test/2", "2", func(n *news.Article) {
		*n = news.Article{Headline: "Lodz and the Strasse", Kind: news.KindNews, Language: "pl", Source: "Orsted", Section: []string{"Ελλαδα"},
			Bylines: []news.Byline{{Name: "Lech Walesa"}}, Tags: []news.Tag{{Name: "Гур’їв"}},
			Body: []news.Block{{Type: news.Paragraph, Text: "ΓΙΩΡΓΟΣ visited п’ять towns in 2024, among them Diyarbakir."}}}
	}))
}

var spelledAlike = []string{"Łódź", "lodz", "Straße", "strasse", "Γιώργος", "ΓΙΩΡΓΟΣ", "пʼять", "п'ять", "٢٠٢٤", "2024", "Diyarbakır", "diyarbakir",
	`"lodz and the straße"`, "NEAR(łódź strasse)", "tag:Гурʼїв", "tag:Гур'їв", "byline:Wałęsa", "byline:walesa", "source:Ørsted", "source:orsted",
	"section:Ελλάδα", "section:ΕΛΛΑΔΑ"}

func TestSpellings(t *testing.T) {
	a := newArchive(t)
	keepSpellings(a)
	for _, q := range spelledAlike {
		if got := a.found(q); got != "12" {
			t.Errorf("%s finds %q, want both spellings", q, got)
		}
	}
}

// An archive of version 17 knows nothing of most spellings.
func TestSpellingsOfAnOlderArchive(t *testing.T) {
	a := newArchive(t)
	keepSpellings(a)
	a.exec(`DELETE FROM word_form WHERE kinship = 'letters';
		UPDATE tag SET key = 'гурʼїв' WHERE name = 'Гурʼїв';
		UPDATE byline SET key = 'lech wałesa' WHERE name = 'Lech Wałęsa';
		UPDATE article_facet SET source = 'ørsted' WHERE source = 'orsted' AND id = (SELECT min(id) FROM article_facet);
		PRAGMA user_version = 17`)
	scripts, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"lodz", "п'ять", "tag:Гур'їв", "byline:walesa", "source:orsted"} {
		if a.found(q) == "12" {
			t.Errorf("%s finds both spellings in an archive that does not know them", q)
		}
	}
	if _, err := migrateTo(t.Context(), a.conn, a.path, slog.New(slog.DiscardHandler), scripts[:18]); err != nil {
		t.Fatal(err)
	}
	for _, q := range spelledAlike {
		if got := a.found(q); got != "12" {
			t.Errorf("%s finds %q, want both spellings", q, got)
		}
	}
}

// Arabic writes "and", "in" and "to" onto words.
func TestWordsBehindParticles(t *testing.T) {
	a := newArchive(t)
	a.begin()
	for i, text := range []string{"قالت الحكومة ذلك", "قالت وَالحكومة ذلك", "قيل للحكومة ذلك", "قيل بالحكومه ذلك", "قالت حكومة ذلك"} {
		a.keep(a.article(fmt.Sprintf("http://gazette.test/%d", i+1), text, func(n *news.Article) {
			*n = news.Article{Headline: "خبر", Kind: news.KindNews, Language: "ar", Body: []news.Block{{Type: news.Paragraph, Text: text}}}
		}))
	}
	for query, want := range map[string]string{"الحكومة": "1234", "body:الحُكومه": "1234", `"الحكومة"`: "1", "حكومة": "5", "للحكومة": "3", "الحكومة ذلك -قيل": "12"} {
		if got := a.found(query); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
}
