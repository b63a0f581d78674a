package nexa.agent.sync;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.agent.store.SharedUpdates;
import nexa.agent.sync.SyncMessage.Change;
import nexa.agent.sync.SyncMessage.Presence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room that somebody is in. Who asks gets every stored update, one after the other. What a client changes
 * is first stored and then told to the others, so that what one sees on another's screen is kept.
 *
 * <p>Nothing here makes a document of the updates. Of each it is known which ids it brings and deletes
 * ({@link YjsUpdate}). So a client that comes back is asked only for what the room lacks, what is known
 * already is not stored again, and a client's snapshot takes the place of those updates, and only those,
 * of which it has every id.
 */
public final class Room {

  private static final Logger log = LoggerFactory.getLogger(Room.class);

  /** Of the bytes that a room may have: after so many new ones a client is asked for a snapshot. */
  private static final int DUE_PART = 4;

  private final String name;
  private final SharedUpdates updates;
  private final RoomLimits limits;
  private final Budget budget;
  private final Set<Peer> peers = new LinkedHashSet<>();
  private final Attendance attendance = new Attendance();
  private final YjsUpdate known = new YjsUpdate(new IdRanges(), new IdRanges());
  private long bytes;

  /** How many updates, and bytes of them, came since a snapshot was stored or asked for. */
  private int fresh;

  private long freshBytes;

  /** Whether a client was asked for a snapshot, and none was stored since. */
  private boolean isAsked;

  /** Opens a room with what is stored of it. */
  Room(String name, SharedUpdates updates, RoomLimits limits, Budget budget) {
    this.name = name;
    this.updates = updates;
    this.limits = limits;
    this.budget = budget;
    long largest = 0;
    for (SharedUpdates.Row row : updates.of(name)) {
      bytes += cost(row.update());
      fresh++;
      largest = Math.max(largest, cost(row.update()));
      YjsUpdate content = content(row);
      if (content != null) {
        known.addAll(content);
      }
    }
    freshBytes = bytes - largest;
  }

  /** What a stored update tells of; null where it cannot be read any more: then it is kept as it is. */
  private @Nullable YjsUpdate content(SharedUpdates.Row row) {
    try {
      return YjsUpdate.read(row.update());
    } catch (Refused e) {
      log.warn("room={} update={} msg=\"cannot be read\" reason=\"{}\"", name, row.id(),
          e.getMessage());
      return null;
    }
  }

  private static long cost(byte[] update) {
    return update.length + (long) RoomLimits.UPDATE_BYTES;
  }

  /** Its name, such as {@code issue:SHOP-1}. */
  public String name() {
    return name;
  }

  synchronized void enter(Peer peer) {
    peers.add(peer);
    greet(peer);
  }

  /** Says who is here. */
  private void greet(Peer peer) {
    if (!attendance.all().isEmpty()) {
      peer.send(SyncMessage.said(attendance.all()));
    }
  }

  /** Sends everybody away; what they still say is kept. */
  synchronized void end() {
    List.copyOf(peers).forEach(peer -> peer.close(Refusal.MERGED)); // each leaves
  }

  /** Whether nobody is left. */
  synchronized boolean leave(Peer peer) {
    peers.remove(peer);
    tell(SyncMessage.said(attendance.leave(peer)), null);
    return peers.isEmpty();
  }

  /**
   * Does what a client's message says.
   *
   * @throws Refused when the client has to go
   * @throws java.io.UncheckedIOException when it cannot be stored
   */
  public synchronized void hear(Peer peer, byte[] message) {
    switch (SyncMessage.read(message)) {
      case SyncMessage.Ask ask -> answer(peer);
      case Change change -> take(peer, change);
      case SyncMessage.Said said -> tellOf(attendance.take(peer, said.clients()));
      case SyncMessage.AskWho ask -> greet(peer);
    }
  }

  /** All that is stored, that it is all, and what of the client's is not here yet. */
  private void answer(Peer peer) {
    updates.of(name).forEach(row -> peer.send(SyncMessage.update(row.update())));
    peer.send(SyncMessage.answered());
    peer.send(SyncMessage.ask(known.brings().prefixes()));
    askForSnapshot(peer);
  }

  /** Who said it hears it too: the stock client takes a silent line for a dead one. */
  private void tellOf(List<Presence> news) {
    if (!news.isEmpty()) {
      tell(SyncMessage.said(news), null);
    }
  }

  private void tell(byte[] message, @Nullable Peer from) {
    peers.stream().filter(peer -> peer != from).forEach(peer -> peer.send(message));
  }

  private void take(Peer peer, Change change) {
    boolean isNews = !known.covers(change.content());
    boolean isSnapshot = isAsked && change.isAnswer() && tookPlaceOfOlder(change);
    if (isNews && !isSnapshot) {
      requireSpace(change);
      updates.add(name, change.update());
      grow(cost(change.update()));
      fresh++;
      freshBytes += cost(change.update());
    }
    if (isNews) {
      known.addAll(change.content());
      tell(SyncMessage.update(change.update()), peer);
      askForSnapshot(peer);
    }
  }

  private void requireSpace(Change change) {
    long after = bytes + cost(change.update());
    long max =
        limits.roomBytes() + (change.content().onlyDeletes() ? RoomLimits.RESERVE_BYTES : 0);
    if (after > max
        || known.size() + change.content().size() > IdRanges.RANGES_MAX
        || !budget.hasRoomFor(cost(change.update()))) {
      throw new Refused(
          Refusal.FULL,
          "the room has " + bytes + " bytes of at most " + limits.roomBytes() + ", and "
              + change.update().length + " came");
    }
  }

  private void grow(long more) {
    bytes += more;
    budget.add(more);
  }

  /** When there are many new updates, or many bytes, a client is asked for all it has in one. */
  private void askForSnapshot(Peer peer) {
    if (fresh >= limits.dueUpdates() || freshBytes > limits.roomBytes() / DUE_PART) {
      fresh = 0;
      freshBytes = 0;
      isAsked = true;
      peer.send(SyncMessage.ask(Map.of()));
    }
  }

  /** Puts an update in the place of those that it covers, where that saves something. */
  private boolean tookPlaceOfOlder(Change change) {
    List<Long> older = new ArrayList<>();
    long saved = -cost(change.update());
    for (SharedUpdates.Row row : updates.of(name)) {
      YjsUpdate content = content(row);
      if (content != null && change.content().covers(content)) {
        older.add(row.id());
        saved += cost(row.update());
      }
    }
    if (saved <= 0) {
      return false;
    }
    updates.replace(name, older, change.update());
    grow(-saved);
    isAsked = false;
    log.info("room={} msg=\"made smaller\" updates={} bytes={}", name, older.size(), bytes);
    return true;
  }
}
