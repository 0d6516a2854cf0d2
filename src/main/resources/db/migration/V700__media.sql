-- Files that people share. A row without `stored_as` is an address that waits for its upload.
CREATE TABLE media (
  media_id VARCHAR(64) PRIMARY KEY,
  owner_id VARCHAR(255) NOT NULL,
  content_type VARCHAR(400),
  file_name VARCHAR(255),
  byte_length BIGINT,
  stored_as VARCHAR(64),
  created_ms BIGINT NOT NULL
);
CREATE INDEX media_by_owner ON media (owner_id, created_ms);
