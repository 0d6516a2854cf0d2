-- Whose keys look different to one person only, who signed them or whose own private keys changed.
CREATE TABLE own_device_lists (
  viewer VARCHAR(255) NOT NULL,
  user_id VARCHAR(255) NOT NULL,
  stream_position BIGINT NOT NULL,
  PRIMARY KEY (viewer, user_id)
);
