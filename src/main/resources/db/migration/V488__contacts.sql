-- The phone number of a person, for text messages: one each, confirmed with a code. Two people may share one.
CREATE TABLE phone_numbers (
  user_id VARCHAR(255) PRIMARY KEY,
  number VARCHAR(20) NOT NULL,
  validated_ms BIGINT NOT NULL
);

-- Codes that were sent to an address that somebody wants to add: the newest of each person and kind counts.
CREATE TABLE contact_codes (
  user_id VARCHAR(255) NOT NULL,
  kind VARCHAR(8) NOT NULL,
  address VARCHAR(254) NOT NULL,
  code_hash VARCHAR(64) NOT NULL,
  tries INTEGER NOT NULL,
  expires_ms BIGINT NOT NULL,
  PRIMARY KEY (user_id, kind)
);
