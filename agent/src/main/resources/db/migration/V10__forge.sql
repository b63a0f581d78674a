-- Where fixes were pushed and proposed, what became of that, and what people said of them there.
CREATE TABLE publications (
  fix TEXT PRIMARY KEY,
  branch TEXT NOT NULL,
  fix_commit TEXT NOT NULL,
  remote TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  due INTEGER,
  forge TEXT,
  repository TEXT,
  number INTEGER,
  url TEXT,
  actor TEXT,
  told INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX publications_by_request ON publications (forge, number);

CREATE TABLE reviews (
  fix TEXT NOT NULL,
  id TEXT NOT NULL,
  actor TEXT NOT NULL,
  text TEXT NOT NULL,
  place TEXT,
  asks INTEGER NOT NULL,
  time INTEGER NOT NULL,
  PRIMARY KEY (fix, id)
);

-- Whether who approved a fix asked to be named in a Signed-off-by.
ALTER TABLE fixes ADD COLUMN signoff INTEGER NOT NULL DEFAULT 0;
