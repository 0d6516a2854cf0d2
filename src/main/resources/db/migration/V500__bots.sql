-- How far each bot has read the log: behind at most, never ahead, so that nothing is missed.
CREATE TABLE bot_positions (
  bot VARCHAR(64) NOT NULL PRIMARY KEY,
  log_position BIGINT NOT NULL
);

-- Reminders that are to come, and what became of those that came. Times are milliseconds since 1970.
CREATE TABLE bot_reminders (
  id VARCHAR(700) NOT NULL PRIMARY KEY,
  case_id VARCHAR(255) NOT NULL,
  clock_key VARCHAR(255) NOT NULL,
  clock_run VARCHAR(255) NOT NULL,
  point VARCHAR(64) NOT NULL,
  due_at BIGINT NOT NULL,
  needs_answer BOOLEAN NOT NULL,
  reminder_state VARCHAR(16) NOT NULL,
  sent_at BIGINT,
  sent_room VARCHAR(255),
  sent_event VARCHAR(255),
  answer_by BIGINT,
  answered_by VARCHAR(255)
);

CREATE INDEX bot_reminders_due ON bot_reminders (reminder_state, due_at);
CREATE INDEX bot_reminders_case ON bot_reminders (case_id, clock_key);
CREATE INDEX bot_reminders_sent ON bot_reminders (sent_event);
