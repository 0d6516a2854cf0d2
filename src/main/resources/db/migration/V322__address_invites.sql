-- People who were invited by an e-mail address that no account had: what an account gets that adds
-- the address. The token is the state key of the room's m.room.third_party_invite.
CREATE TABLE address_invites (
  token VARCHAR(64) PRIMARY KEY,
  address VARCHAR(254) NOT NULL,
  room_id VARCHAR(255) NOT NULL,
  sender VARCHAR(255) NOT NULL,
  created_ms BIGINT NOT NULL
);

CREATE INDEX address_invites_by_address ON address_invites (address, room_id);
