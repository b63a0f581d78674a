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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nexa.heal.sandbox.runner.RunRequest;
import nexa.heal.sandbox.runner.TrialRequest;
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
  private final int parts;
  private final SecureRandom random;
  private final Semaphore slots = new Semaphore(PARALLEL_RUNS);
  private final AtomicInteger numbers = new AtomicInteger();
  private final List<String> buildErrors;
  private final boolean holds;
  private final List<String> leftOut;
  private @Nullable Lease current;
  private boolean closed;

  /**
   * @param isLarge whether the whole suite is worth being split into parts that run side by side
   */
  ContainerSession(
      Supplier<Started> starter, List<Path> classpath, Duration runTimeout, boolean isLarge,
      SecureRandom random) {
    this.starter = starter;
    this.classpath = List.copyOf(classpath);
    this.runTimeout = runTimeout;
    this.parts = isLarge ? PARALLEL_RUNS : 1;
    this.random = random;
    Started first = starter.get();
    this.buildErrors = first.errors();
    this.holds = first.holds();
    this.leftOut = first.leftOut();
    this.current = new Lease(first.container());
  }

  @Override
  public List<String> buildErrors() {
    return buildErrors;
  }

  @Override
  public Optional<String> obstacle(String file) {
    return holds && !leftOut.contains(file)
        ? Optional.empty()
        : buildErrors.stream()
            .filter(error -> error.startsWith(file + ":"))
            .findFirst()
            .or(() -> buildErrors.stream().findFirst());
  }

  @Override
  public int parallelRuns() {
    return PARALLEL_RUNS;
  }

  @Override
  public Duration runMax() {
    return runTimeout;
  }

  @Override
  public Sandbox.TestRun run(Map<String, String> overlay, List<String> tests) {
    return run(overlay, Sandbox.Tests.of(tests), runTimeout, runTimeout);
  }

  @Override
  public Sandbox.TestRun run(
      Map<String, String> overlay, Sandbox.Tests tests, Duration timeout, Duration silence) {
    Duration bounded = timeout.compareTo(runTimeout) < 0 ? timeout : runTimeout;
    if (!tests.only().isEmpty() || parts == 1) {
      return part(overlay, new Part(tests, 0, 1, bounded, silence));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return IntStream.range(0, parts)
          .mapToObj(part -> threads.submit(
              () -> part(overlay, new Part(tests, part, parts, bounded, silence))))
          .toList().stream() // all are under way before the first is waited for
          .map(ContainerSession::ended)
          .reduce(ContainerSession::together)
          .orElseThrow();
    }
  }

  private static Sandbox.TestRun ended(Future<Sandbox.TestRun> run) {
    try {
      return run.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Sandbox.TestRun.Broken("the run was interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Sandbox.Unavailable gone) {
        throw gone;
      }
      throw new IllegalStateException("A part of the suite could not run", e.getCause());
    }
  }

  /** Both parts' outcomes, or what kept one of them from its end. */
  private static Sandbox.TestRun together(Sandbox.TestRun one, Sandbox.TestRun other) {
    if (one instanceof Sandbox.TestRun.Ran first && other instanceof Sandbox.TestRun.Ran second) {
      return new Sandbox.TestRun.Ran(
          Stream.concat(first.outcomes().stream(), second.outcomes().stream()).toList());
    }
    return one instanceof Sandbox.TestRun.Ran ? other : one;
  }

  private Sandbox.TestRun part(Map<String, String> overlay, Part part) {
    slots.acquireUninterruptibly();
    try {
      Attempt first = attempt(overlay, part);
      return first.mayBeANeighboursFault() ? attempt(overlay, part).run() : first.run();
    } finally {
      slots.release();
    }
  }

  private Attempt attempt(Map<String, String> overlay, Part part) {
    Canary canary = Canary.fresh(random);
    Optional<Map.Entry<String, byte[]>> canarySource = canary.source(classpath);
    if (canarySource.isEmpty()) {
      return new Attempt(
          new Sandbox.TestRun.Broken("the project's class path has no JUnit engine"), false);
    }
    Map<String, byte[]> files = bytes(overlay);
    files.put(canarySource.get().getKey(), canarySource.get().getValue());
    byte[] secret = new byte[Wire.SECRET_BYTES];
    random.nextBytes(secret);
    RunRequest request =
        new RunRequest(
            numbers.incrementAndGet(), files,
            new RunRequest.Selection(
                part.tests.only(), part.tests.without(), part.number, part.of,
                List.of(Canary.CLASS)),
            secret, part.timeout, part.silence);
    return attempt(request, new RunRecord(secret, canary));
  }

  @Override
  public Sandbox.Trial trial(
      Map<String, String> overlay, String testClass, List<String> methods, Duration timeout) {
    Duration bounded = timeout.compareTo(runTimeout) < 0 ? timeout : runTimeout;
    byte[] secret = new byte[Wire.SECRET_BYTES];
    random.nextBytes(secret);
    TrialRequest request =
        new TrialRequest(
            numbers.incrementAndGet(), bytes(overlay), testClass, methods, secret, bounded);
    slots.acquireUninterruptibly();
    try {
      return trial(request);
    } finally {
      slots.release();
    }
  }

  private Sandbox.Trial trial(TrialRequest request) {
    TrialRecord record = new TrialRecord(request.secret(), request.methods());
    Lease lease = lease();
    boolean spoiled = true;
    try {
      lease.container.run(request, record);
      Duration patience = request.timeout().plus(COMPILE_ALLOWANCE);
      TrialRecord.Ended ended = record.end().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      spoiled = ended.spoiled();
      return ended.trial();
    } catch (TimeoutException e) {
      return Sandbox.Trial.broken("the sandbox did not answer in time");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Sandbox.Trial.broken("the look was interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("A record never completes with an exception", e);
    } finally {
      lease.container.forget(request.run());
      giveBack(lease, spoiled);
    }
  }

  private Attempt attempt(RunRequest request, RunRecord record) {
    Lease lease = lease();
    boolean spoiled = true;
    try {
      lease.container.run(request, record);
      Duration patience = request.timeout().plus(COMPILE_ALLOWANCE);
      RunRecord.Ended ended = record.end().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      spoiled = ended.spoiled();
      return new Attempt(ended.run(), spoiled && lease.shared);
    } catch (TimeoutException e) {
      return new Attempt(
          new Sandbox.TestRun.Broken("the sandbox did not answer in time"), lease.shared);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Attempt(new Sandbox.TestRun.Broken("the run was interrupted"), false);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A run's record never completes with an exception", e);
    } finally {
      lease.container.forget(request.run());
      giveBack(lease, spoiled);
    }
  }

  private static Map<String, byte[]> bytes(Map<String, String> overlay) {
    Map<String, byte[]> files = new HashMap<>();
    overlay.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  private synchronized Lease lease() {
    if (closed) {
      throw new IllegalStateException("The session is closed");
    }
    Lease lease = current;
    if (lease != null && lease.container.isGone()) {
      retire(lease);
      lease = null;
    }
    if (lease == null) {
      lease = new Lease(starter.get().container());
      current = lease;
    }
    lease.users++;
    lease.shared |= lease.users > 1;
    return lease;
  }

  private synchronized void giveBack(Lease lease, boolean spoiled) {
    lease.users--;
    if (spoiled && current == lease) {
      retire(lease);
    } else if (current != lease && lease.users == 0) {
      lease.container.close();
    }
  }

  private void retire(Lease lease) {
    current = null;
    if (lease.users == 0) {
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
   * @param holds whether other main files than those left out compiled
   * @param leftOut the main files that did not compile
   */
  record Started(
      Container container, List<String> errors, boolean holds, List<String> leftOut) {}

  /** One of several like parts of a run's tests, with the bounds of the run. */
  private record Part(
      Sandbox.Tests tests, int number, int of, Duration timeout, Duration silence) {}

  /**
   * One try of a run.
   *
   * @param mayBeANeighboursFault the container was spoiled, and this run was not alone in it
   */
  private record Attempt(Sandbox.TestRun run, boolean mayBeANeighboursFault) {}

  /** A container and how many runs are in it. */
  private static final class Lease {
    private final Container container;
    private int users;
    private volatile boolean shared;

    Lease(Container container) {
      this.container = container;
    }
  }
}
