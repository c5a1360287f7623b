-- What is said with pictures, each on its own; the empty comments begin new lines in the table's text.
ALTER TABLE article ADD COLUMN credits TEXT NOT NULL DEFAULT '' -- Credits of its images, one a line.
  /**/;
ALTER TABLE article ADD COLUMN alts TEXT NOT NULL DEFAULT '' -- Alternative texts of its images, one a line.
  /**/;

ALTER TABLE article_facet ADD COLUMN source TEXT NOT NULL DEFAULT '' -- Agency or outlet it names as source, without case, accents and punctuation.
  /**/;
ALTER TABLE article_facet ADD COLUMN words INTEGER NOT NULL DEFAULT 0 -- Words in the body, as in article.
  /**/;
ALTER TABLE article_facet ADD COLUMN images INTEGER NOT NULL DEFAULT 0 -- How many pictures it has.
  /**/;
ALTER TABLE article_facet ADD COLUMN video INTEGER NOT NULL DEFAULT 0 CHECK (video IN (0, 1)) -- 1 when it is a video or has one in it.
  /**/;
ALTER TABLE article_facet ADD COLUMN correction INTEGER NOT NULL DEFAULT 0 CHECK (correction IN (0, 1)) -- 1 when it bears a correction note.
  /**/;
CREATE INDEX article_facet_by_first_seen ON article_facet (first_seen);
CREATE INDEX revision_later ON revision (first_seen) WHERE number > 1;
CREATE INDEX revision_by_class ON revision (class) WHERE class <> 'first';
CREATE INDEX revision_silent ON revision (article_id) WHERE silent = 1;

CREATE TABLE word_form (
  -- Ways a word is written in the archive: a search for one of them finds the others, unless it is in quotes.
  kinship TEXT NOT NULL CHECK (kinship IN ('stem', 'letters')), -- stem: forms of an English word; letters: spellings with and without vowel signs.
  key TEXT NOT NULL,                   -- What its forms share: the Snowball stem, or the letters alone.
  form TEXT NOT NULL,                  -- The word in lower case, as the full-text index has it.
  capital INTEGER NOT NULL CHECK (capital IN (0, 1)), -- 1 when it always has a capital: names are no forms of each other.
  PRIMARY KEY (kinship, key, form)
) STRICT, WITHOUT ROWID;

DROP TRIGGER article_fts_insert;
DROP TRIGGER article_fts_delete;
DROP TRIGGER article_fts_update;
DROP TABLE article_fts;

UPDATE article SET
  captions = coalesce((SELECT group_concat(caption, char(10)) FROM (SELECT caption FROM article_image
    WHERE article_id = article.id AND caption <> '' ORDER BY position)), ''),
  credits = coalesce((SELECT group_concat(credit, char(10)) FROM (SELECT credit FROM article_image
    WHERE article_id = article.id AND credit <> '' ORDER BY position)), ''),
  alts = coalesce((SELECT group_concat(alt, char(10)) FROM (SELECT alt FROM article_image
    WHERE article_id = article.id AND alt <> '' ORDER BY position)), '');

-- Marks belong to words (categories M*), or vowel signs would cut the words of many scripts apart.
-- Words stand as they are, not by their stems: phrases and counts are exact, and word_form leads to other forms.
CREATE VIRTUAL TABLE article_fts USING fts5(
  -- Full-text index over article: no accents, no case.
  headline,   -- Headline.
  standfirst, -- Summary under the headline.
  body,       -- Text of the body.
  captions,   -- Captions of the images, without their credits.
  credits,    -- Credits of the images.
  alts,       -- Alternative texts of the images.
  tags,       -- Tags.
  content='article', content_rowid='id', tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co M*'"
);
INSERT INTO article_fts (article_fts) VALUES ('rebuild');
CREATE TRIGGER article_fts_insert AFTER INSERT ON article BEGIN
  INSERT INTO article_fts (rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES (new.id, new.headline, new.standfirst, new.body, new.captions, new.credits, new.alts, new.tags);
END;
CREATE TRIGGER article_fts_delete AFTER DELETE ON article BEGIN
  INSERT INTO article_fts (article_fts, rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES ('delete', old.id, old.headline, old.standfirst, old.body, old.captions, old.credits, old.alts, old.tags);
END;
CREATE TRIGGER article_fts_update AFTER UPDATE OF headline, standfirst, body, captions, credits, alts, tags ON article BEGIN
  INSERT INTO article_fts (article_fts, rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES ('delete', old.id, old.headline, old.standfirst, old.body, old.captions, old.credits, old.alts, old.tags);
  INSERT INTO article_fts (rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES (new.id, new.headline, new.standfirst, new.body, new.captions, new.credits, new.alts, new.tags);
END;

CREATE VIRTUAL TABLE article_word USING fts5vocab(
  -- Every word of the full-text index with how often it occurs.
  -- term: The word in lower case, without accents.
  -- doc: Articles it occurs in.
  -- cnt: Times it occurs.
  article_fts, row
);
