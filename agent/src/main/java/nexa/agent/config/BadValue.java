package nexa.agent.config;

/** A value that cannot be used, and where it stands, as a JSON pointer. */
final class BadValue extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private final String pointer;

  BadValue(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  String pointer() {
    return pointer;
  }
}
