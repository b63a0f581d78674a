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
 * @param secret what the test JVM's events begin with
 * @param silence how long the run may go on without an event
 */
public record RunRequest(
    int run,
    Map<String, byte[]> overlay,
    Selection selection,
    byte[] secret,
    Duration timeout,
    Duration silence) {

  /**
   * Which tests are run.
   *
   * @param only classes or {@code class#method}; empty is the whole suite
   * @param without classes that are left out of the whole suite
   * @param part which part of the whole suite, from 0
   * @param parts into how many like parts the whole suite is split
   * @param always classes that run besides these
   */
  public record Selection(
      List<String> only, List<String> without, int part, int parts, List<String> always) {

    void writeTo(DataOutput out) throws IOException {
      Wire.writeTexts(out, only);
      Wire.writeTexts(out, without);
      out.writeInt(part);
      out.writeInt(parts);
      Wire.writeTexts(out, always);
    }

    static Selection read(DataInput in) throws IOException {
      return new Selection(
          Wire.readTexts(in), Wire.readTexts(in), in.readInt(), in.readInt(), Wire.readTexts(in));
    }
  }

  /** Writes the request. */
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(run);
    Wire.writeFiles(out, overlay);
    selection.writeTo(out);
    Wire.writeBytes(out, secret);
    out.writeLong(timeout.toMillis());
    out.writeLong(silence.toMillis());
  }

  static RunRequest read(DataInput in) throws IOException {
    return new RunRequest(
        in.readInt(),
        Wire.readFiles(in),
        Selection.read(in),
        Wire.readBytes(in),
        Duration.ofMillis(in.readLong()),
        Duration.ofMillis(in.readLong()));
  }
}
