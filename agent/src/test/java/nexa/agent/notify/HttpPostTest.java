package nexa.agent.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import nexa.agent.notify.VendorStub.Reply;
import nexa.agent.store.Courier.Answer;
import nexa.agent.store.Courier.Answer.Unavailable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the status of an answer means, and what is never done whatever it is. */
final class HttpPostTest {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

  private final HttpPost http = new HttpPost(NOON, Duration.ofSeconds(1));

  @ParameterizedTest
  @CsvSource({
    "429, 7, 7",
    "429, 1.2, 2",
    "503, 0, 0",
    "429, 'Wed, 25 Nov 2026 12:01:30 GMT', 90",
    "429, 'Wed, 25 Nov 2026 11:00:00 GMT', 0",
    "429, soon, ",
    "429, -5, ",
    "429, 99999999999999999999, ",
    "500, '', "
  })
  void retryAfter_isUnderstood(int status, String header, @Nullable Integer seconds)
      throws IOException {
    Answer answer = answered(new Reply(status, "", Map.of("Retry-After", header)));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Unavailable.class,
            unavailable -> assertThat(unavailable.asked())
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @CsvSource({
    "200, Taken", "202, Taken", "204, Taken", "301, Unavailable", "308, Unavailable",
    "400, Refused", "401, Unavailable", "403, Unavailable", "404, Unavailable",
    "408, Unavailable", "410, Unavailable", "413, Refused", "422, Refused", "429, Unavailable",
    "500, Unavailable", "502, Unavailable"
  })
  void status_saysWhetherToComeAgain(int status, String answer) throws IOException {
    assertThat(answered(new Reply(status, "")).getClass().getSimpleName()).isEqualTo(answer);
  }

  @Test
  void redirect_isNotFollowed() throws IOException {
    try (VendorStub other = new VendorStub(request -> new Reply(200, "ok"));
        VendorStub stub =
            new VendorStub(
                request -> new Reply(
                    307, "", Map.of("Location", other.url("/stolen").toString())))) {
      assertThat(http.post(stub.url("/hook"), Map.of("text", "x")))
          .isInstanceOfSatisfying(
              Unavailable.class,
              moved -> assertThat(moved.reason()).contains("redirects are not followed"));
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void errorPageThatRepeatsTheAddress_isShownWithoutIt() throws IOException {
    try (VendorStub stub =
        new VendorStub(
            request -> new Reply(404, "Cannot POST " + request.path() + "?" + request.query()))) {
      Answer answer =
          http.post(stub.url("/services/T0SECRET/s3cr3tt0k3n?key=hush-hush"), Map.of());

      assertThat(answer)
          .isInstanceOfSatisfying(
              Unavailable.class,
              gone -> assertThat(gone.reason())
                  .contains("answers 404: Cannot POST")
                  .doesNotContain("SECRET", "s3cr3t", "hush"));
    }
  }

  @Test
  void hugeAnswer_isReadInPart() throws IOException {
    assertThat(answered(new Reply(400, "<b>no</b>\u202e\n".repeat(100_000))))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).hasSizeLessThan(250)
                .doesNotContain("\n", "\u202e"));
  }

  @Test
  void silentServer_isLeftAfterAWhile() {
    CountDownLatch never = new CountDownLatch(1);
    try (VendorStub stub =
        new VendorStub(
            request -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return new Reply(200, "");
            })) {
      assertThatThrownBy(() -> http.post(stub.url("/"), Map.of()))
          .isInstanceOf(HttpTimeoutException.class);
    } finally {
      never.countDown();
    }
  }

  private Answer answered(Reply reply) throws IOException {
    try (VendorStub stub = new VendorStub(request -> reply)) {
      return http.post(stub.url("/hook"), Map.of("text", "x"));
    }
  }
}
