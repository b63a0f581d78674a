package nexa.heal.sandbox.runner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How a test JVM ended.
 *
 * @param exitCode its exit code
 * @param trouble why its events cannot be trusted, empty when nothing was seen
 * @param spoiled whether it may have left something behind that later runs would feel
 */
public record RunEnd(int run, int exitCode, String trouble, boolean spoiled) {

  void writeTo(DataOutput out) throws IOException {
    out.writeInt(run);
    out.writeInt(exitCode);
    Wire.writeText(out, trouble);
    out.writeBoolean(spoiled);
  }

  /** Reads an end. */
  public static RunEnd read(DataInput in) throws IOException {
    return new RunEnd(in.readInt(), in.readInt(), Wire.readText(in), in.readBoolean());
  }
}
