-- Who set how far which patches of a service are trusted; the newest row of a class holds.
CREATE TABLE grants (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  service TEXT NOT NULL,
  origin  TEXT NOT NULL, -- recalled, revert, operator:NAME, model:NAME; empty for all
  package TEXT NOT NULL, -- empty for all
  level   TEXT,          -- null: as before anybody set it
  actor   TEXT NOT NULL,
  time    INTEGER NOT NULL,
  reason  TEXT NOT NULL,
  fix     TEXT           -- whose harm lowered it
);
CREATE INDEX grants_by_class ON grants (service, origin, package, id);

-- Of whose patches a fix is, and whether anybody was asked.
ALTER TABLE fixes ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE fixes ADD COLUMN asked INTEGER NOT NULL DEFAULT 1;
