package nexa.event;

/** The HTTP request an event belongs to. {@code status} is 0 when no response was seen. */
public record HttpExchange(String method, String path, int status) {

  private static final int SERVER_ERROR = 500;

  /** Whether the server answered that it failed. */
  public boolean isServerError() {
    return status >= SERVER_ERROR;
  }

  /** How a request ended, such as {@code HTTP 503 GET /cart}. */
  public String ending() {
    return "HTTP " + status + " " + method + " " + path;
  }
}
