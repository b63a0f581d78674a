-- What is swapped into which running JVM: the ledger of hot-swaps. A JVM is its process and start time.
CREATE TABLE swaps (
  fix        TEXT NOT NULL,
  service    TEXT NOT NULL,
  pid        INTEGER NOT NULL,
  started    INTEGER NOT NULL,
  state      TEXT NOT NULL, -- ordered, provisional, settled, rolled-back, refused, gone, deployed
  actor      TEXT NOT NULL, -- who approved it
  since      INTEGER NOT NULL,
  until      INTEGER NOT NULL, -- when it is rolled back or settles by itself, 0 for never
  reason     TEXT,
  fix_commit TEXT,          -- the commit that holds the fix; null when only the JVM told of the swap
  methods    TEXT NOT NULL,
  PRIMARY KEY (fix, service, pid, started)
);

-- Numbers that never repeat, such as an order's.
CREATE TABLE counters (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
);
