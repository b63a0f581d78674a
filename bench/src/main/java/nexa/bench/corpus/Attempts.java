package nexa.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.api.errors.GitAPIException;

/** Heals bugs and judges the answers. One bug never stops the others. */
final class Attempts {

  private static final Duration CHECK_LIMIT = Duration.ofMinutes(5);
  private static final int REMARK_CHARS_MAX = 300;

  private final Healer healer;
  private final Path work;

  /** A bug that is made when its turn comes. */
  interface Source {

    String id();

    Bug bug(Path folder) throws IOException;
  }

  /**
   * @param work a folder for homes and clones
   */
  Attempts(Healer healer, Path work) {
    this.healer = healer;
    this.work = work;
  }

  /**
   * Tries all, several at a time.
   *
   * @param told is told of each as it ends
   */
  List<Attempt> all(List<? extends Source> sources, int atOnce, Consumer<Attempt> told)
      throws InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<Attempt>> running = new ArrayList<>();
      for (Source source : sources) {
        running.add(workers.submit(() -> attempt(source, told)));
      }
      List<Attempt> attempts = new ArrayList<>();
      for (Future<Attempt> attempt : running) {
        attempts.add(attempt.get());
      }
      return attempts;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private Attempt attempt(Source source, Consumer<Attempt> told) throws InterruptedException {
    Path folder = work.resolve(source.id().replace('/', '.'));
    Attempt attempt;
    try {
      Files.createDirectories(folder);
      attempt = attempt(source.bug(folder), folder);
    } catch (IOException | GitAPIException | RuntimeException e) { // one bug never stops the others
      attempt = failed(source.id(), folder, e);
    }
    told.accept(attempt);
    return attempt;
  }

  private Attempt attempt(Bug bug, Path folder)
      throws IOException, GitAPIException, InterruptedException {
    Path home = folder.resolve("home");
    Healer.Healed healed = healer.heal(bug, home);
    String left = Leftovers.end(folder, home);
    HealAnswer answer = healed.answer();
    if (!answer.isFixed()) {
      return new Attempt(bug, answer, Attempt.Result.ABSTAINED, healed.took(), left);
    }
    if (!bug.healable()) {
      return new Attempt(bug, answer, Attempt.Result.WRONG, healed.took(), "not a bug " + left);
    }
    if (bug.check().isEmpty()) {
      return new Attempt(bug, answer, Attempt.Result.UNJUDGED, healed.took(), left);
    }
    Command.Ended checked =
        Command.shell(clone(bug, answer.commit(), folder.resolve("fixed")), bug.check())
            .run(CHECK_LIMIT);
    return checked.isGood()
        ? new Attempt(bug, answer, Attempt.Result.CORRECT, healed.took(), left)
        : new Attempt(
            bug, answer, Attempt.Result.WRONG, healed.took(),
            checked.tail(REMARK_CHARS_MAX) + left);
  }

  private static Path clone(Bug bug, String commit, Path folder) throws GitAPIException {
    try (Git git =
        Git.cloneRepository()
            .setURI(bug.repository().toUri().toString())
            .setDirectory(folder.toFile())
            .setNoCheckout(true)
            .call()) {
      git.reset().setMode(ResetType.HARD).setRef(commit).call(); // there is nothing to lose yet
    }
    return folder;
  }

  private static Attempt failed(String id, Path folder, Exception e) {
    Bug bug = new Bug(id, folder, folder, "", "", "", "", List.of(), true);
    return new Attempt(
        bug, HealAnswer.error("could not be tried: " + e), Attempt.Result.ABSTAINED, Duration.ZERO,
        "");
  }
}
