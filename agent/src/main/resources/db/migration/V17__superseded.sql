-- Which fix of the issue was merged after a change was asked for, and by whom; null while none was.
ALTER TABLE change_requests ADD COLUMN merged TEXT;
ALTER TABLE change_requests ADD COLUMN merged_by TEXT;
