-- The trace an event happened in: by it a failed request finds the crash that made it fail.
ALTER TABLE events ADD COLUMN trace TEXT;
CREATE INDEX events_by_trace ON events (trace) WHERE trace IS NOT NULL;

-- Alerts of monitoring systems, one row for each firing.
CREATE TABLE alerts (
  id       TEXT PRIMARY KEY,
  service  TEXT NOT NULL, -- empty when the alert names none
  starts   INTEGER NOT NULL,
  ends     INTEGER,       -- null while it fires
  document TEXT NOT NULL
);
CREATE INDEX alerts_by_service ON alerts (service, starts);
