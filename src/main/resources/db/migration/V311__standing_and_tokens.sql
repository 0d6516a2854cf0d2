-- How an account stands, and what it shows of itself beyond name and picture.
ALTER TABLE accounts ADD COLUMN suspended BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE accounts ADD COLUMN locked BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE accounts ADD COLUMN erased BOOLEAN DEFAULT FALSE NOT NULL;

CREATE TABLE profile_fields (
  user_id VARCHAR(255) NOT NULL,
  field VARCHAR(255) NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, field)
);

-- A device has several access tokens while one takes over from another. A token that came from a
-- refresh token names it until the token is first used: then everything older ends.
CREATE TABLE access_tokens (
  token_hash VARCHAR(64) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT,
  refreshed_from VARCHAR(64)
);

INSERT INTO access_tokens (token_hash, user_id, device_id, created_ms, expires_ms)
  SELECT token_hash, user_id, device_id, created_ms, expires_ms FROM sessions;

DROP TABLE sessions;

CREATE INDEX access_tokens_by_device ON access_tokens (user_id, device_id);

CREATE TABLE refresh_tokens (
  token_hash VARCHAR(64) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  access_hash VARCHAR(64) NOT NULL,
  refreshed_from VARCHAR(64)
);

CREATE INDEX refresh_tokens_by_device ON refresh_tokens (user_id, device_id);
