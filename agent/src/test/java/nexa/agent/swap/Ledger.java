package nexa.agent.swap;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nexa.agent.store.Crashes;
import nexa.agent.store.Feed;
import nexa.agent.store.Store;
import nexa.agent.store.Swaps;
import org.jspecify.annotations.Nullable;

/** Jvms and orders over a ledger of their own, with a clock that a test moves. */
final class Ledger implements AutoCloseable {

  static final String APPROVAL = "ab".repeat(32);

  Instant now = Crashes.NOON;
  final Store store;
  final Feed feed;
  final Swaps swaps;
  final SwapKey key;
  final Pause pause;
  final Orders orders;
  final Jvms jvms;
  final List<String> faults = new ArrayList<>();

  /** A ledger whose service runs nothing but releases that hold no fix. */
  Ledger(Path home) {
    this(home, (service, release, commit) -> false);
  }

  Ledger(Path home, Jvms.Releases releases) {
    this.store = Store.open(home, Clock.systemUTC());
    this.feed = new Feed(store, Clock.systemUTC());
    this.swaps = new Swaps(store, feed, () -> now);
    this.key = SwapKey.of(home);
    this.pause = new Pause(home, () -> now);
    this.orders =
        new Orders(key, swaps::nextCounter, pause, () -> now, Duration.ofSeconds(1));
    this.jvms = new Jvms(feed, swaps, orders, releases, faults::add, () -> now);
  }

  /** Connects a JVM that takes our orders. */
  String connect(long pid, @Nullable String release) {
    return connect(pid, release, "on", key.fingerprint());
  }

  String connect(long pid, @Nullable String release, String swap, @Nullable String swapKey) {
    return connect("shop", pid, release, swap, swapKey);
  }

  String connect(
      String service, long pid, @Nullable String release, String swap, @Nullable String swapKey) {
    return jvms
        .connect(
            new Jvms.Hello(
                process(service, pid), release, "0.1.0", "25", "Main", swap, swapKey))
        .orElseThrow();
  }

  static Swaps.Jvm process(String service, long pid) {
    return new Swaps.Jvm(service, pid, pid * 1000);
  }

  Jvms.Jvm jvm(String session) {
    return jvms.heard(session).orElseThrow();
  }

  /** A JVM says how a swap stands. */
  void report(String session, String id, Swaps.State state, @Nullable String reason) {
    JvmReport.SwapReport swap =
        new JvmReport.SwapReport(
            id, state, reason, reason != null && reason.startsWith("new exception"), "Ann",
            List.of("com.example.Cart"),
            List.of("com.example.Cart#total()I"),
            Crashes.NOON, Crashes.NOON.plusSeconds(600), new JvmReport.Watch(0, 0, 0, 0));
    jvms.report(
        session,
        new JvmReport(
            List.of(), 0, 0, 0, List.of(swap), new JvmReport.Overhead(0, 0, 0), null, 0, null));
  }

  Swaps.State state(String id, long pid) {
    return swaps.find(id, process("shop", pid)).orElseThrow().state();
  }

  /** Gives an order from a thread of its own, as the answer comes by the agent. */
  CompletableFuture<OrderAnswer> give(String session, Order.Kind kind, List<String> body) {
    Jvms.Jvm jvm = jvm(session);
    return CompletableFuture.supplyAsync(
        () -> orders.give(jvm, kind, Order.Cause.of("F-SHOP-1", "Ann", APPROVAL), body));
  }

  List<String> feedNames() {
    return feed.after(0).stream().map(Feed.Entry::name).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
