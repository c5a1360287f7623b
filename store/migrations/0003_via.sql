-- SQLite keeps what is written of a column up to its semicolon, and goes on behind it:
-- the empty comment begins a new line, so that each column has its sentence at the end of its own.
ALTER TABLE run ADD COLUMN via TEXT NOT NULL DEFAULT 'live' -- As in visit: the visits of a run are of one kind.
  /**/;
ALTER TABLE visit ADD COLUMN via TEXT NOT NULL DEFAULT 'live' -- Who asked for the page: live: a crawl into this archive; backfill: the same, long after publication; import: whoever saved the file it was read from; wayback: the Wayback Machine.
  /**/;
ALTER TABLE visit ADD COLUMN origin TEXT NOT NULL DEFAULT '' -- Where a capture that is not live was found, such as file and record; empty for live ones.
  /**/;
ALTER TABLE visit ADD COLUMN request TEXT CHECK (request IS NULL OR json_valid(request)) -- Request headers, as a JSON object of lists; NULL when they are not known.
  /**/;
