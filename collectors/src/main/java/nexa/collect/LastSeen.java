package nexa.collect;

import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import nexa.collect.LogDirectory.Listed;
import org.jspecify.annotations.Nullable;

/**
 * What was in a log directory when it was last looked at, as it is stored: after a restart it tells
 * what was compressed meanwhile, and which rotated files nobody has seen.
 *
 * @param newest when the newest of the rotated files was written to, null if there was none
 * @param sources the files that were read, the logs, and the newest of the rotated files
 */
record LastSeen(@Nullable FileTime newest, Set<String> sources) {

  private static final int SOURCES_MAX = 256;
  private static final String NONE = "-";

  LastSeen {
    sources = Set.copyOf(sources);
  }

  /** What was stored, null when it is nothing of this kind. */
  static @Nullable LastSeen parse(String text) {
    List<String> lines = text.lines().toList();
    try {
      String newest = lines.isEmpty() ? "" : lines.getFirst();
      return new LastSeen(
          newest.equals(NONE) ? null : FileTime.from(Instant.parse(newest)),
          Set.copyOf(lines.subList(1, lines.size())));
    } catch (DateTimeException e) {
      return null; // not written by this version: then as after the first start
    }
  }

  /** What there is now, beside the files that are open. */
  static LastSeen of(Map<String, Listed> present, Set<String> open) {
    FileTime newest = newest(present);
    Set<String> sources = new TreeSet<>(open);
    present.forEach(
        (source, file) -> {
          boolean tells = file.isLog() || (file.isRotated() && file.modified().equals(newest));
          if (tells && sources.size() < SOURCES_MAX) {
            sources.add(source);
          }
        });
    return new LastSeen(newest, sources);
  }

  private static @Nullable FileTime newest(Map<String, Listed> present) {
    return present.values().stream()
        .filter(Listed::isRotated)
        .map(Listed::modified)
        .max(FileTime::compareTo)
        .orElse(null);
  }

  /** Both of two: while files of the one are not stored as such, those of the other are still needed. */
  LastSeen and(LastSeen later) {
    Set<String> both = new TreeSet<>(sources);
    both.addAll(later.sources);
    return new LastSeen(newest, both);
  }

  /** Whether a rotated file came after this; one written to in the same instant may be the newest then. */
  boolean isBefore(String source, Listed file) {
    int order = newest == null ? 1 : file.modified().compareTo(newest);
    return file.isRotated() && (order > 0 || (order == 0 && !sources.contains(source)));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(newest == null ? NONE : newest.toInstant().toString());
    new TreeSet<>(sources).forEach(source -> text.append('\n').append(source));
    return text.toString();
  }
}
