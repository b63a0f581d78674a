package nexa.agent.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import nexa.agent.store.SharedUpdates;

/** The rooms there are: one for the page, and one for each issue. Those that somebody is in are open. */
public final class Rooms {

  /** The room of what belongs to no issue, as which are pinned. */
  private static final String PAGE = "page";

  private static final String ISSUE = "issue:";

  private final SharedUpdates updates;
  private final Predicate<String> isIssue;
  private final RoomLimits limits;
  private final Budget budget;
  private final Map<String, Room> open = new HashMap<>();
  private int peers;

  /**
   * Rooms over what is stored.
   *
   * @param isIssue whether there is an issue of an id
   */
  public Rooms(SharedUpdates updates, Predicate<String> isIssue) {
    this(updates, isIssue, RoomLimits.USUAL);
  }

  Rooms(SharedUpdates updates, Predicate<String> isIssue, RoomLimits limits) {
    this.updates = updates;
    this.isIssue = isIssue;
    this.limits = limits;
    this.budget = new Budget(updates.bytes(), limits.allBytes());
  }

  /**
   * Lets a connection into a room.
   *
   * @throws Refused when there is no such room, or there are too many connections
   */
  public synchronized Room enter(String name, Peer peer) {
    if (!exists(name)) {
      throw new Refused(
          Refusal.NO_ROOM, "there is no such room; there are page, and issue:ID of each issue");
    }
    if (peers >= limits.peers()) {
      throw new Refused(Refusal.CROWDED,
          limits.peers() + " connections are open; close some pages");
    }
    Room room = open.computeIfAbsent(name, key -> new Room(key, updates, limits, budget));
    peers++;
    room.enter(peer);
    return room;
  }

  private boolean exists(String name) {
    return name.equals(PAGE)
        || (name.startsWith(ISSUE) && isIssue.test(name.substring(ISSUE.length())));
  }

  /** Takes a connection out of the room it is in. */
  public synchronized void leave(Room room, Peer peer) {
    peers--;
    if (room.leave(peer)) {
      open.remove(room.name());
    }
  }
}
