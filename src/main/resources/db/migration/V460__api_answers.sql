-- Requests of the case API that carried an Idempotency-Key: the second one of the same gets the
-- first one's answer. Kept for a day.
CREATE TABLE api_answers (
  request_key   VARCHAR(64)  PRIMARY KEY,
  fingerprint   VARCHAR(64)  NOT NULL,
  begun_ms      BIGINT       NOT NULL,
  answer        BYTEA
);
CREATE INDEX api_answers_begun ON api_answers (begun_ms);
