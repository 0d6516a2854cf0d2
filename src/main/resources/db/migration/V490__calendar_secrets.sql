-- The secret in the address of a person's calendar, as SHA-256: one each.
CREATE TABLE calendar_secrets (
  user_id VARCHAR(255) PRIMARY KEY,
  secret_hash VARCHAR(64) NOT NULL UNIQUE,
  made_ms BIGINT NOT NULL
);
