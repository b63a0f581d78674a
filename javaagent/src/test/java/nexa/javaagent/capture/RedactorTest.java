package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {

  private final Redactor redactor = new Redactor(List.of("maiden-name"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password", "userPassword", "PASS_WORD", "api-key", "X-Api-Key", "accessToken", "sessionId",
        "Set-Cookie", "pin", "cardPin", "card_pin", "ssn", "clientSecret", "maidenName"
      })
  void sensitiveName_isHidden(String name) {
    assertThat(redactor.hidesName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shipping", "spinner", "name", "customer", "author", "quantity", "", "x"})
  void ordinaryName_isShown(String name) {
    assertThat(redactor.hidesName(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "paid with 4111 1111 1111 1111 today | paid with [redacted] today",
        "card=5500-0000-0000-0004; | card=[redacted];",
        "login failed: password=hunter2&user=ann | login failed: password=[redacted]&user=ann",
        "Authorization: Bearer abc.def | Authorization: Bearer [redacted]",
        "at jdbc://ann:pw@db:5432/x | at jdbc://[redacted]@db:5432/x",
        "key AKIAIOSFODNN7EXAMPLE used | key [redacted] used",
        "got eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here | got [redacted] here",
        "digest 0123456789abcdef0123456789abcdef01234567 | digest [redacted]",
        "-----BEGIN KEY-----MIIEvQ | [redacted]"
      })
  void secretInText_isReplaced(String text, String expected) {
    assertThat(redactor.text(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Cannot invoke \"Session.id()\" because \"session\" is null", "order 4111111111111112",
        "1795612811116", "com.example.shop.orders.internal.VeryLongClassNameOfTheOrderService",
        "/var/lib/shop/data/2026/11/25/orders-of-the-day.csv", "https://example.com/a?b=c"
      })
  void ordinaryText_isKept(String text) {
    assertThat(redactor.text(text)).isEqualTo(text);
  }

  @Test
  void secretTypes_areHidden() {
    assertThat(redactor.hidesType(char[].class)).isTrue();
    assertThat(redactor.hidesType(SecretKeySpec.class)).isTrue();
    assertThat(redactor.hidesType(String.class)).isFalse();
  }
}
