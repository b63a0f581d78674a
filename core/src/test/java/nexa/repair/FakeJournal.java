package nexa.repair;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A journal in memory that can die: before a step's body, or after it and before the record. */
public final class FakeJournal implements Journal {

  private final Map<String, Object> results = new HashMap<>();
  private @Nullable Decision decision;
  private int pointsUntilDeath = Integer.MAX_VALUE;

  /** What the process does when it dies. */
  public static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Dies at the n-th point from now; each step has two. */
  public void dieAt(int point) {
    pointsUntilDeath = point;
  }

  /** Lives on. */
  public void revive() {
    pointsUntilDeath = Integer.MAX_VALUE;
  }

  /** Records what a person said. */
  public void decide(Decision said) {
    decision = said;
  }

  @Override
  public String runId() {
    return "run-1";
  }

  @Override
  @SuppressWarnings("unchecked") // a step's name stands for one type
  public <T> T step(String name, Supplier<T> body) {
    Object recorded = results.get(name);
    if (recorded != null) {
      return (T) recorded;
    }
    point();
    T result = body.get();
    point();
    results.put(name, result);
    return result;
  }

  @Override
  public Decision decision(Plan plan) {
    if (decision == null) {
      throw new Waiting("a person");
    }
    return decision;
  }

  private void point() {
    if (pointsUntilDeath-- == 0) {
      throw new Death();
    }
  }
}
