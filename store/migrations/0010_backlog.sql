CREATE TABLE backlog (
  -- Old pages that a backfill is to ask for; crawls leave them alone, and it leaves the frontier to them.
  page_id INTEGER PRIMARY KEY REFERENCES page (id), -- Page to ask for.
  site TEXT NOT NULL REFERENCES site (name), -- Site whose backfills ask for it.
  host TEXT NOT NULL,                  -- Host it is asked from.
  state TEXT NOT NULL CHECK (state IN ('ready', 'waiting', 'held')), -- ready: due; waiting: due at due_at; held: had its turn in this run, or is none of its business.
  priority INTEGER NOT NULL,           -- Smaller goes first; 0 for all, so that articles of a month go before the sitemap of the month before.
  rank INTEGER NOT NULL,               -- Smaller goes first among equals: entrances without a date, then newest first, then pages without a date.
  due_at TEXT NOT NULL,                -- When it is due, UTC.
  why TEXT NOT NULL                    -- new, run, listed or revisit.
) STRICT;
CREATE INDEX backlog_ready ON backlog (site, host, priority, rank, page_id) WHERE state = 'ready';
CREATE INDEX backlog_waiting ON backlog (site, host, due_at) WHERE state = 'waiting';
CREATE INDEX backlog_held ON backlog (site) WHERE state = 'held';
