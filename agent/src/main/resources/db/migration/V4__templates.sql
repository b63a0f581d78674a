-- The template of an event's message; null for events of an older Nexa.
ALTER TABLE events ADD COLUMN template INTEGER;

-- What the miner of templates knew at its last checkpoint, as lines of text in their order.
CREATE TABLE template_state (
  number INTEGER PRIMARY KEY,
  line   TEXT NOT NULL
);

-- The messages it was given since then, numbered from its first on. The newest before that stays.
CREATE TABLE template_messages (
  number  INTEGER PRIMARY KEY,
  message TEXT NOT NULL
);
