-- Every table of a Nexa home. Times are milliseconds since 1970, documents are JSON.

CREATE TABLE events (
  id       TEXT PRIMARY KEY,
  issue    TEXT,
  service  TEXT NOT NULL,
  input    TEXT NOT NULL,
  time     INTEGER NOT NULL,
  document TEXT NOT NULL
);
CREATE INDEX events_by_issue ON events (issue, time);

CREATE TABLE offsets (
  source   TEXT PRIMARY KEY,
  position TEXT NOT NULL
);

CREATE TABLE issues (
  id          TEXT PRIMARY KEY,
  prefix      TEXT NOT NULL,    -- of the id: the service's name in capitals
  service     TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status      TEXT NOT NULL,    -- OPEN, RESOLVED, IGNORED
  captured    INTEGER NOT NULL, -- when the first captured values came, 0 before
  document    TEXT NOT NULL,
  UNIQUE (service, fingerprint)
);
CREATE INDEX issues_by_prefix ON issues (prefix);

-- How many events of an issue came by each input.
CREATE TABLE issue_inputs (
  issue TEXT NOT NULL,
  input TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (issue, input)
);

CREATE TABLE runs (
  id      TEXT PRIMARY KEY,
  issue   TEXT NOT NULL,
  status  TEXT NOT NULL, -- running, waiting, ended, failed
  started INTEGER NOT NULL,
  ended   INTEGER,
  outcome TEXT
);
CREATE INDEX runs_by_issue ON runs (issue);

CREATE TABLE steps (
  run     TEXT NOT NULL,
  name    TEXT NOT NULL,
  started INTEGER NOT NULL,
  ended   INTEGER,       -- null until the step has its result
  result  TEXT,
  facts   TEXT,
  PRIMARY KEY (run, name)
);

CREATE TABLE fixes (
  id       TEXT PRIMARY KEY,
  issue    TEXT NOT NULL,
  run      TEXT NOT NULL,
  digest   TEXT NOT NULL,
  status   TEXT NOT NULL, -- waiting, approved, rejected, applied, failed
  created  INTEGER NOT NULL,
  document TEXT NOT NULL,
  decided  INTEGER,
  actor    TEXT,
  reason   TEXT
);

CREATE TABLE cases (
  id       TEXT PRIMARY KEY,
  document TEXT NOT NULL
);

-- What the page is told, in order.
CREATE TABLE feed (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  time     INTEGER NOT NULL,
  name     TEXT NOT NULL,
  document TEXT NOT NULL
);

-- Append-only; each row's hash covers the one before.
CREATE TABLE audit (
  id       INTEGER PRIMARY KEY,
  time     INTEGER NOT NULL,
  actor    TEXT NOT NULL,
  action   TEXT NOT NULL,
  subject  TEXT NOT NULL,
  hash     TEXT NOT NULL
);

-- db-scheduler's own table.
CREATE TABLE scheduled_tasks (
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
CREATE INDEX tasks_by_time ON scheduled_tasks (execution_time);
