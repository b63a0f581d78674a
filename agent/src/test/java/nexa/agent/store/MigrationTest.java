package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexa.event.Batch;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home of an older Nexa. */
final class MigrationTest {

  private static final String NPE = "java.lang.NullPointerException";

  @TempDir
  private Path home;

  @Test
  void issuesBeforePeopleCouldRegroup_keepTheirCounts() {
    String url = "jdbc:sqlite:" + home.resolve("nexa.db");
    Flyway.configure().dataSource(url, null, null).target("3").load().migrate();
    Jdbi.create(url).useHandle(
        old -> {
          old.execute(
              "INSERT INTO issues (id, prefix, service, fingerprint, status, captured, document)"
                  + " VALUES ('SHOP-1', 'SHOP', 'shop', ?, 'OPEN', 0, ?)",
              NPE, Json.write(issue()));
          old.execute(
              "INSERT INTO fingerprints (service, fingerprint, issue, because)"
                  + " VALUES ('shop', ?, 'SHOP-1', 'same exception type')",
              NPE);
          old.execute("INSERT INTO issue_inputs (issue, input, count) VALUES ('SHOP-1', 'x', 41)");
          old.execute(
              "INSERT INTO events (id, issue, service, input, time, document)"
                  + " VALUES ('e0', 'SHOP-1', 'shop', 'x', 1, ?)",
              Json.write(Crashes.event("e0", "x", NPE)));
        });

    try (Store store = Store.open(home, Clock.systemUTC())) {
      Feed feed = new Feed(store, Clock.systemUTC());
      EventStore events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
      events.accept(new Batch("x", List.of(Crashes.event("e1", "x", NPE)), null));
      Issue issue = events.issue("SHOP-1").orElseThrow();

      assertThat(issue.count()).isEqualTo(42);
      assertThat(
          new Regrouping(store, feed, Crashes.BY_TYPE, Clock.systemUTC(), changed -> {})
              .parts(issue))
          .extracting(IssueParts.Part::events)
          .containsExactly(1L, 1L);
    }
  }

  private static Issue issue() {
    Issue issue = Crashes.issue("SHOP-1");
    return new Issue(
        issue.id(), issue.service(), new Fingerprint(NPE), issue.title(),
        issue.exceptionType(), issue.topFrame(), issue.status(), 41, issue.firstSeen(),
        issue.lastSeen(), issue.inputs(), issue.groupedBecause(), issue.release(),
        issue.stackTrace(), issue.inAppFrames(), null);
  }
}
