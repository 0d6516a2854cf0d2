-- Who opened what, taken over from the audit log so that it can be looked up by room. Nothing is
-- kept here alone: emptied, it fills itself again from the log.
CREATE TABLE access_notes (
  seq    BIGINT       PRIMARY KEY,
  room   VARCHAR(255) NOT NULL,
  person VARCHAR(255) NOT NULL,
  how    VARCHAR(60)  NOT NULL,
  at_ms  BIGINT       NOT NULL
);
CREATE INDEX access_notes_by_room ON access_notes (room, at_ms);

-- One row: up to where the audit log has been read.
CREATE TABLE access_read (
  id       INT    PRIMARY KEY,
  next_seq BIGINT NOT NULL
);
INSERT INTO access_read (id, next_seq) VALUES (1, 0);
