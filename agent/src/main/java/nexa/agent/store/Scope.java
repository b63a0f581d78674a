package nexa.agent.store;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a visitor may do. */
public enum Scope {
  /** Send events, and nothing else. */
  INGEST,
  /** Read everything. */
  READ,
  /** Read, and decide what becomes of issues and fixes. */
  DECIDE,
  /** Everything: make tokens too. */
  ADMIN;

  /** The scope of a name as people write it, empty for none. */
  public static Optional<Scope> of(String word) {
    return Stream.of(values()).filter(scope -> scope.word().equals(word)).findFirst();
  }

  /** Whether who has this may do what asks for another. */
  public boolean covers(Scope needed) {
    return switch (this) {
      case INGEST -> needed == INGEST;
      case READ -> needed == READ;
      case DECIDE -> needed == READ || needed == DECIDE;
      case ADMIN -> true;
    };
  }

  /** Its name as people write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
