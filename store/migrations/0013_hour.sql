CREATE TABLE host_hour (
  -- How many requests a host had of late, in spans of ten minutes; kept only where a profile allows so many an hour.
  host TEXT NOT NULL,                  -- Host as in an address, with the port when it names one.
  began_at TEXT NOT NULL,              -- When the span began, UTC.
  count INTEGER NOT NULL,              -- Requests in it, by all who crawl into this archive.
  PRIMARY KEY (host, began_at)
) STRICT, WITHOUT ROWID;
