-- What fixes did to the rate of their issues.
CREATE TABLE effects (
  fix            TEXT PRIMARY KEY,
  state          TEXT NOT NULL,    -- watched, fixed, failing, worse, unknown, reverted
  since          INTEGER NOT NULL, -- when it ran everywhere
  crashes_before INTEGER NOT NULL, -- crashes in the hours before
  hours_before   REAL NOT NULL,
  dispersion     REAL NOT NULL,
  count_at_start INTEGER NOT NULL,
  crashes_after  INTEGER NOT NULL, -- crashes since
  decided        INTEGER NOT NULL, -- 0 while it is watched
  reason         TEXT NOT NULL
);
