package nexa.agent.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one home folder: SQLite in WAL mode, every commit synced to disk. One daemon owns
 * it, by a file lock.
 */
public final class Store implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;

  private final Jdbi jdbi;
  private final HikariDataSource source;
  private final FileChannel lock;

  /** The home cannot be used; the message says why and what to do. */
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String reason, Throwable cause) {
      super(reason, cause);
    }

    Unusable(String reason) {
      super(reason);
    }
  }

  /**
   * Opens the store of a home folder, made if it is not there. A database that cannot be read is put
   * aside under another name, and a new one begins.
   *
   * @throws Unusable when another daemon has it, or the folder cannot be written
   */
  public static Store open(Path home, InstantSource clock) {
    FileChannel lock = lock(home);
    Path file = home.resolve("nexa.db");
    try {
      return new Store(lock, file, home);
    } catch (RuntimeException e) {
      if (!isDamage(e)) {
        throw e;
      }
      Path aside = file.resolveSibling("nexa.db.damaged-" + clock.millis());
      log.error("msg=\"database damaged\" file={} movedTo={} reason=\"{}\"", file, aside, e.toString());
      moveAside(file, aside);
      return new Store(lock, file, home);
    }
  }

  private Store(FileChannel lock, Path file, Path home) {
    this.lock = lock;
    System.setProperty("org.sqlite.tmpdir", folder(home.resolve("tmp")).toString());
    this.source = pool(file);
    try {
      requireDurable(source);
      Flyway.configure().dataSource(source).load().migrate();
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
    this.jdbi = Jdbi.create(source);
  }

  private static FileChannel lock(Path home) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder(home).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = channel.tryLock();
      if (held == null) {
        channel.close();
        throw new Unusable("Another daemon uses " + home + "; stop it by nexa down, or name another --home.");
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw new Unusable("This process has " + home + " open already.", e);
    } catch (IOException e) {
      throw new Unusable("Cannot write to " + home + ": " + e.getMessage(), e);
    }
  }

  private static Path folder(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Unusable("Cannot make the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static HikariDataSource pool(Path file) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + file);
    config.setMaximumPoolSize(1); // SQLite has one writer; waiting here is cheaper than SQLITE_BUSY
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MILLIS));
    config.setPoolName("store");
    return new HikariDataSource(config);
  }

  /** The promises rest on two settings; a build of SQLite that ignores them is refused. */
  private static void requireDurable(DataSource source) {
    Jdbi.create(source)
        .useHandle(
            handle -> {
              String journal = handle.createQuery("PRAGMA journal_mode").mapTo(String.class).one();
              int synchronous = handle.createQuery("PRAGMA synchronous").mapTo(int.class).one();
              if (!journal.equals("wal") || synchronous != 2) {
                throw new Unusable(
                    "SQLite refused WAL with full sync here (journal " + journal + ", synchronous "
                        + synchronous + "); put --home on a local disk.");
              }
            });
  }

  private static boolean isDamage(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = String.valueOf(at.getMessage());
      if (message.contains("SQLITE_CORRUPT") || message.contains("SQLITE_NOTADB")) {
        return true;
      }
    }
    return false;
  }

  private static void moveAside(Path file, Path aside) {
    try {
      Files.move(file, aside);
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot put the damaged " + file + " aside", e);
    }
  }

  Jdbi jdbi() {
    return jdbi;
  }

  DataSource dataSource() {
    return source;
  }

  @Override
  public void close() {
    source.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot release the home's lock", e);
    }
  }
}
