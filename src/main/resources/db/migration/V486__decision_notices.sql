-- Notices of decisions to families and how long they can answer: follows from the log, see NoticeProjection. Numbers and dates, no words.
CREATE TABLE decision_notices (
  space    VARCHAR(255) NOT NULL,
  number   INTEGER      NOT NULL,
  status   VARCHAR(20)  NOT NULL,
  until_on VARCHAR(10)  NOT NULL,
  PRIMARY KEY (space, number)
);
CREATE INDEX decision_notices_open ON decision_notices (status, until_on);
