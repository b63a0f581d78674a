package nexa.heal.reproduce;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What lies outside of a service, so that no test can have it as it was. */
final class Boundary {

  /** Prefixes of class names, in the order they are looked at. */
  private static final List<Map.Entry<String, String>> OUTSIDE =
      List.of(
          Map.entry("java.net.", "it reaches the network"),
          Map.entry("javax.net.", "it reaches the network"),
          Map.entry("sun.nio.ch.", "it reaches the network or a file"),
          Map.entry("sun.net.", "it reaches the network"),
          Map.entry("java.sql.", "it reaches a database"),
          Map.entry("javax.sql.", "it reaches a database"),
          Map.entry("javax.persistence.", "it reaches a database"),
          Map.entry("jakarta.persistence.", "it reaches a database"),
          Map.entry("java.nio.channels.", "it reaches a file or the network"),
          Map.entry("java.io.RandomAccessFile", "it reaches a file"),
          Map.entry("java.io.File", "it reaches a file"),
          Map.entry("java.util.zip.ZipFile", "it reaches a file"),
          Map.entry("java.lang.Process", "it is another process"),
          Map.entry("java.lang.Thread", "it is a thread"),
          Map.entry("java.util.concurrent.ThreadPool", "it is threads"),
          Map.entry("java.util.concurrent.ForkJoin", "it is threads"),
          Map.entry("javax.servlet.", "it is a request of a server"),
          Map.entry("jakarta.servlet.", "it is a request of a server"));

  private Boundary() {}

  /** Why an object of a class cannot be had in a test; empty when it is none of these. */
  static Optional<String> of(String className) {
    return OUTSIDE.stream()
        .filter(outside -> className.startsWith(outside.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
