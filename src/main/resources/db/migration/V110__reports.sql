-- What people reported as inappropriate, for the administrators.
CREATE TABLE reports (
  report_number BIGINT PRIMARY KEY,
  reported_ms BIGINT NOT NULL,
  reporter VARCHAR(255) NOT NULL,
  room_id VARCHAR(255),
  event_id VARCHAR(255),
  reported_user VARCHAR(255),
  reason TEXT NOT NULL,
  score INT
);
