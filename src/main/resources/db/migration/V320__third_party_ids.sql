-- E-mail addresses of accounts, and how they are confirmed.

CREATE TABLE third_party_ids (
  address VARCHAR(254) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  validated_ms BIGINT NOT NULL,
  added_ms BIGINT NOT NULL
);

CREATE INDEX third_party_ids_by_user ON third_party_ids (user_id);

-- Somebody says that an address is theirs, and for what they need it. The client's secret is kept
-- as its SHA-256 only.
CREATE TABLE address_checks (
  sid VARCHAR(64) PRIMARY KEY,
  purpose VARCHAR(16) NOT NULL,
  address VARCHAR(254) NOT NULL,
  secret_hash VARCHAR(64) NOT NULL,
  send_attempt BIGINT NOT NULL,
  next_link TEXT,
  expires_ms BIGINT NOT NULL,
  validated_ms BIGINT,
  UNIQUE (purpose, address, secret_hash)
);

CREATE INDEX address_checks_by_expiry ON address_checks (expires_ms);

-- What stands in the links that were sent, as SHA-256: each message has its own, all of them work.
CREATE TABLE address_check_links (
  token_hash VARCHAR(64) PRIMARY KEY,
  sid VARCHAR(64) NOT NULL
);

CREATE INDEX address_check_links_by_sid ON address_check_links (sid);
