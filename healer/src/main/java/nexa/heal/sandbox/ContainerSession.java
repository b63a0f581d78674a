package nexa.heal.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import nexa.heal.sandbox.runner.RunRequest;
import nexa.heal.sandbox.runner.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A project in a container. A run that may have left something behind costs the container its place: the
 * next run gets a fresh one.
 */
final class ContainerSession implements Sandbox.Session {

  private static final int PARALLEL_RUNS = 2;
  private static final Duration COMPILE_ALLOWANCE = Duration.ofSeconds(60);

  private final Supplier<Started> starter;
  private final List<Path> classpath;
  private final Duration runTimeout;
  private final SecureRandom random;
  private final Semaphore slots = new Semaphore(PARALLEL_RUNS);
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<String> buildErrors;
  private @Nullable Lease current;
  private boolean closed;

  ContainerSession(
      Supplier<Started> starter, List<Path> classpath, Duration runTimeout, SecureRandom random) {
    this.starter = starter;
    this.classpath = List.copyOf(classpath);
    this.runTimeout = runTimeout;
    this.random = random;
    Started first = starter.get();
    this.buildErrors = first.errors();
    this.current = new Lease(first.container());
  }

  @Override
  public List<String> buildErrors() {
    return buildErrors;
  }

  @Override
  public int parallelRuns() {
    return PARALLEL_RUNS;
  }

  @Override
  public Sandbox.TestRun run(Map<String, String> overlay, List<String> tests) {
    Canary canary = Canary.fresh(random);
    Optional<Map.Entry<String, byte[]>> canarySource = canary.source(classpath);
    if (canarySource.isEmpty()) {
      return new Sandbox.TestRun.Broken("the project's class path has no JUnit engine");
    }
    Map<String, byte[]> files = new HashMap<>();
    overlay.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    files.put(canarySource.get().getKey(), canarySource.get().getValue());
    byte[] secret = new byte[Wire.SECRET_BYTES];
    random.nextBytes(secret);
    RunRequest request =
        new RunRequest(
            numbers.incrementAndGet(), files, tests, List.of(Canary.CLASS), secret, runTimeout);
    slots.acquireUninterruptibly();
    try {
      return run(request, new RunRecord(secret, canary));
    } finally {
      slots.release();
    }
  }

  private Sandbox.TestRun run(RunRequest request, RunRecord record) {
    Lease lease = lease();
    boolean spoiled = true;
    try {
      lease.container.run(request, record);
      RunRecord.Ended ended =
          record.end().get(runTimeout.plus(COMPILE_ALLOWANCE).toMillis(), TimeUnit.MILLISECONDS);
      spoiled = ended.spoiled();
      return ended.run();
    } catch (TimeoutException e) {
      return new Sandbox.TestRun.Broken("the sandbox did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Sandbox.TestRun.Broken("the run was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run's record never completes with an exception", e);
    } finally {
      lease.container.forget(request.run());
      giveBack(lease, spoiled);
    }
  }

  private synchronized Lease lease() {
    if (closed) {
      throw new IllegalStateException("The session is closed");
    }
    Lease lease = current;
    if (lease == null) {
      lease = new Lease(starter.get().container());
      current = lease;
    }
    lease.users++;
    return lease;
  }

  private synchronized void giveBack(Lease lease, boolean spoiled) {
    lease.users--;
    if (spoiled && current == lease) {
      current = null;
    }
    if (lease.users == 0 && current != lease) {
      lease.container.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Lease lease = current;
    current = null;
    if (lease != null) {
      lease.container.close();
    }
  }

  /**
   * A container that is ready.
   *
   * @param errors the compiler's, on the project as it is
   */
  record Started(Container container, List<String> errors) {}

  /** A container and how many runs are in it. */
  private static final class Lease {
    private final Container container;
    private int users;

    Lease(Container container) {
      this.container = container;
    }
  }
}
