package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The audit log over HTTP. */
final class AuditRoutesTest {

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void nothingDecided_isAWholeEmptyLog() {
    JsonNode audit = audit("");

    assertThat(audit.path("count").asLong()).isZero();
    assertThat(audit.path("intact").asBoolean()).isTrue();
    assertThat(audit.path("head").asString()).isEqualTo("0".repeat(64));
    assertThat(audit.path("entries").isEmpty()).isTrue();
    assertThat(audit.path("cursor").isNull()).isTrue();
  }

  @Test
  void entries_comeInPagesTheNewestFirst() {
    pauses(3);

    JsonNode newest = audit("?limit=4");
    JsonNode oldest = audit("?limit=4&cursor=" + newest.path("cursor").asString());

    assertThat(newest.path("count").asLong()).isEqualTo(6);
    assertThat(newest.path("head").asString())
        .isEqualTo(newest.path("entries").path(0).path("hash").asString());
    assertThat(newest.path("entries").valueStream().map(entry -> entry.path("id").asLong()))
        .containsExactly(6L, 5L, 4L, 3L);
    assertThat(newest.path("entries").path(0).path("action").asString()).isEqualTo("resumed");
    assertThat(oldest.path("entries").valueStream().map(entry -> entry.path("id").asLong()))
        .containsExactly(2L, 1L);
    assertThat(oldest.path("cursor").isNull()).isTrue();
  }

  @Test
  void changedEntry_isNamed() throws SQLException {
    pauses(2);

    tamper(home, "UPDATE audit SET actor = 'eve' WHERE id = 3");

    assertThat(audit("").path("intact").asBoolean()).isFalse();
    assertThat(audit("").path("broken").asLong()).isEqualTo(3);
  }

  @Test
  void removedEntry_isNoticedByTheNext() throws SQLException {
    pauses(2);

    tamper(home, "DELETE FROM audit WHERE id = 2");

    assertThat(audit("").path("broken").asLong()).isEqualTo(3);
  }

  /** What somebody does who can write to the database. */
  static void tamper(Path home, String sql) throws SQLException {
    try (Connection database =
        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("nexa.db"));
        Statement statement = database.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isPositive();
    }
  }

  private void pauses(int times) {
    for (int i = 0; i < times; i++) {
      server.post("/api/v1/pause", Map.of());
      server.post("/api/v1/resume", Map.of());
    }
  }

  private JsonNode audit(String query) {
    return json(server.get("/api/v1/audit" + query));
  }
}
