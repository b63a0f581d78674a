package nexa.javaagent.ship;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A small HTTP/1.1 client for one host: keep-alive, bounded in time and size. */
final class LoopbackHttp {

  private static final int CONNECT_MS = 200;
  private static final int READ_MS = 1000;
  private static final long EXCHANGE_NANOS_MAX = 2L * 1000 * 1000 * 1000;
  private static final int LINE_MAX = 8192;
  private static final int HEADERS_MAX = 100;
  private static final int BUFFER = 8192;
  private static final int BODY_MAX = 2 << 20;

  private final String host;
  private final int port;
  private @Nullable Socket socket;
  private @Nullable InputStream in;
  private long deadlineNanos;

  LoopbackHttp(String host, int port) {
    this.host = host;
    this.port = port;
  }

  Answer post(String path, String token, String body) throws IOException {
    deadlineNanos = System.nanoTime() + EXCHANGE_NANOS_MAX;
    boolean reused = socket != null;
    try {
      return exchange(path, token, body);
    } catch (IOException e) {
      close();
      if (!reused || System.nanoTime() - deadlineNanos > 0) {
        throw e;
      }
    }
    try {
      return exchange(path, token, body); // the kept connection had been closed by the daemon
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  void close() {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        return; // nothing is left to do for a socket that does not close
      }
    }
  }

  private Answer exchange(String path, String token, String body) throws IOException {
    Socket to = connected();
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST " + path + " HTTP/1.1\r\nHost: " + host + ":" + port
            + "\r\nAuthorization: Bearer " + token
            + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length
            + "\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.UTF_8);
    byte[] request = new byte[headBytes.length + content.length];
    System.arraycopy(headBytes, 0, request, 0, headBytes.length);
    System.arraycopy(content, 0, request, headBytes.length, content.length);
    OutputStream out = to.getOutputStream();
    out.write(request);
    out.flush();
    return answer();
  }

  private Socket connected() throws IOException {
    Socket open = socket;
    if (open == null) {
      open = new Socket(Proxy.NO_PROXY);
      open.connect(new InetSocketAddress(host, port), CONNECT_MS);
      open.setSoTimeout(READ_MS);
      open.setTcpNoDelay(true);
      socket = open;
      in = new BufferedInputStream(open.getInputStream());
    }
    return open;
  }

  private Answer answer() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.") || status.length() < 12) {
      throw new IOException("Not HTTP");
    }
    int code = number(status.substring(9, 12), 10);
    int length = -1;
    boolean chunked = false;
    boolean close = false;
    int headers = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = number(header.substring(15).trim(), 10);
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = header.contains("chunked");
      } else if (header.startsWith("connection:")) {
        close = header.contains("close");
      }
      if (++headers > HEADERS_MAX) {
        throw new IOException("Too many headers");
      }
    }
    String body = chunked ? chunks() : length < 0 ? "" : read(length);
    if (close || !chunked && length < 0) {
      close();
    }
    return new Answer(code, body);
  }

  private String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    while (true) {
      String size = line();
      int semicolon = size.indexOf(';');
      int length = number((semicolon < 0 ? size : size.substring(0, semicolon)).trim(), 16);
      if (length == 0) {
        while (!line().isEmpty()) {
          continue; // trailers
        }
        return body.toString();
      }
      body.append(read(length));
      line();
      if (body.length() > BODY_MAX) {
        throw new IOException("Answer too large");
      }
    }
  }

  private String read(int length) throws IOException {
    if (length < 0 || length > BODY_MAX) {
      throw new IOException("Answer too large");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(Math.min(length, BUFFER));
    byte[] buffer = new byte[Math.min(length, BUFFER)];
    InputStream from = in;
    while (body.size() < length) {
      int n =
          from == null ? -1 : from.read(buffer, 0, Math.min(buffer.length, length - body.size()));
      inTime(n);
      body.write(buffer, 0, n);
    }
    return new String(body.toByteArray(), StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = octet(); c != '\n'; c = octet()) {
      if (c != '\r') {
        line.append((char) c);
      }
      if (line.length() > LINE_MAX) {
        throw new IOException("Line too long");
      }
    }
    return line.toString();
  }

  private int octet() throws IOException {
    InputStream from = in;
    int c = from == null ? -1 : from.read();
    inTime(c);
    return c;
  }

  private void inTime(int read) throws IOException {
    if (read < 0) {
      throw new IOException("The daemon hung up");
    }
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new IOException("The daemon is too slow");
    }
  }

  private static int number(String digits, int radix) throws IOException {
    try {
      return Integer.parseInt(digits, radix);
    } catch (NumberFormatException e) {
      throw new IOException("Not a number in the answer", e);
    }
  }

  /** The status and body of an answer. */
  static final class Answer {
    final int status;
    final String body;

    Answer(int status, String body) {
      this.status = status;
      this.body = body;
    }
  }
}
