-- Whether a sender that told of the issue by this input ever showed a key.
ALTER TABLE issue_inputs ADD COLUMN authenticated INTEGER NOT NULL DEFAULT 0;

-- The signed messages that were taken, so that none is taken twice.
CREATE TABLE deliveries (
  input TEXT NOT NULL,
  id    TEXT NOT NULL,
  time  INTEGER NOT NULL,
  PRIMARY KEY (input, id)
);
CREATE INDEX deliveries_by_time ON deliveries (time);
