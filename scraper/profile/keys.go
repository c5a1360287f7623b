package profile

// keys are the keys a profile may have, by the place they stand in. guide.yaml
// explains each; a test holds the two together.
var keys = map[string][]string{
	"profile": {
		"name", "title", "language", "home", "hosts", "time_zone", "schedule", "politeness",
		"allow_private", "sections", "feeds", "sitemaps", "sitemap_age", "dated_lists", "wayback", "articles", "revisit", "drop_params",
		"image_drop_params", "fetch_images", "max_pages", "follow_links", "rules", "older", "tests",
	},
	"schedule":   {"cron", "revisit", "modules", "zone"},
	"politeness": {"delay", "jitter", "timeout", "max_body", "backoff", "retries", "max_requests", "max_per_hour", "hours"},
	"revisit":    {"under", "every"},
	"dated list": {"url", "since"},
	"wayback":    {"url", "delay"},
	"section":    {"name", "path", "url", "label", "group"},
	"articles":   {"include", "exclude"},
	"rules":      append(fieldNames(), "listing", "modules", "ticker", "remove"),
	"listing":    {"items", "title", "link", "label", "published", "image", "next", "name"},
	"module":     {"relation", "select", "items"},
	"rule":       {"select", "attr", "json", "path", "label", "layouts", "zone", "split", "match", "clean"},
	"older":      {"until", "rules"},
	"test":       {"url", "file", "expect"},
}

// fields are the fields that rules can fill, in the order of an article page.
var fields = []Field{
	Headline, Kicker, Standfirst, Bylines, Source, Dateline, Published, Modified,
	SectionPath, Tags, Body, Images, Caption, Credit, KindField, Language,
	ReadMinutes, Shares, RelatedBox,
}

func fieldNames() []string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return names
}

// relations are the modules a profile can point to: the relations of package
// news that are boxes on a page.
var relations = []string{"related", "read_next", "most_read", "coverage"}
