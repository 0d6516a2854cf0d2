-- The log of all rooms. A room's number is the position of its create event.
CREATE TABLE log_head (
  id INT PRIMARY KEY,
  log_position BIGINT NOT NULL
);
INSERT INTO log_head (id, log_position) VALUES (1, 0);

CREATE TABLE rooms (
  room_number BIGINT PRIMARY KEY,
  room_id VARCHAR(255) NOT NULL UNIQUE,
  room_version VARCHAR(8) NOT NULL
);

CREATE TABLE events (
  log_position BIGINT PRIMARY KEY,
  room_number BIGINT NOT NULL,
  event_id VARCHAR(255) NOT NULL UNIQUE,
  pdu VARCHAR(70000) NOT NULL,
  redacted_by VARCHAR(255)
);
CREATE INDEX events_by_room ON events (room_number, log_position);

-- Requests that were answered: the second one of the same gets the first one's answer.
CREATE TABLE transactions (
  transaction_key VARCHAR(64) PRIMARY KEY,
  first_position BIGINT NOT NULL,
  event_count INT NOT NULL,
  at_ms BIGINT NOT NULL
);

-- What follows from the log: filled with it, and again by a rebuild.
CREATE TABLE state_history (
  room_number BIGINT NOT NULL,
  event_type VARCHAR(255) NOT NULL,
  state_key VARCHAR(255) NOT NULL,
  log_position BIGINT NOT NULL,
  PRIMARY KEY (room_number, event_type, state_key, log_position)
);
CREATE INDEX state_history_by_position ON state_history (room_number, log_position);

CREATE TABLE current_state (
  room_number BIGINT NOT NULL,
  event_type VARCHAR(255) NOT NULL,
  state_key VARCHAR(255) NOT NULL,
  log_position BIGINT NOT NULL,
  PRIMARY KEY (room_number, event_type, state_key)
);

CREATE TABLE memberships (
  user_id VARCHAR(255) NOT NULL,
  room_number BIGINT NOT NULL,
  membership VARCHAR(8) NOT NULL,
  log_position BIGINT NOT NULL,
  PRIMARY KEY (user_id, room_number)
);

-- Rooms that a former member asked not to be shown again.
CREATE TABLE forgotten_rooms (
  user_id VARCHAR(255) NOT NULL,
  room_number BIGINT NOT NULL,
  PRIMARY KEY (user_id, room_number)
);
