CREATE TABLE alert (
  -- Problems that somebody was to be told of: once when they come, once when they are over.
  id INTEGER PRIMARY KEY,              -- Numbered in the order they were first found.
  key TEXT NOT NULL,                   -- What is wrong, with what: equal for one problem found on several days.
  finding TEXT NOT NULL CHECK (json_valid(finding)), -- The problem as it was first found, as JSON.
  found_at TEXT NOT NULL,              -- When it was first found, UTC.
  seen_at TEXT NOT NULL,               -- When it was last found, UTC.
  told_at TEXT,                        -- When somebody was told of it, UTC; NULL when nobody was.
  over_at TEXT,                        -- When it was found no more, UTC; NULL while it lasts.
  over_told_at TEXT                    -- When somebody was told that it is over, UTC; NULL when nobody was.
) STRICT;
CREATE UNIQUE INDEX alert_open ON alert (key) WHERE over_at IS NULL;
CREATE INDEX alert_untold ON alert (id) WHERE told_at IS NULL OR over_told_at IS NULL;
