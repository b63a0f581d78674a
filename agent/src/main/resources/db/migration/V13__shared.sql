-- What people write together: the updates of Yjs that make each room's document, as clients sent them.
CREATE TABLE shared_updates (
  id           INTEGER PRIMARY KEY,
  room         TEXT NOT NULL, -- such as issue:SHOP-1
  update_bytes BLOB NOT NULL
);
CREATE INDEX shared_updates_of_room ON shared_updates (room, id);
