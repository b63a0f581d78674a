package nexa.heal.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a source may leave the host. */
final class SourceSecretsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "String password = \"hunter2\";",
        "connect(\"jdbc:postgresql://ann:hunter2@db/shop\");",
        "String x = \"AKIAIOSFODNN7EXAMPLE01\";",
        "client.withToken(\"hunter2\");",
        "String pem = \"\"\"\n-----BEGIN PRIVATE KEY-----\nhunter2\n\"\"\";",
        "byte[] k = decode(\"aHVudGVyMmh1bnRlcjI1MTIzNDU2\");"
      })
  void secret_isMasked(String source) {
    assertThat(SourceSecrets.masked(source))
        .contains("\"***\"")
        .doesNotContain("hunter2")
        .doesNotContain("AKIA")
        .doesNotContain("aHVu");
  }

  @Test
  void plainText_isKept() {
    String source =
        """
        throw new IllegalArgumentException("no such \\"order\\": " + id);
        String date = "2026-11-25"; char quote = '"'; int n = 1;
        """;
    assertThat(SourceSecrets.masked(source)).isEqualTo(source);
  }

  @Test
  void literalWithoutEnd_isReadToTheEndOfItsLine() {
    assertThat(SourceSecrets.masked("String a = \"abc\nint b;"))
        .isEqualTo("String a = \"abc\nint b;");
  }
}
