package nexa.heal.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Project;
import org.jspecify.annotations.Nullable;

/** A sandbox whose runs a test makes up, from the overlay and the tests asked for. */
final class FakeSandbox implements Sandbox {

  private final BiFunction<Map<String, String>, List<String>, TestRun> runs;
  private final List<String> buildErrors;
  final List<List<String>> asked = new ArrayList<>();
  int open;
  int opened;

  /** Whether a call returns when it is looked at with an overlay; null while no looks are taken. */
  @Nullable Predicate<Map<String, String>> returns;

  FakeSandbox(
      List<String> buildErrors, BiFunction<Map<String, String>, List<String>, TestRun> runs) {
    this.buildErrors = buildErrors;
    this.runs = runs;
  }

  @Override
  public Session open(Project project) {
    open++;
    opened++;
    return new Session() {
      @Override
      public List<String> buildErrors() {
        return buildErrors;
      }

      @Override
      public TestRun run(Map<String, String> overlay, List<String> tests) {
        asked.add(tests);
        return runs.apply(overlay, tests);
      }

      @Override
      public Trial trial(
          Map<String, String> overlay, String testClass, List<String> methods, Duration limit) {
        Predicate<Map<String, String>> look = returns;
        return look == null
            ? Session.super.trial(overlay, testClass, methods, limit)
            : new Trial(
                Trial.Kind.WHOLE,
                methods.stream().map(it -> new Look(it, look.test(overlay), "")).toList(),
                "");
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  @Override
  public String identity() {
    return "fake";
  }
}
