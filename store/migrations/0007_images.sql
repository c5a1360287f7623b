-- Both tables are made anew, with what they hold: an image gets an identity, and a
-- row of what stands with it an id, which the full-text index needs.
CREATE TEMP TABLE article_image_before AS SELECT * FROM article_image;
CREATE TEMP TABLE image_before AS SELECT * FROM image;
DROP TABLE article_image;
DROP TABLE image;

CREATE TABLE image (
  -- A picture, known by its address.
  id INTEGER PRIMARY KEY,              -- Images are numbered in the order they were first seen.
  url TEXT NOT NULL UNIQUE,            -- Address, in the largest rendition the page offers.
  identity TEXT NOT NULL,              -- What the address has in common with those of other renditions: equal for one and the same picture.
  first_seen TEXT NOT NULL             -- When it was first seen, UTC.
) STRICT;
CREATE INDEX image_by_identity ON image (identity);
INSERT INTO image (id, url, identity, first_seen) SELECT id, url, image_identity(url), first_seen FROM image_before;

CREATE TABLE article_image (
  -- Pictures of an article and what is printed with them, in its current revision.
  id INTEGER PRIMARY KEY,              -- Row of the full-text index.
  article_id INTEGER NOT NULL REFERENCES article (id), -- Article.
  position INTEGER NOT NULL,           -- Order on the page, from 1.
  image_id INTEGER NOT NULL REFERENCES image (id), -- Picture.
  caption TEXT NOT NULL,               -- Caption, without the credit.
  caption_text TEXT NOT NULL,          -- Caption as printed, with the credit where one line holds both.
  alt TEXT NOT NULL,                   -- Text for those who cannot see it.
  credit TEXT NOT NULL,                -- Photographer or agency.
  role TEXT NOT NULL,                  -- lead, inline or gallery.
  UNIQUE (article_id, position)
) STRICT;
CREATE INDEX article_image_by_image ON article_image (image_id, article_id);
INSERT INTO article_image (article_id, position, image_id, caption, caption_text, alt, credit, role)
  SELECT article_id, position, image_id, caption, caption_text, alt, credit, role FROM article_image_before ORDER BY article_id, position;
DROP TABLE article_image_before;
DROP TABLE image_before;

CREATE VIEW image_text (
  -- What stands with each picture, under the names that the index of articles has for it: one query asks either.
  id,            -- Row of article_image.
  captions,      -- Caption, without the credit.
  credits,       -- Photographer or agency.
  alts           -- Text for those who cannot see it.
) AS SELECT id, caption, credit, alt FROM article_image;

CREATE VIRTUAL TABLE image_text_fts USING fts5(
  -- Full-text index over image_text, with the words of article_fts: a hit is one picture in one article.
  captions, -- Caption, without the credit.
  credits,  -- Photographer or agency.
  alts,     -- Text for those who cannot see it.
  content='image_text', content_rowid='id', tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
CREATE TRIGGER image_text_fts_insert AFTER INSERT ON article_image BEGIN
  INSERT INTO image_text_fts (rowid, captions, credits, alts) VALUES (new.id, new.caption, new.credit, new.alt);
END;
CREATE TRIGGER image_text_fts_delete AFTER DELETE ON article_image BEGIN
  INSERT INTO image_text_fts (image_text_fts, rowid, captions, credits, alts) VALUES ('delete', old.id, old.caption, old.credit, old.alt);
END;
CREATE TRIGGER image_text_fts_update AFTER UPDATE OF caption, credit, alt ON article_image BEGIN
  INSERT INTO image_text_fts (image_text_fts, rowid, captions, credits, alts) VALUES ('delete', old.id, old.caption, old.credit, old.alt);
  INSERT INTO image_text_fts (rowid, captions, credits, alts) VALUES (new.id, new.caption, new.credit, new.alt);
END;
INSERT INTO image_text_fts (image_text_fts) VALUES ('rebuild');

CREATE TABLE image_file (
  -- The file of a picture as a server sent it, once for each distinct content; fetched with crawl --images only.
  id INTEGER PRIMARY KEY,              -- Files are numbered in the order they were first received.
  sha256 TEXT NOT NULL UNIQUE,         -- SHA-256 of the bytes, in lower-case hex.
  size INTEGER NOT NULL,               -- Length of the bytes.
  media_type TEXT NOT NULL,            -- What the bytes are, whatever the server calls them, such as image/jpeg.
  width INTEGER,                       -- Pixels; NULL when unknown.
  height INTEGER,                      -- Pixels; NULL when unknown.
  phash TEXT NOT NULL,                 -- Perceptual hash in hex: few bits differ for pictures that look alike; empty when the picture could not be looked at.
  problem TEXT NOT NULL,               -- Why it could not be looked at, in a sentence; empty when it could.
  first_seen TEXT NOT NULL,            -- When these bytes were first received, UTC.
  body BLOB                            -- The bytes; NULL when only what is known of them was to be kept.
) STRICT;

CREATE TABLE image_fetch (
  -- One attempt to get the file of an image, and what came of it.
  id INTEGER PRIMARY KEY,              -- Attempts are numbered in the order they were kept.
  run_id INTEGER NOT NULL REFERENCES run (id), -- Run it belongs to.
  image_id INTEGER NOT NULL REFERENCES image (id), -- Image that was asked for.
  at TEXT NOT NULL,                    -- When the request began, UTC.
  outcome TEXT NOT NULL,               -- fetched, missing, blocked, failed or dropped.
  class TEXT NOT NULL,                 -- Why it failed in one word, such as timeout, too_large or unreadable; empty when it did not.
  reason TEXT NOT NULL,                -- The same in a sentence; empty when it did not fail.
  status INTEGER,                      -- HTTP status of the last answer; NULL when no answer came.
  url TEXT NOT NULL,                   -- Address that answered, after redirects.
  content_type TEXT NOT NULL,          -- What the server called the bytes.
  bytes INTEGER NOT NULL,              -- Bytes of the body as sent.
  requests INTEGER NOT NULL,           -- Requests made for it, robots.txt and redirects included.
  took_ms INTEGER NOT NULL,            -- How long the answer took, in milliseconds.
  file_id INTEGER REFERENCES image_file (id) -- What was received; NULL when it was no picture.
) STRICT;
CREATE INDEX image_fetch_by_image ON image_fetch (image_id, at);
CREATE INDEX image_fetch_by_run ON image_fetch (run_id);
CREATE INDEX image_fetch_by_file ON image_fetch (file_id) WHERE file_id IS NOT NULL;

-- Revisions that say something else of their pictures than the one before: few, and
-- all that a history of captions must read.
CREATE INDEX revision_of_images ON revision (article_id) WHERE
  instr(changed, '"images"') OR instr(changed, '"captions"') OR instr(changed, '"credits"') OR instr(changed, '"alts"');
