package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import nexa.event.Event;
import org.jspecify.annotations.Nullable;

/**
 * The probes that were asked for: requests that go the whole way of an input and end before the store.
 * Each has a secret that is good once, for one input and for some seconds. A request that shows anything
 * else is refused and counted, so that nobody can hide a crash as a probe, nor a probe become an issue.
 */
final class Probes {

  /** The header in which a probe shows its secret. */
  static final String HEADER = "Nexa-Probe";

  static final Duration GOOD_FOR = Duration.ofSeconds(30);

  /** How long one can be asked what became of it. */
  private static final Duration KEPT_FOR = Duration.ofMinutes(5);

  private static final int PROBES_MAX = 200;
  private static final int ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;
  private static final HexFormat HEX = HexFormat.of();

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;
  private final Function<Event, String> preview;

  /** By id, the oldest first; guarded by this. */
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  /**
   * @param preview says what would become of an event, and keeps nothing of it
   */
  Probes(InstantSource clock, Function<Event, String> preview) {
    this.clock = clock;
    this.preview = preview;
  }

  /**
   * What is given to who asked for a probe.
   *
   * @param text must stand in the one event that the probe brings
   */
  record Issued(String id, String input, String secret, String text, Instant expires) {}

  /** A probe that was asked for; {@code isUsed} is guarded by the probes' lock. */
  private static final class Kept {
    private final Probe probe;
    private final byte[] secret;
    private final Instant expires;
    private boolean isUsed;

    private Kept(Probe probe, byte[] secret, Instant expires) {
      this.probe = probe;
      this.secret = secret;
      this.expires = expires;
    }
  }

  /**
   * Gives a probe of an input out.
   *
   * @throws Problem 429 when too many were
   */
  synchronized Issued issue(String input) {
    Instant now = clock.instant();
    kept.values().removeIf(each -> each.expires.plus(KEPT_FOR).isBefore(now));
    if (kept.size() >= PROBES_MAX) {
      throw Problem.tooMany(PROBES_MAX + " probes were given out already.");
    }
    String id = random(ID_BYTES);
    String secret = random(SECRET_BYTES);
    Probe probe = new Probe(id, input, preview);
    Instant expires = now.plus(GOOD_FOR);
    kept.put(id, new Kept(probe, secret.getBytes(UTF_8), expires));
    return new Issued(id, input, secret, probe.text(), expires);
  }

  private String random(int bytes) {
    byte[] random = new byte[bytes];
    this.random.nextBytes(random);
    return HEX.formatHex(random);
  }

  /**
   * The probe whose secret a request shows, which is used then; null for a request that shows none.
   *
   * @param shown what stands in the header {@value #HEADER}, null where there is none
   * @throws Problem 403 when it shows anything else
   */
  synchronized @Nullable Probe claim(String input, @Nullable String shown) {
    if (shown == null) {
      return null;
    }
    Kept found = find(shown.getBytes(UTF_8));
    if (found == null) {
      throw refused("no probe of this daemon has the secret that is shown");
    }
    if (found.isUsed) {
      throw refused("its probe was used already");
    }
    found.isUsed = true;
    if (found.expires.isBefore(clock.instant())) {
      throw refused("its probe was good until " + found.expires);
    }
    if (!found.probe.input().equals(input)) {
      throw refused("its probe is one of input " + found.probe.input());
    }
    return found.probe;
  }

  /** All are looked at, so that the time does not tell which it is. */
  private @Nullable Kept find(byte[] shown) {
    Kept found = null;
    for (Kept each : kept.values()) {
      found = MessageDigest.isEqual(each.secret, shown) ? each : found;
    }
    return found;
  }

  private static Problem refused(String why) {
    return new Problem(
        403, "No probe", "The request has a header " + HEADER + ", but " + why
            + ". It was refused, and nothing of it was stored.",
        "Send events without that header; nexa doctor sends probes.");
  }

  /**
   * What became of a probe.
   *
   * @throws Problem 404 when there is none
   */
  synchronized Probe.State state(String id) {
    Kept found = kept.get(id);
    if (found == null) {
      throw Problem.notFound("probe " + id, "Ask for a new one.");
    }
    return found.probe.state(found.isUsed);
  }
}
