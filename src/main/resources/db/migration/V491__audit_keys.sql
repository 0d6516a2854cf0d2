-- Where in the log the key that signs checkpoints was changed: the places of those entries.
CREATE TABLE audit_keys (
  seq BIGINT PRIMARY KEY
);

-- When a checkpoint was signed is told by the entry before it, which is hashed.
ALTER TABLE audit_checkpoints DROP COLUMN at_ms;
