package nexa.agent.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Crashes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Orders from the daemon to a JVM and back. */
@Timeout(20)
final class OrdersTest {

  private static final String HASH = "0a".repeat(32);

  @TempDir
  private Path home;
  private Ledger ledger;
  private String session = "";

  @BeforeEach
  void open() {
    ledger = new Ledger(home);
    session = ledger.connect(7, null);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void swap_isSignedForThisProcessAlone() {
    List<String> body =
        Order.swap(
            List.of(new Order.NewClass("com.example.Cart", HASH, new byte[] {1, 2, 3})),
            List.of("com.example.Cart total()I"),
            Duration.ofMinutes(10));
    var _ = ledger.give(session, Order.Kind.SWAP, body);

    StrictOrder order = StrictOrder.read(fetched(), ledger.key.publicText());

    assertThat(order.kind()).isEqualTo("swap");
    assertThat(List.of(order.service(), order.by(), order.id(), order.approval()))
        .containsExactly("shop", "Ann", "F-SHOP-1", Ledger.APPROVAL);
    assertThat(List.of(order.pid(), order.started())).containsExactly(7L, 7000L);
    assertThat(order.expires()).isEqualTo(Crashes.NOON.plusSeconds(60).toEpochMilli());
    assertThat(order.provisional()).isEqualTo(600);
    assertThat(order.classes()).containsExactly("com.example.Cart " + HASH + " AQID");
    assertThat(order.methods()).containsExactly("com.example.Cart total()I");
  }

  @Test
  void answer_reachesWhoWaits() throws Exception {
    CompletableFuture<OrderAnswer> given = ledger.give(session, Order.Kind.ROLLBACK, List.of());
    StrictOrder order = StrictOrder.read(fetched(), ledger.key.publicText());

    ledger.orders.answer(session, order.counter(), new OrderAnswer(true, null, List.of()));

    assertThat(given.get(5, TimeUnit.SECONDS).ok()).isTrue();
  }

  @Test
  void answerByAnotherJvm_isDropped() throws Exception {
    CompletableFuture<OrderAnswer> given = ledger.give(session, Order.Kind.ROLLBACK, List.of());
    StrictOrder order = StrictOrder.read(fetched(), ledger.key.publicText());

    ledger.orders.answer(
        ledger.connect(8, null), order.counter(), new OrderAnswer(true, null, List.of()));

    assertThat(given.get(5, TimeUnit.SECONDS).reason()).contains("did not answer within 1 s");
  }

  @Test
  void order_isDeliveredOnce() {
    var _ = ledger.give(session, Order.Kind.ROLLBACK, List.of());
    fetched();

    assertThat(ledger.orders.fetch(session)).isEmpty();
  }

  @Test
  void lostJvm_answersNoMore() throws Exception {
    CompletableFuture<OrderAnswer> given = ledger.give(session, Order.Kind.ROLLBACK, List.of());
    fetched();
    ledger.now = ledger.now.plusSeconds(31);
    ledger.jvms.sweep();

    assertThat(given.get(5, TimeUnit.SECONDS).reason()).isEqualTo("The JVM is lost");
  }

  @Test
  void pausedDaemon_givesNoOrder() throws Exception {
    CompletableFuture<OrderAnswer> before = ledger.give(session, Order.Kind.ROLLBACK, List.of());
    ledger.pause.begin("Ann");

    assertThat(ledger.orders.fetch(session)).isEmpty();
    assertThat(ledger.give(session, Order.Kind.ROLLBACK, List.of()).get().reason())
        .isEqualTo("Nexa is paused");
    assertThat(before.get(5, TimeUnit.SECONDS).ok()).isFalse();
  }

  @Test
  void counters_neverRepeat_evenWhenTheClockIsSetBack() {
    List<Long> numbers = new ArrayList<>();
    numbers.add(ledger.swaps.nextCounter());
    numbers.add(ledger.swaps.nextCounter());
    ledger.close();
    ledger = new Ledger(home);
    ledger.now = Crashes.NOON.minusSeconds(3600);
    numbers.add(ledger.swaps.nextCounter());

    assertThat(numbers).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void nameWithALineEnd_staysOnItsLine() {
    assertThat(Order.Cause.of("F-1", "Ann\napproval 0", "x").by()).isEqualTo("Ann approval 0");
    assertThat(Order.Cause.of("F-1", null, "x").by()).isEqualTo("nobody");
  }

  /** Waits for the order that another thread gives. */
  private String fetched() {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < deadline) {
      List<String> orders = ledger.orders.fetch(session);
      if (!orders.isEmpty()) {
        return orders.getFirst();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("No order came");
  }
}
