package nexa.heal.sandbox;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.sandbox.runner.RunEnd;
import nexa.heal.sandbox.runner.Wire;
import nexa.patch.TestOutcome;

/** What is known of one run so far, and at its end whether it can be trusted. */
final class RunRecord implements Container.Record {

  private final byte[] secret;
  private final Canary canary;
  private final CompletableFuture<Ended> end = new CompletableFuture<>();
  private final Set<String> discovered = new LinkedHashSet<>();
  private final Map<String, TestOutcome> outcomes = new LinkedHashMap<>();
  private long bytes;
  private int finished = -1;
  private String trouble = "";

  RunRecord(byte[] secret, Canary canary) {
    this.secret = secret.clone();
    this.canary = canary;
  }

  /** Completes when the run is over. */
  CompletableFuture<Ended> end() {
    return end;
  }

  @Override
  public void notCompiled(List<String> errors) {
    end.complete(new Ended(new TestRun.NotCompiled(errors), false));
  }

  @Override
  public void lost(String reason) {
    end.complete(new Ended(new TestRun.Broken(reason), true));
  }

  @Override
  public synchronized void event(byte[] event) {
    bytes += event.length;
    if (bytes > Wire.RUN_BYTES_MAX) {
      distrust("the tests' JVM wrote too many events");
      return;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(event));
    try {
      byte[] shown = in.readNBytes(secret.length);
      if (!MessageDigest.isEqual(secret, shown)) {
        distrust("an event was forged");
        return;
      }
      read(in.readUnsignedByte(), in);
    } catch (IOException | IllegalArgumentException e) {
      distrust("an event was malformed: " + e.getMessage());
    }
  }

  private void read(int kind, DataInputStream in) throws IOException {
    if (finished >= 0) {
      distrust("an event came after the end");
      return;
    }
    switch (kind) {
      case Wire.DISCOVERED -> discovered.add(Wire.readText(in));
      case Wire.TEST -> test(in);
      case Wire.GAVE_UP -> distrust("the test engine gave up: " + Wire.readText(in));
      case Wire.FINISHED -> finished = in.readInt();
      default -> distrust("an event was of no known kind");
    }
  }

  private void test(DataInputStream in) throws IOException {
    String id = Wire.readText(in);
    TestOutcome.Status status = TestOutcome.Status.valueOf(Wire.readText(in));
    String failure = Wire.readText(in);
    TestOutcome outcome = new TestOutcome(id, status, failure.isEmpty() ? null : failure);
    if (outcomes.put(id, outcome) != null) {
      distrust("test " + id + " was reported twice");
    }
  }

  @Override
  public synchronized void ended(RunEnd seen) {
    String reason = trouble.isEmpty() ? seen.trouble() : trouble;
    if (reason.isEmpty() && finished < 0) {
      reason = "the tests' JVM ended before its tests did, with exit code " + seen.exitCode();
    }
    if (reason.isEmpty() && finished != outcomes.size()) {
      reason = "events are missing";
    }
    if (reason.isEmpty() && !outcomes.keySet().containsAll(discovered)) {
      reason = "tests were discovered and not run";
    }
    end.complete(new Ended(reason.isEmpty() ? trusted() : broken(reason), seen.spoiled()));
  }

  /** A run that broke off names the test at which it did, unless its events are not to be trusted. */
  private TestRun broken(String reason) {
    return discovered.stream()
        .filter(id -> trouble.isEmpty() && finished < 0)
        .filter(id -> !outcomes.containsKey(id) && !id.startsWith(Canary.CLASS))
        .findFirst()
        .map(id -> new TestRun.Broken(reason + "; " + id + " had not ended", id))
        .orElseGet(() -> new TestRun.Broken(reason));
  }

  private TestRun trusted() {
    return canary
        .removeFrom(List.copyOf(outcomes.values()))
        .<TestRun>map(TestRun.Ran::new)
        .orElseGet(
            () -> new TestRun.Broken("the canary tests did not do as they must: forged events"));
  }

  private void distrust(String reason) {
    if (trouble.isEmpty()) {
      trouble = reason;
    }
  }

  /**
   * A run's end.
   *
   * @param spoiled whether the container should not be used again
   */
  record Ended(TestRun run, boolean spoiled) {}
}
