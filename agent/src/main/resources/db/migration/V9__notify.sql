-- What people are to be told: a row a channel and subject, written with the change that it tells of.
CREATE TABLE notices (
  id        INTEGER PRIMARY KEY,
  channel   TEXT NOT NULL,    -- its name in nexa.yaml
  subject   TEXT NOT NULL,    -- the moment and what it is about: told once
  moment    TEXT NOT NULL,
  issue     TEXT NOT NULL,
  fix       TEXT,
  created   INTEGER NOT NULL,
  document  TEXT NOT NULL,
  ending    TEXT,             -- how it ended, null while it holds
  version   INTEGER NOT NULL, -- 1, and 2 once it ended
  told      INTEGER NOT NULL, -- the newest version that is settled, 0 before the first
  attempts  INTEGER NOT NULL,
  doubtful  INTEGER NOT NULL, -- whether it may have been told: set before each try, and not taken back by a timeout
  reference TEXT,             -- what the channel calls the message
  failed    TEXT,             -- why it is not tried any more
  UNIQUE (channel, subject)
);
CREATE INDEX notices_due ON notices (channel, attempts, id) WHERE told < version AND failed IS NULL;
CREATE INDEX notices_by_issue ON notices (issue, moment);

-- How the channels do.
CREATE TABLE channels (
  name     TEXT PRIMARY KEY,
  success  INTEGER,          -- when it last took something
  failure  INTEGER,          -- when it last did not
  reason   TEXT,
  failures INTEGER NOT NULL, -- since the last success
  left_out INTEGER NOT NULL  -- what was not to be told, as too much waited
);

-- db-scheduler's table for them: it would one day clear away what another scheduler has in its own.
CREATE TABLE scheduled_notices (
  task_name            TEXT NOT NULL,
  task_instance        TEXT NOT NULL,
  task_data            BLOB,
  execution_time       TIMESTAMP NOT NULL,
  picked               BOOLEAN NOT NULL,
  picked_by            TEXT,
  last_success         TIMESTAMP,
  last_failure         TIMESTAMP,
  consecutive_failures INTEGER,
  last_heartbeat       TIMESTAMP,
  version              INTEGER NOT NULL,
  priority             INTEGER,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX notices_by_time ON scheduled_notices (execution_time);
