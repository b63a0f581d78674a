package nexa.heal.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexa.heal.sandbox.Sandbox.Session;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.source.Project;
import org.junit.jupiter.api.Test;

/** Which sessions of a kept sandbox are new, and when they go. */
final class KeptSandboxTest {

  private static final Project ONE = TinyProject.with(Map.of());
  private static final Project OTHER = TinyProject.with(Map.of());

  private final List<String> log = new ArrayList<>();
  private final KeptSandbox kept = new KeptSandbox(new Logged());

  @Test
  void nextStage_findsTheProjectCompiled() {
    kept.open(ONE).close();
    kept.open(ONE).close();
    assertThat(log).containsExactly("open");
  }

  @Test
  void otherProject_takesThePlaceOfTheFirst() {
    kept.open(ONE).close();
    kept.open(OTHER).close();
    assertThat(log).containsExactly("open", "close", "open");
  }

  @Test
  void release_closesWhatIsKeptOnce() {
    kept.open(ONE).close();
    kept.release();
    kept.release();
    assertThat(log).containsExactly("open", "close");
  }

  @Test
  void sessionInUse_isNotGivenToAnother() {
    Session first = kept.open(ONE);
    Session second = kept.open(ONE);
    first.close();
    second.close();
    assertThat(log).containsExactly("open", "open", "close");
  }

  /** Tells when its sessions begin and end. */
  private final class Logged implements Sandbox {

    @Override
    public Session open(Project project) {
      log.add("open");
      return new Session() {
        @Override
        public List<String> buildErrors() {
          return List.of();
        }

        @Override
        public TestRun run(Map<String, String> overlay, List<String> tests) {
          return new TestRun.Ran(List.of());
        }

        @Override
        public void close() {
          log.add("close");
        }
      };
    }

    @Override
    public String identity() {
      return "logged";
    }
  }
}
