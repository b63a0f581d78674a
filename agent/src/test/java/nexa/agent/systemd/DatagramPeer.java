package nexa.agent.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a notify socket that systemd holds. */
final class DatagramPeer implements AutoCloseable {

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final long MESSAGE_BYTES_MAX = 4096;

  private final Arena arena = Arena.ofConfined();
  private final int descriptor;

  DatagramPeer(String socket) {
    descriptor = call("socket", List.of(JAVA_INT, JAVA_INT, JAVA_INT), AF_UNIX, SOCK_DGRAM, 0);
    MemorySegment address = SdNotify.address(socket, arena);
    int bound =
        call(
            "bind",
            List.of(JAVA_INT, ADDRESS, JAVA_INT),
            descriptor,
            address,
            (int) address.byteSize());
    if (bound != 0) {
      throw new IllegalStateException("Cannot bind " + socket);
    }
  }

  /** What has come so far; a local datagram is there once it is sent. */
  List<String> received() {
    List<String> messages = new ArrayList<>();
    for (String next = next(); next != null; next = next()) {
      messages.add(next);
    }
    return messages;
  }

  private @Nullable String next() {
    MemorySegment buffer = arena.allocate(MESSAGE_BYTES_MAX);
    int length =
        call(
            "recv",
            List.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
            descriptor,
            buffer,
            MESSAGE_BYTES_MAX,
            MSG_DONTWAIT);
    return length < 0
        ? null
        : new String(
            buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    call("close", List.of(JAVA_INT), descriptor);
    arena.close();
  }

  @SuppressWarnings("restricted")
  private static int call(String name, List<MemoryLayout> parameters, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor type =
        FunctionDescriptor.of(JAVA_INT, parameters.toArray(MemoryLayout[]::new));
    try {
      return (int) linker
          .downcallHandle(linker.defaultLookup().findOrThrow(name), type)
          .invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot call " + name, e);
    }
  }
}
