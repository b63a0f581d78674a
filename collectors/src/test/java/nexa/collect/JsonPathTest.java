package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class JsonPathTest {

  private static final byte[] DOCUMENT =
      "{\"a\":{\"b c\":[[1,2],{\"d\":\"deep\"}],\"0\":\"named\"}}".getBytes(UTF_8);

  @ParameterizedTest
  @CsvSource({
    "a.b c[1].d,  deep",
    "a.b c[0][1], 2",
    "a.0,         named",
    "a.b c[2],    ''",
    "a.x.y[3].z,  ''",
    "a[0],        ''",
    "[0],         ''",
  })
  void path_isFollowedAsFarAsThereIsSomething(String path, String found) {
    JsonNode document = BoundedJson.object(DOCUMENT, 0, DOCUMENT.length, "document");

    assertThat(JsonPath.of(path).in(document).asString("")).isEqualTo(found);
    assertThat(JsonPath.of(path)).hasToString(path).isEqualTo(JsonPath.of(path));
  }

  @ParameterizedTest
  @CsvSource({
    "'',         needs a field's name at character 1",
    "' ',        needs a field's name at character 1",
    "a.,         needs a field's name at character 3",
    "a..b,       needs a field's name at character 3",
    ".a,         needs a field's name at character 1",
    "a[],        needs a number of one to 4 digits at character 3",
    "a[-1],      needs a number of one to 4 digits at character 3",
    "a[*],       needs a number of one to 4 digits at character 3",
    "a[12345],   needs a number of one to 4 digits at character 3",
    "a[1,        needs ] at character 4",
    "a[1]b,      needs . or [ at character 5",
    "a]b,        needs . or [ at character 2",
  })
  void oddPath_saysWhereAndWhatIsWanted(String path, String wanted) {
    assertThatThrownBy(() -> JsonPath.of(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'" + path + "' " + wanted);
  }

  @Test
  void endlessPath_isRefused() {
    assertThatThrownBy(() -> JsonPath.of("a".repeat(257)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 256 characters");
  }
}
