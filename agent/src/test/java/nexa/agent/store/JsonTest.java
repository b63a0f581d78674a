package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import nexa.memory.Case;
import nexa.memory.Match;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Verdict;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Locator;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import nexa.repair.Reproducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

  private static final Plan PLAN = Crashes.plan("F-SHOP-1", Crashes.issue("SHOP-1"), "digest");

  static Stream<Object> results() {
    Patch patch = PLAN.patch();
    Case past =
        new Case(
            "F-1", "shop", "f", "java.lang.NullPointerException", "context", patch.recipe(),
            "null-skip", Case.Outcome.APPROVED, "c0ffee", Crashes.NOON);
    return Stream.of(
        PLAN,
        past,
        new Change("branch", "commit"),
        new Locator.Answer.Found(PLAN.diagnosis()),
        new Locator.Answer.Nowhere("no repository"),
        new Reproducer.Answer.Red(PLAN.reproduction()),
        new Reproducer.Answer.NotRed("green"),
        new Reproducer.Answer.Abstained("sockets"),
        new Decision.Approved(null, "digest"),
        new Decision.Declined("ann", "too wide"),
        new Outcome.Fixed(PLAN, new Change("branch", "commit")),
        new Outcome.NoPatch("none"),
        List.of(),
        List.of(patch,
            new Patch("p2", List.of(), patch.recipe(), new Origin.Recalled("c", "n"), "",
                List.of())),
        List.of(new Match(past, 0.5)),
        List.of(new Verdict.Plausible(patch, PLAN.proof()), new Verdict.Rejected(patch, "red")));
  }

  @ParameterizedTest
  @MethodSource("results")
  void stepResult_comesBackEqual(Object result) {
    assertThat(Json.readTyped(Json.writeTyped(result))).isEqualTo(result);
  }

  @Test
  void event_comesBackEqual() {
    var event = Crashes.captured("e1", "java.lang.NullPointerException");

    assertThat(Json.read(Json.write(event), event.getClass())).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.io.File", "javax.script.ScriptEngineManager", "nexa.agent.store.Store",
        "nexa.no.Such", ""
      })
  void foreignClass_isNeverMade(String name) {
    assertThatThrownBy(() -> Json.readTyped("{\"type\":\"" + name + "\",\"value\":{}}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void foreignShape_isNeverMade() {
    assertThatThrownBy(() -> Json.read("{\"is\":\"java.io.File\",\"path\":\"/\"}", Outcome.class))
        .hasMessageContaining("java.io.File");
  }
}
