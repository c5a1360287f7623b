-- SQLite keeps what is written of a column up to its semicolon, and goes on behind it.
ALTER TABLE page ADD COLUMN slash INTEGER NOT NULL DEFAULT 0 -- 1 when it is asked for with a slash at the end of its path, which url leaves out: so the site writes it, or so it last answered.
  /**/;
