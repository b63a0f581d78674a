-- Which fix of the issue was merged after a change was asked for, and by whom; null while none was.
ALTER TABLE change_requests ADD COLUMN merged TEXT;
ALTER TABLE change_requests ADD COLUMN merged_by TEXT;
-- Whether it was turned down by nobody: sought in place of another fix, and that one was merged after all.
ALTER TABLE fixes ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
