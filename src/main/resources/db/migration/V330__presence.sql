-- What people say of themselves, and whether they were there: written now and then, so that a
-- restart takes nobody's words away and nobody stays online for ever.
CREATE TABLE presence (
  user_id VARCHAR(255) PRIMARY KEY,
  state VARCHAR(20) NOT NULL,
  status_msg VARCHAR(4000),
  active_ms BIGINT NOT NULL
);
