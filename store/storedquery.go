package store

// StoredQuery is a question in SQL that people ask again and again, with names for
// what differs (":word").
type StoredQuery struct {
	Name   string // for addresses
	Title  string
	About  string
	SQL    string
	Params []string // in their order
}

// StoredQueries are those that come with the program, for tools that open the file.
var StoredQueries = []StoredQuery{
	{"articles_about", "Articles about words", "Full text, best first: words, \"phrases\", prefix*, NEAR(a b).",
		`SELECT a.id, a.headline, a.published_at, a.site, snippet(article_fts, -1, '[', ']', '…', 24) AS found, a.url
FROM article_fts JOIN article a ON a.id = article_fts.rowid
WHERE article_fts MATCH :words ORDER BY bm25(article_fts, 10, 5, 1, 2, 1, 1, 3) LIMIT 200`, []string{"words"}},
	{"per_month", "Articles per month", "How many articles of a tag each month has, and how many there are in all.",
		`SELECT f.month, count(*) AS articles, sum(f.id IN (SELECT article_id FROM article_tag WHERE tag_id IN (SELECT id FROM tag WHERE name = :tag))) AS with_tag
FROM article_facet f WHERE f.month IS NOT NULL GROUP BY f.month ORDER BY f.month`, []string{"tag"}},
	{"silent_edits", "Silent edits", "Revisions in which text changed and neither the modification time nor a note says so.",
		`SELECT a.headline, r.number AS revision, r.first_seen, r.changed, a.url FROM revision r JOIN article a ON a.id = r.article_id
WHERE r.silent = 1 ORDER BY r.first_seen DESC`, nil},
	{"front_page_at", "The front page at a moment", "What stood where at a moment, such as 2024-12-01T22:00.",
		`SELECT site, slot, title, from_at, to_at, article_id FROM front_page
WHERE module = 'home' AND from_at <= :moment AND (to_at IS NULL OR to_at > :moment) ORDER BY site, slot`, []string{"moment"}},
	{"longest_on_front_page", "Longest on the front page", "Hours between the visits that saw a title there, and its best slot.",
		`SELECT title, min(slot) AS best_slot, round(sum(julianday(coalesce(to_at, last_seen)) - julianday(from_at)) * 24, 1) AS hours, min(from_at) AS since
FROM front_page WHERE module = 'home' GROUP BY url ORDER BY hours DESC, best_slot LIMIT 100`, nil},
	{"credits", "Whose pictures", "How many pictures each photographer or agency is named with.",
		`SELECT credit, count(*) AS pictures, count(DISTINCT article_id) AS articles FROM caption WHERE credit <> '' GROUP BY credit ORDER BY pictures DESC`, nil},
	{"captioned", "Captions with a word", "Pictures whose caption, credit or alternative text has a word.",
		`SELECT article_id, headline, caption, credit, alt, image_url FROM caption
WHERE caption LIKE '%' || :word || '%' OR credit LIKE '%' || :word || '%' OR alt LIKE '%' || :word || '%' ORDER BY published_at DESC`, []string{"word"}},
	{"tags_together", "Tags that stand together", "Pairs of tags on the same articles.",
		`SELECT c.name AS tag, d.name AS other, count(*) AS articles FROM article_tag a JOIN article_tag b ON b.article_id = a.article_id
JOIN tag c ON c.id = a.tag_id JOIN tag d ON d.id = b.tag_id AND c.name < d.name GROUP BY 1, 2 ORDER BY articles DESC, 1, 2 LIMIT 200`, nil},
	{"missed", "What runs missed", "Addresses that could not be read, with the reason.",
		`SELECT r.site, v.at, v.outcome, v.class, v.reason, v.url FROM visit v JOIN run r ON r.id = v.run_id
WHERE v.outcome IN ('blocked', 'failed', 'missing') ORDER BY v.at DESC LIMIT 500`, nil},
}
