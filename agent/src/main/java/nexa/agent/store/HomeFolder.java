package nexa.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that holds all state of a daemon: closed to other users, with space to start on, and one
 * daemon's at a time.
 */
public final class HomeFolder {

  private static final Logger log = LoggerFactory.getLogger(HomeFolder.class);
  private static final long FREE_BYTES_MIN = 8 << 20;

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private HomeFolder() {}

  /**
   * Makes a home that only its owner can look into, as it holds values of the watched services. One that
   * is there is closed to others too, unless it holds what is not Nexa's.
   *
   * @throws Store.Unusable when it cannot be made
   */
  public static void make(Path home) {
    folder(home);
    try {
      boolean isClosed =
          OWNER_ONLY.value().containsAll(Files.getPosixFilePermissions(home));
      if (!isClosed && (Store.exists(home) || isEmpty(home))) {
        Files.setPosixFilePermissions(home, OWNER_ONLY.value());
      } else if (!isClosed) {
        log.warn("msg=\"others may look into the home\" home={} try=\"chmod 700\"", home);
      }
    } catch (IOException e) {
      log.warn("msg=\"cannot close the home to others\" home={} reason=\"{}\"", home, e.toString());
    }
  }

  /**
   * Sees whether the disk of a home has space to start on; SQLite unpacks its native library first,
   * and says little when it cannot.
   *
   * @throws Store.Unusable when it has not
   */
  public static void requireSpace(Path home) {
    try {
      long free = Files.getFileStore(home).getUsableSpace();
      if (free < FREE_BYTES_MIN) {
        throw new Store.Unusable(
            "The disk of " + home + " is full: " + (free >> 20) + " MB are free, and Nexa needs "
                + (FREE_BYTES_MIN >> 20) + " to start; free some space, or name another --home.");
      }
    } catch (IOException e) {
      throw new Store.Unusable("Cannot look at the disk of " + home + ": " + DiskFailure.reason(e),
          e);
    }
  }

  /** Takes a home for one daemon, until the lock is released; it is made if it is not there. */
  static FileChannel lock(Path home) {
    make(home);
    try {
      FileChannel channel =
          FileChannel.open(
              home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = channel.tryLock();
      if (held == null) {
        channel.close();
        throw new Store.Unusable(
            "Another daemon uses " + home + "; stop it by nexa down, or name another --home.");
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw new Store.Unusable("This process has " + home + " open already.", e);
    } catch (IOException e) {
      throw new Store.Unusable("Cannot write to " + home + ": " + DiskFailure.reason(e), e);
    }
  }

  /** Makes a folder of a home. */
  static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder, OWNER_ONLY);
    } catch (IOException e) {
      throw new Store.Unusable("Cannot make the folder " + folder + ": " + DiskFailure.reason(e)
          + "; name another --home.",
          e);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  /** Gives a home free. */
  static void release(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release the home's lock", e);
    }
  }
}
