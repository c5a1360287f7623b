CREATE TABLE unindexed (
  -- Articles that the full-text indexes do not have yet: while pages come without a pause, dozens are put into them at a time.
  article_id INTEGER PRIMARY KEY REFERENCES article (id) DEFERRABLE INITIALLY DEFERRED -- Article.
) STRICT;

DROP TRIGGER article_fts_insert;
DROP TRIGGER article_fts_delete;
DROP TRIGGER article_fts_update;
CREATE TRIGGER article_fts_insert AFTER INSERT ON article WHEN NOT EXISTS (SELECT 1 FROM unindexed WHERE article_id = new.id) BEGIN
  INSERT INTO article_fts (rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES (new.id, new.headline, new.standfirst, new.body, new.captions, new.credits, new.alts, new.tags);
END;
CREATE TRIGGER article_fts_delete AFTER DELETE ON article WHEN NOT EXISTS (SELECT 1 FROM unindexed WHERE article_id = old.id) BEGIN
  INSERT INTO article_fts (article_fts, rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES ('delete', old.id, old.headline, old.standfirst, old.body, old.captions, old.credits, old.alts, old.tags);
END;
CREATE TRIGGER article_fts_update AFTER UPDATE OF headline, standfirst, body, captions, credits, alts, tags ON article
  WHEN NOT EXISTS (SELECT 1 FROM unindexed WHERE article_id = old.id) BEGIN
  INSERT INTO article_fts (article_fts, rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES ('delete', old.id, old.headline, old.standfirst, old.body, old.captions, old.credits, old.alts, old.tags);
  INSERT INTO article_fts (rowid, headline, standfirst, body, captions, credits, alts, tags)
  VALUES (new.id, new.headline, new.standfirst, new.body, new.captions, new.credits, new.alts, new.tags);
END;

DROP TRIGGER image_text_fts_insert;
DROP TRIGGER image_text_fts_delete;
DROP TRIGGER image_text_fts_update;
CREATE TRIGGER image_text_fts_insert AFTER INSERT ON article_image
  WHEN NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.article_id = new.article_id) BEGIN
  INSERT INTO image_text_fts (rowid, captions, credits, alts) VALUES (new.id, new.caption, new.credit, new.alt);
END;
CREATE TRIGGER image_text_fts_delete AFTER DELETE ON article_image
  WHEN NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.article_id = old.article_id) BEGIN
  INSERT INTO image_text_fts (image_text_fts, rowid, captions, credits, alts) VALUES ('delete', old.id, old.caption, old.credit, old.alt);
END;
CREATE TRIGGER image_text_fts_update AFTER UPDATE OF caption, credit, alt ON article_image
  WHEN NOT EXISTS (SELECT 1 FROM unindexed u WHERE u.article_id = old.article_id) BEGIN
  INSERT INTO image_text_fts (image_text_fts, rowid, captions, credits, alts) VALUES ('delete', old.id, old.caption, old.credit, old.alt);
  INSERT INTO image_text_fts (rowid, captions, credits, alts) VALUES (new.id, new.caption, new.credit, new.alt);
END;
