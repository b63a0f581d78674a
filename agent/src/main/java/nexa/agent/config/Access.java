package nexa.agent.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a sender must show at an input. Where there is no key, anyone on this host may send.
 *
 * @param header where the signature of {@link Proof#SHA256} stands, or the key of {@link Proof#TOKEN}
 * @param timestampHeader where the time stands that is signed before the body; null when it is the
 *     body alone
 * @param keys any of them will do, so that one can take another's place
 */
public record Access(
    Proof proof, String header, @Nullable String timestampHeader, List<Key> keys) {

  /** The header in which most programs send a signature of {@link Proof#SHA256}. */
  static final String HEADER = "X-Hub-Signature-256";

  /** For anyone on this host. */
  public static final Access OPEN = new Access(Proof.KEY, HEADER, null, List.of());

  /** How a sender shows that it has a key. */
  public enum Proof {
    /** It sends the key. */
    KEY("the key"),
    /** It sends the key in a header of its own. */
    TOKEN("the key"),
    /** It signs id, time and body, as Standard Webhooks has it. */
    STANDARD("a signature, by Standard Webhooks"),
    /** It signs the body, or time and body, with HMAC-SHA256. */
    SHA256("a signature, by HMAC-SHA256");

    private final String words;

    Proof(String words) {
      this.words = words;
    }
  }

  /**
   * A key, and for whom it speaks.
   *
   * @param services the names of its services, empty for any
   */
  public record Key(String value, Set<String> services) {
    public Key {
      services = Set.copyOf(services);
    }

    /** A key that speaks for any service. */
    public Key(String value) {
      this(value, Set.of());
    }

    /** For whom it speaks, without the key. */
    @Override
    public String toString() {
      return services.isEmpty() ? "a key for any service" : "a key for " + services;
    }
  }

  public Access {
    keys = List.copyOf(keys);
  }

  /** Whether anyone on this host may send. */
  public boolean isOpen() {
    return keys.isEmpty();
  }

  /** Who may send, in words and without the keys, so that it may be shown. */
  @Override
  public String toString() {
    if (isOpen()) {
      return "anyone on this host";
    }
    long bound = keys.stream().filter(key -> !key.services().isEmpty()).count();
    return "those who show " + proof.words
        + (bound == 0 ? ""
            : "; " + bound + " of " + keys.size() + " keys for certain services only");
  }
}
