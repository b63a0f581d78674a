package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nexa.event.Batch;
import nexa.event.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {

  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir
  private Path home;

  @Test
  void secondDaemon_isRefusedByName() {
    try (Store first = open()) {
      assertThat(first.jdbi()).isNotNull();
      assertThatThrownBy(this::open)
          .isInstanceOf(Store.Unusable.class)
          .hasMessageContaining(home.toString());
    }
    open().close(); // the first one's lock went with it
  }

  @Test
  void textInPlaceOfTheDatabase_isPutAside() throws Exception {
    Files.writeString(home.resolve("nexa.db"),
        "not a database, but long enough to look at. ".repeat(50));

    try (Store store = open()) {
      assertThat(new Feed(store, CLOCK).newest()).isZero();
    }
    assertThat(putAside()).hasSize(1);
  }

  @Test
  void damagedPages_arePutAside() throws Exception {
    try (Store store = open()) {
      Feed feed = new Feed(store, CLOCK);
      for (int i = 0; i < 200; i++) {
        feed.append("filler", Map.of("text", "x".repeat(500)));
      }
    }
    try (RandomAccessFile file = new RandomAccessFile(home.resolve("nexa.db").toFile(), "rw")) {
      file.seek(file.length() / 2);
      file.write(new byte[16_384]);
    }

    try (Store store = open()) {
      assertThat(new Feed(store, CLOCK).newest()).isZero();
    }
    assertThat(putAside()).hasSize(1);
  }

  @Test
  void databaseOfAnotherProgram_isRefusedAndLeftAlone() throws Exception {
    try (Connection other = raw()) {
      other.createStatement().execute("CREATE TABLE recipes (id INTEGER)");
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(Store.Unusable.class)
        .hasMessageContaining("another program");
    assertThat(putAside()).isEmpty();
  }

  @Test
  void databaseOfANewerNexa_isRefusedAndLeftAlone() throws Exception {
    open().close();
    try (Connection newer = raw()) {
      newer.createStatement()
          .execute(
              "INSERT INTO flyway_schema_history SELECT 99, '99', 'later', type, 'V99__later.sql',"
                  + " 7, installed_by, installed_on, execution_time, success"
                  + " FROM flyway_schema_history WHERE version = '1'");
    }

    assertThatThrownBy(this::open)
        .isInstanceOf(Store.Unusable.class)
        .hasMessageContaining("newer Nexa");
    assertThat(putAside()).isEmpty();
  }

  @Test
  void fullDisk_isNamedAndNothingOfTheBatchIsKept() {
    try (Store store = open()) {
      EventStore events =
          new EventStore(store, new Feed(store, CLOCK), Crashes.BY_TYPE, issue -> {});
      int pages = pragma(store, "page_count");
      pragma(store, "max_page_count = " + pages);
      List<Event> batch =
          Stream.iterate(0, i -> i + 1)
              .limit(500)
              .map(i -> Crashes.captured("e" + i, "java.lang.NullPointerException"))
              .toList();

      assertThatThrownBy(
          () -> events.accept(new Batch("logfile", batch, new Batch.Offset("log", "1"))))
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseMessage(
              "[SQLITE_FULL] Insertion failed because database is full (database or disk is full)")
          .cause()
          .hasMessageContaining("disk of " + home + " is full");
      assertThat(events.position("log")).isEmpty();
      assertThat(events.issues()).isEmpty();

      pragma(store, "max_page_count = 1000000");
      events.accept(new Batch("logfile", batch, new Batch.Offset("log", "1")));
      assertThat(events.position("log")).contains("1");
    }
  }

  private static int pragma(Store store, String pragma) {
    return store
        .jdbi()
        .withHandle(handle -> handle.createQuery("PRAGMA " + pragma).mapTo(int.class).one());
  }

  private Store open() {
    return Store.open(home, CLOCK);
  }

  private Connection raw() throws Exception {
    return DriverManager.getConnection("jdbc:sqlite:" + home.resolve("nexa.db"));
  }

  private List<Path> putAside() throws Exception {
    try (Stream<Path> files = Files.list(home)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("nexa.db.damaged-"))
          .filter(file -> !file.toString().endsWith("-wal") && !file.toString().endsWith("-shm"))
          .toList();
    }
  }
}
