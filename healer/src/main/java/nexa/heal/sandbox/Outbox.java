package nexa.heal.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What waits to go into a container's standard input. Closed, it ends, and the container with it. */
final class Outbox extends InputStream {

  private static final int REQUESTS_MAX = 64;
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> requests = new LinkedBlockingQueue<>(REQUESTS_MAX);
  private byte[] current = new byte[0];
  private int position;
  private boolean ended;

  /** Adds bytes; false when the container has stopped reading. */
  boolean send(byte[] bytes) {
    return bytes.length == 0 || requests.offer(bytes);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (position == current.length) {
      if (ended) {
        return -1;
      }
      try {
        current = requests.take();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for a request");
      }
      position = 0;
      ended = current.length == 0;
    }
    int count = Math.min(length, current.length - position);
    System.arraycopy(current, position, buffer, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() {
    if (!requests.offer(END)) {
      requests.clear();
      requests.add(END);
    }
  }
}
