-- The trace an event happened in: by it a failed request finds the crash that made it fail.
ALTER TABLE events ADD COLUMN trace TEXT;
CREATE INDEX events_by_trace ON events (trace) WHERE trace IS NOT NULL;

-- The fingerprints of each issue: its first, and those that were found to be like it.
CREATE TABLE fingerprints (
  service     TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  issue       TEXT NOT NULL,
  because     TEXT NOT NULL,
  PRIMARY KEY (service, fingerprint)
);
CREATE INDEX fingerprints_by_issue ON fingerprints (issue);
INSERT INTO fingerprints (service, fingerprint, issue, because)
  SELECT service, fingerprint, id, document ->> '$.groupedBecause' FROM issues;

-- What kind of failure an issue is taken for, a document; null for issues of an older Nexa.
ALTER TABLE issues ADD COLUMN classification TEXT;

-- What people said that events really are.
CREATE TABLE corrections (
  id        INTEGER PRIMARY KEY,
  root_type TEXT NOT NULL,
  text      TEXT NOT NULL,
  category  TEXT NOT NULL
);

-- Alerts of monitoring systems, one row for each firing.
CREATE TABLE alerts (
  id       TEXT PRIMARY KEY,
  service  TEXT NOT NULL, -- empty when the alert names none
  starts   INTEGER NOT NULL,
  ends     INTEGER,       -- null while it fires
  document TEXT NOT NULL
);
CREATE INDEX alerts_by_service ON alerts (service, starts);
