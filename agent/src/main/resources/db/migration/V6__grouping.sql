-- What people say about which crashes are one issue, and how often, to whom and in which release they happen.

-- By what an event was put into its issue, and what tells it from others of the same fingerprint; whether it
-- was counted, as another signal may have told of it; and a mark of the user it happened to.
ALTER TABLE events ADD COLUMN fingerprint TEXT;
ALTER TABLE events ADD COLUMN variant TEXT;
ALTER TABLE events ADD COLUMN counted INTEGER NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN user TEXT;
CREATE INDEX events_by_user ON events (issue, user) WHERE user IS NOT NULL;
UPDATE events SET fingerprint = (SELECT fingerprint FROM issues WHERE issues.id = events.issue)
  WHERE issue IS NOT NULL AND document ->> '$.stackTrace' IS NOT NULL;

-- An issue that was merged into another keeps its name and leads there; its status is MERGED then.
ALTER TABLE issues ADD COLUMN merged_into TEXT;
CREATE INDEX issues_by_target ON issues (merged_into) WHERE merged_into IS NOT NULL;
ALTER TABLE issues ADD COLUMN opened_in TEXT; -- the release it was first seen in, when one was named

-- How many events came by each input, now for each fingerprint of an issue: a split takes its own along.
CREATE TABLE counts (
  issue         TEXT NOT NULL,
  fingerprint   TEXT NOT NULL,
  input         TEXT NOT NULL,
  count         INTEGER NOT NULL,
  authenticated INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (issue, fingerprint, input)
);
INSERT INTO counts (issue, fingerprint, input, count, authenticated)
  SELECT issue, fingerprint, input, count, authenticated
  FROM issue_inputs JOIN issues ON issues.id = issue;
DROP TABLE issue_inputs;
ALTER TABLE counts RENAME TO issue_inputs;

-- The same for each hour since 1970, for the last day.
CREATE TABLE issue_hours (
  issue       TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  input       TEXT NOT NULL,
  hour        INTEGER NOT NULL,
  count       INTEGER NOT NULL,
  PRIMARY KEY (issue, fingerprint, input, hour)
);

-- When each release of a service was seen.
CREATE TABLE releases (
  service TEXT NOT NULL,
  release TEXT NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  PRIMARY KEY (service, release)
);

-- What a person said of two fingerprints; the last word on a pair holds.
CREATE TABLE links (
  service  TEXT NOT NULL,
  one      TEXT NOT NULL, -- the smaller of the two
  other    TEXT NOT NULL,
  together INTEGER NOT NULL,
  actor    TEXT NOT NULL,
  time     INTEGER NOT NULL,
  PRIMARY KEY (service, one, other)
);

-- The variants of a fingerprint that a person split off, and the fingerprints they have since.
CREATE TABLE variants (
  service     TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  variant     TEXT NOT NULL,
  becomes     TEXT NOT NULL,
  PRIMARY KEY (service, fingerprint, variant)
);
