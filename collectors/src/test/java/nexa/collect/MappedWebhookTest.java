package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import nexa.collect.WebhookMapping.Field;
import nexa.event.Alert;
import nexa.event.Event;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MappedWebhookTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T12:00:00Z"), ZoneOffset.UTC);
  private static final int MUTATIONS = 20_000;

  private static final String CRASH =
      """
      {"action":"open","project":{"slug":"shop"},"data":{"title":"total failed","level":"fatal",
       "at":"2026-11-27T11:58:00Z","version":"c0ffee","id":77,"url":"https://tracker/77",
       "traces":["java.lang.IllegalStateException: no stock\\n\\tat com.example.shop.Cart.total(Cart.java:7)\\n"]}}
      """;

  @Test
  void messageWithATrace_isACrash() {
    Event event = event(CRASH);

    assertThat(event.service()).isEqualTo("shop");
    assertThat(event.input()).isEqualTo("webhook:tracker");
    assertThat(event.message()).isEqualTo("total failed");
    assertThat(event.severity()).isEqualTo(Severity.FATAL);
    assertThat(event.time()).isEqualTo("2026-11-27T11:58:00Z");
    assertThat(event.release()).isEqualTo("c0ffee");
    assertThat(event.stackTrace()).satisfies(
        trace -> assertThat(trace.exceptionType()).isEqualTo("java.lang.IllegalStateException"));
  }

  @Test
  void sameMessage_hasTheSameId() {
    assertThat(event(CRASH).id()).isEqualTo(event(CRASH).id());
    assertThat(event(CRASH.replace("77", "78")).id()).isNotEqualTo(event(CRASH).id());
  }

  @Test
  void messageWithAStatus_isAnAlertUntilItIsOver() {
    String firing = CRASH.replace("traces", "none");
    Alert alert = alert(firing);

    assertThat(alert)
        .isEqualTo(
            new Alert(
                "webhook:tracker:77", "webhook:tracker", "shop", "total failed", "",
                Instant.parse("2026-11-27T11:58:00Z"), null, "https://tracker/77"));
    assertThat(alert(firing.replace("\"open\"", "\"Resolved\"")).ends()).isEqualTo(alert.starts());
  }

  @Test
  void crashThatIsOver_isNoCrash() {
    assertThat(alert(CRASH.replace("\"open\"", "\"closed\"")).isFiring()).isFalse();
  }

  @Test
  void linkThatNoBrowserShouldOpen_isLeftOut() {
    String message = CRASH.replace("traces", "none").replace("https:", "javascript:");

    assertThat(alert(message).link()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "warning, 0",
    "error,   1",
    "50,      1",
    "P1,      1",
    "3,       1",
    "6,       0",
  })
  void messageOfALowLevel_tellsOfNoError(String level, int events) {
    String message = "{\"text\":\"slow\",\"level\":" + (level.length() < 3 && !level.equals("P1")
        ? level : "\"" + level + "\"") + "}";
    WebhookMapping mapping =
        mapping(Map.of(Field.MESSAGE, "text", Field.LEVEL, "level"), "shop");

    assertThat(decode(message, mapping).events().events()).hasSize(events);
  }

  @ParameterizedTest
  @CsvSource({
    "1795780680,    2026-11-27T11:58:00Z",
    "1795780680.5,  2026-11-27T11:58:00.500Z",
    "1795780680000, 2026-11-27T11:58:00Z",
    "true,          2026-11-27T12:00:00Z",
    "{},            2026-11-27T12:00:00Z",
  })
  void time_isTakenAsProgramsWriteIt(String time, Instant expected) {
    String message = "{\"text\":\"no stock\",\"at\":" + time + "}";
    WebhookMapping mapping = mapping(Map.of(Field.MESSAGE, "text", Field.TIME, "at"), "shop");

    assertThat(decode(message, mapping).events().events()).extracting(Event::time)
        .containsExactly(expected);
  }

  @Test
  void missingField_isNamedWithItsPlace() {
    assertThatThrownBy(() -> event(CRASH.replace("slug", "name")))
        .isInstanceOf(MalformedEventException.class)
        .hasMessage(
            "message.project.slug: there is no text, where mapping.service has it");
    assertThatThrownBy(() -> alert(CRASH.replace("traces", "none").replace("\"id\"", "\"no\"")))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining(
            "message.data.id: there is no text, where mapping.fingerprint has it");
    assertThatThrownBy(
        () -> decode("{}", mapping(Map.of(Field.STACK, "trace"), "shop")))
        .isInstanceOf(MalformedEventException.class)
        .hasMessageContaining("mapping.message is not set");
  }

  @Test
  void serviceThatNoMessageNames_isTheOneOfTheMapping() {
    WebhookMapping mapping =
        mapping(Map.of(Field.SERVICE, "project", Field.MESSAGE, "text"), "shop");

    assertThat(decode("{\"text\":\"x\"}", mapping).events().events())
        .extracting(Event::service).containsExactly("shop");
    assertThat(decode("{\"text\":\"x\",\"project\":\"bar\"}", mapping).events().events())
        .extracting(Event::service).containsExactly("bar");
  }

  /** Nothing but a refusal by name may come of broken input. */
  @Test
  void brokenMessage_isRefusedByName() {
    Random random = new Random(7);
    byte[] body = CRASH.getBytes(UTF_8);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] broken = body.clone();
      for (int change = 0; change <= random.nextInt(4); change++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
      }
      try {
        MappedWebhook.decode(broken, tracker(), "webhook:tracker", UnaryOperator.identity(), CLOCK);
      } catch (MalformedEventException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, MUTATIONS - 1);
  }

  private static Event event(String message) {
    return decode(message, tracker()).events().events().getFirst();
  }

  private static Alert alert(String message) {
    return decode(message, tracker()).alerts().getFirst();
  }

  private static MappedWebhook.Content decode(String message, WebhookMapping mapping) {
    return MappedWebhook.decode(
        message.getBytes(UTF_8), mapping, "webhook:tracker", UnaryOperator.identity(), CLOCK);
  }

  private static WebhookMapping tracker() {
    return mapping(
        Map.of(
            Field.SERVICE, "project.slug", Field.MESSAGE, "data.title", Field.LEVEL, "data.level",
            Field.STACK, "data.traces[0]", Field.STATUS, "action", Field.FINGERPRINT, "data.id",
            Field.LINK, "data.url", Field.TIME, "data.at", Field.RELEASE, "data.version"),
        null);
  }

  private static WebhookMapping mapping(Map<Field, String> paths, @Nullable String service) {
    Map<Field, JsonPath> read = new EnumMap<>(Field.class);
    paths.forEach((field, path) -> read.put(field, JsonPath.of(path)));
    return new WebhookMapping(read, service, Set.of("resolved", "closed"));
  }
}
