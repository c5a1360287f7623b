-- The ledger is counted from this index alone: rows of visit are wide.
DROP INDEX visit_by_run;
CREATE INDEX visit_by_run ON visit (run_id, page_id, outcome, change, class, at);

CREATE TABLE run_left (
  -- Pages that were due when a run ended and that it had not asked for.
  run_id INTEGER NOT NULL REFERENCES run (id), -- Run that ended.
  section TEXT NOT NULL CHECK (json_valid(section)), -- Path of the section they were found in, as a JSON list; [] when in none, or when there were too many to sort.
  count INTEGER NOT NULL,              -- How many.
  PRIMARY KEY (run_id, section)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_skip_by_section (
  -- Addresses a run saw and did not follow, counted by section and reason.
  run_id INTEGER NOT NULL REFERENCES run (id), -- Run that saw them.
  section TEXT NOT NULL CHECK (json_valid(section)), -- Path of the section whose page showed them, as a JSON list; [] for pages of none.
  reason TEXT NOT NULL,                -- One word, such as "foreign_host" or "not_an_article".
  count INTEGER NOT NULL,              -- How many times.
  PRIMARY KEY (run_id, section, reason)
) STRICT, WITHOUT ROWID;
INSERT INTO run_skip_by_section (run_id, section, reason, count) SELECT run_id, '[]', reason, count FROM run_skip;
DROP TABLE run_skip;
ALTER TABLE run_skip_by_section RENAME TO run_skip;

CREATE TABLE run_refused (
  -- Runs that never began because another one held the archive.
  id INTEGER PRIMARY KEY,              -- Numbered in the order they were refused.
  site TEXT NOT NULL,                  -- Site that was to be crawled; it may be one the archive has never seen.
  at TEXT NOT NULL,                    -- When, UTC.
  holder_command TEXT NOT NULL,        -- What held the archive, such as "crawl demo"; empty when it had not said so.
  holder_host TEXT NOT NULL,           -- Machine it ran on.
  holder_pid INTEGER NOT NULL,         -- Process it ran in; 0 when unknown.
  holder_since TEXT                    -- Since when it held the archive, UTC; NULL when unknown.
) STRICT;
CREATE INDEX run_refused_by_site ON run_refused (site, at);

CREATE TABLE backup (
  -- Verified copies that were made of the archive.
  id INTEGER PRIMARY KEY,              -- Numbered in the order they were made.
  at TEXT NOT NULL,                    -- When the copy was complete, UTC.
  file TEXT NOT NULL,                  -- Where it was written, as an absolute path.
  bytes INTEGER NOT NULL               -- Its size.
) STRICT;

CREATE TABLE field_tally (
  -- What reading gave in a run: on how many pages a field was found, by which source and rule, and how long it was.
  run_id INTEGER NOT NULL REFERENCES run (id), -- Run.
  kind TEXT NOT NULL,                  -- Kind of article, as in article; section for first pages of lists.
  section TEXT NOT NULL CHECK (json_valid(section)), -- For lists the path of their section, as a JSON list; [] for articles.
  field TEXT NOT NULL,                 -- Field, by its JSON name.
  source TEXT NOT NULL,                -- Where it was found, as in the provenance of articles; empty for pages on which it was not found.
  rule TEXT NOT NULL,                  -- Selector, key or label that found it; empty when the source has none that is the same on all pages.
  pages INTEGER NOT NULL,              -- Pages.
  conflicts INTEGER NOT NULL,          -- Of them, pages on which another source gave another value.
  size REAL NOT NULL,                  -- Sum over the pages of log2(1 + length), in letters for texts, in items for lists.
  size_squared REAL NOT NULL,          -- Sum of the squares of the same.
  first_page INTEGER NOT NULL REFERENCES page (id), -- First of the pages.
  first_at TEXT NOT NULL,              -- When it was asked for, UTC.
  last_page INTEGER NOT NULL REFERENCES page (id), -- Latest of the pages.
  PRIMARY KEY (run_id, kind, section, field, source, rule)
) STRICT, WITHOUT ROWID;
