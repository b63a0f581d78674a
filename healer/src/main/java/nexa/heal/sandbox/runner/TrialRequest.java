package nexa.heal.sandbox.runner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A first look at an overlay.
 *
 * @param run the run's number in its session
 * @param overlay source files, main or test, by path in the repository
 * @param methods methods without parameters of the test class, called first to last on a new object each
 * @param secret what the JVM's events begin with
 */
public record TrialRequest(
    int run,
    Map<String, byte[]> overlay,
    String testClass,
    List<String> methods,
    byte[] secret,
    Duration timeout) {

  /** Writes the request. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(run);
    Wire.writeFiles(out, overlay);
    Wire.writeText(out, testClass);
    Wire.writeTexts(out, methods);
    Wire.writeBytes(out, secret);
    out.writeLong(timeout.toMillis());
  }

  static TrialRequest read(DataInput in) throws IOException {
    return new TrialRequest(
        in.readInt(),
        Wire.readFiles(in),
        Wire.readText(in),
        Wire.readTexts(in),
        Wire.readBytes(in),
        Duration.ofMillis(in.readLong()));
  }
}
