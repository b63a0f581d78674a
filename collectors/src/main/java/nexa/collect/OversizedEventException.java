package nexa.collect;

/** Input that has more parts than are read at once; sent in smaller pieces it may be taken. */
public final class OversizedEventException extends MalformedEventException {

  private static final long serialVersionUID = 1L;

  OversizedEventException(String message) {
    super(message);
  }

  OversizedEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
