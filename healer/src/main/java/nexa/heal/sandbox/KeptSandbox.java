package nexa.heal.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.source.Project;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox for one healing run after the other: it keeps the last session that a stage has closed, so that
 * the next stage finds the project compiled. Whoever ends a run {@linkplain #release releases} it.
 */
public final class KeptSandbox implements Sandbox {

  private final Sandbox sandbox;
  private @Nullable Kept kept;

  public KeptSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** The session that was kept, if it has this very project; else a new one, and the kept one is closed. */
  @Override
  public Session open(Project project) {
    Kept found = take();
    if (found != null && found.project == project) {
      return found;
    }
    close(found);
    return new Kept(project, sandbox.open(project));
  }

  @Override
  public String identity() {
    return sandbox.identity();
  }

  @Override
  public String jdk() {
    return sandbox.jdk();
  }

  /** Closes what is kept. */
  public void release() {
    close(take());
  }

  private synchronized @Nullable Kept take() {
    Kept found = kept;
    kept = null;
    return found;
  }

  private void keep(Kept session) {
    Kept last;
    synchronized (this) {
      last = kept;
      kept = session;
    }
    close(last);
  }

  private static void close(@Nullable Kept session) {
    if (session != null) {
      session.session.close();
    }
  }

  /** A session of a project; who closes it gives it back. */
  private final class Kept implements Session {

    private final Project project;
    private final Session session;

    Kept(Project project, Session session) {
      this.project = project;
      this.session = session;
    }

    @Override
    public List<String> buildErrors() {
      return session.buildErrors();
    }

    @Override
    public Optional<String> obstacle(String file) {
      return session.obstacle(file);
    }

    @Override
    public TestRun run(Map<String, String> overlay, List<String> tests) {
      return session.run(overlay, tests);
    }

    @Override
    public Duration runMax() {
      return session.runMax();
    }

    @Override
    public TestRun run(
        Map<String, String> overlay, Tests tests, Duration timeout, Duration silence) {
      return session.run(overlay, tests, timeout, silence);
    }

    @Override
    public Trial trial(
        Map<String, String> overlay, String testClass, List<String> methods, Duration timeout) {
      return session.trial(overlay, testClass, methods, timeout);
    }

    @Override
    public int parallelRuns() {
      return session.parallelRuns();
    }

    @Override
    public void close() {
      keep(this);
    }
  }
}
