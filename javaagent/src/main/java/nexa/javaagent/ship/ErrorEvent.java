package nexa.javaagent.ship;

import nexa.javaagent.capture.Capture;
import org.jspecify.annotations.Nullable;

/** One failure on its way out: made on the failing thread, written on the agent's. */
public final class ErrorEvent {

  final long timeUnixMs = System.currentTimeMillis();
  final long nanos = System.nanoTime();
  final String kind;
  final String severity;
  final @Nullable String logger;
  final String thread;
  final String message;
  final @Nullable String traceId;
  final @Nullable String spanId;
  final @Nullable Capture capture;

  /** Pins objects of the application, so only until the event is written or dropped. */
  @Nullable Throwable thrown;

  private volatile @Nullable Http http;
  private volatile boolean inRequest;

  public ErrorEvent(Builder from) {
    kind = from.kind;
    severity = from.severity;
    logger = from.logger;
    thread = from.thread;
    message = from.message;
    traceId = from.traceId;
    spanId = from.spanId;
    thrown = from.thrown;
    capture = from.capture;
  }

  /** The failed response, which may become known after the event was reported. */
  public void http(Http exchange) {
    http = exchange;
  }

  /** Lets go of what it pins: it is written, or will never be. */
  void release() {
    thrown = null;
  }

  /** Whether the request it was reported in is still being served. */
  public void inRequest(boolean served) {
    inRequest = served;
  }

  boolean isInRequest() {
    return inRequest;
  }

  @Nullable Http http() {
    return http;
  }

  /** What an event is made from. */
  public static final class Builder {
    public String kind = "logged";
    public String severity = "ERROR";
    public @Nullable String logger;
    public String thread = "";
    public String message = "";
    public @Nullable String traceId;
    public @Nullable String spanId;
    public @Nullable Throwable thrown;
    public @Nullable Capture capture;
  }

  /** A request and the status of its response. */
  public static final class Http {
    final String method;
    final String path;
    final int status;

    public Http(String method, String path, int status) {
      this.method = method;
      this.path = path;
      this.status = status;
    }

    public String summary() {
      return method + " " + path + " answered " + status;
    }
  }
}
