-- Who shows a file, and whether as a picture of somebody or of a room. Null for what was shown
-- before this was noted: by its owner, as far as anybody knows.
ALTER TABLE media_uses ADD COLUMN sender VARCHAR(255);
ALTER TABLE media_uses ADD COLUMN picture BOOLEAN DEFAULT FALSE NOT NULL;
