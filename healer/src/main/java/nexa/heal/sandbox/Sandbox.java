package nexa.heal.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** The JDK that runs the tests, by version, vendor and digest, for the evidence. */
  default String jdk() {
    return HostJdk.identity();
  }

  /** One running sandbox with one compiled project. Closing it leaves nothing behind. */
  interface Session extends AutoCloseable {

    /** The compiler's errors on the project as it is, the first ones, empty when all of it built. */
    List<String> buildErrors();

    /**
     * Why a main file cannot be run, in the compiler's words; empty when it compiled, though others
     * may not have.
     */
    default Optional<String> obstacle(String file) {
      return buildErrors().stream().findFirst();
    }

    /**
     * Compiles the overlay on top of the project and runs tests in a fresh JVM.
     *
     * @param overlay new or replaced source files, main or test, by path in the repository
     * @param tests test classes or {@code class#method} ids; empty means the whole suite
     */
    TestRun run(Map<String, String> overlay, List<String> tests);

    /** The longest that a run may take. */
    default Duration runMax() {
      return Duration.ofMinutes(1);
    }

    /** The same, cut short when it takes longer than the timeout, which the sandbox may lower. */
    default TestRun run(Map<String, String> overlay, List<String> tests, Duration timeout) {
      return run(overlay, Tests.of(tests), timeout, timeout);
    }

    /**
     * The same, cut short, too, when nothing comes of it.
     *
     * @param timeout of the run; the sandbox may lower it
     * @param silence how long the run may go on without that a test ends
     */
    default TestRun run(
        Map<String, String> overlay, Tests tests, Duration timeout, Duration silence) {
      return run(overlay, tests.only());
    }

    /**
     * A first look at an overlay: calls methods of a test class, first to last, each on a new object,
     * in a JVM that was started ahead, and tells what each returned or threw. It costs a fraction of a
     * run and proves nothing: no canary stands beside it, and looks share files with each other.
     *
     * @param methods names of methods without parameters, of any visibility
     */
    default Trial trial(
        Map<String, String> overlay, String testClass, List<String> methods, Duration timeout) {
      return new Trial(Trial.Kind.UNABLE, List.of(), "this sandbox takes no first look");
    }

    /** How many runs may go on at the same time, each from a thread of its own. */
    default int parallelRuns() {
      return 1;
    }

    @Override
    void close();
  }

  /**
   * Which tests to run.
   *
   * @param only test classes or {@code class#method} ids; empty means the whole suite
   * @param without test classes that are left out of the whole suite
   */
  record Tests(List<String> only, List<String> without) {
    public Tests {
      only = List.copyOf(only);
      without = List.copyOf(without);
    }

    /** These, or the whole suite when there are none. */
    public static Tests of(List<String> only) {
      return new Tests(only, List.of());
    }
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

    /**
     * The run broke off or cannot be trusted: out of memory, out of time, forged events.
     *
     * @param test the first test that had not ended when it broke off, null when none is known
     */
    record Broken(String reason, @Nullable String test) implements TestRun {
      public Broken(String reason) {
        this(reason, null);
      }
    }
  }

  /**
   * What a first look saw.
   *
   * @param looks one for each method that ended, in their order
   * @param reason why not all did, empty when they did
   */
  record Trial(Kind kind, List<Look> looks, String reason) {

    public Trial {
      looks = List.copyOf(looks);
    }

    /** How a look ended. */
    public enum Kind {
      /** All methods were called. */
      WHOLE,
      /** The overlay does not compile. */
      NOT_COMPILED,
      /** The JVM did not come to its end. */
      BROKEN,
      /** Only a run can tell. */
      UNABLE
    }

    static Trial broken(String reason) {
      return new Trial(Kind.BROKEN, List.of(), reason);
    }
  }

  /**
   * What one method did.
   *
   * @param returned whether it returned, rather than threw
   * @param text what it returned, as text, or the stack trace of what it threw; bounded
   */
  record Look(String method, boolean returned, String text) {}

  /** No sandbox can be had; the message names the next step. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason, @Nullable Throwable cause) {
      super(reason, cause);
    }
  }
}
