package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Planted secrets, as values, in messages, URLs, JSON and headers; and values that are none. */
final class RedactionCorpusTest {

  private static final String VALUE = "hunter2-Zq";

  /** Where a named secret stands: {@code N} is its name, {@code V} its value. */
  private static final List<String> NAMED =
      List.of(
          "N=V", "login failed: N=V for ann", "N = V", "N: V", "{N=V, quantity=2}",
          "User[N=V, name=ann]", "User(N='V', name='ann')", "GET /login?x=1&N=V&y=2 HTTP/1.1",
          "https://example.com/cb?N=V", "{\"N\":\"V\",\"quantity\":2}",
          "{\"user\": {\"N\" : \"V\"}}", "{\\\"N\\\":\\\"V\\\"}", "{\"N\":[\"a\",\"V\"]}",
          "{\"N\":{\"raw\":\"V\"}}", "<N>V</N>", "<user N=\"V\"/>", "--N V --verbose",
          "{\"N\":\"two words and V\"}", "{\"N\":\"quote \\\" and V\"}", "cb?N%3DV");

  private static final List<String> NAMES =
      List.of(
          "password", "userPassword", "PASS_WORD", "db.password", "passwd", "passphrase", "secret",
          "clientSecret", "client_secret", "token", "accessToken", "refresh_token", "X-Auth-Token",
          "apiKey", "api-key", "X-Api-Key", "accessKey", "credential", "credentials", "sessionId",
          "JSESSION", "ssn", "cvv", "pin", "cardPin", "privateKey", "signing_key", "encryptionKey",
          "cardNumber", "creditCard", "pwd", "otp", "jwt", "csrfToken", "iban", "smtp_pass", "salt",
          "nonce", "masterKey", "sshKey");

  /** Where a value stands that shows by itself that it is a secret. */
  private static final List<String> BARE =
      List.of(
          "V", "rejected V from 10.0.0.1", "found 'V'", "https://example.com/verify/V?x=1",
          "https://example.com/verify?v=V", "{\"value\":\"V\",\"n\":1}", "[V, 2]", "value=V;");

  private static final List<String> URLS =
      List.of(
          "jdbc:postgresql://ann:V@db:5432/shop", "redis://:V@cache:6379",
          "https://ann:V@host/x?y=1",
          "amqp://ann:p@V@broker/vhost", "cannot connect to mongodb://ann:V@a,b/shop today",
          "jdbc:oracle:thin:scott/V@//db:1521/x");

  private static final List<String> HEADERS =
      List.of(
          "Authorization: Bearer V", "authorization: Basic V", "Authorization: Token V",
          "Authorization: Digest username=\"ann\", response=\"V\"", "Cookie: theme=dark; id=V; a=b",
          "Set-Cookie: ID=V; Path=/; HttpOnly", "{\"Authorization\":\"Bearer V\"}",
          "Proxy-Authorization: Basic V", "X-Api-Key: V");

  private final Redactor redactor = new Redactor(List.of());
  private final Random random = new Random(42);

  @Test
  void namedSecrets_areHidden() {
    List<String> leaks = new ArrayList<>();
    for (String name : NAMES) {
      assertThat(redactor.hidesName(name)).as(name).isTrue();
      for (String place : NAMED) {
        collect(leaks, place.replace("N", name), VALUE);
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void secretsInUrlsAndHeaders_areHidden() {
    List<String> leaks = new ArrayList<>();
    URLS.forEach(place -> collect(leaks, place, VALUE));
    HEADERS.forEach(place -> collect(leaks, place, VALUE));
    assertThat(leaks).isEmpty();
  }

  @Test
  void secretsByTheirLook_areHidden() {
    List<String> leaks = new ArrayList<>();
    List<String> secrets = secrets();
    assertThat(secrets.size() * BARE.size()).isGreaterThan(200);
    for (String secret : secrets) {
      BARE.forEach(place -> collect(leaks, place, secret));
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void secretsInObjects_areHidden() {
    TreeMap<String, Object> planted = new TreeMap<>();
    NAMES.forEach(name -> planted.put(name, List.of(VALUE, VALUE)));
    List<String> secrets = secrets();
    for (Object value : new Object[] {planted, secrets.toArray(), List.copyOf(secrets)}) {
      StringBuilder out = new StringBuilder();
      new ValueWriter(
          out, 1 << 20, System.nanoTime() + 10_000_000_000L, CaptureRules.service(redactor, null),
          new ObjectNumbers(0))
          .write("it", value, null, 0);
      secrets.forEach(secret -> assertThat(out.toString()).doesNotContain(secret));
      assertThat(out.toString()).doesNotContain(VALUE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order 4711 of ann failed", "Cannot read field \"price\" because \"item\" is null",
        "Index 3 out of bounds for length 3", "2026-11-25T16:30:00.123Z", "1795612811116",
        "+49 170 1234567", "550e8400-e29b-41d4-a716-446655440000", "com.example.shop.Cart$Line",
        "/var/lib/shop/2026/Orders/Export-01/file.csv", "C:\\Program Files\\Shop\\shop.exe",
        "https://example.com/a/b?page=2&sort=name", "ann@example.com", "Mozilla/5.0 (X11; Linux)",
        "SELECT id, name FROM orders WHERE customer = 'ann'", "{\"quantity\":2,\"name\":\"pen\"}",
        "java.lang.IllegalStateException: no such order", "quantity=2, name=pen", "EUR 12.50",
        "shipping=true", "spinner: on", "author=ann", "getVeryLongMethodNameThatGoesOnAndOnForEver",
        "THE_QUICK_BROWN_FOX_JUMPS_OVER_THE_LAZY_DOG_AGAIN", "x86_64-linux-gnu", "1.2.3-SNAPSHOT",
        "the key is under the mat", "no session", "a secret garden", "0x7f3a", "deadbeef",
        "Hello, wörld", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag", "", " "
      })
  void ordinaryText_isKept(String text) {
    assertThat(redactor.text(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name", "quantity", "customer", "shipping", "spinner", "author", "opinion", "passenger",
        "compass", "description", "key", "keyword", "monkey", "hash", "address", "id", "orderId",
        "price", "sizes", "side", "assertion", "mission", "pinned", "authorName", "step"
      })
  void ordinaryName_isShown(String name) {
    assertThat(redactor.hidesName(name)).isFalse();
  }

  private void collect(List<String> leaks, String place, String secret) {
    String planted = place.replace("V", secret);
    String shown = redactor.text(planted);
    if (shown.contains(secret) || !shown.contains("[redacted]")) {
      leaks.add(planted + " -> " + shown);
    }
  }

  private List<String> secrets() {
    List<String> secrets =
        new ArrayList<>(
            List.of(
                "4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005",
                "6011111111111117", "AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE",
                "ghp_16C7e42F292c6912E7710c838347Ae178B4a", "glpat-XyZ12345678901234567",
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "xoxb-123456789012-abcdefABCDEF",
                "AIzaSyD-9tSrke72PouQMnMX-a7eZSW0jkFMBWY", "hf_abcdEFGHijkl1234567890",
                "npm_abcdEFGHijkl1234567890abcd",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                "-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END RSA PRIVATE KEY-----"));
    for (int i = 0; i < 12; i++) {
      byte[] bytes = new byte[36 + random.nextInt(20)];
      random.nextBytes(bytes);
      secrets.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      StringBuilder hex = new StringBuilder();
      for (byte b : bytes) {
        hex.append(String.format("%02x", b));
      }
      secrets.add(hex.substring(0, 32 + random.nextInt(32)));
    }
    return secrets;
  }
}
