CREATE TABLE site (
  -- A news site, as its profile described it when it was last crawled.
  name TEXT PRIMARY KEY,               -- Name of its profile, such as "almayadeen-en".
  title TEXT NOT NULL,                 -- What people call it.
  language TEXT NOT NULL,              -- BCP 47 tag of its articles; empty when the profile names none.
  home TEXT NOT NULL,                  -- Address of its front page.
  zone TEXT NOT NULL,                  -- IANA name of the time zone of its printed dates.
  first_seen TEXT NOT NULL,            -- When its first run began, UTC.
  last_seen TEXT NOT NULL              -- When its latest run began, UTC.
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  -- One crawl of one site, with how it ended.
  id INTEGER PRIMARY KEY,              -- Runs are numbered from 1 in the order they began.
  site TEXT NOT NULL REFERENCES site (name), -- Site that was crawled.
  started_at TEXT NOT NULL,            -- When it began, UTC.
  ended_at TEXT,                       -- When it ended, UTC; NULL while it runs or when it was killed.
  outcome TEXT NOT NULL,               -- done, partial, blocked, limited, stopped, failed or interrupted; empty while it runs.
  resumed INTEGER NOT NULL,            -- How often it was killed and taken up again.
  holder_host TEXT NOT NULL,           -- Machine it ran on.
  holder_pid INTEGER NOT NULL,         -- Process it ran in.
  profile_hash TEXT NOT NULL,          -- SHA-256 of the profile it used, in hex.
  parser TEXT NOT NULL,                -- Version of the reader it used.
  options TEXT NOT NULL CHECK (json_valid(options)),  -- What it was limited to, as JSON such as {"only":["Politics"]}; {} for all sections.
  warnings TEXT NOT NULL CHECK (json_valid(warnings)) -- What it could not find, as a JSON list of sentences.
) STRICT;
CREATE INDEX run_by_site ON run (site, id);
CREATE INDEX run_unfinished ON run (site) WHERE ended_at IS NULL;

CREATE TABLE run_skip (
  -- Addresses a run saw and did not follow, counted by reason.
  run_id INTEGER NOT NULL REFERENCES run (id), -- Run that saw them.
  reason TEXT NOT NULL,                -- One word, such as "foreign_host" or "not_an_article".
  count INTEGER NOT NULL,              -- How many times.
  PRIMARY KEY (run_id, reason)
) STRICT, WITHOUT ROWID;

CREATE TABLE host (
  -- A server, and when it may be asked next; shared by all who crawl into this archive.
  name TEXT PRIMARY KEY,               -- Host as in an address, with the port when it names one.
  next_at TEXT NOT NULL                -- First moment at which the next request may be sent, UTC.
) STRICT, WITHOUT ROWID;

CREATE TABLE page (
  -- One address and its identity.
  id INTEGER PRIMARY KEY,              -- Pages are numbered in the order they became known.
  site TEXT NOT NULL REFERENCES site (name), -- Site that first knew of it.
  url TEXT NOT NULL UNIQUE,            -- Address it is known by; the canonical one once a visit has told it.
  host TEXT NOT NULL,                  -- Host of the address, with the port when it names one.
  role TEXT NOT NULL,                  -- home, section, feed, sitemap, article or other: what it is to the crawl.
  section TEXT NOT NULL CHECK (json_valid(section)), -- Path of the section it was found in, as a JSON list, outermost first.
  depth INTEGER NOT NULL,              -- For section pages 1 for the first page, 2 for the next; 0 otherwise.
  title TEXT NOT NULL,                 -- Title as the list that named it shows it; empty when none did.
  listed_at TEXT,                      -- Date as the list that named it shows it, UTC; NULL when none did.
  first_seen TEXT NOT NULL,            -- When it became known, UTC.
  same_as INTEGER REFERENCES page (id), -- Page this one turned out to be another address of; NULL otherwise.
  last_visit TEXT,                     -- When it was last asked for, UTC; NULL when never.
  last_run INTEGER REFERENCES run (id), -- Run that last asked for it; NULL when none did.
  listed_run INTEGER REFERENCES run (id), -- Run that last saw it in a list; NULL when none did.
  failures INTEGER NOT NULL,           -- Attempts that failed since the last one that did not.
  etag TEXT NOT NULL,                  -- ETag of the last answer that was read, as sent; empty when none.
  last_modified TEXT NOT NULL          -- Last-Modified of the last answer that was read, as sent; empty when none.
) STRICT;
CREATE INDEX page_by_same ON page (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX page_by_run ON page (last_run) WHERE last_run IS NOT NULL;
CREATE INDEX page_listed ON page (site, listed_run) WHERE listed_run IS NOT NULL;

CREATE TABLE page_alias (
  -- Another address of a page: one that redirects to it, or names it as canonical.
  url TEXT PRIMARY KEY,                -- The other address.
  page_id INTEGER NOT NULL REFERENCES page (id), -- Page it leads to.
  first_seen TEXT NOT NULL             -- When this was found out, UTC.
) STRICT, WITHOUT ROWID;
CREATE INDEX page_alias_by_page ON page_alias (page_id);

CREATE TABLE frontier (
  -- Pages that are to be asked for, now or later; a page that is not here is never asked for again by itself.
  page_id INTEGER PRIMARY KEY REFERENCES page (id), -- Page to ask for.
  site TEXT NOT NULL REFERENCES site (name), -- Site whose runs ask for it.
  host TEXT NOT NULL,                  -- Host it is asked from.
  state TEXT NOT NULL CHECK (state IN ('ready', 'waiting', 'held')), -- ready: due; waiting: due at due_at; held: had its turn in this run.
  priority INTEGER NOT NULL,           -- Smaller goes first: front page, sections, feeds, sitemaps, articles, others.
  rank INTEGER NOT NULL,               -- Smaller goes first among equals: newest article, lowest depth.
  due_at TEXT NOT NULL,                -- When it is due, UTC.
  why TEXT NOT NULL                    -- new, run, listed or revisit.
) STRICT;
CREATE INDEX frontier_ready ON frontier (site, host, priority, rank, page_id) WHERE state = 'ready';
CREATE INDEX frontier_waiting ON frontier (site, host, due_at) WHERE state = 'waiting';
CREATE INDEX frontier_held ON frontier (site) WHERE state = 'held';

CREATE TABLE snapshot (
  -- The bytes of a response body, once for each distinct content; never changed.
  id INTEGER PRIMARY KEY,              -- Snapshots are numbered in the order they were first stored.
  sha256 TEXT NOT NULL UNIQUE,         -- SHA-256 of the bytes, in lower-case hex.
  size INTEGER NOT NULL,               -- Length of the bytes.
  codec TEXT NOT NULL CHECK (codec IN ('plain', 'zstd', 'zstd-base')), -- How body is packed: as it is, zstd, or zstd with the bytes of base_id as dictionary.
  base_id INTEGER REFERENCES snapshot (id) CHECK (base_id < id), -- Earlier snapshot whose bytes are the dictionary; NULL when none is needed.
  first_seen TEXT NOT NULL,            -- When these bytes were first received, UTC.
  body BLOB NOT NULL                   -- The packed bytes.
) STRICT;

CREATE TABLE snapshot_reference (
  -- The snapshot that serves as dictionary for new pages of a site and role.
  site TEXT NOT NULL REFERENCES site (name), -- Site.
  role TEXT NOT NULL,                  -- As in page.
  snapshot_id INTEGER NOT NULL REFERENCES snapshot (id), -- Snapshot, which needs no dictionary itself.
  misses INTEGER NOT NULL,             -- Pages in a row for which it served badly; after 3 it is replaced.
  PRIMARY KEY (site, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
  -- One attempt to ask for a page, and what came of it.
  id INTEGER PRIMARY KEY,              -- Visits are numbered in the order they were kept.
  uid TEXT NOT NULL UNIQUE,            -- Name of the visit, 128 random bits in hex: a visit is kept once.
  run_id INTEGER NOT NULL REFERENCES run (id), -- Run it belongs to.
  page_id INTEGER NOT NULL REFERENCES page (id), -- Page that was asked for.
  at TEXT NOT NULL,                    -- When the request began, UTC.
  outcome TEXT NOT NULL,               -- fetched, not_modified, blocked, missing, failed or dropped.
  class TEXT NOT NULL,                 -- Why it failed in one word, such as timeout or http_5xx; empty when it did not.
  reason TEXT NOT NULL,                -- The same in a sentence; empty when it did not fail.
  page_kind TEXT NOT NULL,             -- What the page turned out to be: article, section, blocked, not_found, other; empty when unread.
  status INTEGER,                      -- HTTP status of the last answer; NULL when no answer came.
  url TEXT NOT NULL,                   -- Address asked for, or the last one when redirected.
  hops TEXT NOT NULL CHECK (json_valid(hops)), -- Addresses that redirected on the way, as a JSON list.
  headers TEXT CHECK (headers IS NULL OR json_valid(headers)), -- Response headers, as a JSON object of lists; NULL when no answer came.
  bytes INTEGER NOT NULL,              -- Bytes of the body as sent.
  requests INTEGER NOT NULL,           -- Requests made for it, robots.txt and redirects included.
  took_ms INTEGER NOT NULL,            -- How long the answer took, in milliseconds.
  snapshot_id INTEGER REFERENCES snapshot (id), -- Body of the answer; NULL when there was none.
  article_id INTEGER REFERENCES article (id), -- Article it is about; NULL when it is about none.
  change TEXT NOT NULL,                -- What it did to the article: new, changed or unchanged; empty when it is about none.
  revision INTEGER NOT NULL,           -- Number of the article's revision it saw; 0 when it is about none.
  queued INTEGER NOT NULL,             -- Pages that became known through it.
  parser TEXT NOT NULL,                -- Version of the reader that read it.
  profile_hash TEXT NOT NULL,          -- SHA-256 of the profile it was read with, in hex.
  warnings TEXT NOT NULL CHECK (json_valid(warnings)) -- What was odd about the page, as a JSON list of sentences.
) STRICT;
CREATE INDEX visit_by_run ON visit (run_id, page_id);
CREATE INDEX visit_by_page ON visit (page_id, at);
CREATE INDEX visit_by_snapshot ON visit (snapshot_id) WHERE snapshot_id IS NOT NULL;

CREATE TABLE article (
  -- What an article page says in its current revision; wide: for reading, article_facet is for counting.
  id INTEGER PRIMARY KEY,              -- Stable for ever; in order of publication: minutes since 1970 times 64, plus a number.
  page_id INTEGER NOT NULL UNIQUE REFERENCES page (id), -- Page it stands on.
  site TEXT NOT NULL REFERENCES site (name), -- Site that published it.
  url TEXT NOT NULL,                   -- Address it is known by.
  canonical_url TEXT NOT NULL,         -- What the page calls itself; empty when it does not say.
  kind TEXT NOT NULL,                  -- news, opinion, analysis, blog, feature, video, gallery, infographic or liveblog.
  language TEXT NOT NULL,              -- BCP 47 tag; empty when unknown.
  headline TEXT NOT NULL,              -- Headline, as plain text.
  kicker TEXT NOT NULL,                -- Short line above the headline.
  standfirst TEXT NOT NULL,            -- Summary under the headline.
  source TEXT NOT NULL,                -- Agency or outlet it names as source, as printed.
  dateline TEXT NOT NULL,              -- Place the report opens with.
  published_at TEXT,                   -- When it says it was published, UTC; NULL when it does not say.
  published TEXT NOT NULL,             -- The same with the offset as understood, RFC 3339; empty when it does not say.
  published_text TEXT NOT NULL,        -- The same as printed on the page.
  modified_at TEXT,                    -- When it says it was last changed, UTC; NULL when it does not say.
  modified TEXT NOT NULL,              -- The same with the offset as understood, RFC 3339.
  modified_text TEXT NOT NULL,         -- The same as printed on the page.
  section TEXT NOT NULL CHECK (json_valid(section)), -- Path of its section, as a JSON list, outermost first.
  body TEXT NOT NULL,                  -- Text of the body as plain text, blocks separated by an empty line.
  captions TEXT NOT NULL,              -- Captions of its images, without their credits, one a line.
  tags TEXT NOT NULL,                  -- Tags as readers see them, one a line.
  words INTEGER NOT NULL,              -- Words in the body.
  read_minutes INTEGER,                -- Reading time as printed, in minutes; NULL when not printed.
  shares INTEGER,                      -- Share count as printed at first reading of this revision; NULL when not printed.
  paywalled INTEGER NOT NULL CHECK (paywalled IN (0, 1)), -- 1 when only a part is free to read.
  revision INTEGER NOT NULL,           -- Number of its current revision, from 1.
  first_seen TEXT NOT NULL,            -- When it was first fetched, UTC.
  last_seen TEXT NOT NULL,             -- When it was last confirmed to be there, UTC.
  gone_at TEXT,                        -- When it was first found missing, UTC; NULL while it is there.
  same_as INTEGER REFERENCES article (id) -- Article this one turned out to be; NULL but for two addresses united late.
) STRICT;

CREATE TABLE article_facet (
  -- What articles are filtered and counted by; narrow, so that counting never touches their text.
  id INTEGER PRIMARY KEY REFERENCES article (id), -- Article.
  site TEXT NOT NULL REFERENCES site (name), -- Site that published it.
  published_at TEXT,                   -- When it says it was published, UTC; NULL when it does not say.
  month TEXT,                          -- Month of published_at, such as "2024-12"; NULL when it does not say.
  kind TEXT NOT NULL,                  -- As in article.
  language TEXT NOT NULL,              -- As in article.
  section TEXT NOT NULL,               -- Path of its section joined by " / "; empty when unknown.
  first_seen TEXT NOT NULL,            -- When it was first fetched, UTC; stands in for a missing date when sorting.
  out_of_order INTEGER NOT NULL CHECK (out_of_order IN (0, 1)) -- 1 when the id does not stand for published_at: undated, or corrected later.
) STRICT;
CREATE INDEX article_facet_out_of_order ON article_facet (published_at) WHERE out_of_order = 1;
CREATE INDEX article_facet_by_site ON article_facet (site, id);

CREATE TABLE revision (
  -- One distinct state of an article as the newsroom published it.
  article_id INTEGER NOT NULL REFERENCES article (id), -- Article.
  number INTEGER NOT NULL,             -- From 1, in the order they were seen.
  first_seen TEXT NOT NULL,            -- When this state was first fetched, UTC.
  last_seen TEXT NOT NULL,             -- When this state was last confirmed, UTC.
  published_at TEXT,                   -- Publication time this state claims, UTC; NULL when none.
  modified_at TEXT,                    -- Modification time this state claims, UTC; NULL when none.
  class TEXT NOT NULL CHECK (class IN ('first', 'whitespace', 'typo', 'substantive', 'correction', 'removed', 'restored')), -- What kind of change made it.
  silent INTEGER NOT NULL CHECK (silent IN (0, 1)), -- 1 when text changed and neither the modification time nor a note says so.
  changed TEXT NOT NULL CHECK (json_valid(changed)), -- Fields that changed, as a JSON list; empty for the first.
  snapshot_id INTEGER REFERENCES snapshot (id), -- Bytes this state was first read from; NULL when none came with it.
  parser TEXT NOT NULL,                -- Version of the reader that filled content.
  profile_hash TEXT NOT NULL,          -- SHA-256 of the profile it was read with, in hex.
  digest TEXT NOT NULL,                -- SHA-256 of the newsroom's fields: equal digests mean nothing changed.
  content TEXT NOT NULL CHECK (json_valid(content)), -- The whole article as JSON, with the source of each field.
  PRIMARY KEY (article_id, number)
) STRICT;
CREATE INDEX revision_by_snapshot ON revision (snapshot_id);

CREATE TABLE byline (
  -- A name under which articles were signed.
  id INTEGER PRIMARY KEY,              -- Names are numbered in the order they were first seen.
  name TEXT NOT NULL UNIQUE,           -- Name as printed.
  key TEXT NOT NULL,                   -- Name without case, accents and punctuation, for comparing.
  url TEXT NOT NULL                    -- Page of the author; empty when none was linked.
) STRICT;
CREATE INDEX byline_by_key ON byline (key);

CREATE TABLE article_byline (
  -- Who signed an article, in its current revision.
  article_id INTEGER NOT NULL REFERENCES article (id), -- Article.
  position INTEGER NOT NULL,           -- Order on the page, from 1.
  byline_id INTEGER NOT NULL REFERENCES byline (id), -- Name.
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_byline_by_byline ON article_byline (byline_id, article_id);

CREATE TABLE tag (
  -- A keyword that readers see on articles.
  id INTEGER PRIMARY KEY,              -- Tags are numbered in the order they were first seen.
  name TEXT NOT NULL UNIQUE,           -- Tag as printed.
  key TEXT NOT NULL,                   -- Tag without case, accents and punctuation, for comparing.
  url TEXT NOT NULL                    -- Page of the tag; empty when none was linked.
) STRICT;
CREATE INDEX tag_by_key ON tag (key);

CREATE TABLE article_tag (
  -- Tags of an article, in its current revision.
  article_id INTEGER NOT NULL REFERENCES article (id), -- Article.
  tag_id INTEGER NOT NULL REFERENCES tag (id), -- Tag.
  position INTEGER NOT NULL,           -- Order on the page, from 1.
  PRIMARY KEY (article_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_tag_by_tag ON article_tag (tag_id, article_id);

CREATE TABLE article_section (
  -- Sections of an article, one row for each step of the path.
  article_id INTEGER NOT NULL REFERENCES article (id), -- Article.
  depth INTEGER NOT NULL,              -- 1 for the outermost.
  name TEXT NOT NULL,                  -- Name as printed.
  key TEXT NOT NULL,                   -- Name without case, accents and punctuation, for comparing.
  PRIMARY KEY (article_id, depth)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_section_by_key ON article_section (key, article_id);

CREATE TABLE image (
  -- A picture, known by its address.
  id INTEGER PRIMARY KEY,              -- Images are numbered in the order they were first seen.
  url TEXT NOT NULL UNIQUE,            -- Address, in the largest rendition the page offers.
  first_seen TEXT NOT NULL             -- When it was first seen, UTC.
) STRICT;

CREATE TABLE article_image (
  -- Pictures of an article and what is printed with them, in its current revision.
  article_id INTEGER NOT NULL REFERENCES article (id), -- Article.
  position INTEGER NOT NULL,           -- Order on the page, from 1.
  image_id INTEGER NOT NULL REFERENCES image (id), -- Picture.
  caption TEXT NOT NULL,               -- Caption, without the credit.
  caption_text TEXT NOT NULL,          -- Caption as printed, with the credit where one line holds both.
  alt TEXT NOT NULL,                   -- Text for those who cannot see it.
  credit TEXT NOT NULL,                -- Photographer or agency.
  role TEXT NOT NULL,                  -- lead, inline or gallery.
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_image_by_image ON article_image (image_id, article_id);

CREATE TABLE article_link (
  -- Links of an article, as they stood when its current revision was first read.
  article_id INTEGER NOT NULL REFERENCES article (id), -- Article the link stands on.
  position INTEGER NOT NULL,           -- Order on the page, from 1.
  relation TEXT NOT NULL,              -- related, inline, read_next, most_read, coverage, tag or author.
  url TEXT NOT NULL,                   -- Where it leads.
  title TEXT NOT NULL,                 -- Its text.
  section TEXT NOT NULL,               -- Section label printed with it.
  rank INTEGER NOT NULL,               -- Position within its list, from 1.
  published_text TEXT NOT NULL,        -- Date printed with it.
  PRIMARY KEY (article_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_link_by_url ON article_link (url);

CREATE TABLE module (
  -- A list of links that a site shows and changes: a section's list, Most Read, the ticker.
  id INTEGER PRIMARY KEY,              -- Modules are numbered in the order they were first seen.
  site TEXT NOT NULL REFERENCES site (name), -- Site that shows it.
  name TEXT NOT NULL,                  -- home, section, most_read, read_next, coverage or ticker.
  page_id INTEGER REFERENCES page (id), -- Page it stands on; NULL when it is the same on all pages.
  section TEXT NOT NULL,               -- Name of the section; empty when it belongs to none.
  first_seen TEXT NOT NULL,            -- When it was first seen, UTC.
  last_seen TEXT NOT NULL,             -- When it was last seen, UTC.
  seen_on INTEGER NOT NULL,            -- Smallest frontier.priority of the pages that showed it of late: other pages may leave items out.
  digest TEXT NOT NULL                 -- SHA-256 of its items: an equal digest means nothing moved.
) STRICT;
CREATE UNIQUE INDEX module_identity ON module (site, name, coalesce(page_id, 0));
CREATE INDEX module_by_page ON module (page_id) WHERE page_id IS NOT NULL;

CREATE TABLE placement (
  -- An interval in which an item held a slot in a module; the ticker has its own table.
  id INTEGER PRIMARY KEY,              -- Placements are numbered in the order they began.
  module_id INTEGER NOT NULL REFERENCES module (id), -- Module.
  slot INTEGER NOT NULL,               -- Place in the module, from 1.
  url TEXT NOT NULL,                   -- Where the item leads.
  title TEXT NOT NULL,                 -- Title the module gave it.
  from_at TEXT NOT NULL,               -- Visit that first saw it there, UTC.
  last_seen TEXT,                      -- Visit that last saw it there, UTC; NULL while it is there: see the module.
  to_at TEXT                           -- Visit that first found it gone, UTC; NULL while it is there.
) STRICT;
CREATE UNIQUE INDEX placement_open ON placement (module_id, slot) WHERE to_at IS NULL;
CREATE INDEX placement_by_module ON placement (module_id, from_at);
CREATE INDEX placement_by_url ON placement (url, from_at);

CREATE TABLE ticker_line (
  -- An interval in which a line stood in a site's ticker.
  id INTEGER PRIMARY KEY,              -- Lines are numbered in the order they appeared.
  module_id INTEGER NOT NULL REFERENCES module (id), -- Ticker.
  text TEXT NOT NULL,                  -- The line.
  url TEXT NOT NULL,                   -- Where it leads; empty when nowhere.
  from_at TEXT NOT NULL,               -- Visit that first saw it, UTC.
  last_seen TEXT,                      -- Visit that last saw it, UTC; NULL while it stands: see the module.
  to_at TEXT                           -- Visit that first found it gone, UTC; NULL while it stands.
) STRICT;
CREATE INDEX ticker_line_by_module ON ticker_line (module_id, from_at);
CREATE INDEX ticker_line_open ON ticker_line (module_id) WHERE to_at IS NULL;

-- Marks belong to words (categories M*), or vowel signs would cut the words of many scripts apart.
CREATE VIRTUAL TABLE article_fts USING fts5(
  -- Full-text index over article: English stemming, no accents, no case.
  headline,   -- Headline.
  standfirst, -- Summary under the headline.
  body,       -- Text of the body.
  captions,   -- Captions of the images.
  tags,       -- Tags.
  content='article', content_rowid='id', tokenize="porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
  INSERT INTO article_fts (rowid, headline, standfirst, body, captions, tags)
  VALUES (new.id, new.headline, new.standfirst, new.body, new.captions, new.tags);
END;
CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
  INSERT INTO article_fts (article_fts, rowid, headline, standfirst, body, captions, tags)
  VALUES ('delete', old.id, old.headline, old.standfirst, old.body, old.captions, old.tags);
END;
CREATE TRIGGER article_fts_update AFTER UPDATE OF headline, standfirst, body, captions, tags ON article BEGIN
  INSERT INTO article_fts (article_fts, rowid, headline, standfirst, body, captions, tags)
  VALUES ('delete', old.id, old.headline, old.standfirst, old.body, old.captions, old.tags);
  INSERT INTO article_fts (rowid, headline, standfirst, body, captions, tags)
  VALUES (new.id, new.headline, new.standfirst, new.body, new.captions, new.tags);
END;

CREATE VIEW article_overview (
  -- Articles with their bylines and tags as text: the view to start from.
  id,            -- Article.
  site,          -- Site that published it.
  url,           -- Address it is known by.
  kind,          -- news, opinion, analysis and so on.
  language,      -- BCP 47 tag.
  headline,      -- Headline.
  standfirst,    -- Summary under the headline.
  bylines,       -- Names, separated by "; ".
  source,        -- Agency or outlet it names as source.
  published_at,  -- When it says it was published, UTC.
  modified_at,   -- When it says it was last changed, UTC.
  section,       -- Path of its section, joined by " / ".
  tags,          -- Tags, separated by "; ".
  words,         -- Words in the body.
  images,        -- How many pictures it has.
  revisions,     -- How many states of it are known.
  first_seen,    -- When it was first fetched, UTC.
  last_seen,     -- When it was last confirmed to be there, UTC.
  gone_at,       -- When it was first found missing, UTC.
  body           -- Text of the body.
) AS
SELECT a.id, a.site, a.url, a.kind, a.language, a.headline, a.standfirst,
  (SELECT group_concat(name, '; ') FROM (SELECT b.name FROM article_byline ab JOIN byline b ON b.id = ab.byline_id
    WHERE ab.article_id = a.id ORDER BY ab.position)),
  a.source, a.published_at, a.modified_at, f.section, replace(a.tags, char(10), '; '), a.words,
  (SELECT count(*) FROM article_image i WHERE i.article_id = a.id),
  a.revision, a.first_seen, a.last_seen, a.gone_at, a.body
FROM article a
JOIN article_facet f ON f.id = a.id;

CREATE VIEW caption (
  -- Pictures with what is printed with them and the article they stand in.
  article_id,    -- Article.
  site,          -- Site that published it.
  published_at,  -- When the article says it was published, UTC.
  headline,      -- Headline of the article.
  position,      -- Order on the page, from 1.
  role,          -- lead, inline or gallery.
  caption,       -- Caption, without the credit.
  caption_text,  -- Caption as printed, with the credit where one line holds both.
  alt,           -- Text for those who cannot see it.
  credit,        -- Photographer or agency.
  image_id,      -- Picture.
  image_url      -- Address of the picture.
) AS
SELECT a.id, a.site, a.published_at, a.headline, ai.position, ai.role, ai.caption, ai.caption_text, ai.alt, ai.credit, i.id, i.url
FROM article_image ai
JOIN article a ON a.id = ai.article_id
JOIN image i ON i.id = ai.image_id;

CREATE VIEW front_page (
  -- What stood where: placements with their module and the article they lead to.
  site,          -- Site.
  module,        -- home, section, most_read, read_next or coverage.
  section,       -- Section the module belongs to; empty when none.
  page_url,      -- Page the module stands on; NULL when it is the same on all pages.
  slot,          -- Place in the module, from 1.
  title,         -- Title the module gave it.
  url,           -- Where it leads.
  article_id,    -- Article it leads to; NULL when it is not in the archive.
  from_at,       -- When it was first seen there, UTC.
  last_seen,     -- When it was last seen there, UTC.
  to_at          -- When it was first found gone, UTC; NULL while it is there.
) AS
SELECT m.site, m.name, m.section, mp.url, p.slot, p.title, p.url, a.id, p.from_at, coalesce(p.last_seen, m.last_seen), p.to_at
FROM placement p
JOIN module m ON m.id = p.module_id
LEFT JOIN page mp ON mp.id = m.page_id
LEFT JOIN page tp ON tp.url = p.url
LEFT JOIN page_alias ta ON ta.url = p.url
LEFT JOIN article a ON a.page_id = coalesce(ta.page_id, tp.same_as, tp.id);

CREATE VIEW ticker (
  -- The ticker as a log.
  site,          -- Site.
  text,          -- The line.
  url,           -- Where it leads; empty when nowhere.
  from_at,       -- When it was first seen, UTC.
  last_seen,     -- When it was last seen, UTC.
  to_at          -- When it was first found gone, UTC; NULL while it stands.
) AS
SELECT m.site, t.text, t.url, t.from_at, coalesce(t.last_seen, m.last_seen), t.to_at
FROM ticker_line t
JOIN module m ON m.id = t.module_id;

CREATE VIEW link_graph (
  -- Links between articles of the archive.
  from_id,       -- Article the link stands on.
  from_headline, -- Its headline.
  relation,      -- related, inline, read_next, most_read or coverage.
  to_id,         -- Article it leads to.
  to_headline,   -- Its headline.
  url            -- Address the link names.
) AS
SELECT s.id, s.headline, l.relation, t.id, t.headline, l.url
FROM article_link l
JOIN article s ON s.id = l.article_id
LEFT JOIN page p ON p.url = l.url
LEFT JOIN page_alias pa ON pa.url = l.url
JOIN article t ON t.page_id = coalesce(pa.page_id, p.same_as, p.id);

CREATE VIEW run_ledger (
  -- Runs with what they did.
  run_id,        -- Run.
  site,          -- Site that was crawled.
  started_at,    -- When it began, UTC.
  ended_at,      -- When it ended, UTC; NULL while it runs or when it was killed.
  outcome,       -- How it ended.
  visits,        -- Attempts to ask for a page.
  fetched,       -- Attempts that were answered with a body that was read.
  not_modified,  -- Attempts that were answered with "not modified".
  new,           -- Articles first seen.
  changed,       -- Articles with a new revision.
  unchanged,     -- Articles fetched and found as they were.
  blocked,       -- Attempts the site refused.
  missing,       -- Pages that were not there.
  failed,        -- Attempts without a usable answer.
  dropped,       -- Pages not asked for, by robots.txt or scope.
  requests,      -- Requests made.
  bytes          -- Bytes of bodies as sent.
) AS
SELECT r.id, r.site, r.started_at, r.ended_at, r.outcome, count(v.id),
  coalesce(sum(v.outcome = 'fetched'), 0), coalesce(sum(v.outcome = 'not_modified'), 0),
  coalesce(sum(v.change = 'new'), 0), coalesce(sum(v.change = 'changed'), 0),
  coalesce(sum(v.change = 'unchanged' AND v.outcome = 'fetched'), 0),
  coalesce(sum(v.outcome = 'blocked'), 0), coalesce(sum(v.outcome = 'missing'), 0),
  coalesce(sum(v.outcome = 'failed'), 0), coalesce(sum(v.outcome = 'dropped'), 0),
  coalesce(sum(v.requests), 0), coalesce(sum(v.bytes), 0)
FROM run r
LEFT JOIN visit v ON v.run_id = r.id
GROUP BY r.id;
