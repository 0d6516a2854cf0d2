-- People, agencies, devices and sign-ins.

CREATE TABLE agencies (
  id VARCHAR(64) PRIMARY KEY,
  body TEXT NOT NULL
);

CREATE TABLE accounts (
  user_id VARCHAR(255) PRIMARY KEY,
  display_name TEXT NOT NULL,
  avatar_url TEXT,
  roles TEXT NOT NULL,
  agency VARCHAR(64),
  hub VARCHAR(64),
  password_hash TEXT,
  active BOOLEAN NOT NULL,
  created_ms BIGINT NOT NULL
);

CREATE TABLE devices (
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  display_name TEXT,
  created_ms BIGINT NOT NULL,
  last_seen_ms BIGINT,
  last_seen_ip VARCHAR(64),
  PRIMARY KEY (user_id, device_id)
);

-- A token is kept as its SHA-256 only. A device has one session at most.
CREATE TABLE sessions (
  token_hash VARCHAR(64) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT,
  UNIQUE (user_id, device_id)
);

CREATE TABLE login_tokens (
  token_hash VARCHAR(64) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  expires_ms BIGINT NOT NULL
);

-- One-time links with which somebody sets their first password.
CREATE TABLE invitations (
  code_hash VARCHAR(64) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  invited_by VARCHAR(255) NOT NULL,
  created_ms BIGINT NOT NULL,
  expires_ms BIGINT NOT NULL,
  used_ms BIGINT
);

CREATE INDEX invitations_by_user ON invitations (user_id);
