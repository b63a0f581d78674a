package nexa.agent.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import nexa.event.StackTrace;

/**
 * The log of a service that appends to it, and what is done to the file: the part of logrotate. Every
 * file begins with a banner that is longer than the head by which a file is known again.
 */
final class RotatedLog implements AutoCloseable {

  private static final int BANNER_LINES = 20;
  private static final int CRASHES_MAX = 3;
  private static final int FRAMES_MAX = 4;

  private final Path directory;
  private final Path file;
  private final boolean linked;
  private final boolean mixed;
  private final Random random;
  private final List<StackTrace> written = new ArrayList<>();
  /** The newest first. */
  private final List<Path> rotated = new ArrayList<>();
  private FileChannel out;
  private String pending = "";
  private int targets;
  private int banners;

  /**
   * @param linked whether the log is a symbolic link to the file of the day
   * @param mixed whether it holds two streams, line by line, as Docker writes them
   */
  RotatedLog(Path directory, boolean linked, boolean mixed, Random random) throws IOException {
    this.directory = directory;
    this.file = directory.resolve("app.log");
    this.linked = linked;
    this.mixed = mixed;
    this.random = random;
    if (linked) {
      Files.createSymbolicLink(file, nextTarget());
    }
    this.out = open();
  }

  List<StackTrace> written() {
    return written;
  }

  /** Whether the last line, or the last trace, is not whole yet. */
  boolean isMidway() {
    return !pending.isEmpty();
  }

  /** Logs one to three crashes. */
  void write() throws IOException {
    addCrashes();
    writeRest();
  }

  /** Logs crashes whose end is still to come: a line breaks off, or a trace behind one of its lines. */
  void writePart() throws IOException {
    addCrashes();
    int cut = 1 + random.nextInt(pending.length() - 1);
    if (random.nextBoolean()) {
      cut = pending.lastIndexOf('\n', cut) + 1;
    }
    append(pending.substring(0, cut));
    pending = pending.substring(cut);
  }

  void writeRest() throws IOException {
    append(pending);
    pending = "";
  }

  private void addCrashes() {
    Map<Integer, List<String>> streams = new TreeMap<>();
    for (int crashes = 1 + random.nextInt(CRASHES_MAX); crashes > 0; crashes--) {
      LoggedCrash crash = LoggedCrash.of(written.size(), 1 + random.nextInt(FRAMES_MAX));
      written.add(crash.trace());
      streams.put(crashes, new ArrayList<>(crash.text().lines().toList()));
    }
    StringBuilder lines = new StringBuilder(pending);
    while (!streams.isEmpty()) {
      List<Integer> names = List.copyOf(streams.keySet());
      int stream = names.get(mixed ? random.nextInt(names.size()) : 0);
      List<String> left = Objects.requireNonNull(streams.get(stream));
      String line = left.removeFirst();
      lines.append(mixed ? docker(line, stream) : line).append('\n');
      if (left.isEmpty()) {
        streams.remove(stream);
      }
    }
    pending = lines.toString();
  }

  private static String docker(String line, int stream) {
    return "{\"log\":\"" + line.replace("\t", "\\t") + "\\n\",\"stream\":\"s" + stream
        + "\",\"time\":\"2026-11-27T10:00:00.5Z\"}";
  }

  /** Renames the file, or has the link name another one; the service notices a little later. */
  void rotate() throws IOException {
    if (linked) {
      rotated.addFirst(file.toRealPath());
      Path link = directory.resolve("new-link");
      Files.createSymbolicLink(link, nextTarget());
      Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
    } else {
      makeRoom();
      Files.move(file, rotated.getFirst(), StandardCopyOption.ATOMIC_MOVE);
    }
    if (random.nextBoolean()) {
      write();
    }
    writeRest();
    out.close();
    out = open();
  }

  /** Nothing is written between the copy and the end of the original: that logrotate loses itself. */
  void copyTruncate(Runnable between) throws IOException {
    writeRest();
    if (linked) {
      rotated.addFirst(nextTarget());
    } else {
      makeRoom();
    }
    Files.copy(file, rotated.getFirst());
    between.run();
    truncate();
  }

  /** Begins the file anew; what it held is gone. */
  void truncate() throws IOException {
    out.truncate(0);
    banner();
  }

  /** Deletes the file and begins another one, which often gets its inode; says whether it did. */
  boolean replace() throws IOException {
    Object before = key();
    Path target = file.toRealPath();
    out.close();
    Files.delete(target);
    out = open();
    return before.equals(key());
  }

  private Object key() throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  /** Compresses the newest rotated file that is not; says whether there was one. */
  boolean compress() throws IOException {
    for (int i = 0; i < rotated.size(); i++) {
      Path plain = rotated.get(i);
      if (!isCompressed(plain)) {
        Path packed = plain.resolveSibling(plain.getFileName() + ".gz");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
          Files.copy(plain, gzip);
        }
        Files.setLastModifiedTime(packed, Files.getLastModifiedTime(plain));
        Files.delete(plain);
        rotated.set(i, packed);
        return true;
      }
    }
    return false;
  }

  /** Deletes the oldest rotated file. */
  void deleteOldest() throws IOException {
    if (!rotated.isEmpty()) {
      Files.delete(rotated.removeLast());
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** Gives every rotated file the next number, and the first place to the one that comes. */
  private void makeRoom() throws IOException {
    for (int i = rotated.size(); i > 0; i--) {
      Path from = rotated.get(i - 1);
      Path to = directory.resolve("app.log." + (i + 1) + (isCompressed(from) ? ".gz" : ""));
      rotated.set(i - 1, Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }
    rotated.addFirst(directory.resolve("app.log.1"));
  }

  private static boolean isCompressed(Path path) {
    return path.toString().endsWith(".gz");
  }

  private Path nextTarget() {
    return directory.resolve("app.log-%04d".formatted(++targets));
  }

  private FileChannel open() throws IOException {
    FileChannel channel =
        FileChannel.open(
            linked ? Files.readSymbolicLink(file) : file,
            StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    out = channel;
    banner();
    return channel;
  }

  private void banner() throws IOException {
    String line = "2026-11-27 09:59:59.000 INFO [main] c.a.Shop - start " + ++banners;
    append(((mixed ? docker(line, 0) : line) + "\n").repeat(BANNER_LINES));
  }

  private void append(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
