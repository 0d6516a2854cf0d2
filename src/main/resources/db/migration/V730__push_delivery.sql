-- When each pusher was set, and up to which position of the log its gateway has been told.
ALTER TABLE pushers ADD COLUMN set_at BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE pushers ADD COLUMN delivered BIGINT DEFAULT 0 NOT NULL;
UPDATE pushers SET delivered = COALESCE((SELECT log_position FROM log_head WHERE id = 1), 0);
