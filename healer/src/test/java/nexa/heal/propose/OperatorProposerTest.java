package nexa.heal.propose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe.Shape;
import org.junit.jupiter.api.Test;

final class OperatorProposerTest {

  private final Crashed crash =
      Crashed.with("java.lang.ArithmeticException", "/ by zero",
          """
          package shop;
          class Shop {
            int mean(int sum, int count) {
              return sum / count; // here
            }
          }
          """);

  @Test
  void failingOperator_costsNoOthersCandidates() {
    RepairOperator broken = operator("broken", site -> {
      throw new IllegalStateException("no idea");
    });
    List<Patch> patches =
        new OperatorProposer(any -> crash.model(), List.of(broken, new ZeroGuardOperator()))
            .propose(crash.diagnosis(), List.of());
    assertThat(patches).isNotEmpty()
        .allMatch(patch -> patch.origin().equals(new Origin.Operator("zero-guard")));
  }

  @Test
  void equalEdits_areOnePatch() {
    Suggestion suggestion =
        Suggestion.of(Shape.REPLACE_CULPRIT, "Math.max(${culprit}, 1)", 0, "${culprit} was zero.");
    RepairOperator twice = operator("twice", site -> List.of(suggestion, suggestion));
    List<Patch> patches = crash.patches(twice);
    assertThat(patches).hasSize(1);
    assertThat(patches.getFirst().rationale()).isEqualTo("count was zero.");
  }

  @Test
  void candidates_areBounded() {
    RepairOperator keen = operator("keen", site -> java.util.stream.IntStream.range(1, 200)
        .mapToObj(
            i -> Suggestion.of(Shape.REPLACE_CULPRIT, "Math.max(${culprit}, " + i + ")", i, "Try."))
        .toList());
    assertThat(crash.patches(keen)).hasSize(OperatorProposer.CANDIDATES_MAX);
  }

  static RepairOperator operator(
      String name, java.util.function.Function<Site, List<Suggestion>> suggestions) {
    return new RepairOperator() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean knows(Site.Kind kind) {
        return kind != Site.Kind.SUSPECT;
      }

      @Override
      public List<Suggestion> suggest(Site site) {
        return suggestions.apply(site);
      }
    };
  }
}
