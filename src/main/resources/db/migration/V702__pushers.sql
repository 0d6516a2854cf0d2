-- Where clients want to be told of events.
CREATE TABLE pushers (
  user_id VARCHAR(255) NOT NULL,
  app_id VARCHAR(64) NOT NULL,
  push_key VARCHAR(512) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, app_id, push_key)
);
