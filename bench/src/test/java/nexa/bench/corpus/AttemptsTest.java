package nexa.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.api.Git;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Judging answers of a program that says what the test wants. */
@Timeout(60)
final class AttemptsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir
  private Path folder;
  private Path repository = Path.of("");
  private String commit = "";

  @BeforeEach
  void createRepository() throws Exception {
    repository = folder.resolve("repository");
    try (Git git = Git.init().setDirectory(repository.toFile()).call()) {
      Files.writeString(repository.resolve("fixed.txt"), "yes\n");
      git.add().addFilepattern(".").call();
      commit = git.commit().setMessage("Fix").setSign(false).call().name();
    }
  }

  @Test
  void fixThatPassesTheChecks_isCorrect() throws Exception {
    Attempt attempt = attempt(saying("fixed"), bug("grep yes fixed.txt", true));

    assertThat(attempt.result()).isEqualTo(Attempt.Result.CORRECT);
    assertThat(attempt.answer().origin()).isEqualTo("null-guard");
    assertThat(attempt.place()).hasValue(2);
  }

  @Test
  void fixThatFailsTheChecks_isWrong() throws Exception {
    Attempt attempt = attempt(saying("fixed"), bug("echo it is red; exit 1", true));

    assertThat(attempt.result()).isEqualTo(Attempt.Result.WRONG);
    assertThat(attempt.remark()).contains("it is red");
  }

  @Test
  void fixOfWhatIsNoBug_isWrong() throws Exception {
    Attempt attempt = attempt(saying("fixed"), bug("true", false));

    assertThat(attempt.result()).isEqualTo(Attempt.Result.WRONG);
  }

  @Test
  void programThatNeverEnds_isEndedWithAllItStarted() throws Exception {
    Path marker = folder.resolve("x/pid");
    String script = "sleep 600 & echo $! > " + marker + "; wait";

    Attempt attempt = attempt(script(script), Duration.ofSeconds(1), bug("true", true));

    assertThat(attempt.answer().verdict()).isEqualTo("error");
    assertThat(attempt.answer().reason()).startsWith("ended after");
    long pid = Long.parseLong(Files.readString(marker).strip());
    for (ProcessHandle started : ProcessHandle.of(pid).stream().toList()) {
      started.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void bugThatCannotBeTried_doesNotStopTheOthers() throws Exception {
    Attempts attempts = new Attempts(new Healer(saying("no-patch"), LIMIT, LIMIT), folder);
    Attempts.Source broken = source("broken", null);
    Attempts.Source good = source("x", bug("true", true));

    List<Attempt> done = attempts.all(List.of(broken, good), 2, attempt -> {});

    assertThat(done).extracting(attempt -> attempt.answer().verdict())
        .containsExactly("error", "no-patch");
  }

  private Attempt attempt(List<String> nexa, Bug bug) throws Exception {
    return attempt(nexa, LIMIT, bug);
  }

  private Attempt attempt(List<String> nexa, Duration limit, Bug bug) throws Exception {
    return new Attempts(new Healer(nexa, limit, limit), folder)
        .all(List.of(source("x", bug)), 1, attempt -> {}).get(0);
  }

  private static Attempts.Source source(String id, @Nullable Bug bug) {
    return new Attempts.Source() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public Bug bug(Path folder) throws IOException {
        if (bug == null) {
          throw new IOException("no such repository");
        }
        return bug;
      }
    };
  }

  private Bug bug(String check, boolean healable) {
    return new Bug(
        "x", folder, repository, "HEAD", "true", "", check, List.of("a.B#second"), healable);
  }

  private List<String> saying(String verdict) throws IOException {
    Path answer =
        Files.writeString(
            folder.resolve("answer.json"),
            """
            {"schema":"nexa.heal/1","verdict":"%s","reason":"r","commit":"%s",
             "locations":[{"className":"a.A","method":"first"},{"className":"a.B","method":"second"}],
             "reproduction":{"redRuns":2},"verification":{"candidates":4,"plausible":1},
             "patch":{"diff":"","origin":{"kind":"operator","name":"null-guard"}}}
            """
                .formatted(verdict, commit));
    return script("cat " + answer);
  }

  private List<String> script(String text) throws IOException {
    return List.of("sh", Files.writeString(folder.resolve("nexa.sh"), text).toString());
  }
}
