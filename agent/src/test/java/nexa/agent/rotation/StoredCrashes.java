package nexa.agent.rotation;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import nexa.agent.store.Json;
import nexa.event.Event;

/** What a database holds, whoever has it open. */
public final class StoredCrashes {

  private StoredCrashes() {}

  /** All events, those of no issue too. */
  public static List<Event> all(Path home) {
    return rows(home, "SELECT document FROM events").stream()
        .map(document -> Json.read(document, Event.class))
        .toList();
  }

  /** How many events there are. */
  static long count(Path home) {
    return Long.parseLong(rows(home, "SELECT count(*) FROM events").getFirst());
  }

  /** How many crashes the issues count. */
  static long counted(Path home) {
    return Long.parseLong(
        rows(home, "SELECT coalesce(sum(count), 0) FROM issue_inputs").getFirst());
  }

  private static List<String> rows(Path home, String query) {
    List<String> rows = new ArrayList<>();
    try (
        Connection database = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("nexa.db"));
        ResultSet found = database.createStatement().executeQuery(query)) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot read the database in " + home, e);
    }
  }
}
