-- Who may come in besides the owner of this home. Secrets are here as SHA-256 alone.
CREATE TABLE tokens (
  id      INTEGER PRIMARY KEY,
  name    TEXT NOT NULL, -- the person or program that the audit log and the commits name
  hash    TEXT NOT NULL UNIQUE,
  scope   TEXT NOT NULL,
  service TEXT,          -- the one service it speaks for; null for any
  created INTEGER NOT NULL,
  creator TEXT NOT NULL,
  expires INTEGER,       -- null for never
  revoked INTEGER        -- null while it is good
);
CREATE UNIQUE INDEX tokens_in_use ON tokens (name) WHERE revoked IS NULL;

-- Links that open the page, each once, and the sessions they opened. With a token goes what it opened.
CREATE TABLE page_links (
  hash    TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  scope   TEXT NOT NULL,
  token   INTEGER,
  until   INTEGER,       -- when its token expires, and with it the session; null for never
  expires INTEGER NOT NULL,
  used    INTEGER        -- null until it was
);
CREATE TABLE page_sessions (
  hash    TEXT PRIMARY KEY,
  name    TEXT NOT NULL,
  scope   TEXT NOT NULL,
  token   INTEGER,
  expires INTEGER NOT NULL
);
