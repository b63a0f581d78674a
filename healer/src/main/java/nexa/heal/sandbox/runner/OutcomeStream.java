package nexa.heal.sandbox.runner;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Streams one outcome for each test; tests of a class that could not start fail with its failure. */
final class OutcomeStream implements TestExecutionListener {

  private final Messages messages;
  private final TestIds ids = new TestIds();
  private final Set<String> told = new HashSet<>();
  private final AtomicInteger count = new AtomicInteger();
  private @Nullable TestPlan plan;

  OutcomeStream(Messages messages) {
    this.messages = messages;
  }

  /** How many outcomes were streamed. */
  int count() {
    return count.get();
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
    for (TestIdentifier root : started.getRoots()) {
      for (TestIdentifier each : started.getDescendants(root)) {
        if (each.isTest()) {
          String id = ids.of(started, each);
          messages.write(Wire.DISCOVERED, out -> Wire.writeText(out, id));
        }
      }
    }
  }

  @Override
  public void executionSkipped(TestIdentifier skipped, String reason) {
    tellAll(skipped, "SKIPPED", null);
  }

  @Override
  public void executionFinished(TestIdentifier finished, TestExecutionResult result) {
    String failure = result.getThrowable().map(OutcomeStream::trace).orElse(null);
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (finished.isTest()) {
          tell(finished, "PASSED", null);
        }
      }
      case ABORTED -> tellAll(finished, "SKIPPED", null);
      case FAILED -> {
        tellAll(finished, "FAILED", failure);
        if (!finished.isTest()) {
          tell(finished, "FAILED", failure);
        }
      }
    }
  }

  private void tellAll(TestIdentifier at, String status, @Nullable String failure) {
    if (at.isTest()) {
      tell(at, status, failure);
    }
    if (plan != null) {
      for (TestIdentifier below : plan.getDescendants(at)) {
        if (below.isTest()) {
          tell(below, status, failure);
        }
      }
    }
  }

  private void tell(TestIdentifier test, String status, @Nullable String failure) {
    synchronized (told) {
      if (plan == null || !told.add(test.getUniqueId())) {
        return;
      }
    }
    String id = ids.of(plan, test);
    count.incrementAndGet();
    messages.write(
        Wire.TEST,
        out -> {
          Wire.writeText(out, id);
          Wire.writeText(out, status);
          Wire.writeText(out, failure == null ? "" : failure);
        });
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return Wire.bounded(text.toString(), Wire.FAILURE_CHARS_MAX);
  }
}
