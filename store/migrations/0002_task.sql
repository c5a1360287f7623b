CREATE TABLE task (
  -- Long work on the archive that was begun and is not done; the same command goes on with it.
  name TEXT PRIMARY KEY,               -- Command it belongs to: reextract or recompress.
  options TEXT NOT NULL CHECK (json_valid(options)),   -- What it was asked for, as JSON; asked for something else, it begins anew.
  position TEXT NOT NULL CHECK (json_valid(position)), -- The last thing that is done, as JSON.
  report TEXT NOT NULL CHECK (json_valid(report)),     -- What came of it so far, as JSON.
  began_at TEXT NOT NULL,              -- When it was begun, UTC.
  saved_at TEXT NOT NULL               -- When this row was last written, UTC.
) STRICT, WITHOUT ROWID;
