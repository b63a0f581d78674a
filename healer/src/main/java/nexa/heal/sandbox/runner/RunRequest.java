package nexa.heal.sandbox.runner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param run the run's number in its session
 * @param overlay source files, main or test, by path in the repository
 * @param tests classes or {@code class#method}; empty is the whole suite
 * @param always classes that run besides these
 * @param secret what the test JVM's events begin with
 */
public record RunRequest(
    int run,
    Map<String, byte[]> overlay,
    List<String> tests,
    List<String> always,
    byte[] secret,
    Duration timeout) {

  /** Writes the request. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(run);
    Wire.writeFiles(out, overlay);
    Wire.writeTexts(out, tests);
    Wire.writeTexts(out, always);
    Wire.writeBytes(out, secret);
    out.writeLong(timeout.toMillis());
  }

  static RunRequest read(DataInput in) throws IOException {
    return new RunRequest(
        in.readInt(),
        Wire.readFiles(in),
        Wire.readTexts(in),
        Wire.readTexts(in),
        Wire.readBytes(in),
        Duration.ofMillis(in.readLong()));
  }
}
