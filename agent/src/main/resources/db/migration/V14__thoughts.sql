-- The spans of healing runs: steps, and the thoughts within them.
CREATE TABLE spans (
  id      TEXT PRIMARY KEY, -- as in the trace
  run     TEXT NOT NULL,
  parent  TEXT,             -- null: a step
  name    TEXT NOT NULL,
  state   TEXT NOT NULL,    -- running, ok, refused, left, failed, cut
  started INTEGER NOT NULL,
  ended   INTEGER,
  facts   TEXT NOT NULL
);
CREATE INDEX spans_by_run ON spans (run);

INSERT INTO spans (id, run, name, state, started, ended, facts)
  SELECT lower(hex(randomblob(8))), run, name, CASE WHEN ended IS NULL THEN 'cut' ELSE 'ok' END,
    started, ended, coalesce(facts, '{}')
  FROM steps;
ALTER TABLE steps DROP COLUMN facts;
