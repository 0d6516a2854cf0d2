-- What a case's row says of its running clocks and open questions is read for each event that moves one: by case. The
-- indexes by time made H2 walk the running clocks of all cases for it.
DROP INDEX report_clocks_due;
CREATE INDEX report_clocks_running ON report_clocks (status, space, due_at);
DROP INDEX report_questions_status;
CREATE INDEX report_questions_open ON report_questions (status, space);
