-- SQLite keeps what is written of a column up to its semicolon, and goes on behind it.
ALTER TABLE page ADD COLUMN steady INTEGER NOT NULL DEFAULT 0 -- Looks at its article in a row that found nothing changed.
  /**/;
ALTER TABLE host ADD COLUMN rest_until TEXT -- Until when it asked to be left alone (Retry-After), UTC; NULL when it never did.
  /**/;
