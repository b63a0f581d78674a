package nexa.agent.swap;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nexa.agent.store.Feed;
import nexa.agent.store.Swaps;
import nexa.agent.swap.JvmReport.SwapReport;
import org.jspecify.annotations.Nullable;

/**
 * The JVMs whose javaagent is connected, and through their reports the ledger of what is swapped into
 * them. One that is silent for half a minute counts as lost.
 */
public final class Jvms {

  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
  private static final int SESSIONS_MAX = 1_000;
  private static final int SESSION_BYTES = 16;

  private final Feed feed;
  private final Swaps swaps;
  private final Orders orders;
  private final Releases releases;
  private final Consumer<String> onFault;
  private final InstantSource clock;
  private final Instant started;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Jvm> bySession = new LinkedHashMap<>();
  private Set<Deployed> known = Set.of();

  /**
   * @param onFault told the id of a fix that a JVM rolled back because it does harm, once or more
   */
  public Jvms(
      Feed feed,
      Swaps swaps,
      Orders orders,
      Releases releases,
      Consumer<String> onFault,
      InstantSource clock) {
    this.feed = feed;
    this.swaps = swaps;
    this.orders = orders;
    this.releases = releases;
    this.onFault = onFault;
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Says whether a service's release holds a commit. */
  @FunctionalInterface
  public interface Releases {
    boolean hold(String service, String release, String commit);
  }

  /** Whether a JVM takes orders. */
  public enum Swapping {
    OFF("off"),
    ON("on"),
    /** It has the key of another daemon, or of a home that is no more. */
    WRONG_KEY("wrong key"),
    NEEDS_JAVA_15("needs Java 15");

    private final String text;

    Swapping(String text) {
      this.text = text;
    }

    /** As the API shows it. */
    public String text() {
      return text;
    }
  }

  /** What a javaagent says when it connects. */
  public record Hello(
      Swaps.Jvm process,
      @Nullable String release,
      String agent,
      String version,
      String main,
      String swap,
      @Nullable String swapKey) {}

  /**
   * One connected JVM.
   *
   * @param session what its requests carry
   * @param reported whether it has said how it is since it connected
   */
  public record Jvm(
      String session,
      Hello hello,
      Swapping swapping,
      Instant connected,
      Instant lastSeen,
      boolean reported,
      JvmReport report) {

    public Swaps.Jvm process() {
      return hello.process();
    }

    public String service() {
      return process().service();
    }

    private Jvm seen(Instant now) {
      return new Jvm(session, hello, swapping, connected, now, reported, report);
    }

    private Jvm reporting(JvmReport now) {
      return new Jvm(session, hello, swapping, connected, lastSeen, true, now);
    }
  }

  /** A release of a service that runs. */
  private record Deployed(String service, @Nullable String release) {}

  /** What the feed says of a JVM. */
  private record JvmNews(String service, long pid) {}

  /** Opens a session; empty when there are too many. An earlier one of the same process ends. */
  public Optional<String> connect(Hello hello) {
    byte[] bytes = new byte[SESSION_BYTES];
    random.nextBytes(bytes);
    String session = HexFormat.of().formatHex(bytes);
    Instant now = clock.instant();
    List<Jvm> replaced;
    synchronized (bySession) {
      replaced =
          bySession.values().stream()
              .filter(jvm -> jvm.process().equals(hello.process()))
              .toList();
      bySession.values().removeAll(replaced);
      if (bySession.size() >= SESSIONS_MAX) {
        return Optional.empty();
      }
      bySession.put(
          session, new Jvm(session, hello, swapping(hello), now, now, false, JvmReport.NONE));
    }
    replaced.forEach(jvm -> orders.drop(jvm.session()));
    feed.append("jvm.connected", news(hello.process()));
    return Optional.of(session);
  }

  private Swapping swapping(Hello hello) {
    return switch (hello.swap()) {
      case "on" ->
          orders.key().fingerprint().equals(hello.swapKey()) ? Swapping.ON : Swapping.WRONG_KEY;
      case "needs Java 15" -> Swapping.NEEDS_JAVA_15;
      default -> Swapping.OFF;
    };
  }

  /** The JVM of a session that just spoke; empty when it has to say hello again. */
  public Optional<Jvm> heard(String session) {
    Instant now = clock.instant();
    synchronized (bySession) {
      return Optional.ofNullable(bySession.computeIfPresent(session, (key, jvm) -> jvm.seen(now)));
    }
  }

  /** Keeps what a JVM says of itself, and writes into the ledger what is new of its swaps. */
  public void report(String session, JvmReport report) {
    Jvm before;
    synchronized (bySession) {
      before = bySession.get(session);
      bySession.computeIfPresent(session, (key, jvm) -> jvm.reporting(report));
    }
    if (before == null) {
      return;
    }
    for (SwapReport swap : newest(report.swaps())) {
      if (newest(before.report().swaps()).stream().noneMatch(swap::standsAs)) {
        swaps.record(entry(before.process(), swap));
        if (swap.fault()) {
          onFault.accept(swap.id());
        }
      }
    }
  }

  /** Of each fix that went in more than once, the last time, which its agent names last. */
  private static Collection<SwapReport> newest(List<SwapReport> swaps) {
    Map<String, SwapReport> byId = new LinkedHashMap<>();
    swaps.forEach(swap -> byId.put(swap.id(), swap));
    return byId.values();
  }

  private static Swaps.Entry entry(Swaps.Jvm jvm, SwapReport swap) {
    return new Swaps.Entry(
        swap.id(), jvm, swap.state(), swap.by(), swap.since(), swap.until(), swap.reason(), null,
        swap.methods());
  }

  /** All, by service and process. */
  public List<Jvm> all() {
    synchronized (bySession) {
      return bySession.values().stream()
          .sorted(
              Comparator.comparing(Jvm::service).thenComparingLong(jvm -> jvm.process().pid()))
          .toList();
    }
  }

  /** Those of a service. */
  List<Jvm> of(String service) {
    return all().stream().filter(jvm -> jvm.service().equals(service)).toList();
  }

  /** Whether a JVM of a service is connected. */
  public boolean runs(String service) {
    return !of(service).isEmpty();
  }

  /** Forgets the JVMs that fell silent, and closes the ledger's entries of JVMs that are no more. */
  public synchronized void sweep() {
    Instant oldest = clock.instant().minus(SILENCE_MAX);
    List<Jvm> lost;
    synchronized (bySession) {
      lost = bySession.values().stream().filter(jvm -> jvm.lastSeen().isBefore(oldest)).toList();
      bySession.values().removeAll(lost);
    }
    for (Jvm jvm : lost) {
      orders.drop(jvm.session());
      feed.append("jvm.lost", news(jvm.process()));
    }
    if (started.isBefore(oldest)) { // a new daemon gives the JVMs time to come back
      closeLedger(Swaps.State.PROVISIONAL, Swaps.State.SETTLED, Swaps.State.ORDERED);
    }
    Set<Deployed> now = deployed();
    if (!now.equals(known)) { // a release that came later may hold what ended before
      closeLedger(Swaps.State.GONE);
      known = now;
    }
  }

  private Set<Deployed> deployed() {
    return all().stream()
        .map(jvm -> new Deployed(jvm.service(), jvm.hello().release()))
        .collect(Collectors.toSet());
  }

  /** Closes entries of JVMs that are not connected: deployed where a release holds the fix, else gone. */
  private void closeLedger(Swaps.State... states) {
    List<Jvm> connected = all();
    Set<Swaps.Jvm> processes = connected.stream().map(Jvm::process).collect(Collectors.toSet());
    for (Swaps.Entry entry : swaps.in(states)) {
      if (processes.contains(entry.jvm())) {
        continue;
      }
      if (connected.stream().anyMatch(jvm -> holds(jvm, entry))) {
        swaps.record(
            entry.now(Swaps.State.DEPLOYED, "a release that holds the fix took its place"));
      } else {
        swaps.record(entry.now(Swaps.State.GONE, "the JVM ended"));
      }
    }
  }

  private boolean holds(Jvm jvm, Swaps.Entry entry) {
    String release = jvm.hello().release();
    return release != null
        && entry.commit() != null
        && jvm.service().equals(entry.jvm().service())
        && releases.hold(jvm.service(), release, entry.commit());
  }

  private static JvmNews news(Swaps.Jvm jvm) {
    return new JvmNews(jvm.service(), jvm.pid());
  }
}
