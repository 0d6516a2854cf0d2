-- Notices outside of the service: that there is something, never what.

-- How people want to be told; who never said has no row. Language and wording: null for what their needs say.
CREATE TABLE notice_preferences (
  user_id VARCHAR(255) PRIMARY KEY,
  channel VARCHAR(8),
  often VARCHAR(8) NOT NULL,
  lang VARCHAR(2),
  easy_read BOOLEAN
);

-- How far the log was looked at. Whoever moves it on writes, in the same transaction, what it found: once.
CREATE TABLE notice_position (
  id INTEGER PRIMARY KEY,
  log_position BIGINT NOT NULL
);

-- What somebody is to be told of, until it is taken into a message or has become needless.
CREATE TABLE notice_items (
  id VARCHAR(600) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  room_id VARCHAR(255) NOT NULL,
  event_id VARCHAR(255) NOT NULL,
  log_position BIGINT NOT NULL,
  due_at BIGINT NOT NULL
);

CREATE INDEX notice_items_due ON notice_items (due_at);

-- Messages to people: waiting, sent, or given up. Kinds are words, and nothing else of what happened.
CREATE TABLE notice_messages (
  id VARCHAR(64) PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  channel VARCHAR(8) NOT NULL,
  kinds VARCHAR(255) NOT NULL,
  made_at BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  tries INTEGER NOT NULL,
  message_state VARCHAR(8) NOT NULL,
  fault VARCHAR(255)
);

CREATE INDEX notice_messages_next ON notice_messages (message_state, next_at);
CREATE INDEX notice_messages_user ON notice_messages (user_id, made_at);
