package nexa.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import nexa.agent.store.SharedUpdates;
import nexa.agent.store.Store;
import nexa.agent.sync.SyncMessage.Presence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A room over a real store, with clients that say exactly what a test wants. */
@Timeout(60)
final class RoomTest {

  private static final long SEED = 6392;
  private static final int MUTATIONS = 20_000;
  private static final RoomLimits SMALL = new RoomLimits(4_000, 6_000, 3, 10);
  private static final byte[] ASK = SyncMessage.ask(Map.of());

  @TempDir
  private Path home;
  private Store store;
  private SharedUpdates updates;
  private Rooms rooms;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    updates = new SharedUpdates(store);
    rooms = rooms();
  }

  private Rooms rooms() {
    return new Rooms(
        updates, id -> Optional.of(id).filter(each -> each.startsWith("SHOP-")), SMALL);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** What it was sent, one after the other. */
  private static final class Client implements Peer {
    private final String visitor;
    private final List<byte[]> heard = new ArrayList<>();
    private Consumer<byte[]> onSend = message -> {};

    Client(String visitor) {
      this.visitor = visitor;
    }

    @Override
    public String visitor() {
      return visitor;
    }

    @Override
    public void send(byte[] message) {
      onSend.accept(message);
      heard.add(message);
    }

    @Override
    public void close(Refusal refusal) {
      throw new AssertionError(refusal);
    }

    long count(byte[] message) {
      return heard.stream().filter(each -> Arrays.equals(each, message)).count();
    }
  }

  private static byte[] step(int kind, byte[] update) {
    return new Lib0Writer().number(SyncMessage.SYNC).number(kind).block(update).bytes();
  }

  private static byte[] update(byte[] update) {
    return step(SyncMessage.UPDATE, update);
  }

  private static byte[] answer(byte[] update) {
    return step(SyncMessage.STEP_2, update);
  }

  private static byte[] says(long client, long clock, String state) {
    return SyncMessage.said(List.of(new Presence(client, clock, state)));
  }

  @Test
  void change_isOnTheDiskBeforeOthersHearOfIt() {
    Client ann = new Client("ann");
    Client bob = new Client("bob");
    Room room = rooms.enter("issue:SHOP-1", ann);
    rooms.enter("issue:SHOP-1", bob);
    List<Integer> storedWhenHeard = new ArrayList<>();
    bob.onSend = message -> storedWhenHeard.add(updates.of("issue:SHOP-1").size());

    room.hear(ann, update(Updates.text(1, 0, "look here")));

    assertThat(storedWhenHeard).containsExactly(1);
    assertThat(bob.heard).containsExactly(update(Updates.text(1, 0, "look here")));
    assertThat(ann.heard).isEmpty();
  }

  @Test
  void whatCannotBeStored_nobodyHearsOf() {
    Client ann = new Client("ann");
    Client bob = new Client("bob");
    Room room = rooms.enter("page", ann);
    rooms.enter("page", bob);
    store.close();

    assertThatThrownBy(() -> room.hear(ann, update(Updates.text(1, 0, "lost?"))))
        .isInstanceOf(RuntimeException.class);
    assertThat(bob.heard).isEmpty();
  }

  /** Issue rooms keep apart, and outlive the daemon. */
  @Test
  void newcomer_getsEverythingAndIsAskedForTheRest() {
    Client ann = new Client("ann");
    Room room = rooms.enter("issue:SHOP-1", ann);
    byte[] first = Updates.text(1, 0, "one");
    byte[] second = Updates.text(1, 3, "two");
    room.hear(ann, update(first));
    room.hear(ann, update(second));
    rooms.leave(room, ann);
    rooms = rooms();

    Client bob = new Client("bob");
    Room again = rooms.enter("issue:SHOP-1", bob);
    again.hear(bob, ASK);

    assertThat(bob.heard)
        .containsExactly(
            update(first), update(second), SyncMessage.answered(), SyncMessage.ask(Map.of(1L, 6L)));
    Client other = new Client("bob");
    rooms.enter("issue:SHOP-2", other).hear(other, ASK);
    assertThat(other.heard).containsExactly(SyncMessage.answered(), ASK);
  }

  /** A client that comes back tells what it has, which is there already. */
  @Test
  void whatIsKnown_isNeitherStoredNorToldAgain() {
    Client ann = new Client("ann");
    Client bob = new Client("bob");
    Room room = rooms.enter("page", ann);
    rooms.enter("page", bob);
    room.hear(ann, update(Updates.text(1, 0, "abc")));
    room.hear(ann, update(Updates.deletion(1, 0, 2)));
    bob.heard.clear();

    room.hear(ann, answer(Updates.snapshot(1, "abc", 0, 2)));
    room.hear(ann, answer(new byte[] {0, 0}));
    room.hear(ann, update(Updates.deletion(1, 1, 1)));

    assertThat(updates.of("page")).hasSize(2);
    assertThat(bob.heard).isEmpty();
  }

  @Test
  void snapshot_takesThePlaceOfWhatItCoversAlone() {
    Client ann = new Client("ann");
    Client bob = new Client("bob");
    Room room = rooms.enter("page", ann);
    rooms.enter("page", bob);
    room.hear(bob, update(Updates.text(2, 0, "bob's")));
    for (int i = 0; i < SMALL.dueUpdates() - 1; i++) {
      room.hear(ann, update(Updates.text(1, i, "x")));
    }
    assertThat(ann.count(ASK)).as("asked for all it has").isEqualTo(1);

    byte[] snapshot = Updates.snapshot(1, "x".repeat(SMALL.dueUpdates() - 1), 0, 1);
    room.hear(ann, answer(snapshot));

    assertThat(updates.of("page")).extracting(SharedUpdates.Row::update)
        .containsExactly(Updates.text(2, 0, "bob's"), snapshot);
    assertThat(bob.heard).as("the deletion in it is news").endsWith(update(snapshot));
  }

  /** A client that lost something cannot make others lose it. */
  @Test
  void snapshotThatLacksSomething_keepsTheUpdatesOfIt() {
    Client ann = new Client("ann");
    Room room = rooms.enter("page", ann);
    for (int i = 0; i < SMALL.dueUpdates(); i++) {
      room.hear(ann, update(Updates.text(1, 2L * i, "xy")));
    }
    room.hear(ann, update(Updates.deletion(1, 4, 1)));

    room.hear(ann, answer(Updates.text(1, 0, "xyxyx")));

    List<byte[]> kept = updates.of("page").stream().map(SharedUpdates.Row::update).toList();
    assertThat(kept).contains(Updates.text(1, 4, "xy"), Updates.deletion(1, 4, 1))
        .hasSize(SMALL.dueUpdates());
  }

  @Test
  void unaskedSnapshot_replacesNothing() {
    Client ann = new Client("ann");
    Room room = rooms.enter("page", ann);
    room.hear(ann, update(Updates.text(1, 0, "x")));
    room.hear(ann, update(Updates.text(1, 1, "y")));

    room.hear(ann, answer(Updates.text(1, 0, "xy")));

    assertThat(updates.of("page")).hasSize(2);
  }

  @Test
  void fullRoom_takesDeletionsAloneUntilItIsSmaller() {
    Client ann = new Client("ann");
    Room room = rooms.enter("page", ann);
    room.hear(ann, update(Updates.text(1, 0, "x".repeat(3_800))));

    assertThatThrownBy(() -> room.hear(ann, update(Updates.text(1, 3_800, "y".repeat(300)))))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("at most 4000");
    room.hear(ann, update(Updates.deletion(1, 0, 3_800)));
    assertThat(updates.of("page")).hasSize(2);
  }

  @Test
  void allRooms_haveABoundTogether() {
    Client ann = new Client("ann");
    Room one = rooms.enter("issue:SHOP-1", ann);
    Room two = rooms.enter("issue:SHOP-2", ann);
    one.hear(ann, update(Updates.text(1, 0, "x".repeat(3_500))));

    assertThatThrownBy(() -> two.hear(ann, update(Updates.text(1, 0, "x".repeat(3_500)))))
        .isInstanceOf(Refused.class);
  }

  @Test
  void strangeRoomsAndCrowds_areRefused() {
    for (String name : List.of("", "Page", "issue:", "issue:NONE-1", "../page", "issue:SHOP",
        "fix:1",
        "page/", "trust")) {
      assertThatThrownBy(() -> rooms.enter(name, new Client("ann")))
          .as(name)
          .isInstanceOfSatisfying(
              Refused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.NO_ROOM));
    }
    for (int i = 0; i < SMALL.peers(); i++) {
      rooms.enter("page", new Client("ann"));
    }
    assertThatThrownBy(() -> rooms.enter("page", new Client("bob")))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.refusal()).isEqualTo(Refusal.CROWDED));
  }

  @Test
  void presence_hasTheDaemonsNameAndEndsWithTheConnection() {
    Client ann = new Client("ann");
    Client bob = new Client("bob");
    Room room = rooms.enter("page", ann);
    room.hear(ann, says(11, 1, "{\"user\":{\"name\":\"root\",\"color\":\"red\"}}"));
    rooms.enter("page", bob);

    assertThat(bob.heard)
        .containsExactly(says(11, 1, "{\"user\":{\"name\":\"ann\",\"color\":\"red\"}}"));
    rooms.leave(room, ann);
    assertThat(bob.heard).endsWith(says(11, 1, "null"));
    assertThat(updates.of("page")).isEmpty();
  }

  @Test
  void echoesAndImpostors_areNotHeard() {
    Client ann = new Client("ann");
    Client bob = new Client("bob");
    Room room = rooms.enter("page", ann);
    rooms.enter("page", bob);
    room.hear(ann, says(11, 1, "{\"at\":1}"));
    ann.heard.clear();

    room.hear(bob, says(11, 1, "{\"at\":1}"));
    room.hear(bob, says(11, 9, "{\"at\":2}"));
    room.hear(bob, says(11, 1, "null"));
    assertThat(ann.heard).isEmpty();
    rooms.leave(room, ann);
    bob.heard.clear();
    room.hear(bob, says(11, 1, "{\"at\":1}"));
    assertThat(bob.heard).as("an echo brings nobody back").isEmpty();
  }

  @Test
  void brokenMessages_areRefusedAndChangeNothing() {
    Client ann = new Client("ann");
    Room room = rooms.enter("page", ann);
    byte[] good = Updates.text(1, 0, "good");
    room.hear(ann, update(good));
    List<byte[]> bases =
        List.of(
            update(Updates.WHOLE), answer(Updates.PENDING), ASK, says(11, 1, "{\"a\":[1]}"),
            new byte[] {3}, SyncMessage.ask(Map.of(7L, 20L, 9L, 1L)));
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      try {
        room.hear(ann, Mutation.of(random, bases.get(random.nextInt(bases.size()))));
      } catch (Refused e) {
        refused++;
      }
      ann.heard.clear();
    }

    assertThat(refused).isGreaterThan(MUTATIONS / 2);
    Client bob = new Client("bob");
    rooms.enter("page", bob);
    room.hear(bob, ASK);
    assertThat(bob.heard).contains(update(good), SyncMessage.answered());
  }
}
