CREATE TABLE run_count (
  -- What became of the pages of a live run, counted when it ended, so that a ledger of years need not go through every visit; none of a run of more than 500,000 visits.
  run_id INTEGER NOT NULL REFERENCES run (id), -- Run that ended.
  section TEXT NOT NULL CHECK (json_valid(section)), -- Path of the section the pages were found in, as a JSON list; [] when in none.
  quarter TEXT NOT NULL,               -- Quarter of an hour in which they were asked for the last time, UTC, such as "2024-12-01T17:45".
  outcome TEXT NOT NULL,               -- As in visit, of their last visit in the run.
  change TEXT NOT NULL,                -- As in visit.
  class TEXT NOT NULL,                 -- As in visit.
  count INTEGER NOT NULL,              -- How many pages.
  PRIMARY KEY (run_id, section, quarter, outcome, change, class)
) STRICT, WITHOUT ROWID;
