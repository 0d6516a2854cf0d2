-- Users that application services made: the only ones that they act as.
CREATE TABLE appservice_users (
  user_id VARCHAR(255) PRIMARY KEY,
  service_id VARCHAR(255) NOT NULL
);

-- How far each application service has been told, and which node tells it.
CREATE TABLE appservice_positions (
  service_id VARCHAR(255) PRIMARY KEY,
  log_position BIGINT NOT NULL,
  stream_position BIGINT NOT NULL,
  next_transaction BIGINT NOT NULL,
  node_id VARCHAR(64) NOT NULL,
  node_until_ms BIGINT NOT NULL
);

-- The transaction that is on its way to a service: sent again as it is until it is taken in.
CREATE TABLE appservice_transactions (
  service_id VARCHAR(255) PRIMARY KEY,
  transaction_number BIGINT NOT NULL,
  log_position BIGINT NOT NULL,
  stream_position BIGINT NOT NULL,
  body TEXT NOT NULL
);

-- Rooms in the directories that application services keep for their networks.
CREATE TABLE appservice_listed_rooms (
  service_id VARCHAR(255) NOT NULL,
  network_id VARCHAR(255) NOT NULL,
  room_id VARCHAR(255) NOT NULL,
  PRIMARY KEY (service_id, network_id, room_id)
);
