package extract

import (
	"strings"

	"newskeep/scraper/news"
	"newskeep/scraper/profile"
)

// metaTags are the meta elements of a page by name, values in page order.
type metaTags map[string][]string

func readMeta(list []metaTag) metaTags {
	t := make(metaTags, len(list))
	for _, m := range list {
		if v := plainText(m.content); v != "" && len(t[m.name]) < 100 {
			t[m.name] = append(t[m.name], v)
		}
	}
	return t
}

// metaNames are the names and properties that fill a field, the best first. They
// are those of Open Graph (ogp.me), Twitter cards, Dublin Core, and of the
// services that newsrooms describe their pages for (Parse.ly, Sailthru, Chartbeat,
// Cxense, Google Scholar).
var metaNames = []struct {
	field profile.Field
	name  string
	weak  bool
}{
	{profile.Headline, "og:title", false}, {profile.Headline, "twitter:title", false}, {profile.Headline, "parsely-title", false},
	{profile.Headline, "sailthru.title", false}, {profile.Headline, "dc.title", false}, {profile.Headline, "dcterms.title", false},
	{profile.Headline, "citation_title", false}, {profile.Headline, "title", true},

	{profile.Standfirst, "og:description", false}, {profile.Standfirst, "twitter:description", false}, {profile.Standfirst, "description", false},
	{profile.Standfirst, "dc.description", false}, {profile.Standfirst, "sailthru.description", false},

	{profile.Bylines, "author", false}, {profile.Bylines, "article:author", false}, {profile.Bylines, "article:author:name", false},
	{profile.Bylines, "parsely-author", false}, {profile.Bylines, "sailthru.author", false}, {profile.Bylines, "dc.creator", false},
	{profile.Bylines, "dcterms.creator", false}, {profile.Bylines, "byl", false}, {profile.Bylines, "citation_author", false},
	{profile.Bylines, "cxenseparse:author", false}, {profile.Bylines, "og:article:author", false}, {profile.Bylines, "authors", false},
	{profile.Bylines, "twitter:creator", true},

	{profile.Published, "article:published_time", false}, {profile.Published, "og:article:published_time", false}, {profile.Published, "og:published_time", false},
	{profile.Published, "parsely-pub-date", false}, {profile.Published, "sailthru.date", false}, {profile.Published, "datepublished", false},
	{profile.Published, "cxenseparse:publishtime", false}, {profile.Published, "cxenseparse:recs:publishtime", false},
	{profile.Published, "dc.date.issued", false}, {profile.Published, "dcterms.issued", false}, {profile.Published, "dcterms.created", false},
	{profile.Published, "dc.date.created", false}, {profile.Published, "dc.date", false}, {profile.Published, "pubdate", false},
	{profile.Published, "publishdate", false}, {profile.Published, "publish-date", false}, {profile.Published, "publish_date", false},
	{profile.Published, "ptime", false}, {profile.Published, "citation_publication_date", false}, {profile.Published, "date", true},
	{profile.Published, "created", true}, {profile.Published, "og:release_date", true}, {profile.Published, "video:release_date", true},

	{profile.Modified, "article:modified_time", false}, {profile.Modified, "og:article:modified_time", false}, {profile.Modified, "og:updated_time", false},
	{profile.Modified, "article:updated_time", false}, {profile.Modified, "datemodified", false}, {profile.Modified, "lastmod", false},
	{profile.Modified, "last-modified", false}, {profile.Modified, "dcterms.modified", false}, {profile.Modified, "dc.date.modified", false},
	{profile.Modified, "utime", false}, {profile.Modified, "last_updated", false}, {profile.Modified, "revised", true},

	{profile.SectionPath, "article:section", false}, {profile.SectionPath, "parsely-section", false}, {profile.SectionPath, "cxenseparse:section", false},
	{profile.SectionPath, "dc.subject.section", false}, {profile.SectionPath, "section", false}, {profile.SectionPath, "articlesection", false},

	{profile.Tags, "article:tag", false}, {profile.Tags, "og:article:tag", false}, {profile.Tags, "parsely-tags", true},
	{profile.Tags, "sailthru.tags", true}, {profile.Tags, "news_keywords", true}, {profile.Tags, "keywords", true},
	{profile.Tags, "classification-tags", true},
}

// writtenBy are the labels that cards of networks print before who wrote the page, as
// plugins of WordPress translate them.
var writtenBy = phraseSet("Written by|Written By|By|Author|Verfasst von|Geschrieben von|Von|Autor|Autorin|Escrito por|Por|Écrit par|Par|Auteur|Scritto da|Autore|Geschreven door|Auteur|Escrito por|Skriven av|Skrevet af|Skrevet av|Forfatter|Kirjoittaja|Napisane przez|Autor wpisu|Napsal(a)|Napsal|Yazan|Yazar|Автор|Написано автором|Написано|كُتب بواسطة|كتب بواسطة|بواسطة|الكاتب|نویسنده|نوشته شده توسط|מאת|נכתב על ידי|Ditulis oleh|Penulis|Được viết bởi|执笔者|作者|撰寫者|執筆者|投稿者|글쓴이|작성자|Συντάχθηκε από|Scris de|Szerző|เขียนโดย|द्वारा लिखित")

// metaTags adds the candidates that meta elements give.
func (m *metadata) metaTags(d *document, tags metaTags) {
	for _, w := range metaNames {
		values := tags[w.name]
		if len(values) == 0 {
			continue
		}
		c := candidate{source: news.FromMeta, rule: w.name, weak: w.weak}
		switch w.field {
		case profile.Headline, profile.Standfirst:
			c.value = values[0]
		case profile.Published, profile.Modified:
			s, ok := d.instant(values[0])
			if !ok {
				continue
			}
			c.stamp = s
		case profile.Bylines:
			for _, v := range values {
				for _, n := range authorNames(v) {
					c.list = append(c.list, named{name: n})
				}
			}
			// "Gazette | Portal": where the page stands, not who wrote it.
			c.weak = c.weak || m.isSite(c.list) || w.name == "og:article:author" && strings.Contains(values[0], " | ")
		case profile.SectionPath:
			c.list = []named{{name: values[0]}}
		case profile.Tags:
			c.list = keywordList(values)
		}
		m.fields.add(w.field, c)
	}
	for _, k := range []string{"1", "2"} {
		if writtenBy.has(tags.first("twitter:label" + k)) {
			c := candidate{source: news.FromMeta, rule: "twitter:data" + k}
			for _, n := range authorNames(tags.first("twitter:data" + k)) {
				c.list = append(c.list, named{name: n})
			}
			c.weak = m.isSite(c.list)
			m.fields.add(profile.Bylines, c)
		}
	}
	if m.title != "" {
		m.fields.add(profile.Headline, candidate{value: m.title, source: news.FromMeta, rule: "title"})
	}
	if t := tags.first("og:type"); t != "" {
		t = strings.ToLower(t)
		m.types = append(m.types, t)
		m.article = m.article || t == "article" || strings.HasPrefix(t, "article.") || t == "news" || t == "newsarticle"
		m.listing = m.listing || t == "website" || t == "section" || t == "object"
	}
	for _, name := range []string{"content-language", "og:locale", "dc.language", "dcterms.language"} {
		m.addLanguage(tags.first(name))
	}
	if tier := strings.ToLower(tags.first("article:content_tier")); tier == "locked" || tier == "metered" {
		m.paywalled = true
	}
	if m.ownURL == "" {
		m.ownURL = d.resolve(tags.first("og:url"))
	}
	if m.lead.URL == "" {
		m.lead.URL = d.resolve(tags.first("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src", "parsely-image-url"))
	}
	if m.lead.Alt == "" {
		m.lead.Alt = tags.first("og:image:alt", "twitter:image:alt")
	}
}

// linkTags takes the canonical address and that of the AMP version
// (https://amp.dev/documentation/guides-and-tutorials/learn/spec/amphtml). One that leads to the home page while
// the page itself is another is a mistake many templates make.
func (m *metadata) linkTags(d *document) {
	for _, n := range m.marks.links {
		switch rel := attr(n, "rel"); {
		case m.canonical == "" && hasWord(rel, "canonical"):
			m.canonical = d.resolve(attr(n, "href"))
		case m.amp == "" && hasWord(rel, "amphtml"):
			m.amp = d.resolve(attr(n, "href"))
		}
	}
	for _, u := range []*string{&m.canonical, &m.ownURL} {
		if *u != "" && isRoot(*u) && d.url.Host != "" && strings.Trim(d.url.Path, "/") != "" {
			*u = ""
		}
	}
	if m.canonical == "" {
		m.canonical = m.ownURL
	}
}

// isRoot reports the address of a home page.
func isRoot(raw string) bool {
	_, rest, _ := strings.Cut(raw, "://")
	_, path, _ := strings.Cut(rest, "/")
	return path == ""
}
