package nexa.collect;

/** Input that is not what its protocol says; the message names the place and what is wrong there. */
public sealed class MalformedEventException extends RuntimeException
    permits OversizedEventException {

  private static final long serialVersionUID = 1L;

  MalformedEventException(String message) {
    super(message);
  }

  MalformedEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
