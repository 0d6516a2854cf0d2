-- Tokens with which somebody shows another service who they are; kept as SHA-256.
CREATE TABLE openid_tokens (
  token_hash VARCHAR(64) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  expires_ms BIGINT NOT NULL
);

CREATE INDEX openid_tokens_by_expiry ON openid_tokens (expires_ms);
