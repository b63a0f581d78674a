package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import nexa.collect.OtlpEncoding.Signal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of 4 MB that are made to be large in memory. */
final class OtlpSizeTest {

  private static final int BODY_BYTES = 4 << 20;
  private static final long ALLOCATED_BYTES_MAX = 240 << 20;
  private static final long HELD_BYTES_MAX = 64 << 20;

  /** What the many small messages are: each in the one before, but the last. */
  private enum Part {
    RESOURCE_LOGS(1),
    SCOPE_LOGS(2),
    LOG_RECORDS(2),
    ATTRIBUTES(6),
    UNKNOWN(15);

    private final int field;

    Part(int field) {
      this.field = field;
    }
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void protobufOfTwoMillionFields_isRefused(Part part) {
    byte[] body = hostile(part, BODY_BYTES / 2 - 20);

    assertThat(body.length).isLessThanOrEqualTo(BODY_BYTES);
    assertThatThrownBy(() -> OtlpEncoding.PROTOBUF.read(body, Signal.LOGS))
        .isInstanceOf(OversizedEventException.class)
        .hasMessage("request: more than 400000 fields");
  }

  /** The dearest that is taken. */
  @ParameterizedTest
  @EnumSource(Part.class)
  void protobufOfFewerFields_takesBoundedMemory(Part part) {
    byte[] body = hostile(part, 399_990);

    assertBounded("protobuf " + part, () -> OtlpEncoding.PROTOBUF.read(body, Signal.LOGS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[],", "{},", "11,", "{\"a\":1},"})
  void jsonOfManyParts_takesBoundedMemoryOrIsRefused(String part) {
    byte[] body =
        ("{\"resourceLogs\":[" + part.repeat((BODY_BYTES - 30) / part.length()) + "1]}")
            .getBytes(StandardCharsets.UTF_8);
    assertBounded(
        "json " + part,
        () -> {
          try {
            return OtlpEncoding.JSON.read(body, Signal.LOGS);
          } catch (OversizedEventException e) {
            return e;
          }
        });
  }

  private static void assertBounded(String what, Supplier<Object> work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long usedBefore = used();
    long before = threads.getCurrentThreadAllocatedBytes();
    Object tree = work.get();
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    long held = used() - usedBefore;
    Reference.reachabilityFence(tree);
    System.out.println("otlp " + what + ": allocated=" + allocated + " held=" + held);
    assertThat(allocated).isLessThan(ALLOCATED_BYTES_MAX);
    assertThat(held).isLessThan(HELD_BYTES_MAX);
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Many empty messages. */
  private static byte[] hostile(Part part, int messages) {
    byte[] body = new byte[2 * messages];
    for (int i = 0; i < body.length; i += 2) {
      body[i] = tag(part);
    }
    Part[] parts = Part.values();
    for (int i = part.ordinal() - 1; i >= 0 && part != Part.UNKNOWN; i--) {
      body = within(tag(parts[i]), body);
    }
    return body;
  }

  private static byte tag(Part part) {
    return (byte) (part.field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
  }

  private static byte[] within(byte tag, byte[] message) {
    byte[] whole = new byte[1 + CodedOutputStream.computeByteArraySizeNoTag(message)];
    CodedOutputStream out = CodedOutputStream.newInstance(whole);
    try {
      out.write(tag);
      out.writeByteArrayNoTag(message);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail", e);
    }
    return whole;
  }
}
