-- The first of two persons' approvals, while a second one is needed and once it came.
CREATE TABLE first_approvals (
  fix     TEXT PRIMARY KEY,
  digest  TEXT NOT NULL,    -- of the plan that was shown; for another plan it is none
  actor   TEXT NOT NULL,
  token   INTEGER,          -- of whoever showed one; null for who came by the local socket or its like
  time    INTEGER NOT NULL,
  signoff INTEGER NOT NULL
);

-- The fixes of which people wanted another candidate.
CREATE TABLE change_requests (
  fix    TEXT PRIMARY KEY,
  change TEXT NOT NULL,    -- what it changed, without places and context
  actor  TEXT NOT NULL,
  reason TEXT NOT NULL,
  time   INTEGER NOT NULL,
  taken  TEXT              -- the run that looks for another one; null until it began
);
