package nexa.javaagent.guard;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The CPU time of one of the agent's threads, as the Linux kernel tells it; nothing elsewhere. JMX
 * would tell it everywhere, but costs more than the whole agent.
 */
public final class ThreadCpu {

  private static final String SCHEDSTAT = "/proc/thread-self/schedstat";

  private final AtomicLong total;
  private final byte[] buffer = new byte[64];
  private long nanos;

  /**
   * Creates a meter.
   *
   * @param total what the time is added to
   */
  ThreadCpu(AtomicLong total) {
    this.total = total;
  }

  /** Adds what the calling thread has used since it last called. */
  public void sample() {
    long now = read();
    if (now > nanos) {
      total.addAndGet(now - nanos);
      nanos = now;
    }
  }

  private long read() {
    try {
      InputStream in = new FileInputStream(SCHEDSTAT);
      try {
        int length = in.read(buffer);
        long number = 0;
        for (int i = 0; i < length && buffer[i] >= '0' && buffer[i] <= '9'; i++) {
          number = number * 10 + buffer[i] - '0';
        }
        return number;
      } finally {
        in.close();
      }
    } catch (IOException e) { // not Linux: unknown
      return 0;
    }
  }
}
