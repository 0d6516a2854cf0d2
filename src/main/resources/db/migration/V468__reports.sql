-- What lists and reports over many cases are made from; follows from the log, see ReportProjection.
CREATE TABLE report_cases (
  space          VARCHAR(255) PRIMARY KEY,
  reference      VARCHAR(40)  NOT NULL,
  agency         VARCHAR(100) NOT NULL,
  hub            VARCHAR(100) NOT NULL,
  procedure_id   VARCHAR(100) NOT NULL,
  child          VARCHAR(400) NOT NULL,
  born           VARCHAR(10)  NOT NULL,
  order_date     VARCHAR(10)  NOT NULL,
  channel        VARCHAR(40)  NOT NULL,
  opened_at      BIGINT       NOT NULL,
  stage          VARCHAR(60)  NOT NULL,
  stage_since    BIGINT       NOT NULL,
  lead_id        VARCHAR(255) NOT NULL,
  needs_flag     INTEGER      NOT NULL,
  open_questions INTEGER      NOT NULL,
  next_due_at    BIGINT       NOT NULL
);
CREATE INDEX report_cases_hub ON report_cases (agency, hub);
CREATE INDEX report_cases_lead ON report_cases (lead_id);

-- Every run of every clock: one that is started again is a new run.
CREATE TABLE report_clocks (
  space      VARCHAR(255) NOT NULL,
  clock_id   VARCHAR(60)  NOT NULL,
  started_by VARCHAR(255) NOT NULL,
  status     VARCHAR(20)  NOT NULL,
  due_at     BIGINT       NOT NULL,
  -- The clock as its event has it, JSON.
  body       TEXT         NOT NULL,
  PRIMARY KEY (space, clock_id, started_by)
);
CREATE INDEX report_clocks_due ON report_clocks (status, due_at);

-- Questions as they stand, without their words.
CREATE TABLE report_questions (
  space    VARCHAR(255) NOT NULL,
  number   VARCHAR(20)  NOT NULL,
  room     VARCHAR(255) NOT NULL,
  owner_id VARCHAR(255) NOT NULL,
  asked_at BIGINT       NOT NULL,
  status   VARCHAR(20)  NOT NULL,
  due_on   VARCHAR(10)  NOT NULL,
  PRIMARY KEY (space, number)
);
CREATE INDEX report_questions_status ON report_questions (status, due_on);

-- The papers of the professionals room and which version of them was signed.
CREATE TABLE report_papers (
  space      VARCHAR(255) NOT NULL,
  event_type VARCHAR(100) NOT NULL,
  paper_key  VARCHAR(255) NOT NULL,
  event_id   VARCHAR(255) NOT NULL,
  author     VARCHAR(255) NOT NULL,
  written_at BIGINT       NOT NULL,
  PRIMARY KEY (space, event_type, paper_key)
);
CREATE TABLE report_signed (
  space          VARCHAR(255) NOT NULL,
  document       VARCHAR(255) NOT NULL,
  document_event VARCHAR(255) NOT NULL,
  PRIMARY KEY (space, document)
);
CREATE INDEX report_signed_event ON report_signed (document_event);

-- Words, dates and numbers of casework's events, never prose: which fields is listed in facts.json beside the code.
-- For state the value as it stands by key; for messages how often each value came.
CREATE TABLE report_facts (
  space      VARCHAR(255) NOT NULL,
  event_type VARCHAR(100) NOT NULL,
  fact_key   VARCHAR(255) NOT NULL,
  field      VARCHAR(60)  NOT NULL,
  fact_value VARCHAR(120) NOT NULL,
  times      INTEGER      NOT NULL,
  first_at   BIGINT       NOT NULL,
  last_at    BIGINT       NOT NULL,
  PRIMARY KEY (space, event_type, fact_key, field, fact_value)
);
CREATE INDEX report_facts_type ON report_facts (event_type, field);
