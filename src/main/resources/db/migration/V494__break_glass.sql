-- Openings of cases from outside of their teams: for lists over all cases, and to end them in time.
CREATE TABLE break_glass (
  space      VARCHAR(255) NOT NULL,
  number     VARCHAR(20)  NOT NULL,
  person     VARCHAR(255) NOT NULL,
  agency     VARCHAR(100) NOT NULL,
  hub        VARCHAR(100) NOT NULL,
  status     VARCHAR(20)  NOT NULL,
  from_ms    BIGINT       NOT NULL,
  until_ms   BIGINT       NOT NULL,
  reviewed   BOOLEAN      NOT NULL,
  PRIMARY KEY (space, number)
);
CREATE INDEX break_glass_by_status ON break_glass (status, until_ms);
CREATE INDEX break_glass_by_agency ON break_glass (agency, from_ms);
