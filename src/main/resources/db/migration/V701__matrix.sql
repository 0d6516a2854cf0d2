-- Names that lead to rooms.
CREATE TABLE room_aliases (
  alias VARCHAR(255) PRIMARY KEY,
  room_id VARCHAR(255) NOT NULL,
  created_by VARCHAR(255) NOT NULL,
  created_ms BIGINT NOT NULL
);
CREATE INDEX room_aliases_by_room ON room_aliases (room_id);

-- Rooms that stand in the directory of public rooms.
CREATE TABLE listed_rooms (
  room_id VARCHAR(255) PRIMARY KEY
);

-- Which events relate to which: follows from the log.
CREATE TABLE event_relations (
  event_position BIGINT PRIMARY KEY,
  room_id VARCHAR(255) NOT NULL,
  target_id VARCHAR(255) NOT NULL,
  rel_type VARCHAR(255) NOT NULL,
  event_type VARCHAR(255) NOT NULL,
  event_id VARCHAR(255) NOT NULL UNIQUE,
  sender VARCHAR(255) NOT NULL
);
CREATE INDEX event_relations_by_target ON event_relations (target_id, rel_type, event_position);
CREATE INDEX event_relations_by_room ON event_relations (room_id, rel_type, event_position);
