package nexa.collect;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The log files of one service in every folder that a path with wildcards names, such as {@code
 * /var/log/*}{@code /app.log}. Each part of the path stands for one folder, so that no loop of links is
 * followed deeper than the path is long.
 */
public final class LogFolders {

  /** How many folders may have a name that fits, whether or not a log is in them. */
  static final int CANDIDATES_MAX = 1_000;

  private static final int DEPTH_MAX = 16;
  private static final int ENTRIES_MAX = 10_000;

  private final String path;
  private final LogFiles files;
  private final List<Part> parts;

  /**
   * One folder of the path.
   *
   * @param names which names fit, null for the name as it is
   */
  private record Part(String name, @Nullable PathMatcher names) {

    private boolean fits(Path folder) {
      return names == null ? folder.toString().equals(name) : names.matches(folder);
    }
  }

  private LogFolders(String path, LogFiles files, List<Part> parts) {
    this.path = path;
    this.files = files;
    this.parts = List.copyOf(parts);
  }

  /** Whether a path has wildcards before its last part. */
  public static boolean areNamedBy(String path) {
    return LogFiles.hasWildcards(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
  }

  /**
   * The files that a path names.
   *
   * @throws IllegalArgumentException when it names none, or has wildcards that are broken or not taken
   */
  public static LogFolders at(String service, @Nullable String release, String path) {
    List<String> names = List.of(path.split("/", -1));
    List<String> folders = names.subList(0, names.size() - 1);
    int first = 0;
    while (!LogFiles.hasWildcards(folders.get(first))) {
      first++;
    }
    String root = String.join("/", folders.subList(0, first));
    LogFiles files =
        LogFiles.at(
            service, release,
            (first == 0 ? "." : root) + "/" + names.getLast());
    List<String> rest = folders.subList(first, folders.size());
    if (rest.size() > DEPTH_MAX) {
      throw new IllegalArgumentException(
          "at most " + DEPTH_MAX + " folders may follow the first wildcard of " + path);
    }
    return new LogFolders(
        path, files, rest.stream().map(name -> part(name, files.directory(), path)).toList());
  }

  private static Part part(String name, Path root, String path) {
    if (name.contains("**")) {
      throw new IllegalArgumentException(
          "** is not taken, as it has no bound; write a * for each folder of " + path);
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "'" + name + "' is no folder behind a wildcard; write each by its name in " + path);
    }
    if (!LogFiles.hasWildcards(name)) {
      return new Part(name, null);
    }
    if (name.contains("{") != name.contains("}")) {
      throw new IllegalArgumentException(
          "{ and } must be in one folder's name; name each path instead of " + path);
    }
    return new Part(name, root.getFileSystem().getPathMatcher("glob:" + name));
  }

  /**
   * The folders that there are.
   *
   * @param byKey the path of each as it is without links, and as it was found, by what is the same for
   *     all of its names
   * @param isWhole whether all were looked at
   * @param closed those that may not be looked into
   */
  record Found(Map<Object, Folder> byKey, boolean isWhole, List<Path> closed) {}

  /** A folder, by its path without links, and the one that fits. */
  record Folder(Path real, Path found) {}

  /** Where they are looked for, with the wildcards. */
  String path() {
    return path;
  }

  String service() {
    return files.service();
  }

  /** The files in one of the folders. */
  LogFiles in(Path folder) {
    return new LogFiles(files.service(), files.release(), folder, files.name());
  }

  /** Whether a folder is one of them by its path. */
  public boolean include(Path folder) {
    Path root = files.directory();
    if (!folder.startsWith(root) || folder.getNameCount() != root.getNameCount() + parts.size()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!parts.get(i).fits(folder.getName(root.getNameCount() + i))) {
        return false;
      }
    }
    return true;
  }

  /** The files of theirs that are in a folder which another collector follows. */
  public LogFiles beside(LogFiles other) {
    return in(other.directory());
  }

  /** Looks for those that hold a log, or what it was rotated to; in the order of their paths. */
  Found find() {
    Search search = new Search();
    List<Path> level = List.of(files.directory());
    for (Part part : parts) {
      List<Path> next = new ArrayList<>();
      level.forEach(folder -> search.list(folder, part, next));
      level = next;
    }
    Map<Object, Folder> found = new LinkedHashMap<>();
    level.forEach(folder -> search.add(folder, found));
    return new Found(found, search.isWhole, List.copyOf(search.closed));
  }

  /** One look at the folders, of which the number of names that are read is bounded. */
  private final class Search {
    private final List<Path> closed = new ArrayList<>();
    private int entries;
    private boolean isWhole = true;

    private void list(Path folder, Part part, List<Path> into) {
      if (part.names() == null) {
        add(folder.resolve(part.name()), into);
        return;
      }
      List<Path> fitting = new ArrayList<>();
      try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
        for (Path path : names) {
          if (++entries > ENTRIES_MAX) {
            isWhole = false;
            break;
          }
          if (part.fits(path.getFileName())) {
            fitting.add(path);
          }
        }
      } catch (AccessDeniedException e) {
        closed.add(folder);
      } catch (IOException e) {
        return; // gone, or no folder: the next look tells
      }
      fitting.stream().sorted().forEach(path -> add(path, into));
    }

    private void add(Path folder, List<Path> into) {
      if (into.size() >= CANDIDATES_MAX) {
        isWhole = false;
      } else if (Files.isDirectory(folder)) {
        into.add(folder);
      }
    }

    private void add(Path folder, Map<Object, Folder> found) {
      try {
        Path real = folder.toRealPath();
        LogDirectory directory = new LogDirectory(in(real), List.of());
        directory.list();
        if (directory.wrong() == null) {
          found.putIfAbsent(key(real), new Folder(real, folder));
        } else if (directory.isClosed()) {
          closed.add(folder);
        }
      } catch (NoSuchFileException | NotDirectoryException e) {
        return; // gone since it was listed
      } catch (IOException e) {
        closed.add(folder);
      }
    }
  }

  /** A folder is the same by whatever link it was found. */
  private static Object key(Path real) throws IOException {
    Object key =
        Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    return key == null ? real : key;
  }
}
