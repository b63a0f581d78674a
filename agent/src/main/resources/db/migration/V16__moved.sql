-- The deployed branch that was moved to the fix here, and is to be moved there.
ALTER TABLE publications ADD COLUMN moved TEXT;
