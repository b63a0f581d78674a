package nexa.heal.sandbox;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import nexa.heal.sandbox.Sandbox.Look;
import nexa.heal.sandbox.Sandbox.Trial;
import nexa.heal.sandbox.runner.RunEnd;
import nexa.heal.sandbox.runner.Wire;

/** What is known of one first look so far. */
final class TrialRecord implements Container.Record {

  private final byte[] secret;
  private final List<String> methods;
  private final CompletableFuture<Ended> end = new CompletableFuture<>();
  private final List<Look> looks = new ArrayList<>();
  private boolean finished;
  private String trouble = "";

  TrialRecord(byte[] secret, List<String> methods) {
    this.secret = secret.clone();
    this.methods = List.copyOf(methods);
  }

  /** Completes when the look is over. */
  CompletableFuture<Ended> end() {
    return end;
  }

  @Override
  public void notCompiled(List<String> errors) {
    end.complete(
        new Ended(
            new Trial(Trial.Kind.NOT_COMPILED, List.of(), String.join("; ", errors)), false));
  }

  @Override
  public void lost(String reason) {
    end.complete(new Ended(Trial.broken(reason), true));
  }

  @Override
  public synchronized void event(byte[] event) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(event));
    try {
      if (!MessageDigest.isEqual(secret, in.readNBytes(secret.length))) {
        distrust("an event was forged");
        return;
      }
      read(in.readUnsignedByte(), in);
    } catch (IOException e) {
      distrust("an event was malformed: " + e.getMessage());
    }
  }

  private void read(int kind, DataInputStream in) throws IOException {
    if (finished || (kind != Wire.LOOK && kind != Wire.FINISHED)) {
      distrust("an event was out of order");
    } else if (kind == Wire.FINISHED) {
      finished = true;
    } else {
      Look look = new Look(Wire.readText(in), in.readBoolean(), Wire.readText(in));
      if (looks.size() == methods.size() || !methods.get(looks.size()).equals(look.method())) {
        distrust("a method was called that was not asked for");
      } else {
        looks.add(look);
      }
    }
  }

  @Override
  public synchronized void ended(RunEnd seen) {
    String reason = trouble.isEmpty() ? seen.trouble() : trouble;
    if (reason.isEmpty() && (!finished || looks.size() != methods.size())) {
      reason = "the JVM ended before its calls did, with exit code " + seen.exitCode();
    }
    Trial.Kind kind =
        reason.isEmpty() ? Trial.Kind.WHOLE
            : reason.equals(Wire.SHAPE_CHANGED) ? Trial.Kind.UNABLE
                : Trial.Kind.BROKEN;
    end.complete(new Ended(new Trial(kind, looks, reason), seen.spoiled()));
  }

  private void distrust(String reason) {
    if (trouble.isEmpty()) {
      trouble = reason;
    }
  }

  /**
   * A look's end.
   *
   * @param spoiled whether the container should not be used again
   */
  record Ended(Trial trial, boolean spoiled) {}
}
