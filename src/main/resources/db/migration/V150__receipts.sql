-- How far somebody has read in a room: one row for each kind of receipt, user and thread.
CREATE TABLE receipts (
    room_id         VARCHAR(255) NOT NULL,
    user_id         VARCHAR(255) NOT NULL,
    receipt_type    VARCHAR(32)  NOT NULL, -- m.read or m.read.private
    thread_id       VARCHAR(255) NOT NULL, -- '' for a receipt without a thread
    event_id        VARCHAR(255) NOT NULL,
    event_position  BIGINT       NOT NULL, -- the event's place in the log
    read_at         BIGINT       NOT NULL, -- milliseconds since 1970
    stream_position BIGINT       NOT NULL, -- of the change, for syncs
    PRIMARY KEY (room_id, user_id, receipt_type, thread_id)
);

CREATE INDEX receipts_by_stream ON receipts (stream_position);
