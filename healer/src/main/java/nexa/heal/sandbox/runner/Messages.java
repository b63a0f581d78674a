package nexa.heal.sandbox.runner;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Writes messages, each behind its length and the secret that shows who wrote it. */
final class Messages {

  private final DataOutputStream out;
  private final byte[] secret;

  Messages(OutputStream out, byte[] secret) {
    this.out = new DataOutputStream(out);
    this.secret = secret.clone();
  }

  /** Writes one message. */
  synchronized void write(int kind, Body body) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream message = new DataOutputStream(bytes);
      message.write(secret);
      message.writeByte(kind);
      body.writeTo(message);
      out.writeInt(bytes.size());
      bytes.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a message to the other side", e);
    }
  }

  /** Writes a message's body. */
  interface Body {
    void writeTo(DataOutputStream out) throws IOException;
  }
}
