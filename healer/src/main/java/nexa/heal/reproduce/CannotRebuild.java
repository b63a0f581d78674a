package nexa.heal.reproduce;

/** A captured value, or the call around it, that has no expression in source. */
final class CannotRebuild extends Exception {
  private static final long serialVersionUID = 1L;

  CannotRebuild(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
