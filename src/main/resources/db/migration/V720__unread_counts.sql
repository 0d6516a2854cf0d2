-- Unread counts that took long to take, so that they need not be taken anew after a restart.
CREATE TABLE unread_counts (
  user_id VARCHAR(255) NOT NULL,
  room_id VARCHAR(255) NOT NULL,
  counted_to BIGINT NOT NULL,
  tally TEXT NOT NULL,
  PRIMARY KEY (user_id, room_id)
);
