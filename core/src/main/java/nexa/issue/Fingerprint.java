package nexa.issue;

/** The identity of an issue: 16 hex digits over its normalised exception and in-app frames. */
public record Fingerprint(String value) {
  @Override
  public String toString() {
    return value;
  }
}
