package nexa.agent.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The database of one home folder: SQLite in WAL mode, every commit synced to disk. One daemon owns
 * it, by a file lock.
 */
public final class Store implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final int BUSY_TIMEOUT_MILLIS = 10_000;
  private static final long CONNECTION_TIMEOUT_MILLIS = 15_000;
  private static final int SYNCHRONOUS_FULL = 2;
  private static final String DATABASE = "nexa.db";

  /** An extended error code of SQLite has its primary one in the low byte. */
  private static final int PRIMARY_CODE = 0xff;

  private static final Set<SQLiteErrorCode> DAMAGE =
      Set.of(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_NOTADB);

  private final Path home;
  private final @Nullable FileChannel lock;
  private final HikariDataSource source;
  private final Jdbi jdbi;

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

  /** The database cannot be read. */
  private static final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Damaged(String reason) {
      super(reason);
    }
  }

  /**
   * Opens the store of a home folder, made if it is not there. A damaged database is put aside under
   * another name, and a new one begins.
   *
   * @throws Unusable when another daemon has it, it is no database of Nexa's, or it cannot be written
   */
  public static Store open(Path home, InstantSource clock) {
    FileChannel lock = HomeFolder.lock(home);
    Path file = home.resolve(DATABASE);
    try {
      return openOrReplace(lock, home, file, clock);
    } catch (RuntimeException e) {
      HomeFolder.release(lock);
      throw e;
    }
  }

  /**
   * Opens the database of a home for a short visit, beside the daemon that may own it: SQLite lets two
   * processes take turns. Nothing is repaired or migrated.
   *
   * @throws Unusable when there is none, or it cannot be used
   */
  public static Store visit(Path home) {
    Path file = home.resolve(DATABASE);
    if (!exists(home)) {
      throw new Unusable("There is no database in " + home + "; start the daemon once by nexa up.");
    }
    try {
      return new Store(home, pool(file));
    } catch (Unusable e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Unusable(explain(home, e), e);
    }
  }

  /** Whether a home has a database. */
  public static boolean exists(Path home) {
    return Files.isRegularFile(home.resolve(DATABASE));
  }

  private static Store openOrReplace(
      FileChannel lock, Path home, Path file, InstantSource clock) {
    try {
      return openSound(lock, home, file);
    } catch (Damaged e) {
      Path aside = file.resolveSibling(DATABASE + ".damaged-" + clock.millis());
      log.error(
          "msg=\"database damaged\" file={} movedTo={} reason=\"{}\"", file, aside, e.getMessage());
      moveAside(file, aside);
      return openSound(lock, home, file);
    }
  }

  private static Store openSound(FileChannel lock, Path home, Path file) {
    try {
      return new Store(lock, file, home);
    } catch (Unusable | Damaged e) {
      throw e;
    } catch (RuntimeException e) {
      if (code(e).filter(DAMAGE::contains).isPresent()) {
        throw new Damaged(explain(home, e));
      }
      throw new Unusable(explain(home, e), e);
    }
  }

  private Store(FileChannel lock, Path file, Path home) {
    this.home = home;
    this.lock = lock;
    HomeFolder.requireSpace(home);
    System.setProperty("org.sqlite.tmpdir", HomeFolder.folder(home.resolve("tmp")).toString());
    this.source = pool(file);
    this.jdbi = Jdbi.create(source);
    try {
      requireDurable(jdbi);
      requireSound(jdbi);
      migrate(source, file);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /** A visitor's: it holds no lock. */
  private Store(Path home, HikariDataSource source) {
    this.home = home;
    this.lock = null;
    this.source = source;
    this.jdbi = Jdbi.create(source);
    try {
      requireDurable(jdbi);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static HikariDataSource pool(Path file) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + file);
    config.setMaximumPoolSize(1); // SQLite has one writer; waiting here is cheaper than SQLITE_BUSY
    config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MILLIS));
    config.setPoolName("store");
    return new HikariDataSource(config);
  }

  /** The promises rest on two settings; a build of SQLite that ignores them is refused. */
  private static void requireDurable(Jdbi jdbi) {
    jdbi.useHandle(
        handle -> {
          String journal = handle.createQuery("PRAGMA journal_mode").mapTo(String.class).one();
          int synchronous = handle.createQuery("PRAGMA synchronous").mapTo(int.class).one();
          if (!journal.equals("wal") || synchronous != SYNCHRONOUS_FULL) {
            throw new Unusable(
                "SQLite refused WAL with full sync here (journal " + journal + ", synchronous "
                    + synchronous + "); put --home on a local disk.");
          }
        });
  }

  private static void requireSound(Jdbi jdbi) {
    String finding =
        jdbi.withHandle(
            handle -> handle.createQuery("PRAGMA quick_check(1)").mapTo(String.class).one());
    if (!finding.equals("ok")) {
      throw new Damaged(finding);
    }
  }

  private static void migrate(DataSource source, Path file) {
    try {
      Flyway.configure()
          .dataSource(source)
          .ignoreMigrationPatterns(new String[0]) // a database of a newer Nexa is refused, not misread
          .load()
          .migrate();
    } catch (FlywayException e) {
      if (code(e).isPresent()) {
        throw e;
      }
      throw new Unusable(
          file + " belongs to another program or to a newer Nexa. Move it away, name another --home,"
              + " or use that Nexa. (" + e.getMessage() + ")",
          e);
    }
  }

  /** What a failure of the database means to the person who runs it. */
  String explain(Throwable failure) {
    return explain(home, failure);
  }

  private static String explain(Path home, Throwable failure) {
    return code(failure)
        .map(
            code -> switch (code) {
              case SQLITE_FULL -> "The disk of " + home + " is full; free some space.";
              case SQLITE_BUSY, SQLITE_LOCKED ->
                  "Another program holds the database in " + home + "; close it.";
              case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM ->
                  "The database in " + home + " cannot be written; give its owner the right to.";
              default -> "The database in " + home + " failed: " + code;
            })
        .orElseGet(() -> "The database in " + home + " failed: " + failure.getMessage());
  }

  private static Optional<SQLiteErrorCode> code(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SQLiteException e) {
        return Optional.of(SQLiteErrorCode.getErrorCode(e.getResultCode().code & PRIMARY_CODE));
      }
    }
    return Optional.empty();
  }

  private static void moveAside(Path file, Path aside) {
    try {
      for (String suffix : List.of("", "-wal", "-shm")) {
        Path part = file.resolveSibling(file.getFileName() + suffix);
        if (Files.exists(part)) {
          Files.move(part, aside.resolveSibling(aside.getFileName() + suffix));
        }
      }
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
    if (lock != null) {
      HomeFolder.release(lock);
    }
  }
}
