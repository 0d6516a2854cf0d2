-- What is urgent comes in quiet hours too: of what somebody is to be told of, and of the message that it becomes.
ALTER TABLE notice_items ADD COLUMN urgent BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE notice_messages ADD COLUMN urgent BOOLEAN DEFAULT FALSE NOT NULL;
