package nexa.heal.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** What can be seen of a call that returns. */
  String seen = "";

  /** The same for calls like the one that crashed; null where they do as it does. */
  @Nullable Predicate<Map<String, String>> neighbourReturns;

  /** A test at which a run of the whole suite breaks off unless its class is left out. */
  @Nullable String breaksAt;

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
      public TestRun run(
          Map<String, String> overlay, Tests tests, Duration timeout, Duration silence) {
        String at = breaksAt;
        return at == null || tests.without().contains(at.substring(0, at.indexOf('#')))
            ? run(overlay, tests.only())
            : new TestRun.Broken("no test ended", at);
      }

      @Override
      public Trial trial(
          Map<String, String> overlay, String testClass, List<String> methods, Duration limit) {
        Predicate<Map<String, String>> look = returns;
        if (look == null) {
          return Session.super.trial(overlay, testClass, methods, limit);
        }
        Predicate<Map<String, String>> others = Objects.requireNonNullElse(neighbourReturns, look);
        List<Look> looks =
            methods.stream()
                .map(
                    it -> new Look(
                        it, (it.equals(methods.getFirst()) ? look : others).test(overlay), seen))
                .toList();
        return new Trial(Trial.Kind.WHOLE, looks, "");
      }

      @Override
      public void close() {
        open--;
      }
    };
  }

  @Override
  public String jdk() {
    return "fake JDK";
  }

  @Override
  public String identity() {
    return "fake";
  }
}
