-- What clients keep beside the rooms: account data, filters, keys, messages to devices.

CREATE TABLE account_data (
  user_id VARCHAR(255) NOT NULL,
  room_id VARCHAR(255) NOT NULL,
  data_type VARCHAR(255) NOT NULL,
  content TEXT NOT NULL,
  stream_position BIGINT NOT NULL,
  PRIMARY KEY (user_id, room_id, data_type)
);

CREATE TABLE filters (
  user_id VARCHAR(255) NOT NULL,
  filter_id VARCHAR(64) NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, filter_id)
);

CREATE TABLE to_device (
  stream_position BIGINT PRIMARY KEY,
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  message TEXT NOT NULL
);

CREATE INDEX to_device_by_device ON to_device (user_id, device_id, stream_position);

-- Transaction ids of messages to devices, so that one sent again is not delivered again.
CREATE TABLE to_device_sent (
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  txn_id VARCHAR(255) NOT NULL,
  sent_ms BIGINT NOT NULL,
  PRIMARY KEY (user_id, device_id, txn_id)
);

CREATE TABLE device_keys (
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, device_id)
);

CREATE TABLE one_time_keys (
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  key_name VARCHAR(255) NOT NULL,
  algorithm VARCHAR(255) NOT NULL,
  content TEXT NOT NULL,
  added_ms BIGINT NOT NULL,
  PRIMARY KEY (user_id, device_id, key_name)
);

CREATE TABLE fallback_keys (
  user_id VARCHAR(255) NOT NULL,
  device_id VARCHAR(255) NOT NULL,
  algorithm VARCHAR(255) NOT NULL,
  key_name VARCHAR(255) NOT NULL,
  content TEXT NOT NULL,
  used BOOLEAN NOT NULL,
  PRIMARY KEY (user_id, device_id, algorithm)
);

CREATE TABLE cross_signing_keys (
  user_id VARCHAR(255) NOT NULL,
  key_usage VARCHAR(32) NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (user_id, key_usage)
);

-- Signatures that came after the key: of a device by its owner, of a person by another.
CREATE TABLE key_signatures (
  target_user VARCHAR(255) NOT NULL,
  target_key VARCHAR(255) NOT NULL,
  signer VARCHAR(255) NOT NULL,
  signer_key VARCHAR(255) NOT NULL,
  signature TEXT NOT NULL,
  PRIMARY KEY (target_user, target_key, signer, signer_key)
);

-- Where in the stream each user's devices or keys last changed.
CREATE TABLE device_lists (
  user_id VARCHAR(255) PRIMARY KEY,
  stream_position BIGINT NOT NULL
);
