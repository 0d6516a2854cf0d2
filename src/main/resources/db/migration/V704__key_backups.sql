-- Backups that people make of their message keys, encrypted before they come here.
CREATE TABLE key_backups (
  user_id VARCHAR(255) NOT NULL,
  backup_version BIGINT NOT NULL,
  algorithm VARCHAR(255) NOT NULL,
  auth_data TEXT NOT NULL,
  changes BIGINT NOT NULL,
  deleted BOOLEAN NOT NULL,
  PRIMARY KEY (user_id, backup_version)
);

CREATE TABLE backed_up_keys (
  user_id VARCHAR(255) NOT NULL,
  backup_version BIGINT NOT NULL,
  room_id VARCHAR(255) NOT NULL,
  session_id VARCHAR(255) NOT NULL,
  first_message_index BIGINT NOT NULL,
  forwarded_count BIGINT NOT NULL,
  is_verified BOOLEAN NOT NULL,
  session_data TEXT NOT NULL,
  PRIMARY KEY (user_id, backup_version, room_id, session_id)
);
