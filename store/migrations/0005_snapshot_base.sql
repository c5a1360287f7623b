-- Who names a snapshot as dictionary is asked before it is packed otherwise.
CREATE INDEX snapshot_by_base ON snapshot (base_id) WHERE base_id IS NOT NULL;
