-- The newest position of what lies beside the log (receipts, account data, messages to devices,
-- device keys). One row: who takes the next position locks it until the end of the transaction.
CREATE TABLE stream_positions (
    id     INTEGER PRIMARY KEY,
    newest BIGINT NOT NULL
);

INSERT INTO stream_positions (id, newest) VALUES (1, 0);
