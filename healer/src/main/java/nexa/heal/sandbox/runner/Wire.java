package nexa.heal.sandbox.runner;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes over the sandbox's pipes. The daemon is trusted and writes requests as they come; whatever
 * leaves the container is a message: its length, a secret, a kind, a body, all bounded.
 */
public final class Wire {

  /** The longest message that may leave the container. */
  public static final int MESSAGE_BYTES_MAX = 64 * 1024;

  /** The most a run's messages may hold together. */
  public static final long RUN_BYTES_MAX = 16L * 1024 * 1024;

  /** The length of the secret before each message. */
  public static final int SECRET_BYTES = 16;

  /** The longest text of a failure, in characters. */
  public static final int FAILURE_CHARS_MAX = 16 * 1024;

  /** Daemon to process 1: the project, once. */
  public static final int SETUP = 1;

  /** Daemon to process 1: an overlay and the tests to run. */
  public static final int RUN = 2;

  /** Daemon to process 1: an overlay and the methods to call for a first look. */
  public static final int TRIAL = 3;

  /** Process 1 to daemon: the profile's breaches, the compiler's errors, and what it left out. */
  public static final int READY = 11;

  /** Process 1 to daemon: the overlay does not compile. */
  public static final int NOT_COMPILED = 12;

  /** Process 1 to daemon: an event of a run, as the test JVM wrote it. */
  public static final int EVENT = 13;

  /** Process 1 to daemon: a run's end and what was seen of its process. */
  public static final int ENDED = 14;

  /** The trouble of a look that only a run can take: other classes must be compiled too. */
  public static final String SHAPE_CHANGED = "changes what other classes see of a class";

  /** Test JVM: a test was discovered. */
  public static final int DISCOVERED = 21;

  /** Test JVM: a test passed, failed or was skipped. */
  public static final int TEST = 22;

  /** Test JVM: the launcher gave up. */
  public static final int GAVE_UP = 23;

  /** Test JVM: all tests have ended; the number of {@link #TEST} events. */
  public static final int FINISHED = 24;

  /** Test JVM: what a method returned or threw at a first look. */
  public static final int LOOK = 25;

  private static final int TEXT_BYTES_MAX = 64 * 1024 * 1024;
  private static final int LIST_MAX = 200_000;

  private Wire() {}

  /** Writes a text of any length. */
  public static void writeText(DataOutput out, String text) throws IOException {
    writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a text. */
  public static String readText(DataInput in) throws IOException {
    return new String(readBytes(in), StandardCharsets.UTF_8);
  }

  /** Writes bytes, their length first. */
  public static void writeBytes(DataOutput out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads bytes, their length first. */
  public static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[bounded(in.readInt(), TEXT_BYTES_MAX)];
    in.readFully(bytes);
    return bytes;
  }

  /** Writes a list of texts. */
  public static void writeTexts(DataOutput out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(out, text);
    }
  }

  /** Reads a list of texts. */
  public static List<String> readTexts(DataInput in) throws IOException {
    int size = bounded(in.readInt(), LIST_MAX);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      texts.add(readText(in));
    }
    return texts;
  }

  /** Writes files by path. */
  public static void writeFiles(DataOutput out, Map<String, byte[]> files) throws IOException {
    out.writeInt(files.size());
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      writeText(out, file.getKey());
      writeBytes(out, file.getValue());
    }
  }

  /** Reads files by path. */
  public static Map<String, byte[]> readFiles(DataInput in) throws IOException {
    int size = bounded(in.readInt(), LIST_MAX);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      files.put(readText(in), readBytes(in));
    }
    return files;
  }

  /** The text's beginning, at most so many characters. */
  public static String bounded(String text, int charsMax) {
    return text.length() <= charsMax ? text : text.substring(0, charsMax) + "…";
  }

  private static int bounded(int size, int max) throws IOException {
    if (size < 0 || size > max) {
      throw new IOException("A length of " + size + " is out of bounds");
    }
    return size;
  }
}
