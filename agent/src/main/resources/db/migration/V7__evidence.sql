-- The head of the audit log once it held the decision on a fix; it stands in the commit and its evidence.
ALTER TABLE fixes ADD COLUMN audit TEXT;
