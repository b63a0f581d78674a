package nexa.heal.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Project;

/** A sandbox whose runs a test makes up, from the overlay and the tests asked for. */
final class FakeSandbox implements Sandbox {

  private final BiFunction<Map<String, String>, List<String>, TestRun> runs;
  private final List<String> buildErrors;
  final List<List<String>> asked = new ArrayList<>();
  int open;
  int opened;

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
