package nexa.agent.flow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a one-shot run: nothing outlives the process, and one function decides. Another thread
 * may look at it meanwhile.
 */
public final class MemoryJournal implements Journal {

  private final String runId;
  private final Function<Plan, Decision> decider;
  private final Map<String, Object> results = new ConcurrentHashMap<>();
  private final Map<String, Duration> durations = new ConcurrentHashMap<>();
  private volatile @Nullable String begun;

  public MemoryJournal(String runId, Function<Plan, Decision> decider) {
    this.runId = runId;
    this.decider = decider;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public <T> T step(String name, Supplier<T> body) {
    long start = System.nanoTime();
    begun = name;
    T result = body.get();
    durations.put(name, Duration.ofNanos(System.nanoTime() - start));
    results.put(name, result);
    return result;
  }

  @Override
  public Decision decision(Plan plan) {
    return decider.apply(plan);
  }

  /** The step that was begun last, empty before the first one. */
  public Optional<String> begun() {
    return Optional.ofNullable(begun);
  }

  /** How long a step took, zero when it did not end. */
  public Duration duration(String step) {
    return durations.getOrDefault(step, Duration.ZERO);
  }

  /** What a step gave, empty when it did not end or gave something else. */
  public <T> Optional<T> result(String step, Class<T> type) {
    return Optional.ofNullable(results.get(step)).filter(type::isInstance).map(type::cast);
  }
}
