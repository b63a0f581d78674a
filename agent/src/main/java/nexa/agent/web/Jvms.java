package nexa.agent.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.agent.store.Feed;
import org.jspecify.annotations.Nullable;

/** The JVMs whose javaagent is connected. One that is silent for half a minute counts as lost. */
final class Jvms {

  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
  private static final int SESSIONS_MAX = 1_000;
  private static final int SESSION_BYTES = 16;

  private final Feed feed;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Jvm> bySession = new LinkedHashMap<>();

  Jvms(Feed feed, InstantSource clock) {
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * One connected JVM.
   *
   * @param armed the methods whose next crash is captured, {@code class#method}
   * @param sent how many events it sent since it started
   */
  record Jvm(
      String service,
      @Nullable String release,
      String agent,
      long pid,
      String version,
      String main,
      Instant connected,
      Instant lastSeen,
      List<String> armed,
      long sent,
      long dropped,
      long errors) {

    Jvm {
      armed = List.copyOf(armed);
    }

    Jvm seen(Instant now) {
      return new Jvm(
          service, release, agent, pid, version, main, connected, now, armed, sent, dropped,
          errors);
    }

    Jvm reporting(List<String> nowArmed, long nowSent, long nowDropped, long nowErrors) {
      return new Jvm(
          service, release, agent, pid, version, main, connected, lastSeen, nowArmed, nowSent,
          nowDropped, nowErrors);
    }
  }

  /** What the feed says of a JVM. */
  private record JvmNews(String service, long pid) {}

  /** Opens a session. */
  String connect(Jvm jvm) {
    byte[] bytes = new byte[SESSION_BYTES];
    random.nextBytes(bytes);
    String session = HexFormat.of().formatHex(bytes);
    synchronized (bySession) {
      if (bySession.size() >= SESSIONS_MAX) {
        throw new Problem(
            503, "Too many JVMs", SESSIONS_MAX + " JVMs are connected already.",
            "Stop agents that nobody needs.");
      }
      bySession.put(session, jvm);
    }
    feed.append("jvm.connected", new JvmNews(jvm.service(), jvm.pid()));
    return session;
  }

  /** The JVM of a session that just spoke; empty when it has to say hello again. */
  Optional<Jvm> heard(String session) {
    Instant now = clock.instant();
    synchronized (bySession) {
      return Optional.ofNullable(bySession.computeIfPresent(session, (key, jvm) -> jvm.seen(now)));
    }
  }

  /** Keeps what a JVM says of itself. */
  void report(String session, List<String> armed, long sent, long dropped, long errors) {
    synchronized (bySession) {
      bySession.computeIfPresent(
          session, (key, jvm) -> jvm.reporting(armed, sent, dropped, errors));
    }
  }

  /** All, by service and process. */
  List<Jvm> all() {
    synchronized (bySession) {
      return bySession.values().stream()
          .sorted(Comparator.comparing(Jvm::service).thenComparingLong(Jvm::pid))
          .toList();
    }
  }

  /** Forgets the JVMs that fell silent. */
  void sweep() {
    Instant oldest = clock.instant().minus(SILENCE_MAX);
    List<Jvm> lost;
    synchronized (bySession) {
      lost = bySession.values().stream().filter(jvm -> jvm.lastSeen().isBefore(oldest)).toList();
      bySession.values().removeAll(lost);
    }
    lost.forEach(jvm -> feed.append("jvm.lost", new JvmNews(jvm.service(), jvm.pid())));
  }
}
