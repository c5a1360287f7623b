CREATE TABLE backlog_new (
  -- Old pages that a backfill is to ask for; crawls leave them alone, and it leaves the frontier to them.
  page_id INTEGER PRIMARY KEY REFERENCES page (id), -- Page to ask for.
  site TEXT NOT NULL REFERENCES site (name), -- Site whose backfills ask for it.
  host TEXT NOT NULL,                  -- Host it is asked from.
  state TEXT NOT NULL CHECK (state IN ('ready', 'waiting', 'held')), -- ready: due; waiting: due at due_at; held: had its turn in this run, or is none of its business.
  priority INTEGER NOT NULL,           -- Smaller goes first: -1 about days of which the ledger says that articles are missing, 0 about all others, so that articles of a month go before the sitemap of the month before.
  rank INTEGER NOT NULL,               -- Smaller goes first among equals: entrances without a date, then newest first, then pages without a date.
  due_at TEXT NOT NULL,                -- When it is due, UTC.
  why TEXT NOT NULL                    -- new, run, listed or revisit.
) STRICT;
INSERT INTO backlog_new SELECT page_id, site, host, state, priority, rank, due_at, why FROM backlog;
DROP TABLE backlog;
ALTER TABLE backlog_new RENAME TO backlog;
CREATE INDEX backlog_ready ON backlog (site, host, priority, rank, page_id) WHERE state = 'ready';
CREATE INDEX backlog_waiting ON backlog (site, host, due_at) WHERE state = 'waiting';
CREATE INDEX backlog_held ON backlog (site) WHERE state = 'held';

CREATE TABLE task_new (
  -- Long work on the archive that is not done, or not to be done again soon; the same command goes on with it.
  name TEXT PRIMARY KEY,               -- Command it belongs to: reextract, recompress, or backfill with the site and the web archive asked.
  options TEXT NOT NULL CHECK (json_valid(options)),   -- What it was asked for, as JSON; asked for something else, it begins anew.
  position TEXT NOT NULL CHECK (json_valid(position)), -- How far it has come, as JSON.
  report TEXT NOT NULL CHECK (json_valid(report)),     -- What came of it so far, as JSON.
  began_at TEXT NOT NULL,              -- When it was begun, UTC.
  saved_at TEXT NOT NULL               -- When this row was last written, UTC.
) STRICT, WITHOUT ROWID;
INSERT INTO task_new SELECT name, options, position, report, began_at, saved_at FROM task;
DROP TABLE task;
ALTER TABLE task_new RENAME TO task;
