-- Casework's read tables: they follow from the log and can be rebuilt from it.

-- One row a case.
CREATE TABLE case_records (
  space      VARCHAR(255) PRIMARY KEY,
  reference  VARCHAR(40)  NOT NULL,
  agency     VARCHAR(100) NOT NULL,
  hub        VARCHAR(100) NOT NULL,
  stage      VARCHAR(60)  NOT NULL,
  opened_at  BIGINT       NOT NULL
);
CREATE INDEX case_records_hub ON case_records (agency, hub);

-- The clocks of a case as they stand.
CREATE TABLE case_clocks (
  space      VARCHAR(255) NOT NULL,
  clock_id   VARCHAR(60)  NOT NULL,
  status     VARCHAR(20)  NOT NULL,
  due_at     BIGINT       NOT NULL,
  PRIMARY KEY (space, clock_id)
);
CREATE INDEX case_clocks_due ON case_clocks (status, due_at);

-- Questions as they stand.
CREATE TABLE case_questions (
  space      VARCHAR(255) NOT NULL,
  number     VARCHAR(20)  NOT NULL,
  owner_id   VARCHAR(255) NOT NULL,
  status     VARCHAR(20)  NOT NULL,
  due_on     VARCHAR(10)  NOT NULL,
  PRIMARY KEY (space, number)
);
CREATE INDEX case_questions_owner ON case_questions (owner_id, status);

-- The chain of signed decisions.
CREATE TABLE case_decisions (
  space       VARCHAR(255) NOT NULL,
  number      INTEGER      NOT NULL,
  event_id    VARCHAR(255) NOT NULL,
  previous_id VARCHAR(255),
  signer      VARCHAR(255) NOT NULL,
  decided_at  BIGINT       NOT NULL,
  PRIMARY KEY (space, number)
);
