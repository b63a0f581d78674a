package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import nexa.agent.config.Access;
import nexa.agent.config.Access.Proof;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What signs a message, and what does not. */
final class SignatureTest {

  private static final int MUTATIONS = 1_000;
  private static final Instant NOW = Instant.ofEpochSecond(1_795_780_800);
  private static final byte[] BODY = "{\"action\":\"opened\"}".getBytes(UTF_8);

  /** Twenty-four bytes, the first of which are the alphabet's; the signature was made by openssl. */
  private static final String KEY = "whsec_YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4";

  private static final String SIGNED = "v1,YV9mCBBoSFbZGqhVqUHL2reBc3ZKrdxo7ZkTu+I7uEI=";
  private static final String HEX =
      "f1b455cc557b586be036ca62d44377f2874a6fd1706155a5c566751e390dff07";
  private static final String TIMED_HEX =
      "7cdaa32b4fd5733774d5b432b349c8ba37234d37439f6f5369fd93a458e581d1";
  private static final String PLAIN_KEY = "it is a secret of ours";

  @Test
  void standardWebhooks_signIdTimeAndBody() {
    assertThat(standard(SIGNED, NOW).isBy(KEY, BODY)).isTrue();
    assertThat(standard("v1a,x v1,AAAA " + SIGNED, NOW).isBy(KEY, BODY)).isTrue();
    assertThat(standard(SIGNED, NOW).isBy("another key of 24 chr", BODY)).isFalse();
  }

  @Test
  void bodyAlone_isSignedInHexadecimalDigits() {
    assertThat(sha256(null, "sha256=" + HEX).isBy(PLAIN_KEY, BODY)).isTrue();
    assertThat(sha256(null, HEX.toUpperCase(Locale.ROOT)).isBy(PLAIN_KEY, BODY))
        .isTrue();
    assertThat(sha256(null, "sha256=" + HEX).delivery()).isNull();
  }

  @Test
  void timeBeforeTheBody_isSignedWithIt() {
    assertThat(sha256("X-Time", TIMED_HEX).isBy(PLAIN_KEY, BODY)).isTrue();
    assertThat(sha256("X-Time", TIMED_HEX).delivery()).isEqualTo(TIMED_HEX);
    assertThat(sha256("X-Time", HEX).isBy(PLAIN_KEY, BODY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1,", "v1", "v2,@STANDARD@", "@STANDARD@", "v1,@STANDARD", "v1,!!"})
  void oddSignature_isNobodys(String offered) {
    String real = SIGNED.substring(3);
    if (offered.isEmpty()) {
      assertThatThrownBy(() -> standard(offered, NOW)).isInstanceOf(Problem.class);
    } else {
      Signature odd =
          standard(offered.replace("@STANDARD@", real).replace("@STANDARD", real.substring(1)),
              NOW);
      assertThat(odd.isBy(KEY, BODY)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, 301, 86_400, -1_795_780_800})
  void clockThatIsFarOff_isToldSo(long seconds) {
    assertThatThrownBy(() -> standard(SIGNED, NOW.plusSeconds(seconds)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("signed at 2026-11-27T12:00:00Z")
        .hasMessageContaining("5 minutes apart");
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 0, 300})
  void clockThatIsALittleOff_isTaken(long seconds) {
    assertThat(standard(SIGNED, NOW.plusSeconds(seconds)).isBy(KEY, BODY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "1e9", "-1", "99999999999999999999", "1795780800 "})
  void oddTime_isRefused(String time) {
    Map<String, String> headers = new HashMap<>(headers(SIGNED));
    headers.put("webhook-timestamp", time);

    assertThatThrownBy(() -> Signature.of(access(Proof.STANDARD, null), headers::get, NOW))
        .isInstanceOf(Problem.class);
  }

  @Test
  void anyChangedByte_isNoticed() {
    Random random = new Random(1);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] changed = BODY.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(standard(SIGNED, NOW).isBy(KEY, changed)).isFalse();
    }
  }

  private static Signature standard(String offered, Instant now) {
    return Signature.of(access(Proof.STANDARD, null), headers(offered)::get, now);
  }

  private static Map<String, String> headers(String offered) {
    return Map.of(
        "webhook-id", "msg_1", "webhook-timestamp", "1795780800", "webhook-signature", offered);
  }

  private static Signature sha256(@Nullable String timeHeader,
      String digits) {
    return Signature.of(
        access(Proof.SHA256, timeHeader),
        Map.of("X-Hub-Signature-256", digits, "X-Time", "1795780800")::get, NOW);
  }

  private static Access access(
      Proof proof, @Nullable String timeHeader) {
    return new Access(proof, "X-Hub-Signature-256", timeHeader, List.of());
  }
}
