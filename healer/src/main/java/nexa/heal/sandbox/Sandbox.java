package nexa.heal.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.heal.source.Project;
import nexa.patch.TestOutcome;
import org.jspecify.annotations.Nullable;

/** Runs a project's tests where they can reach nothing. */
public interface Sandbox {

  /**
   * Starts a sandbox and compiles the project in it.
   *
   * @throws Unavailable when no sandbox can be had on this host; the message names the next step
   */
  Session open(Project project);

  /** The sandbox's kind and the digest of its image and profile, for the evidence. */
  String identity();

  /** One running sandbox with one compiled project. Closing it leaves nothing behind. */
  interface Session extends AutoCloseable {

    /** The compiler's errors on the project as it is, empty when it built. */
    List<String> buildErrors();

    /**
     * Compiles the overlay on top of the project and runs tests in a fresh JVM.
     *
     * @param overlay new or replaced source files, main or test, by path in the repository
     * @param tests test classes or {@code class#method} ids; empty means the whole suite
     */
    TestRun run(Map<String, String> overlay, List<String> tests);

    /** The same, cut short when it takes longer than the timeout, which the sandbox may lower. */
    default TestRun run(Map<String, String> overlay, List<String> tests, Duration timeout) {
      return run(overlay, tests);
    }

    /** How many runs may go on at the same time, each from a thread of its own. */
    default int parallelRuns() {
      return 1;
    }

    @Override
    void close();
  }

  /** What a run in the sandbox gave. */
  sealed interface TestRun {

    /** The tests ran to their end, and every event of theirs is trusted. */
    record Ran(List<TestOutcome> outcomes) implements TestRun {
      public Ran {
        outcomes = List.copyOf(outcomes);
      }
    }

    /** The overlay does not compile. */
    record NotCompiled(List<String> errors) implements TestRun {
      public NotCompiled {
        errors = List.copyOf(errors);
      }
    }

    /** The run broke off or cannot be trusted: out of memory, out of time, forged events. */
    record Broken(String reason) implements TestRun {}
  }

  /** No sandbox can be had; the message names the next step. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }
}
