-- What a case counts, one row a measure: follows from the log, see MeasureProjection. Numbers and ids, never words that people wrote.
CREATE TABLE case_measures (
  space   VARCHAR(255) NOT NULL,
  measure VARCHAR(160) NOT NULL,
  amount  BIGINT       NOT NULL,
  PRIMARY KEY (space, measure)
);
