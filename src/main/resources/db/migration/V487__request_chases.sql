-- Requests to other services that wait for an answer, and how often the question bot has chased them. Ids and dates, no words.
CREATE TABLE request_chases (
  room     VARCHAR(255) NOT NULL,
  number   VARCHAR(20)  NOT NULL,
  chase_on VARCHAR(10)  NOT NULL,
  told     INTEGER      NOT NULL,
  PRIMARY KEY (room, number)
);
CREATE INDEX request_chases_day ON request_chases (chase_on);
