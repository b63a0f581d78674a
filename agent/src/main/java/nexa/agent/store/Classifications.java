package nexa.agent.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import nexa.issue.Classification;
import org.jdbi.v3.core.Handle;

/** What kind of failure each issue is taken for; an issue of an older Nexa has none. */
public final class Classifications {

  private final Store store;

  public Classifications(Store store) {
    this.store = store;
  }

  /** Those of all issues, by their id. */
  public Map<String, Classification> all() {
    Map<String, Classification> all = new HashMap<>();
    store
        .jdbi()
        .useHandle(
            handle -> handle
                .createQuery(
                    "SELECT id, classification FROM issues WHERE classification IS NOT NULL")
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .forEach(
                    row -> all.put(row.getKey(), Json.read(row.getValue(), Classification.class))));
    return all;
  }

  /** That of one issue. */
  public Optional<Classification> of(String issueId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT classification FROM issues"
                        + " WHERE id = ? AND classification IS NOT NULL")
                .bind(0, issueId)
                .mapTo(String.class)
                .findOne()
                .map(document -> Json.read(document, Classification.class)));
  }

  /** Sets that of an issue, as when a person says so. */
  public void set(String issueId, Classification classification) {
    store.jdbi().useHandle(handle -> set(handle, issueId, classification));
  }

  static void set(Handle handle, String issueId, Classification classification) {
    handle.execute(
        "UPDATE issues SET classification = ? WHERE id = ?", Json.write(classification), issueId);
  }
}
