package nexa.heal.sandbox;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import nexa.heal.sandbox.runner.Wire;

/** Cuts what a container writes into messages, and stops at the first byte that is out of order. */
final class Inbox {

  private static final int LENGTH_MAX = Wire.MESSAGE_BYTES_MAX + 1024;

  private final byte[] secret;
  private final Reader reader;
  private byte[] pending = new byte[0];
  private boolean broken;

  Inbox(byte[] secret, Reader reader) {
    this.secret = secret.clone();
    this.reader = reader;
  }

  /**
   * Takes the next bytes.
   *
   * @throws IOException when they are no messages of the runner's
   */
  void accept(byte[] bytes) throws IOException {
    if (broken) {
      return;
    }
    byte[] all = Arrays.copyOf(pending, pending.length + bytes.length);
    System.arraycopy(bytes, 0, all, pending.length, bytes.length);
    int position = 0;
    while (all.length - position >= Integer.BYTES) {
      int length = ByteBuffer.wrap(all, position, Integer.BYTES).getInt();
      if (length <= secret.length || length > LENGTH_MAX) {
        throw outOfOrder();
      }
      int start = position + Integer.BYTES;
      if (all.length - start < length) {
        break;
      }
      deliver(all, start, length);
      position = start + length;
    }
    pending = Arrays.copyOfRange(all, position, all.length);
  }

  private void deliver(byte[] all, int start, int length) throws IOException {
    int body = start + secret.length;
    if (!MessageDigest.isEqual(secret, Arrays.copyOfRange(all, start, body))) {
      throw outOfOrder();
    }
    int kind = all[body];
    int size = length - secret.length - 1;
    reader.read(kind, new DataInputStream(new ByteArrayInputStream(all, body + 1, size)));
  }

  private IOException outOfOrder() {
    broken = true;
    return new IOException("something other than the runner wrote to its channel");
  }

  /** Reads one message. */
  interface Reader {
    void read(int kind, DataInputStream body) throws IOException;
  }
}
