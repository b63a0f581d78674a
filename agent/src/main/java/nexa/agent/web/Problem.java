package nexa.agent.web;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import nexa.agent.store.Json;

/** An answer that is an error: an RFC 9457 problem document with a hint at the next step. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final String MEDIA_TYPE = "application/problem+json";

  private final int status;
  private final String title;
  private final String hint;

  Problem(int status, String title, String detail, String hint) {
    super(detail, null, false, false);
    this.status = status;
    this.title = title;
    this.hint = hint;
  }

  static Problem badRequest(String detail, String hint) {
    return new Problem(400, "Bad request", detail, hint);
  }

  static Problem notFound(String what, String hint) {
    return new Problem(404, "Not found", "There is no " + what + ".", hint);
  }

  /** For who may come again in {@value Intake#RETRY_AFTER} s. */
  static Problem tooMany(String detail) {
    return new Problem(
        429, "Too many at once", detail, "Send it again after " + Intake.RETRY_AFTER + " s.");
  }

  int status() {
    return status;
  }

  /** What kind of problem it is, in a few fixed words. */
  String title() {
    return title;
  }

  /** Answers a request with this problem. */
  void answer(Context context) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", title);
    document.put("status", status);
    document.put("detail", getMessage());
    document.put("hint", hint);
    context.status(status).contentType(MEDIA_TYPE).result(Json.write(document));
  }
}
