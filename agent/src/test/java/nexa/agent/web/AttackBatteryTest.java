package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that attack a running server, each beside one that is let in. None may get anything but its
 * exact refusal, learn anything, or change anything.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class AttackBatteryTest {

  private static final int ATTACKS_MIN = 150;
  private static final Set<Integer> REFUSALS = Set.of(401, 403, 421);

  private Castle castle;

  @BeforeAll
  void start(@TempDir Path home) {
    castle = new Castle(home);
  }

  @AfterAll
  void stop() {
    castle.close();
  }

  Stream<Attack> attacks() {
    return Stream.of(
        RouteAttacks.all(castle), PageAttacks.all(castle), MessageAttacks.all(castle),
        SocketAttacks.all(castle))
        .flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void attack_isRefusedAndItsControlIsNot(Attack attack) {
    String before = castle.state();

    RawAnswer refused = castle.send(attack.request());

    assertThat(refused.status()).as(refused.text()).isEqualTo(attack.refusal());
    assertThat(refused.answers()).as(refused.text()).isEqualTo(1);
    assertThat(refused.text())
        .doesNotContain(Castle.DATA)
        .doesNotContain(castle.owner, castle.admin, castle.agent);
    assertRefusalIsPlain(refused);
    assertThat(castle.state()).isEqualTo(before);
    RawAnswer control = castle.send(attack.control());
    if (attack.success() == Attack.LET_IN) {
      assertThat(control.status()).as(control.text()).isPositive().isNotIn(REFUSALS);
    } else {
      assertThat(control.status()).as(control.text()).isEqualTo(attack.success());
    }
  }

  /** Nothing in it is run, kept or shown to another site, whatever a browser makes of it. */
  private static void assertRefusalIsPlain(RawAnswer refused) {
    assertThat(refused.header("Content-Type").orElse("none"))
        .as(refused.text())
        .satisfiesAnyOf(
            type -> assertThat(type).isEqualTo("none"),
            type -> assertThat(type).startsWith("application/"),
            type -> assertThat(type).startsWith("text/plain"));
    assertThat(refused.header("X-Content-Type-Options")).contains("nosniff");
    assertThat(refused.header("Content-Security-Policy").orElse("")).contains("default-src 'none'");
    assertThat(refused.header("X-Frame-Options")).contains("DENY");
    assertThat(
        Stream.of("Set-Cookie", "Location", "Access-Control-Allow-Origin", "X-Evil", "Server"))
        .allSatisfy(name -> assertThat(refused.header(name)).as(name).isEmpty());
  }

  @Test
  void battery_isLarge() {
    assertThat(attacks().map(Attack::name).distinct()).hasSizeGreaterThanOrEqualTo(ATTACKS_MIN);
  }

  @Test
  void openRoutes_areThoseThatHoldNoData() {
    assertThat(castle.server.web.routes()).containsAll(RouteAttacks.OPEN_TO_ALL);
    assertThat(RouteAttacks.OPEN_TO_ALL).allSatisfy(route -> {
      RawAnswer answer = castle.send(RawRequest.get(route.substring(route.indexOf(' ') + 1)));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).doesNotContain(Castle.DATA);
    });
  }
}
