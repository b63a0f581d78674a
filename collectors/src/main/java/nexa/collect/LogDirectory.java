package nexa.collect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of the log files of one service, with the files they may have been rotated to. */
final class LogDirectory {

  private static final Logger log = LoggerFactory.getLogger(LogDirectory.class);
  private static final int ENTRIES_MAX = 10_000;
  private static final String CLOSED = "The folder may not be read";

  private final LogFiles files;
  private final PathMatcher names;
  private final List<PathMatcher> otherNames;
  private boolean tooMany;
  private @Nullable String wrong;

  /**
   * @param others the log files of other collectors: what these follow is nothing that this one's were
   *     rotated to, however alike the names
   */
  LogDirectory(LogFiles files, List<LogFiles> others) {
    this.files = files;
    this.names = files.matcher();
    this.otherNames =
        others.stream()
            .filter(other -> other.directory().equals(files.directory()))
            .map(LogFiles::matcher)
            .toList();
  }

  /**
   * A file in the log directory.
   *
   * @param isLog whether the configuration names it, rather than being one it may be rotated to
   * @param isRotated whether its name is a log's with something behind it, such as {@code app.log.1}
   * @param size in bytes, as it is on the disk
   */
  record Listed(Path path, boolean isLog, boolean isRotated, long size, FileTime modified) {

    private boolean isOfLog() {
      return isLog || isRotated;
    }

    boolean isCompressed() {
      return CompressedLog.isNamedSo(path);
    }

    /** Whether the file is as it was when it was listed before. */
    boolean isSameAs(Listed before) {
      return size == before.size && modified.equals(before.modified);
    }
  }

  /** The log files and the files they may have been rotated to, by their inode. */
  Map<String, Listed> list() {
    Map<String, Listed> present = new LinkedHashMap<>();
    int entries = 0;
    wrong = null;
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(files.directory())) {
      for (Path path : directory) {
        tooMany = ++entries > ENTRIES_MAX;
        if (tooMany) {
          break;
        }
        boolean isLog = names.matches(path.getFileName()) && !CompressedLog.isNamedSo(path);
        boolean isRotated = !isLog && isRotated(path, names);
        if (isLog || (!isOfAnother(path, isRotated) && (isRotated || isSibling(path)))) {
          list(path, isLog, isRotated, present);
        }
      }
    } catch (NoSuchFileException e) {
      wrong = "The folder is not there";
    } catch (NotDirectoryException e) {
      wrong = "What should be a folder is a file";
    } catch (AccessDeniedException e) {
      wrong = CLOSED;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list log directory " + files.directory(), e);
    }
    if (wrong == null && present.values().stream().noneMatch(Listed::isOfLog)) {
      wrong = "No such file is there";
    }
    return present;
  }

  /** Why the last list has nothing to read, null when it has something. */
  @Nullable String wrong() {
    return wrong;
  }

  /** Whether the last list could not be made for want of rights. */
  boolean isClosed() {
    return CLOSED.equals(wrong);
  }

  /** Whether the last list is not whole, as there were more than {@value #ENTRIES_MAX} files. */
  boolean hasTooMany() {
    return tooMany;
  }

  private static void list(
      Path path, boolean isLog, boolean isRotated, Map<String, Listed> present) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        Object key = attributes.fileKey();
        Listed listed =
            new Listed(
                path, isLog, isRotated, attributes.size(), attributes.lastModifiedTime());
        present.merge(
            LogFileCollector.INPUT + ":" + (key == null ? path : key), listed,
            (a, b) -> a.isLog() ? a : b);
      }
    } catch (NoSuchFileException e) {
      // Rotated away since the directory was read; its inode is found under its new name next time.
      log.debug("input={} {} is gone", LogFileCollector.INPUT, path);
    }
  }

  private boolean isSibling(Path path) {
    String stem = files.stem();
    return !stem.isEmpty() && path.getFileName().toString().startsWith(stem);
  }

  /** Whether another collector's names fit better than this one's. */
  private boolean isOfAnother(Path path, boolean isRotated) {
    return otherNames.stream()
        .anyMatch(
            other -> other.matches(path.getFileName())
                || (!isRotated && isRotated(path, other)));
  }

  private static boolean isRotated(Path path, PathMatcher names) {
    String name = path.getFileName().toString();
    for (int i = 1; i < name.length(); i++) {
      char c = name.charAt(i);
      if ((c == '.' || c == '-' || c == '_') && names.matches(Path.of(name.substring(0, i)))) {
        return true;
      }
    }
    return false;
  }
}
