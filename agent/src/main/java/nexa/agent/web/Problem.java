package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import nexa.agent.store.Json;

/** An answer that is an error: an RFC 9457 problem document with a hint at the next step. */
final class Problem extends RuntimeException {

  private static final long serialVersionUID = 1L;
  static final String MEDIA_TYPE = "application/problem+json";

  private static final int UNAUTHORIZED = 401;

  /** What a 401 has to say of how to come in. */
  private static final String CHALLENGE = "WWW-Authenticate";

  private static final String BEARER = "Bearer";

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

  /** What can be done about it. */
  String hint() {
    return hint;
  }

  /** For what is no request that the server can read. */
  static Problem unreadable(int status) {
    return new Problem(
        status, "Refused", "The server cannot read this request.",
        "Send it by a usual HTTP client, with less in its address and headers.");
  }

  /** Answers a request with this problem. */
  void answer(Context context) {
    if (status == UNAUTHORIZED) {
      context.header(CHALLENGE, BEARER);
    }
    context.status(status).contentType(MEDIA_TYPE).result(document());
  }

  /** Answers a request that no route has seen. */
  void answer(HttpServletResponse response) throws IOException {
    if (status == UNAUTHORIZED) {
      response.setHeader(CHALLENGE, BEARER);
    }
    response.setStatus(status);
    response.setContentType(MEDIA_TYPE);
    response.getOutputStream().write(document());
  }

  /** The problem as JSON. */
  byte[] document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "about:blank");
    document.put("title", title);
    document.put("status", status);
    document.put("detail", getMessage());
    document.put("hint", hint);
    return Json.write(document).getBytes(UTF_8);
  }
}
