package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexa.agent.store.Regrouping.Word;
import nexa.event.Batch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down of a person's word on issues. */
final class RegroupingAuditTest {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String ARITHMETIC = "java.lang.ArithmeticException";

  @TempDir
  private Path home;
  private Store store;
  private Feed feed;
  private Regrouping regrouping;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    feed = new Feed(store, Clock.systemUTC());
    EventStore events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
    regrouping =
        new Regrouping(store, feed, Crashes.BY_TYPE, Clock.systemUTC(), issue -> {});
    events.accept(
        new Batch(
            "logfile",
            List.of(
                Crashes.event("e1", "logfile", NPE), Crashes.event("e2", "logfile", ARITHMETIC)),
            null));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyWordThatHolds_isAudited() {
    regrouping.merge("SHOP-2", "SHOP-1", new Word("ada", "one record"));
    regrouping.merge("SHOP-2", "SHOP-1", new Word("eve", "again"));
    regrouping.split("SHOP-1", ARITHMETIC, new Word("bob", ""));

    assertThat(rows("SELECT actor || ': ' || action || ' ' || subject FROM audit ORDER BY id"))
        .containsExactly(
            "ada: merged SHOP-2 into SHOP-1: one record", "bob: split SHOP-2 off from SHOP-1");
    assertThat(
        store.jdbi().<Boolean, RuntimeException>withHandle(
            handle -> new AuditLog(Clock.systemUTC()).broken(handle).isEmpty()))
        .isTrue();
  }

  @Test
  void lastWordOnAPair_isWhatIsKept() {
    regrouping.merge("SHOP-2", "SHOP-1", new Word("ada", ""));
    regrouping.split("SHOP-1", ARITHMETIC, new Word("bob", ""));

    assertThat(rows("SELECT one || ' ' || other || ' ' || together || ' ' || actor FROM links"))
        .containsExactly(ARITHMETIC + " " + NPE + " 0 bob");

    regrouping.merge("SHOP-1", "SHOP-2", new Word("eve", ""));

    assertThat(rows("SELECT together || ' ' || actor FROM links")).containsExactly("1 eve");
    assertThat(rows("SELECT status || ' ' || merged_into FROM issues WHERE id = 'SHOP-1'"))
        .containsExactly("MERGED SHOP-2");
  }

  @Test
  void feed_tellsOfBothIssues() {
    regrouping.merge("SHOP-2", "SHOP-1", new Word("ada", ""));
    regrouping.split("SHOP-1", ARITHMETIC, new Word("bob", ""));

    assertThat(feed.after(2)).extracting(Feed.Entry::name)
        .containsExactly("issue.updated", "issue.opened", "issue.updated");
  }

  private List<String> rows(String query) {
    return store.jdbi().withHandle(handle -> handle.createQuery(query).mapTo(String.class).list());
  }
}
