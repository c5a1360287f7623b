package extract

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"newskeep/scraper/news"
)

// encodeAs writes text in a charset of the WHATWG list.
func encodeAs(t *testing.T, name, text string) []byte {
	t.Helper()
	e, _ := charset.Lookup(name)
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return b
}

func TestToUTF8(t *testing.T) {
	const (
		arabic  = "افتتح مجلس الميناء الجسر الجديد في المدينة القديمة صباح اليوم بحضور السكان"
		russian = "Совет порта открыл новый мост в старом городе сегодня утром"
		german  = "Der Hafenrat eröffnet die Brücke über den Fluß für Fußgänger"
		chinese = "港口委员会今天上午在老城区开通了新桥"
	)
	for _, tt := range []struct {
		name, charset, header, before, text string
	}{
		{"UTF-8, no header", "utf-8", "", "", arabic},
		{"UTF-8 under a Latin-1 header", "utf-8", "text/html; charset=ISO-8859-1", "", arabic},
		{"UTF-8 under a wrong meta", "utf-8", "", `<meta charset="windows-1251">`, russian},
		{"windows-1256 with the right header", "windows-1256", "text/html; charset=windows-1256", "", arabic},
		{"windows-1256 with no header and no meta", "windows-1256", "text/html", "", arabic},
		{"windows-1256 under a Latin-1 header", "windows-1256", "text/html; charset=iso-8859-1", "", arabic},
		{"windows-1256 under a UTF-8 header", "windows-1256", "text/html; charset=utf-8", "", arabic},
		{"windows-1256 under a Cyrillic header, html lang", "windows-1256", "text/html; charset=windows-1251", `<html lang="ar">`, arabic},
		{"windows-1256 by meta under a Latin-1 header", "windows-1256", "text/html; charset=iso-8859-1", `<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">`, arabic},
		{"windows-1251 with nothing", "windows-1251", "", "", russian},
		{"windows-1251 by html lang", "windows-1251", "", `<html lang=ru>`, russian},
		{"Latin-1 with nothing", "windows-1252", "", "", german},
		{"GBK by meta", "gbk", "", `<meta charset=gb2312>`, chinese},
		{"GBK by html lang", "gbk", "text/html; charset=utf-8", `<html lang="zh-CN">`, chinese},
		{"UTF-16 little-endian without a mark", "utf-16le", "", "<html><head><title>Harbour news of the day</title></head>", german},
		{"an unknown charset", "utf-8", "text/html; charset=x-nothing", "", german},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := tt.before + "<body><p>" + tt.text + "</p></body>"
			raw := []byte(page)
			if tt.charset != "utf-8" {
				raw = encodeAs(t, tt.charset, page)
			}
			got, as := toUTF8(raw, tt.header)
			if !strings.Contains(string(got), tt.text) {
				t.Errorf("read as %s:\n got %q\nwant %q", as, got, page)
			}
		})
	}
}

func TestToUTF8Marks(t *testing.T) {
	for _, tt := range []struct{ name, in, want, as string }{
		{"UTF-8 mark", "\xef\xbb\xbf<p>é", "<p>é", "utf-8"},
		{"UTF-16 big-endian mark", "\xfe\xff\x00<\x00p\x00>", "<p>", "utf-16be"},
		{"UTF-16 little-endian mark", "\xff\xfe<\x00p\x00>\x00", "<p>", "utf-16le"},
		{"a few broken bytes", "<p>é é é é é \xff é</p>", "<p>é é é é é \uFFFD é</p>", "utf-8"},
		{"ISO-2022-JP", "<meta charset=iso-2022-jp>\x1b$B%K%e!<%9\x1b(B", "<meta charset=iso-2022-jp>ニュース", "iso-2022-jp"},
	} {
		got, as := toUTF8([]byte(tt.in), "")
		if string(got) != tt.want || as != tt.as {
			t.Errorf("%s: got %q as %s, want %q as %s", tt.name, got, as, tt.want, tt.as)
		}
	}
}

func FuzzToUTF8(f *testing.F) {
	f.Add([]byte("<meta charset=utf-16>\xff\xfe\x00"), "text/html; charset=x")
	f.Add([]byte("\xc7\xe1\xc7\xe1 \xe3\xe4"), "text/html; charset=windows-1256")
	f.Fuzz(func(t *testing.T, body []byte, header string) {
		got, as := toUTF8(body, header)
		if !utf8.Valid(got) {
			t.Errorf("%q as %s is no UTF-8", body, as)
		}
		if as == "" {
			t.Errorf("%q: no charset named", body)
		}
	})
}

func TestRefusedBytes(t *testing.T) {
	for _, tt := range []struct {
		name, contentType, body string
		want                    news.Reason
	}{
		{"nothing", "text/html", "", news.ReasonEmpty},
		{"white space", "text/html", " \n\t ", news.ReasonEmpty},
		{"a PDF sent as HTML", "text/html", "%PDF-1.7 ...", news.ReasonNotHTML},
		{"a PNG", "text/html", "\x89PNG\r\n\x1a\n", news.ReasonNotHTML},
		{"gzip left undone", "text/html", "\x1f\x8b\x08\x00\x00", news.ReasonNotHTML},
		{"NUL bytes", "text/html", strings.Repeat("\x00", 100), news.ReasonNotHTML},
		{"JSON", "text/html", `{"error":"not today"}`, news.ReasonNotHTML},
		{"a feed", "text/html", `<?xml version="1.0"?><rss version="2.0"><channel></channel></rss>`, news.ReasonNotHTML},
		{"a sitemap", "application/xml", `<?xml version="1.0"?><urlset></urlset>`, news.ReasonNotHTML},
		{"plain text", "text/plain", "The tram runs again.", news.ReasonNotHTML},
		{"over the limit", "text/html", strings.Repeat("<p>tram</p>", maxBody/11+1), news.ReasonTooLarge},
		{"nested too deep", "text/html", "<html><body>" + strings.Repeat("<div>", 50_000), news.ReasonTooDeep},
	} {
		got := Read(nil, Input{URL: "https://news.example/a/b", ContentType: tt.contentType, Body: []byte(tt.body)})
		if got.Kind != news.PageOther || got.Reason != tt.want || got.Detail == "" {
			t.Errorf("%s: got %s %s %q, want other %s", tt.name, got.Kind, got.Reason, got.Detail, tt.want)
		}
	}
}

func TestEndsInside(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want bool
	}{
		{"<html><body><p>The tram runs.</p></body></html>", false},
		{"<html><body><p>The tram runs.</p></body></html>\n<!-- served in 4 ms -->", false},
		{"<p>The tram runs.</p>", false},
		{"<p>The tram runs.</p><div cla", true},
		{"<p>The tram ru", true},
		{"<p>The tram &am", true},
		{"<p>The tram runs.</p><script>var a = '<p>';", true},
		{"<p>The tram runs.</p><!-- a comment", true},
	} {
		if got := endsInside([]byte(tt.in)); got != tt.want {
			t.Errorf("%q: got %v, want %v", tt.in, got, tt.want)
		}
	}
}
