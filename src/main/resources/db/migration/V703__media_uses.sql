-- Which events show which files: follows from the log.
CREATE TABLE media_uses (
  media_id VARCHAR(64) NOT NULL,
  event_position BIGINT NOT NULL,
  room_id VARCHAR(255) NOT NULL,
  event_id VARCHAR(255) NOT NULL,
  PRIMARY KEY (media_id, event_position)
);
CREATE INDEX media_uses_by_event ON media_uses (event_id);

-- Files whose event was redacted: for nobody but their owner, unless another event shows them.
ALTER TABLE media ADD COLUMN withdrawn BOOLEAN DEFAULT FALSE NOT NULL;
