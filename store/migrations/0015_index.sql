-- SQLite keeps what is written of a column up to its semicolon, and goes on behind it.
ALTER TABLE run ADD COLUMN index_requests INTEGER NOT NULL DEFAULT 0 -- Requests that belong to no page: those for the index of a web archive.
  /**/;
ALTER TABLE run ADD COLUMN index_bytes INTEGER NOT NULL DEFAULT 0 -- Bytes of bodies that answered them, as sent.
  /**/;
DROP VIEW run_ledger;
CREATE VIEW run_ledger (
  -- Runs with what they did.
  run_id,        -- Run.
  site,          -- Site that was crawled.
  started_at,    -- When it began, UTC.
  ended_at,      -- When it ended, UTC; NULL while it runs or when it was killed.
  outcome,       -- How it ended.
  visits,        -- Attempts to ask for a page.
  fetched,       -- Attempts that were answered with a body that was read.
  not_modified,  -- Attempts that were answered with "not modified".
  new,           -- Articles first seen.
  changed,       -- Articles with a new revision.
  unchanged,     -- Articles fetched and found as they were.
  blocked,       -- Attempts the site refused.
  missing,       -- Pages that were not there.
  failed,        -- Attempts without a usable answer.
  dropped,       -- Pages not asked for, by robots.txt or scope.
  requests,      -- Requests made, those for the index of a web archive included.
  bytes          -- Bytes of bodies as sent, of that index too.
) AS
SELECT r.id, r.site, r.started_at, r.ended_at, r.outcome, count(v.id),
  coalesce(sum(v.outcome = 'fetched'), 0), coalesce(sum(v.outcome = 'not_modified'), 0),
  coalesce(sum(v.change = 'new'), 0), coalesce(sum(v.change = 'changed'), 0),
  coalesce(sum(v.change = 'unchanged' AND v.outcome = 'fetched'), 0),
  coalesce(sum(v.outcome = 'blocked'), 0), coalesce(sum(v.outcome = 'missing'), 0),
  coalesce(sum(v.outcome = 'failed'), 0), coalesce(sum(v.outcome = 'dropped'), 0),
  coalesce(sum(v.requests), 0) + r.index_requests, coalesce(sum(v.bytes), 0) + r.index_bytes
FROM run r
LEFT JOIN visit v ON v.run_id = r.id
GROUP BY r.id;
