package nexa.agent.sync;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import nexa.agent.store.SharedUpdates;

/** The rooms there are: one for the page, and one for each issue. Those that somebody is in are open. */
public final class Rooms {

  /** The room of what belongs to no issue, as which are pinned. */
  private static final String PAGE = "page";

  private final SharedUpdates updates;
  private final Function<String, Optional<String>> issues;
  private final RoomLimits limits;
  private final Budget budget;
  private final Map<String, Room> open = new HashMap<>();
  private int peers;

  /**
   * Rooms over what is stored.
   *
   * @param issues the issue of an id, by its own id: that of the one it was merged into, if it was
   */
  public Rooms(SharedUpdates updates, Function<String, Optional<String>> issues) {
    this(updates, issues, RoomLimits.USUAL);
  }

  Rooms(
      SharedUpdates updates, Function<String, Optional<String>> issues, RoomLimits limits) {
    this.updates = updates;
    this.issues = issues;
    this.limits = limits;
    this.budget = new Budget(updates.bytes(), limits.allBytes());
  }

  /**
   * Lets a connection into a room.
   *
   * @throws Refused when there is no such room, or there are too many connections
   */
  public synchronized Room enter(String name, Peer peer) {
    String own =
        named(name)
            .orElseThrow(
                () -> new Refused(
                    Refusal.NO_ROOM,
                    "there is no such room; there are page, and issue:ID of each issue"));
    if (peers >= limits.peers()) {
      throw new Refused(Refusal.CROWDED,
          limits.peers() + " connections are open; close some pages");
    }
    Room room = open.computeIfAbsent(own, key -> new Room(key, updates, limits, budget));
    peers++;
    room.enter(peer);
    return room;
  }

  /** A room's own name; empty when there is no such room. */
  private Optional<String> named(String name) {
    return name.equals(PAGE)
        ? Optional.of(PAGE)
        : SharedUpdates.issueOf(name).flatMap(issues).map(SharedUpdates::roomOf);
  }

  /**
   * Sends all away that are in the rooms of an issue and of those merged into it. They come again by
   * themselves, into one room.
   */
  public synchronized void merged(String issueId) {
    String left = SharedUpdates.roomOf(issueId);
    List<Room> old =
        open.values().stream().filter(room -> named(room.name()).equals(Optional.of(left)))
            .toList();
    old.forEach(room -> open.remove(room.name()));
    old.forEach(Room::end);
  }

  /** Takes a connection out of the room it is in. */
  public synchronized void leave(Room room, Peer peer) {
    peers--;
    if (room.leave(peer)) {
      open.remove(room.name(), room);
    }
  }
}
