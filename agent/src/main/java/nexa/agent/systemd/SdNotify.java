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
import java.lang.invoke.MethodHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The daemon's line to systemd: ready, alive, stopping. Outside systemd it says nothing.
 *
 * <p>The protocol is one datagram a message to the Unix socket {@code $NOTIFY_SOCKET}. The JDK has
 * Unix sockets for streams only, so the C library is called.
 */
public final class SdNotify {

  private static final Logger LOG = LoggerFactory.getLogger(SdNotify.class);

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int PATH_BYTES_MAX = 108;

  private final @Nullable String socket;
  private final @Nullable String watchdogMicros;

  /** Reads {@code NOTIFY_SOCKET} and {@code WATCHDOG_USEC}. */
  public SdNotify(Map<String, String> environment) {
    this.socket = environment.get("NOTIFY_SOCKET");
    this.watchdogMicros = environment.get("WATCHDOG_USEC");
  }

  /** The daemon serves. */
  public void ready() {
    send("READY=1");
  }

  /** The daemon is alive; to be said once every {@link #watchdogPeriod()}. */
  public void alive() {
    send("WATCHDOG=1");
  }

  /** The daemon shuts down. */
  public void stopping() {
    send("STOPPING=1");
  }

  /** One line for {@code systemctl status}. */
  public void status(String line) {
    send("STATUS=" + line.replace('\n', ' '));
  }

  /** Half the time after which systemd restarts a silent daemon; empty without a watchdog. */
  public Optional<Duration> watchdogPeriod() {
    return Optional.ofNullable(watchdogMicros)
        .map(micros -> Duration.ofNanos(Long.parseLong(micros) * 1000 / 2));
  }

  private void send(String message) {
    if (socket == null) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = address(socket, arena);
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      MemorySegment data = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
      int descriptor = (int) CLib.SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      long sent =
          (long) CLib.SENDTO.invokeExact(
              descriptor, data, (long) bytes.length, 0, address, (int) address.byteSize());
      int closed = (int) CLib.CLOSE.invokeExact(descriptor);
      if (sent != bytes.length || closed != 0) {
        LOG.warn("sdNotify=failed socket={} message={}", socket, message);
      }
    } catch (Throwable e) {
      throw new IllegalStateException("Cannot tell systemd " + message + " at " + socket, e);
    }
  }

  /** A {@code sockaddr_un}; a leading {@code @} means a socket without a file. */
  static MemorySegment address(String socket, Arena arena) {
    byte[] path = socket.getBytes(StandardCharsets.UTF_8);
    boolean named = path.length > 0 && path[0] == '/';
    boolean isAbstract = path.length > 1 && path[0] == '@';
    if ((!named && !isAbstract) || path.length >= PATH_BYTES_MAX) {
      throw new IllegalArgumentException("Not a socket address: NOTIFY_SOCKET=" + socket);
    }
    if (isAbstract) {
      path[0] = 0;
    }
    MemorySegment address = arena.allocate(Short.BYTES + path.length + (named ? 1L : 0L), 2);
    address.set(ValueLayout.JAVA_SHORT.withOrder(ByteOrder.nativeOrder()), 0, (short) AF_UNIX);
    MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, path.length);
    return address;
  }

  /** The three calls into the C library, bound when first used. */
  @SuppressWarnings("restricted")
  private static final class CLib {

    static final MethodHandle SOCKET = bind("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    static final MethodHandle SENDTO =
        bind("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    static final MethodHandle CLOSE = bind("close", JAVA_INT, JAVA_INT);

    private static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
    }
  }
}
