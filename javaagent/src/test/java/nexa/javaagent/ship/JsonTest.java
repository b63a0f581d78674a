package nexa.javaagent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The few members of the daemon's answers, read without a JSON library. */
final class JsonTest {

  @Test
  void orders_areReadUpToTheirBound() {
    String answer = "{\"paused\" : true, \"orders\" : [ \"a.b\" , \"c.d\",\"e.f\" ]}";
    assertThat(Json.isTrue(answer, "paused")).isTrue();
    assertThat(Json.strings(answer, "orders", 8)).containsExactly("a.b", "c.d", "e.f");
    assertThat(Json.strings(answer, "orders", 2)).containsExactly("a.b", "c.d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{}", "{\"paused\":false,\"orders\":[]}", "{\"orders\":\"a.b\"}", "{\"orders\":[\"a",
        "{\"orders\"", "{\"orders\":[1]}", "{\"paused\""
      })
  void otherAnswers_holdNoOrders(String answer) {
    assertThat(Json.isTrue(answer, "paused")).isFalse();
    assertThat(Json.strings(answer, "orders", 8)).isEmpty();
  }
}
