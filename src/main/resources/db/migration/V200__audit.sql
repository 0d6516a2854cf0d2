-- The audit log: a Merkle tree of leaves (RFC 6962), only ever added to.

CREATE TABLE audit_entries (
  seq BIGINT PRIMARY KEY,
  kind VARCHAR(32) NOT NULL,
  at_ms BIGINT NOT NULL,
  leaf TEXT NOT NULL,
  leaf_hash BYTEA NOT NULL
);

-- One row: how many leaves there are, and the roots of the complete subtrees at the right edge.
CREATE TABLE audit_head (
  id INT PRIMARY KEY,
  tree_size BIGINT NOT NULL,
  frontier TEXT NOT NULL
);

INSERT INTO audit_head (id, tree_size, frontier) VALUES (1, 0, '');

-- Complete tiles of 256 hashes (C2SP tlog-tiles): level 0 holds leaf hashes, each further level the
-- roots of the tiles below.
CREATE TABLE audit_tiles (
  tile_level INT NOT NULL,
  tile_index BIGINT NOT NULL,
  hashes BYTEA NOT NULL,
  root_hash BYTEA NOT NULL,
  PRIMARY KEY (tile_level, tile_index)
);

-- Signed checkpoints, as the notes that were handed out.
CREATE TABLE audit_checkpoints (
  tree_size BIGINT PRIMARY KEY,
  at_ms BIGINT NOT NULL,
  note TEXT NOT NULL
);
