package nexa.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Requests for one path over a few connections that stay open, one thread each. */
final class Load {

  private static final int LATENCIES_MAX = 1 << 18;

  private final int port;
  private final int connections;

  Load(int port, int connections) {
    this.port = port;
    this.connections = connections;
  }

  /** A number of requests as fast as they are answered. */
  Answers requests(String path, int count) throws IOException, InterruptedException {
    return run(path, (count + connections - 1) / connections, Long.MAX_VALUE, 0);
  }

  /** As fast as they are answered, for a time. */
  Answers closed(String path, double seconds) throws IOException, InterruptedException {
    return run(path, Long.MAX_VALUE, nanos(seconds), 0);
  }

  /** At a fixed rate for a time; a late answer makes what waits behind it late too. */
  Answers paced(String path, double seconds, double perSecond)
      throws IOException, InterruptedException {
    return run(path, Long.MAX_VALUE, nanos(seconds), nanos(connections / perSecond));
  }

  /** Until it is told to stop. */
  Answers until(String path, AtomicBoolean stop) throws IOException, InterruptedException {
    return run(path, Long.MAX_VALUE, Long.MAX_VALUE, 0, stop);
  }

  /**
   * What came of it.
   *
   * @param failed answers of 500 and above
   * @param unanswered connections that broke
   * @param latencies in nanoseconds, in order
   */
  record Answers(long count, long failed, long unanswered, double seconds, long[] latencies) {
    double perSecond() {
      return count / seconds;
    }

    double quantileMs(double share) {
      return latencies.length == 0
          ? Double.NaN
          : latencies[(int) Math.min(latencies.length - 1L, (long) (latencies.length * share))]
              / 1e6;
    }
  }

  private Answers run(String path, long count, long nanos, long interval)
      throws IOException, InterruptedException {
    return run(path, count, nanos, interval, new AtomicBoolean());
  }

  private Answers run(String path, long count, long nanos, long interval, AtomicBoolean stop)
      throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(connections);
    long begin = System.nanoTime();
    try {
      List<Future<Connection>> running = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        long first = begin + interval * i / connections;
        running.add(
            threads.submit(
                () -> {
                  Connection connection = new Connection(port, path);
                  connection.run(count, begin + Math.min(nanos, Long.MAX_VALUE / 2), first,
                      interval, stop);
                  return connection;
                }));
      }
      List<Connection> done = new ArrayList<>();
      for (Future<Connection> future : running) {
        done.add(future.get());
      }
      return answers(done, (System.nanoTime() - begin) / 1e9);
    } catch (ExecutionException e) {
      throw new IOException("Cannot load " + path, e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Answers answers(List<Connection> connections, double seconds) {
    long count = 0;
    long failed = 0;
    long unanswered = 0;
    long[] latencies = new long[0];
    for (Connection connection : connections) {
      count += connection.count;
      failed += connection.failed;
      unanswered += connection.broken;
      int from = latencies.length;
      int added = (int) Math.min(connection.count, LATENCIES_MAX);
      latencies = Arrays.copyOf(latencies, from + added);
      System.arraycopy(connection.latencies, 0, latencies, from, added);
    }
    Arrays.sort(latencies);
    return new Answers(count, failed, unanswered, seconds, latencies);
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  /** One connection and what it saw. */
  private static final class Connection {
    private static final int BUFFER_BYTES = 8192;
    private static final byte[] LENGTH =
        "content-length: ".getBytes(StandardCharsets.US_ASCII);

    private final int port;
    private final byte[] request;
    private final long[] latencies = new long[LATENCIES_MAX];
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long count;
    private long failed;
    private long broken;

    Connection(int port, String path) {
      this.port = port;
      this.request =
          ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
    }

    void run(long requests, long end, long first, long interval, AtomicBoolean stop)
        throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream();
        long due = first;
        while (count < requests && !stop.get() && System.nanoTime() - end < 0) {
          if (interval > 0) {
            waitUntil(due);
          }
          long begin = interval > 0 ? due : System.nanoTime();
          out.write(request);
          int status = answer(in);
          if (status < 0) {
            broken++;
            return;
          }
          latencies[(int) (count % LATENCIES_MAX)] = System.nanoTime() - begin;
          count++;
          failed += status >= 500 ? 1 : 0;
          due += interval;
        }
      }
    }

    private static void waitUntil(long due) {
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
    }

    /** Reads one answer; its status, or -1 when the connection ended. */
    private int answer(InputStream in) throws IOException {
      int filled = 0;
      int whole = -1;
      while (whole < 0 || filled < whole) {
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read <= 0) {
          return -1;
        }
        filled += read;
        if (whole < 0) {
          whole = wholeLength(filled);
        }
      }
      return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
    }

    /** Head and body together, or -1 while the head is not all there. */
    private int wholeLength(int filled) {
      int length = 0;
      for (int i = 0; i + 3 < filled; i++) {
        if (buffer[i] == '\n' && startsWith(i + 1, filled)) {
          length = number(i + 1 + LENGTH.length);
        }
        if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r'
            && buffer[i + 3] == '\n') {
          return i + 4 + length;
        }
      }
      return -1;
    }

    private boolean startsWith(int from, int filled) {
      for (int i = 0; i < LENGTH.length; i++) {
        if (from + i >= filled || (buffer[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
          return false;
        }
      }
      return true;
    }

    private int number(int from) {
      int number = 0;
      for (int i = from; buffer[i] >= '0' && buffer[i] <= '9'; i++) {
        number = number * 10 + buffer[i] - '0';
      }
      return number;
    }
  }
}
