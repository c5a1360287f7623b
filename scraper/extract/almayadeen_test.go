package extract

import (
	"fmt"
	"strings"
	"testing"

	"newskeep/scraper/news"
)

// TestKindsOfPage holds what must come out of each page of the three sites,
// beside its golden: a golden is written by the program, these lines are not.
func TestKindsOfPage(t *testing.T) {
	for _, tt := range []struct{ page, field, want string }{
		{"almayadeen-en/article.html", "kind", "news"},
		{"almayadeen-en/article.html", "modified", "2024-12-01T18:02:11+02:00|"},
		{"almayadeen-en/article.html", "section", "News>Politics"},
		{"almayadeen-en/opinion.html", "kind", "opinion"},
		{"almayadeen-en/opinion.html", "bylines", "Mara Ellingsworth@https://english.almayadeen.net/authors/mara-ellingsworth"},
		{"almayadeen-en/opinion.html", "images", "lead"},
		{"almayadeen-en/opinion.html", "shares", "27"},
		{"almayadeen-en/opinion.html", "read_minutes", "3"},
		{"almayadeen-en/opinion.html", "section", "Articles>Opinion"},
		{"almayadeen-en/opinion.html", "types", "paragraph paragraph paragraph quote paragraph paragraph"},
		{"almayadeen-en/opinion.html", "inline", ""},
		{"almayadeen-en/video.html", "kind", "video"},
		{"almayadeen-en/video.html", "published", "2025-06-02T11:20:00+03:00|2 Jun 2025"},
		{"almayadeen-en/video.html", "section", "Videos>Explainers"},
		{"almayadeen-en/video.html", "read_minutes", "0"},
		{"almayadeen-en/gallery.html", "kind", "gallery"},
		{"almayadeen-en/gallery.html", "section", "In Pictures"},
		{"almayadeen-en/gallery.html", "shares", "0"},
		{"almayadeen-en/gallery.html", "images", "lead" + strings.Repeat(" gallery", 11)},
		{"almayadeen-en/gallery.html", "credits", "Reuters,AP,AFP,AP,Reuters,AP,AFP,AP,Reuters,AP,Harbour Museum,AP"},
		{"almayadeen-en/infographic.html", "kind", "infographic"},
		{"almayadeen-en/infographic.html", "section", "Infographs"},
		{"almayadeen-en/infographic.html", "text", ""},
		{"almayadeen-en/infographic.html", "inline", ""},
		{"almayadeen-ar/news.html", "published", "2024-08-16T13:00:00+03:00|اليوم 13:00"},
		{"almayadeen-ar/news.html", "modified", "2024-08-16T13:12:17+03:00|"},
		{"almayadeen-ar/news.html", "tags", "العبّارات,الجزيرة,المرفأ"},
		{"almayadeen-ar/news.html", "related", "ترميم الرصيف الشرقي قبل الخريف@30 تموز,ربابنة المضيق يطلبون قارباً ثانياً@29 تموز"},
		{"almayadeen-ar/news.html", "types", "paragraph paragraph embed paragraph heading paragraph paragraph paragraph"},
		{"almayadeen-ar/news.html", "most_read", "10"},
		{"almayadeen-ar/digits.html", "published", "2024-08-15T22:06:00+03:00|١٥ آب ٢٢:٠٦"},
		{"almayadeen-ar/digits.html", "bylines", "سلمى الدوري@"},
		{"almayadeen-ar/digits.html", "shares", "27"},
		{"almayadeen-ar/digits.html", "read_minutes", "3"},
		{"almayadeen-ar/digits.html", "credits", "رويترز"},
		{"almayadeen-ar/press.html", "bylines", "إلياس رفيق@https://www.almayadeen.net/authors/%D8%A5%D9%84%D9%8A%D8%A7%D8%B3-%D8%B1%D9%81%D9%8A%D9%82"},
		{"almayadeen-ar/press.html", "images", "lead"},
		{"almayadeen-ar/press.html", "source", "ذا هاربر بوست"},
		{"almayadeen-ar/press.html", "inline", ""},
		{"almayadeen-es/interview.html", "published", "2025-07-23T19:20:00+03:00|23 Julio 19:20"},
		{"almayadeen-es/interview.html", "bylines", "Inés Valdemar@https://espanol.almayadeen.net/authors/in%C3%A9s-valdemar"},
		{"almayadeen-es/interview.html", "source", "Exclusivo Al Mayadeen"},
		{"almayadeen-es/interview.html", "section", "Entrevistas"},
		{"almayadeen-es/interview.html", "shares", ""},
		{"almayadeen-es/article.html", "published", "2022-10-11T06:03:00+03:00|11 Octubre 2022 06:03"},
		{"almayadeen-es/article.html", "section", "Artículos Exclusivos>Política"},
		{"almayadeen-es/article.html", "images", "lead"},
	} {
		f := fixtureNamed(t, tt.page)
		r := Read(f.p, f.in)
		if r.Kind != news.PageArticle {
			t.Errorf("%s is %s (%s, %s), want an article", tt.page, r.Kind, r.Reason, r.Detail)
			continue
		}
		if got := fieldOf(r.Article, tt.field); got != tt.want {
			t.Errorf("%s: %s = %q, want %q", tt.page, tt.field, got, tt.want)
		}
	}
}

// fieldOf writes one field of an article as a line.
func fieldOf(a *news.Article, field string) string {
	var list []string
	switch field {
	case "kind":
		return string(a.Kind)
	case "source":
		return a.Source
	case "section":
		return strings.Join(a.Section, ">")
	case "published":
		return a.Published.Value() + "|" + a.Published.Text
	case "modified":
		return a.Modified.Value() + "|" + a.Modified.Text
	case "read_minutes":
		return fmt.Sprint(a.ReadMinutes)
	case "shares":
		if a.Shares == nil {
			return ""
		}
		return fmt.Sprint(*a.Shares)
	case "bylines":
		for _, b := range a.Bylines {
			list = append(list, b.Name+"@"+b.URL)
		}
	case "tags":
		for _, tag := range a.Tags {
			list = append(list, tag.Name)
		}
	case "images":
		for _, i := range a.Images {
			list = append(list, string(i.Role))
		}
		return strings.Join(list, " ")
	case "credits":
		for _, i := range a.Images {
			list = append(list, i.Credit)
		}
	case "types":
		for _, b := range a.Body {
			if b.Type != news.ImageBlock {
				list = append(list, string(b.Type))
			}
		}
		return strings.Join(list, " ")
	case "text":
		for _, b := range a.Body {
			if b.Text != "" {
				list = append(list, b.Text)
			}
		}
	case "most_read":
		n := 0
		for _, l := range a.Links {
			if l.Relation == news.MostRead {
				n++
			}
		}
		return fmt.Sprint(n)
	default:
		for _, l := range a.Links {
			if string(l.Relation) == field {
				list = append(list, l.Title+"@"+l.Published.Text)
			}
		}
	}
	return strings.Join(list, ",")
}

// TestPagesThatAreNone holds what pages that must never become news are called.
func TestPagesThatAreNone(t *testing.T) {
	for _, tt := range []struct {
		page   string
		kind   news.PageKind
		reason news.Reason
	}{
		{"almayadeen-en/challenge.html", news.PageBlocked, news.ReasonChallenge},
		{"almayadeen-en/consent.html", news.PageBlocked, news.ReasonConsent},
		{"almayadeen-en/soft-404.html", news.PageNotFound, news.ReasonSoft404},
		{"almayadeen-en/empty.html", news.PageOther, news.ReasonEmpty},
		{"almayadeen-en/section.html", news.PageSection, ""},
		{"almayadeen-ar/section.html", news.PageSection, ""},
		{"almayadeen-es/section.html", news.PageSection, ""},
	} {
		f := fixtureNamed(t, tt.page)
		if r := Read(f.p, f.in); r.Kind != tt.kind || r.Reason != tt.reason {
			t.Errorf("%s is %s (%s), want %s (%s)", tt.page, r.Kind, r.Reason, tt.kind, tt.reason)
		}
	}
}

// TestSections reads the section pages of the three sites: the items in their
// order, the next page, and the modules beside them.
func TestSections(t *testing.T) {
	for _, tt := range []struct {
		page, name, next string
		items            int
		first, last      string
		modules          string
	}{
		{
			"almayadeen-en/section.html", "Politics", "https://english.almayadeen.net/news/politics?page=2", 10,
			"1 Ferry timetable agreed for the winter months|https://english.almayadeen.net/news/politics/ferry-timetable-agreed-for-the-winter-months|Politics|26 Oct 2025|https://alpha-en-media.almayadeen.net/media/image/2025/10/26/000000b0-2b5e-4c1d-9a77-0f3e5d0000b0.jpg?v=2&width=1000",
			"10 Reserve boat stays until the spring|https://english.almayadeen.net/news/politics/reserve-boat-stays-until-the-spring|Politics|21 Oct 2025|https://alpha-en-media.almayadeen.net/media/image/2025/10/21/000000b9-2b5e-4c1d-9a77-0f3e5d0000b9.jpg?v=2&width=1000",
			"Most Read/most_read:4 Coverage/coverage:1 Read Next/read_next:4",
		}, {
			"almayadeen-ar/section.html", "منوعات", "https://www.almayadeen.net/news/misc?page=2", 10, "", "", "الأكثر قراءة/most_read:10",
		}, {
			"almayadeen-es/section.html", "Política", "https://espanol.almayadeen.net/profundidad/politica?pagina=2", 6, "", "", "Más Leídas/most_read:3",
		},
	} {
		f := fixtureNamed(t, tt.page)
		r := Read(f.p, f.in)
		if r.Listing == nil {
			t.Errorf("%s is %s (%s), want a section", tt.page, r.Kind, r.Reason)
			continue
		}
		l := r.Listing
		if l.Name != tt.name || l.Next != tt.next || len(l.Items) != tt.items {
			t.Errorf("%s = %q, next %q, %d items, want %q, %q, %d", tt.page, l.Name, l.Next, len(l.Items), tt.name, tt.next, tt.items)
		}
		if got := cardOf(l.Items[0]); tt.first != "" && got != tt.first {
			t.Errorf("%s: first item = %s, want %s", tt.page, got, tt.first)
		}
		if got := cardOf(l.Items[len(l.Items)-1]); tt.last != "" && got != tt.last {
			t.Errorf("%s: last item = %s, want %s", tt.page, got, tt.last)
		}
		var modules []string
		for _, m := range l.Modules {
			modules = append(modules, fmt.Sprintf("%s/%s:%d", m.Name, m.Relation, len(m.Items)))
		}
		if got := strings.Join(modules, " "); got != tt.modules {
			t.Errorf("%s: modules = %s, want %s", tt.page, got, tt.modules)
		}
	}
}

func cardOf(l news.Link) string {
	return fmt.Sprintf("%d %s|%s|%s|%s|%s", l.Position, l.Title, l.URL, l.Section, l.Published.Text, l.Image)
}

// TestMenu holds that the sections of a site are found in its navigation, those
// of a menu under its name. A line that merely stands above the menu names none.
func TestMenu(t *testing.T) {
	for _, page := range []string{"almayadeen-en/article.html", "markups/html5.html", "markups/graph.html"} {
		f := fixtureNamed(t, page)
		found := make(map[string]string)
		for _, n := range Read(f.p, f.in).Navigation {
			found[n.Group+">"+n.Label] = n.URL
			if found[n.Label] == "" {
				found[n.Label] = n.URL
			}
			if n.Group == "Slogan" {
				t.Errorf("%s: %q stands under Slogan", page, n.Label)
			}
		}
		for label, want := range map[string]string{
			"News>Politics": "/news/politics", "News>Arts&Culture": "/news/arts-culture", "Articles>Opinion": "/articles/opinion",
			"Videos>Digital Series": "/videos/digital-series", "Infographs": "/infographs", "In Pictures": "/in-pictures", "US & Canada": "/region/us-canada",
		} {
			if got := found[label]; got != "https://english.almayadeen.net"+want {
				t.Errorf("%s: the menu has %q for %s, want %s", page, got, label, want)
			}
		}
	}
}
