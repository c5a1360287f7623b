CREATE TABLE archive (
  -- Which archive this is: one row. A copy or a backup is the same archive at an earlier state.
  uid TEXT PRIMARY KEY,                -- 128 random bits in hex; citations and manifests of exports name it.
  made_at TEXT NOT NULL                -- When it got its name, UTC.
) STRICT, WITHOUT ROWID;
INSERT INTO archive (uid, made_at) SELECT lower(hex(randomblob(16))), strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
